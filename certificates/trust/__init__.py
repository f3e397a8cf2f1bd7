"""What others need to check certificates without asking us: keys, and what became of papers."""
