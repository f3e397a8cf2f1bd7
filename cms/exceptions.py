"""What can be wrong with the site's pages, worded for the person who will read it."""


class CmsError(Exception):
    """The base of this app's errors."""


class LoadRefused(CmsError):
    """Pages were edited since they were loaded; `reasons` names each. Nothing was changed."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__("\n".join(reasons))
