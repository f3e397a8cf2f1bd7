"""What a curriculum folder says, as plain data. Texts are stored rich text unless noted."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

LANGUAGES = ("kk", "ru")
AUDIENCES = ("couples", "everybody")
LAST_PLACE = 99
TEXT_KINDS = ("text", "situation", "tip", "warning", "takeaway")
MEDIA_KINDS = ("audio", "video")


@dataclass(frozen=True)
class Option:
    """One option of a question; an item of an order has a key and a text (plain) only."""

    key: str
    text: str
    is_right: bool
    feedback: str
    line: int


@dataclass(frozen=True)
class Pair:
    """Two sides that belong together, plain, with the feedback of the row."""

    key: str
    left: str
    right_key: str
    right: str
    feedback: str
    line: int


@dataclass(frozen=True)
class Part:
    """One part of a lesson; which fields are filled depends on `kind`.

    Text kinds have `html`; a picture `file`, `alt` or `is_decorative`, `caption` (plain);
    sound and films `file` or `words` (link), `captions` (a file) and `html` (the transcript);
    quotations, terms and texts for a film `html` and `words` (source, word, about); dialogues,
    checklists and the short version `lines` of who (empty but in a dialogue) and what (rich); a
    heading `words`, a document `file`, a help line `facts` (its key); a tailored text `html` (for
    everybody) and `texts` by circumstance; a week `html` and `texts` (back); questions `html` (the
    prompt), `options`, `pairs`, `is_required`, `hint` (plain), `rule`, `shown_after`; every
    activity `html` (the prompt), `texts` by name (rich: right, wrong, small, big, alone, talk),
    `words` by name (plain: unit, low, high), `facts` by name (value, tolerance, steps: equal in
    both languages). `id` is the block's lasting id where it does not follow from the part's key or
    place.
    """

    kind: str
    line: int
    key: str = ""
    html: str = ""
    headings: tuple[str, ...] = ()
    file: str = ""
    alt: str = ""
    is_decorative: bool = False
    caption: str = ""
    is_required: bool = False
    options: tuple[Option, ...] = ()
    pairs: tuple[Pair, ...] = ()
    hint: str = ""
    rule: str = "right"
    shown_after: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    lines: tuple[tuple[str, str], ...] = ()
    captions: str = ""
    id: str = ""


def block_type(kind: str) -> str:
    """Return what the block of a kind of part is called: a name in the code has no hyphen."""
    return kind.replace("-", "_")


def block_id(lesson_key: uuid.UUID, position: int, part: Part) -> uuid.UUID:
    """Return the id of the block a part becomes: its own, or one that is the same at each load."""
    if part.id:
        return uuid.UUID(part.id)
    return uuid.uuid5(lesson_key, part.key or f"{part.kind}-{position}")


def question_id(course_key: uuid.UUID, item: Part) -> uuid.UUID:
    """Return the id of the block a question before and after a course becomes, as `block_id`."""
    return uuid.UUID(item.id) if item.id else uuid.uuid5(course_key, f"measure-{item.key}")


@dataclass(frozen=True)
class Source:
    """Where a stated fact comes from, and when somebody last looked."""

    title: str
    url: str
    checked: date | None


@dataclass(frozen=True)
class LessonText:
    """A lesson in one language."""

    name: str
    key: uuid.UUID | None
    slug: str
    title: str
    minutes: int
    is_required: bool
    is_sensitive: bool
    sources: tuple[Source, ...]
    parts: tuple[Part, ...]
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class ModuleText:
    """A module in one language."""

    name: str
    key: uuid.UUID | None
    slug: str
    title: str
    summary: str
    lessons: tuple[LessonText, ...]


@dataclass(frozen=True)
class CourseText:
    """A course in one language."""

    name: str
    key: uuid.UUID | None
    code: str
    slug: str
    title: str
    summary: str
    hours: Decimal
    html: str
    headings: tuple[str, ...]
    modules: tuple[ModuleText, ...]
    measure: tuple[Part, ...] = ()  # "knowledge" and "confidence", before and after the course
    audience: str = "everybody"
    place: int = LAST_PLACE  # among the courses
    by_age: bool = False  # each module is for children of one age


@dataclass(frozen=True)
class CourseFiles:
    """A course in both languages, found sound."""

    folder: Path
    texts: dict[str, CourseText]

    @property
    def media(self) -> Path:
        """The folder of pictures, sound and films."""
        return self.folder / "media"
