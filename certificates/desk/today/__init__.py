"""The ceremonies of a day at one office: on a screen, on paper and as a file."""
