"""What changes accounts: one verb, one function."""
