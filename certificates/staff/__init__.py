"""Staff find a certificate by its number and act on it, each act with its reason."""
