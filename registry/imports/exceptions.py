"""What keeps a file of applications from being read. Its words stand in `problems`."""


class FileNotUnderstood(Exception):
    """The file is not what it should be; `code` says why, `names` which columns it is about."""

    def __init__(self, code: str, names: list[str] | None = None) -> None:
        """Keep the code and the columns."""
        super().__init__(code)
        self.code, self.names = code, names or []
