"""What is wrong with a set of files: all of it at once, each with file and line.

Messages are sentences in the language that is active while the files are read.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import pgettext


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong: where, and what to do about it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class FilesUnsound(Exception):
    """The files cannot be loaded; `findings` says why, in the order of files and lines."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = sorted(set(findings))
        super().__init__("\n".join(str(finding) for finding in self.findings))


class Findings:
    """Collects findings while files are being read."""

    def __init__(self) -> None:
        self.found: list[Finding] = []

    def add(self, file: str, line: int, message: str) -> None:
        """Note that `message` is wrong at `line` (counted from 1) of `file`."""
        self.found.append(Finding(file, line, message))

    def stop_if_any(self) -> None:
        """Raise FilesUnsound when anything was found."""
        if self.found:
            raise FilesUnsound(self.found)


def listed(names: Iterable[str]) -> str:
    """List names in a message."""
    return ", ".join(names) or pgettext("an empty list", "none")
