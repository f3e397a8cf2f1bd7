"""Captions as WebVTT text: read strictly, written plainly.

The grammar is W3C's WebVTT (https://www.w3.org/TR/webvtt1/), of which captions need little: cues
with a start, an end and words. Notes are skipped; identifiers, settings, styles and regions are
dropped. What subtitle programs write besides is understood too: the comma of SubRip times, a
missing first line, a byte order mark.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

MOST_CUES = 2000
MOST_LETTERS = 200_000
TIME = r"(?:(\d{2,}):)?(\d{2}):(\d{2})[.,](\d{3})"
TIMES = re.compile(rf"\s*{TIME}\s+-->\s+{TIME}(?:\s+.*)?")
ARROW = "-->"


@dataclass(frozen=True)
class Cue:
    """Words shown from `start` to `end`, in milliseconds; `line` is where its times stand."""

    start: int
    end: int
    text: str
    line: int


@dataclass(frozen=True)
class CaptionProblem:
    """What is wrong on a line, counted from one, and what to do."""

    line: int
    message: str

    def __str__(self) -> str:
        return _("Line %(line)d: %(message)s") % {"line": self.line, "message": self.message}


def read_captions(text: str) -> tuple[list[Cue], list[CaptionProblem]]:
    """Return the cues of a WebVTT text in order, and everything that is wrong with it."""
    problems: list[CaptionProblem] = []
    if len(text) > MOST_LETTERS:
        return [], [CaptionProblem(1, _("The captions are too long for one film. Shorten them."))]
    cues = [cue for block in _blocks(text) if (cue := _read_cue(block, problems))]
    if not cues and not problems:
        problems.append(
            CaptionProblem(1, _("There is no caption. Write one, such as 00:00:01.000 --> "
                                "00:00:04.000 and what is said on the next line."))
        )  # fmt: skip
    if len(cues) > MOST_CUES:
        problems.append(CaptionProblem(cues[MOST_CUES].line, _("There are too many captions.")))
    _check_order(cues, problems)
    return cues, sorted(problems, key=lambda problem: problem.line)


def write_captions(cues: list[Cue]) -> str:
    """Return cues as the WebVTT text that browsers read."""
    shown = [f"{clock(cue.start)} {ARROW} {clock(cue.end)}\n{cue.text}\n" for cue in cues]
    return "WEBVTT\n\n" + "\n".join(shown)


def clock(milliseconds: int) -> str:
    """Write a time as WebVTT does: 00:01:02.500."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _blocks(text: str) -> list[list[tuple[int, str]]]:
    """Split a text into blocks of numbered lines; the head, notes and styles are left out."""
    blocks: list[list[tuple[int, str]]] = [[]]
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for number, row in enumerate(plain.split("\n"), start=1):
        if row.strip():
            blocks[-1].append((number, row))
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block and not _is_aside(block)]


def _is_aside(block: list[tuple[int, str]]) -> bool:
    """Whether a block says nothing to viewers: the first line of the file, a note, a style."""
    number, row = block[0]
    if any(ARROW in line for _number, line in block) and not row.startswith("NOTE"):
        return False
    word = row.split(maxsplit=1)[0]
    return (number == 1 and word == "WEBVTT") or word in ("NOTE", "STYLE", "REGION")


def _read_cue(block: list[tuple[int, str]], problems: list[CaptionProblem]) -> Cue | None:
    """Read one block as a cue, or note why it is none."""
    at = next((place for place, (_number, row) in enumerate(block) if ARROW in row), None)
    if at is None or at > 1:
        number, row = block[0]
        problems.append(
            CaptionProblem(
                number,
                _("“%(words)s” has no times. Put a line such as 00:00:01.000 --> 00:00:04.000 "
                  "before it, and no empty line in between.") % {"words": row.strip()[:60]},
            )
        )  # fmt: skip
        return None
    number, row = block[at]
    match = TIMES.fullmatch(row)
    if not match:
        problems.append(
            CaptionProblem(
                number,
                _("“%(times)s” cannot be read as times. Write them as 00:00:01.000 --> "
                  "00:00:04.000.") % {"times": row.strip()[:60]},
            )
        )  # fmt: skip
        return None
    start, end = _milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:])
    if start is None or end is None:
        problems.append(
            CaptionProblem(
                number, _("An hour has 60 minutes, a minute 60 seconds. Mend the times.")
            )
        )
        return None
    words = [line.strip() for _number, line in block[at + 1 :]]
    if any(ARROW in line for line in words):
        problems.append(
            CaptionProblem(
                number, _("Two captions stand together. Put an empty line between them.")
            )
        )
        return None
    if not words:
        problems.append(
            CaptionProblem(number, _("The caption has no words. Write them on the next line, or "
                                     "delete the times."))
        )  # fmt: skip
        return None
    if end <= start:
        problems.append(
            CaptionProblem(number, _("The caption ends before it begins. Swap the two times."))
        )
        return None
    return Cue(start, end, "\n".join(words), number)


def _milliseconds(parts: tuple[str | None, ...]) -> int | None:
    """Return a time in milliseconds; None when minutes or seconds are 60 or more."""
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    if minutes > 59 or seconds > 59:
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _check_order(cues: list[Cue], problems: list[CaptionProblem]) -> None:
    """Note captions that begin before the one above them has ended."""
    for before, cue in pairwise(cues):
        if cue.start < before.end:
            problems.append(
                CaptionProblem(
                    cue.line,
                    _("The caption begins at %(start)s, before the one above it ends (%(end)s). "
                      "Move one of the two.")
                    % {"start": clock(cue.start), "end": clock(before.end)},
                )
            )  # fmt: skip
