"""What can go wrong between us and the registry."""


class GatewayUnavailable(Exception):
    """The registry could not be asked; nothing is known about the couple.

    Its text is a short reason in English for the log. It holds no part of a request or an answer.
    What a person is told is "we could not check; this is not the couple's fault".

    `at_once`: whether the same question may be put again at once, because it was broken off and
    not declined, and cost no time to speak of.
    """

    def __init__(self, reason: str, *, at_once: bool = False) -> None:
        """`reason` is for the log."""
        super().__init__(reason)
        self.at_once = at_once


class GatewayMalformed(GatewayUnavailable):
    """The registry answered with something that the contract does not know.

    To the person it is the same as no answer; to the operator it is a fault of the contract.
    """
