"""What is shown of something that was found: a few words around those that were asked for."""

from collections.abc import Collection
from dataclasses import dataclass

from courses.search.folding import fold, words

BEFORE, LONGEST = 60, 170  # letters before the first word that was found, and in all


@dataclass(frozen=True)
class Piece:
    """A run of a text; `is_found` when it is a word that was asked for."""

    text: str
    is_found: bool = False


Places = list[tuple[int, int, str]]


def excerpt(text: str, language: str, forms: Collection[str]) -> tuple[Piece, ...]:
    """Return the line of `text` that has the most of `forms` (folded words), cut to a few words.

    Without any of them it is the beginning of the first line; of an empty text, nothing.
    """
    best, found = "", Places()
    for line in text.split("\n"):
        places = [
            (match.start(), match.end(), match[0])
            for match in words(fold(line, language))
            if match[0] in forms
        ]
        if not best or len({form for _a, _b, form in places}) > len({f for _a, _b, f in found}):
            best, found = line, places
    return _pieces(best, found)


def _pieces(line: str, found: Places) -> tuple[Piece, ...]:
    begin = _begin(line, found[0][0]) if found else 0
    end = _end(line, begin)
    pieces = [Piece("… ")] if begin else []
    at = begin
    for start, stop, _form in found:
        if stop > end:
            break
        pieces += [Piece(line[at:start]), Piece(line[start:stop], is_found=True)]
        at = stop
    pieces.append(Piece(line[at:end] + (" …" if end < len(line) else "")))
    return tuple(piece for piece in pieces if piece.text)


def _begin(line: str, first: int) -> int:
    """Return the beginning of a word, some letters before the first one that was found."""
    if first <= BEFORE:
        return 0
    return min(line.rfind(" ", 0, first - BEFORE) + 1 or line.find(" ", first - BEFORE) + 1, first)


def _end(line: str, begin: int) -> int:
    """Return the end of a word, so that no more than LONGEST letters are shown."""
    if len(line) - begin <= LONGEST:
        return len(line)
    space = line.rfind(" ", begin, begin + LONGEST)
    return space if space > begin else begin + LONGEST
