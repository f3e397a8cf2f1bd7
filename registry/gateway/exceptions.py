"""What can go wrong between us and the registry."""


class GatewayUnavailable(Exception):
    """The registry could not be asked; nothing is known about the couple.

    Its text is a short reason in English for the log. It holds no part of a request or an answer.
    What a person is told is "we could not check; this is not the couple's fault".
    """


class GatewayMalformed(GatewayUnavailable):
    """The registry answered with something that the contract does not know.

    To the person it is the same as no answer; to the operator it is a fault of the contract.
    """
