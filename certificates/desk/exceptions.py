"""What cannot be done at the desk."""


class DeskError(Exception):
    """The base of them all."""


class NoSuchPair(DeskError):
    """The registry knows no application with this number and this person."""


class CouldNotCheck(DeskError):
    """The registry could not be asked, and it has never told us of this application."""


class KnownOtherwise(CouldNotCheck):
    """The registry could not be asked, and it has told us of this application with other people."""


class QuestionEnded(DeskError):
    """A carried question is too old, another clerk's, or not ours."""


class NobodyNamedThis(DeskError):
    """No account with this contact has named this identity."""


class AnotherDocument(DeskError):
    """The document in the clerk's hand is not the one that the two accounts disagree about."""


class RegistryIsConnected(DeskError):
    """A registry can be asked: nothing is entered by hand."""


class OtherApplicants(DeskError):
    """The application that a clerk enters is known with other people."""


class HeldElsewhere(DeskError):
    """The application that a clerk enters is held by another office."""
