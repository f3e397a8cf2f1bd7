"""A certificate made visible: a PDF to keep and print, a picture for a phone."""
