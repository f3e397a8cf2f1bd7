"""Reading the figures of lessons: what may be shown, and how it is said and drawn."""
