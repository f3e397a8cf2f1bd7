"""What changed in a text, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape

from django.utils.html import strip_tags

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
ENDS = re.compile(r"</(?:p|li|h\d|blockquote|ul|ol)>|<br\s*/?>")
CONTEXT = 12  # words and spaces kept beside a change
MOST_WORDS = 4000  # of one text that are compared; beyond that it is shown as replaced


@dataclass(frozen=True)
class Piece:
    """A run of words; `change` is "" for what stays, "ins" or "del"."""

    change: str
    text: str


def plain(html: str) -> str:
    """Return the words of HTML or of plain text, a paragraph a line."""
    if "<" in html or "&" in html:
        html = unescape(strip_tags(ENDS.sub("\n", html)))
    return "\n".join(line.strip() for line in html.splitlines() if line.strip())


def pieces(old: str, new: str) -> list[Piece]:
    """Return `new` with what was struck out of `old`; long runs that stay are shortened."""
    if not old or not new:
        return [Piece("ins" if new else "del", new or old)] if new or old else []
    before, after = WORDS.findall(old), WORDS.findall(new)
    if max(len(before), len(after)) > MOST_WORDS:
        return [Piece("del", old), Piece("ins", new)]
    found: list[Piece] = []
    struck, added = "", ""
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        stays = "".join(after[c:d])
        if what != "equal" or ((struck or added) and not stays.strip()):
            # A space between two changed words belongs to the change: it reads in one go.
            struck += "".join(before[a:b])
            added += stays
            continue
        found += _changed(struck, added)
        struck, added = "", ""
        found.append(Piece("", _shortened(after[c:d], first=c == 0, last=d == len(after))))
    return found + _changed(struck, added)


def _changed(struck: str, added: str) -> list[Piece]:
    both = [Piece("del", struck), Piece("ins", added)]
    return [piece for piece in both if piece.text]


def _shortened(words: list[str], *, first: bool, last: bool) -> str:
    head = 0 if first else CONTEXT
    tail = 0 if last else CONTEXT
    if len(words) <= head + tail + CONTEXT:
        return "".join(words)
    return "".join(words[:head]) + " … " + ("".join(words[-tail:]) if tail else "")
