"""The words of a lesson's parts as plain paragraphs."""

import re
from collections.abc import Iterable, Iterator

from courses.activities import ACTIVITIES, GRADED
from courses.curriculum import Part
from courses.differences.words import plain
from courses.writing.length import WORD

SENTENCE_END = re.compile(r"[.!?…:;]+(?:[»”)\s]|$)")
# What is said of an answer, and what is only read on the wish of the reader.
SAID_AFTERWARDS = {"right", "wrong", "small", "big", "alone"}
NOT_READ = {"about", "link"}  # what is to be filmed is told to those who make films


def paragraphs(html: str) -> list[str]:
    """Return the paragraphs, items and headings of rich text, plain."""
    return plain(html).splitlines()


def words_in(texts: Iterable[str]) -> int:
    """Count words; a number is one, a word with a hyphen too."""
    return sum(len(WORD.findall(text)) for text in texts)


def sentences(texts: Iterable[str]) -> Iterator[int]:
    """Yield how many words each sentence of plain `texts` has; a colon ends one too."""
    for text in texts:
        for sentence in SENTENCE_END.split(text):
            if length := len(WORD.findall(sentence)):
                yield length


def read_first(part: Part) -> list[str]:
    """Return what is read in a part before anything is answered, paragraph by paragraph.

    Of a text that depends on people's circumstances it is what everybody else reads; the short
    version of a lesson is another way to read it, not more to read.
    """
    if part.kind == "short":
        return []
    found = [*paragraphs(part.html), *paragraphs(part.caption)]
    if part.kind in ACTIVITIES or part.kind == "week":
        texts = (text for name, text in part.texts.items() if name not in SAID_AFTERWARDS)
        found += [text for html in texts for text in paragraphs(html)]
    found += [text for option in part.options for text in paragraphs(option.text)]
    for pair in part.pairs:
        found += [*paragraphs(pair.left), *paragraphs(pair.right)]
    for who, html in part.lines:
        found += [*paragraphs(who), *paragraphs(html)]
    found += [text for name, text in part.words.items() if text and name not in NOT_READ]
    return found


def said_afterwards(part: Part) -> list[str]:
    """Return the feedback of a graded activity, paragraph by paragraph."""
    if part.kind not in GRADED:
        return []
    found = [text for option in part.options for text in paragraphs(option.feedback)]
    found += [text for pair in part.pairs for text in paragraphs(pair.feedback)]
    texts = (text for name, text in part.texts.items() if name in SAID_AFTERWARDS)
    return found + [text for html in texts for text in paragraphs(html)]
