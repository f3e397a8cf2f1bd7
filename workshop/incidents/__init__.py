"""Data seen without a right to: who is concerned, what could be seen, what is said, by when."""
