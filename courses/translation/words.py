"""Comparing texts by what they say, not by how an editor happened to store them."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from html import unescape

MARK = re.compile(r' data-block-key="[^"]*"')
SPACES = re.compile(r"\s+")
BETWEEN_TAGS = re.compile(r"> <")
AT_THE_EDGE = re.compile(r"(<(?:p|li|h\d|blockquote)>) | (</(?:p|li|h\d|blockquote)>)")
EMPTY = re.compile(r"<(p|li|h\d|blockquote)>(<br/?>)?</\1>")
TAG = re.compile(r"<[^>]*>")
BLOCK_END = re.compile(r"</(?:p|li|h\d|blockquote)>|<br ?/?>")
CYRILLIC = re.compile(r"[Ѐ-ӿ]")
NAME = re.compile(r"[А-ЯЁӘҒҚҢӨҰҮҺІ][\w.-]*( [А-ЯЁӘҒҚҢӨҰҮҺІ][\w.-]*)?")
SAME_TAGS = (("strong>", "b>"), ("em>", "i>"), ("<br />", "<br/>"), ("<br>", "<br/>"))


@lru_cache(maxsize=4096)
def canonical(text: str | None) -> str:
    """Return a text without what editors add and no reader sees."""
    text = MARK.sub("", text or "")
    for one, other in SAME_TAGS:
        text = text.replace(one, other)
    text = SPACES.sub(" ", text.replace("&nbsp;", " ")).strip()
    text = BETWEEN_TAGS.sub("><", AT_THE_EDGE.sub(r"\1\2", text))
    return unescape(EMPTY.sub("", text))


def is_blank(text: str | None) -> bool:
    """Whether a text says nothing."""
    return not plain(text).strip()


def plain(text: str | None) -> str:
    """Return the words of a rich or plain text, a line for each paragraph."""
    without = TAG.sub("", BLOCK_END.sub("\n", text or ""))
    return unescape(without).replace("\xa0", " ").strip()


def are_equal(one: str | None, other: str | None) -> bool:
    """Whether two texts say the same in the same form."""
    return one == other or canonical(one) == canonical(other)


def looks_untranslated(source: str | None, target: str | None) -> bool:
    """Whether a translation is the source itself; names and numbers may be."""
    return are_equal(source, target) and bool(CYRILLIC.search(plain(source)))


def looks_like_a_name(text: str | None) -> bool:
    """Whether a text is one or two words with capitals, as people's names are."""
    return bool(NAME.fullmatch(plain(text)))


@dataclass(frozen=True)
class Stretch:
    """A run of words of a comparison: "same", "gone" or "new"."""

    kind: str
    words: str


def changed_words(before: str, after: str) -> list[Stretch]:
    """Return what became of the words of `before` in `after`, in order."""
    old, new = plain(before).split(), plain(after).split()
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Stretch("same", " ".join(old[a:b])))
            continue
        if b > a:
            found.append(Stretch("gone", " ".join(old[a:b])))
        if d > c:
            found.append(Stretch("new", " ".join(new[c:d])))
    return found
