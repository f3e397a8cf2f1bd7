"""A page as an ordered list of texts to translate, and of what is the same in both languages.

Everything here works on content as Wagtail stores it in a revision, and asks the blocks what they
are: a new kind of block needs no line of code. A piece's address is its field, then for every
block or list item its lasting key (its id where it has none), then the name of the field inside:
`body/first/options/a/feedback`. Two languages of one page have the same addresses.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtailmedia.blocks import AbstractMediaChooserBlock

from courses.blocks import KeyBlock

# Of the fields every page has, these two are shown to people.
SHARED_FIELDS = ("title", "slug")
TEXT_KINDS = ("plain", "lines", "rich")
# A language may have its own; it takes the source's where it has none.
OWN_KINDS = ("link", "file")
FILES = (AbstractMediaChooserBlock, DocumentChooserBlock)
NOT_WORDS = (forms.URLField, forms.EmailField, forms.RegexField, forms.SlugField)


@dataclass(frozen=True)
class Piece:
    """One text, one value that is equal in both languages, or the frame of a block.

    `kind` is "plain", "lines" (plain, several lines), "rich", "link" or "file" (a film, a sound, a
    document: each language may have its own), "fixed" or "frame"; `place` what leads
    there; `value` the text or value as stored, for a frame its type of block;
    `root` the address of the outermost block or field; `maker` the block or field that holds it.
    """

    address: str
    root: str
    place: tuple[Any, ...]
    kind: str
    value: Any
    maker: Any

    @property
    def is_text(self) -> bool:
        """Whether each language has its own."""
        return self.kind in TEXT_KINDS or self.kind in OWN_KINDS

    @property
    def labels(self) -> list[str]:
        """The labels that lead there, in the active language."""
        return [capfirst(str(label)) for label in self.place]

    @property
    def label(self) -> str:
        """Where it stands, for people."""
        return " › ".join(self.labels)

    @property
    def max_length(self) -> int | None:
        """How many characters it may have."""
        holder = getattr(self.maker, "field", None)
        length = getattr(self.maker, "max_length", None) or getattr(holder, "max_length", None)
        return length if isinstance(length, int) else None

    @property
    def features(self) -> list[str] | None:
        """What rich text may hold here."""
        return getattr(self.maker, "features", None)


def content_fields(model: type[Page]) -> list[Any]:
    """Return the fields of a page that say or rule something: shared ones, then its own."""
    own = [
        field
        for field in model._meta.local_fields
        if field.editable and not field.primary_key and not getattr(field, "parent_link", False)
        and not (field.remote_field and field.remote_field.parent_link)
    ]  # fmt: skip
    shared = [model._meta.get_field(name) for name in SHARED_FIELDS]
    return [*shared, *own]


def kind_of_field(field: Any) -> str:
    """Return what a page's field is: "blocks", a kind of text, or "fixed"."""
    if isinstance(field, StreamField):
        return "blocks"
    if isinstance(field, RichTextField):
        return "rich"
    if isinstance(field, models.TextField):
        return "lines"
    is_code = isinstance(field, models.SlugField | models.URLField | models.EmailField)
    if isinstance(field, models.CharField) and not is_code and not field.choices:
        return "plain"
    return "fixed"


def kind_of_block(block: blocks.Block) -> str:
    """Return what a block is: "blocks" when it holds others, a kind of text, or "fixed"."""
    if isinstance(block, blocks.StructBlock | blocks.ListBlock | blocks.StreamBlock):
        return "blocks"
    if isinstance(block, blocks.RichTextBlock):
        return "rich"
    if isinstance(block, blocks.TextBlock):
        return "lines"
    if isinstance(block, KeyBlock):
        return "fixed"
    if isinstance(block, blocks.CharBlock):
        return "plain"
    if isinstance(block, blocks.URLBlock):
        return "link"
    if isinstance(block, FILES):
        return "file"
    # A kind of text of our own, such as captions, has a form field that takes characters.
    field = getattr(block, "field", None)
    is_words = isinstance(field, forms.CharField) and not isinstance(field, NOT_WORDS)
    return "lines" if is_words else "fixed"


def pieces(model: type[Page], content: Mapping[str, Any]) -> Iterator[Piece]:
    """Yield everything a page says and rules, in the order in which it is written."""
    for field in content_fields(model):
        value = content.get(field.name)
        kind = kind_of_field(field)
        place = (field.verbose_name,)
        if kind == "blocks":
            yield from _children(
                field.stream_block, stream_value(value), field.name, "", place=()
            )  # fmt: skip
        else:
            yield Piece(field.name, field.name, place, kind, value, field)


def texts(everything: Iterable[Piece]) -> dict[str, Piece]:
    """Return the texts among the pieces of a page by their addresses, in order."""
    return {piece.address: piece for piece in everything if piece.is_text}


def stream_value(value: Any) -> list[dict[str, Any]]:
    """Return the stored value of a StreamField as a list; revisions keep it as a JSON text."""
    return json.loads(value or "[]") if isinstance(value, str) else list(value or [])


def children(block: Any, value: Any) -> Iterator[tuple[str, blocks.Block, dict[str, Any]]]:
    """Yield name, block and stored item of each child of a list or stream; names are unique.

    A child is called by its lasting key, else by its id, else by its number. Children of a type
    that no longer exists are passed over, as Wagtail does.
    """
    taken: set[str] = set()
    for number, item in enumerate(value if isinstance(value, list) else []):
        if not isinstance(item, dict) or "value" not in item:
            item = {"type": "item", "value": item}
        child = block.child_blocks.get(item["type"]) if is_stream(block) else block.child_block
        if child is None:
            continue
        by_id = item.get("id") or str(number)
        name = _key(child, item["value"]) or by_id
        if name in taken:
            name = by_id if by_id not in taken else f"{by_id}.{number}"
        taken.add(name)
        yield name, child, item


def is_stream(block: blocks.Block) -> bool:
    """Whether a block holds children of several types."""
    return isinstance(block, blocks.StreamBlock)


def _key(block: blocks.Block, value: Any) -> str:
    """The lasting key of a block's value, where it has one."""
    if not isinstance(block, blocks.StructBlock) or not isinstance(value, dict):
        return ""
    return value.get("key") or "" if isinstance(block.child_blocks.get("key"), KeyBlock) else ""


def _children(
    block: Any, value: Any, address: str, root: str, place: tuple[Any, ...]
) -> Iterator[Piece]:
    """Yield the pieces of the children of a list or a stream."""
    for number, (name, child, item) in enumerate(children(block, value), start=1):
        where = f"{address}/{name}"
        inside = (*place, child.label if is_stream(block) else number)
        frame = item["type"] if is_stream(block) else "item"
        yield Piece(where, root or where, inside, "frame", frame, child)
        yield from _inside(child, item["value"], where, root or where, inside)


def _inside(
    block: Any, value: Any, address: str, root: str, place: tuple[Any, ...]
) -> Iterator[Piece]:
    """Yield the pieces of one block."""
    kind = kind_of_block(block)
    if kind != "blocks":
        value = str(value or "") if kind in OWN_KINDS else value
        yield Piece(address, root, place, kind, value, block)
    elif isinstance(block, blocks.StructBlock):
        value = value if isinstance(value, dict) else {}
        for name, child in block.child_blocks.items():
            inside = (*place, child.label)
            yield from _inside(child, value.get(name), f"{address}/{name}", root, inside)
    else:
        yield from _children(block, value, address, root, place)
