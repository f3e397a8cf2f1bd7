"""What can be said of a message instead of sending it."""


class NotNeeded(Exception):
    """What the message speaks of is no longer so."""
