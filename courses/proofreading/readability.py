"""How hard a lesson reads: figures to compare lessons by, not a verdict.

Words per sentence and the share of long words are what the classic formulas are made of (Flesch
1948, LIX 1968). The formulas' weights were found for English and Swedish; for Kazakh nobody has
found any, so the two figures stand as they are and lessons of one language are compared.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import mean, pstdev

from courses.curriculum import LessonText
from courses.proofreading.prose import read_first, said_afterwards, sentences, words_in
from courses.writing.length import WORD

# Letters from which a word is long. Endings make Kazakh and Russian words longer than English ones.
LONG = 11
FAR_OUT = 2.5  # standard deviations


@dataclass(frozen=True)
class Readability:
    """Figures of one lesson in one language; `words` without feedback, `feedback` in words."""

    words: int
    feedback: int
    words_a_sentence: float
    longest_sentence: int
    long_words: float  # share, 0 to 1


def readability(lesson: LessonText) -> Readability:
    """Return the figures of a lesson."""
    first = [text for part in lesson.parts for text in read_first(part)]
    after = [text for part in lesson.parts for text in said_afterwards(part)]
    lengths = list(sentences([*first, *after])) or [0]
    letters = [len(word) for text in (*first, *after) for word in WORD.findall(text)] or [0]
    return Readability(
        words=words_in(first), feedback=words_in(after),
        words_a_sentence=mean(lengths), longest_sentence=max(lengths),
        long_words=sum(length >= LONG for length in letters) / len(letters),
    )  # fmt: skip


def far_out(figures: Iterable[float]) -> float:
    """Return the figure from which one stands far above the others of its kind."""
    figures = list(figures)
    return mean(figures) + FAR_OUT * pstdev(figures) if figures else 0.0
