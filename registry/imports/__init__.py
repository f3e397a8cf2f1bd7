"""A day's applications as a file: read, shown before anything is taken in, taken in by line."""
