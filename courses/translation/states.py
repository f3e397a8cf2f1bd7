"""What has become of each text in the other language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.translation.segments import Piece, texts
from courses.translation.words import are_equal, is_blank, looks_untranslated


class State(models.TextChoices):
    """The state of a translated text."""

    MISSING = "missing", _("missing")
    EMPTY = "empty", _("empty")
    STALE = "stale", _("source changed")
    UNCHECKED = "unchecked", _("never compared")
    SAME = "same", _("same as the source")
    SURPLUS = "surplus", _("only in the translation")
    DONE = "done", _("done")


@dataclass(frozen=True)
class Match:
    """Two texts of which somebody said that they mean the same."""

    source: str
    target: str


@dataclass(frozen=True)
class Row:
    """A text of the source beside its translation; `former` is what it was translated from."""

    piece: Piece
    source: str
    target: str | None
    state: State
    former: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.state != State.DONE

    @property
    def is_counted(self) -> bool:
        """Whether it is one of the texts to translate."""
        return self.state != State.SURPLUS


def state_of(source: str, target: str | None, match: Match | None) -> State:
    """Return the state of `target`, None when it has no place yet, as a translation of `source`.

    `match` are the two texts that were last said to mean the same.
    """
    if is_blank(source):
        return State.DONE if is_blank(target) else State.SURPLUS
    if target is None:
        return State.MISSING
    if is_blank(target):
        return State.EMPTY
    is_confirmed = match is not None and are_equal(match.source, source)
    if looks_untranslated(source, target):
        is_meant = is_confirmed and match is not None and are_equal(match.target, target)
        return State.DONE if is_meant else State.SAME
    if is_confirmed or are_equal(source, target):
        return State.DONE
    return State.UNCHECKED if match is None else State.STALE


def rows(
    source: Iterable[Piece], target: Iterable[Piece], matches: Mapping[str, Match]
) -> list[Row]:
    """Return the texts of `source` with their states in `target`, in order; blank ones left out.

    Both are the pieces of a page; `target` is empty when there is no page in the other language.
    """
    theirs = texts(target)
    found = []
    for address, piece in texts(source).items():
        twin = theirs.get(address)
        words = None if twin is None else twin.value or ""
        source_words = piece.value or ""
        if is_blank(source_words) and is_blank(words):
            continue
        match = matches.get(address)
        state = state_of(source_words, words, match)
        former = match.source if match and state == State.STALE else None
        found.append(Row(piece, source_words, words, state, former))
    return found
