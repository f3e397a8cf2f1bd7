"""What the side-by-side page shows: the texts of both languages, block by block."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import nh3
from django.forms import BoundField
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from wagtail.blocks import Block
from wagtail.blocks.field_block import ChooserBlock

from courses.snapshots.html import TAGS
from courses.translation.forms import TranslationForm, name_of, right_name, text_name
from courses.translation.segments import Piece
from courses.translation.states import Row, State
from courses.translation.twins import Twins
from courses.translation.words import Stretch, changed_words

THUMBNAIL = "max-165x110"


@dataclass
class Line:
    """One text with its field. `theirs`: what somebody else made of it meanwhile."""

    row: Row
    text: BoundField | None
    right: BoundField | None
    theirs: str | None = None

    @property
    def anchor(self) -> str:
        """What a link to this text ends with."""
        return f"t-{name_of(self.row.piece.address)}"

    @property
    def label(self) -> str:
        """Where it stands within its block, or the field of the page."""
        piece = self.row.piece
        return " › ".join(piece.labels[1:] if isinstance(piece.maker, Block) else piece.labels)

    @property
    def source(self) -> SafeString:
        """The source for reading."""
        return shown(self.row.piece, self.row.source)

    @property
    def file(self) -> SafeString:
        """The file that the translation has."""
        return shown(self.row.piece, self.row.target or "")

    @property
    def theirs_shown(self) -> SafeString:
        """What somebody else wrote, for reading."""
        return shown(self.row.piece, self.theirs or "")

    @property
    def changes(self) -> list[Stretch]:
        """What changed in the source since it was translated."""
        if not self.row.former or self.row.piece.kind == "file":
            return []
        return changed_words(self.row.former, self.row.source)

    @property
    def only_layout_changed(self) -> bool:
        """Whether the words are the same and only emphasis, lists or links changed."""
        return bool(self.changes) and all(one.kind == "same" for one in self.changes)


@dataclass
class Group:
    """A block with its texts, and the pictures and films that stand in it."""

    label: str
    icon: str = ""
    lines: list[Line] = field(default_factory=list)
    media: list[SafeString] = field(default_factory=list)


def shown(piece: Piece, text: str) -> SafeString:
    """Return a stored text as safe HTML for reading."""
    if piece.kind == "file":
        return thumbnail(piece.maker, int(text)) if text else SafeString("")
    if piece.kind != "rich":
        return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 it is escaped
    return mark_safe(nh3.clean(text, tags=TAGS, attributes={"a": {"href"}}))  # noqa: S308 cleaned


def groups(
    twins: Twins, source: str, form: TranslationForm, overlaps: Mapping[str, str]
) -> list[Group]:
    """Return the rows of `form` by block, in order; `overlaps` are others' words by address."""
    found: dict[str, Group] = {}
    media: dict[str, list[SafeString]] = {}
    for piece in twins.pieces(source):
        if piece.kind == "fixed" and isinstance(piece.maker, ChooserBlock) and piece.value:
            media.setdefault(piece.root, []).append(thumbnail(piece.maker, piece.value))
    for row in form.rows:
        address = row.piece.address
        is_block = isinstance(row.piece.maker, Block)
        root = row.piece.root if is_block else ""
        if root not in found:
            found[root] = Group(
                row.piece.labels[0] if is_block else capfirst(str(twins.model._meta.verbose_name)),
                media=media.get(root, []),
            )
        text, right = text_name(address), right_name(address)
        found[root].lines.append(
            Line(
                row,
                form[text] if text in form.fields else None,
                form[right] if right in form.fields else None,
                overlaps.get(address),
            )
        )
    return list(found.values())


def thumbnail(block: Any, pk: Any) -> SafeString:
    """Return a chosen picture, small, or the name of whatever else was chosen."""
    chosen = block.to_python(pk)
    if chosen is None:
        return SafeString("")
    if hasattr(chosen, "get_rendition"):
        rendition = chosen.file if chosen.is_svg() else chosen.get_rendition(THUMBNAIL)
        return format_html('<img src="{}" alt="{}" loading="lazy">', rendition.url, chosen.title)
    return format_html("<span>{}</span>", chosen)


@dataclass(frozen=True)
class Progress:
    """How many of the texts are done."""

    done: int
    total: int


def progress(rows: Iterable[Row]) -> Progress:
    """Count what is done."""
    counted = [row for row in rows if row.is_counted]
    return Progress(sum(row.state == State.DONE for row in counted), len(counted))
