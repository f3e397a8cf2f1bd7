"""What an edition says otherwise than the one before: lesson by lesson, side by side."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from courses.differences.contents import CourseContent
from courses.differences.lessons import by_key, lesson_step
from courses.differences.parts import PartDifference, Wording, moved_ids, part_differences
from courses.differences.words import pieces, plain
from courses.models import LessonSnapshot
from courses.topics import names_of

LANGUAGES = ("kk", "ru")


@dataclass
class Row:
    """One part of a lesson, or one field of a page, with what changed in each language."""

    label: str
    state: str
    cells: dict[str, PartDifference] = field(default_factory=dict)

    @property
    def sides(self) -> list[PartDifference | None]:
        """Kazakh, then Russian."""
        return [self.cells.get(language) for language in LANGUAGES]


@dataclass
class PageDifference:
    """A lesson, a module or the course's own page: what became of it, and its changed parts."""

    key: UUID | None
    state: str  # "added" | "removed" | "changed" | "moved"
    titles: list[str]
    sentences: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    is_again: bool = False


@dataclass
class CourseDifference:
    """Everything that changes; empty when nothing does."""

    course: PageDifference | None = None
    modules: list[PageDifference] = field(default_factory=list)
    lessons: list[PageDifference] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.course or self.modules or self.lessons)

    def in_state(self, *states: str) -> list[PageDifference]:
        """The lessons that became one of `states`."""
        return [lesson for lesson in self.lessons if lesson.state in states]

    @property
    def added(self) -> list[PageDifference]:
        """New lessons."""
        return self.in_state("added")

    @property
    def removed(self) -> list[PageDifference]:
        """Lessons that are no longer there."""
        return self.in_state("removed")

    @property
    def changed(self) -> list[PageDifference]:
        """Lessons that say something else, or stand elsewhere."""
        return self.in_state("changed", "moved")

    @property
    def again(self) -> list[PageDifference]:
        """Changed lessons that are done once more by whoever goes over."""
        return [lesson for lesson in self.changed if lesson.is_again]


def course_difference(old: CourseContent, new: CourseContent) -> CourseDifference:
    """Compare two contents of a course that have both languages."""
    return CourseDifference(
        _course_page(old, new), _module_differences(old, new), _lesson_differences(old, new)
    )


def lesson_difference(
    before: dict[str, LessonSnapshot], after: dict[str, LessonSnapshot]
) -> PageDifference:
    """Compare one lesson, by language; either may be empty, when it is new or gone.

    A new lesson is shown with all it says: whoever publishes it has read it.
    """
    present = after or before
    found = PageDifference(
        key=present["kk"].lesson_key,
        state="changed" if before and after else "added" if after else "removed",
        titles=[present[language].title for language in LANGUAGES],
    )
    if not after:
        return found
    if before:
        found.is_again = lesson_step(before, after).is_again
        found.sentences = _lesson_sentences(before["kk"], after["kk"])
        _add_words(found.rows, _("Title"), {
            x: (before[x].title, after[x].title) for x in LANGUAGES
        })  # fmt: skip
    rows: dict[str, Row] = {}
    for language in LANGUAGES:
        old, new = before.get(language), after[language]
        parts, answers = (old.parts, old.answers) if old else ([], {})
        for part in part_differences(parts, answers, new.parts, new.answers):
            # Blocks have ids of their own in each language; activities share their keys.
            row = rows.setdefault(part.id, Row(part.label, part.state))
            row.cells[language] = part
    found.rows += _paired(rows)
    _add_words(found.rows, _("Sources"), {
        x: (_sources(before[x]) if before else "", _sources(after[x])) for x in LANGUAGES
    })  # fmt: skip
    return found


def _paired(rows: dict[str, Row]) -> list[Row]:
    """Put a Kazakh and a Russian change of the same kind and state side by side, in order."""
    both = [row for row in rows.values() if len(row.cells) > 1]
    kk = [row for row in rows.values() if list(row.cells) == ["kk"]]
    ru = [row for row in rows.values() if list(row.cells) == ["ru"]]
    for row in kk:
        twin = next((r for r in ru if (r.label, r.state) == (row.label, row.state)), None)
        if twin:
            ru.remove(twin)
            row.cells["ru"] = twin.cells["ru"]
    order = {id(row): place for place, row in enumerate(rows.values())}
    return sorted([*both, *kk, *ru], key=lambda row: order[id(row)])


def _lesson_sentences(old: LessonSnapshot, new: LessonSnapshot) -> list[str]:
    said = []
    if old.minutes != new.minutes:
        said.append(_("It takes %(new)s minutes instead of %(old)s.")
                    % {"new": new.minutes, "old": old.minutes})  # fmt: skip
    if old.is_required != new.is_required:
        said.append(_("The lesson becomes required.") if new.is_required
                    else _("The lesson is no longer required."))  # fmt: skip
    if old.is_sensitive != new.is_sensitive:
        said.append(_("It is marked as speaking of violence.") if new.is_sensitive
                    else _("It is no longer marked as speaking of violence."))  # fmt: skip
    if old.topics != new.topics:
        said.append(
            _("The questions at hand are “%(new)s” instead of “%(old)s”.")
            % {"new": names_of(new.topics) or "–", "old": names_of(old.topics) or "–"}
        )
    if old.slug != new.slug:
        said.append(_("Its address is “%(new)s” instead of “%(old)s”.")
                    % {"new": new.slug, "old": old.slug})  # fmt: skip
    return said


def _sources(lesson: LessonSnapshot) -> str:
    return "\n".join(
        " ".join(filter(None, [s["title"], s["url"], s.get("checked", "")])) for s in lesson.sources
    )


def _add_words(rows: list[Row], label: str, texts: dict[str, tuple[str, str]]) -> None:
    """Add a row for a text of the page where either language changed."""
    row = Row(label, "changed")
    for language, (old, new) in texts.items():
        before, after = plain(old), plain(new)
        if before != after:
            wording = Wording("", pieces(before, after))
            row.cells[language] = PartDifference(label, label, "changed", wordings=[wording])
    if row.cells:
        rows.append(row)


def _course_page(old: CourseContent, new: CourseContent) -> PageDifference | None:
    page = PageDifference(None, "changed", [new.texts[x].title for x in LANGUAGES])
    for label, name in ((_("Title"), "title"), (_("Summary"), "summary"),
                        (_("About the course"), "body_html")):  # fmt: skip
        _add_words(page.rows, label, {
            x: (getattr(old.texts[x], name), getattr(new.texts[x], name)) for x in LANGUAGES
        })  # fmt: skip
    if old.hours != new.hours:
        page.sentences.append(_("The course counts as %(new)s hours instead of %(old)s.")
                              % {"new": new.hours, "old": old.hours})  # fmt: skip
    return page if page.rows or page.sentences else None


def _module_differences(old: CourseContent, new: CourseContent) -> list[PageDifference]:
    before, after = _modules(old), _modules(new)
    found = []
    moved = moved_ids([key for key in before if key in after], [k for k in after if k in before])
    for key, modules in after.items():
        page = PageDifference(key, "changed", [modules[x].title for x in LANGUAGES])
        if key not in before:
            page.state = "added"
            found.append(page)
            continue
        for label, name in ((_("Title"), "title"), (_("Summary"), "summary")):
            _add_words(page.rows, label, {
                x: (getattr(before[key][x], name), getattr(modules[x], name)) for x in LANGUAGES
            })  # fmt: skip
        if key in moved:
            page.sentences.append(_moved(before[key]["kk"].position, modules["kk"].position))
        if page.rows or page.sentences:
            page.state = "changed" if page.rows else "moved"
            found.append(page)
    found += [
        PageDifference(key, "removed", [modules[x].title for x in LANGUAGES])
        for key, modules in before.items()
        if key not in after
    ]
    return found


def _modules(content: CourseContent) -> dict[UUID, dict[str, Any]]:
    found: dict[UUID, dict[str, Any]] = {}
    for language in LANGUAGES:
        for module in content.modules[language]:
            found.setdefault(module.module_key, {})[language] = module
    return found


def _moved(old: int, new: int) -> str:
    return _("It stands at place %(new)s instead of %(old)s.") % {"new": new, "old": old}


def _lesson_differences(old: CourseContent, new: CourseContent) -> list[PageDifference]:
    before = by_key(lesson for x in LANGUAGES for lesson in old.lessons[x])
    after = by_key(lesson for x in LANGUAGES for lesson in new.lessons[x])
    titles = {key: pair["kk"].title for key, pair in _modules(new).items()}
    # A lesson has moved when it stands elsewhere among those that both have.
    stayed = [key for key in after if key in before]
    moved = moved_ids([key for key in before if key in after], stayed)
    found = []
    for key in stayed:
        page = lesson_difference(before[key], after[key])
        one, two = before[key]["kk"], after[key]["kk"]
        has_words = bool(page.rows or page.sentences)
        if one.module_key != two.module_key:
            page.sentences.append(
                _("It moves to the module “%(title)s”.") % {"title": titles[two.module_key]}
            )
        elif key in moved:
            page.sentences.append(_moved(one.position, two.position))
        page.state = "changed" if has_words else "moved"
        if page.rows or page.sentences:
            found.append(page)
    found += [lesson_difference({}, after[key]) for key in after if key not in before]
    found.sort(key=lambda page: after[page.key]["kk"].position)  # type: ignore[index]
    return found + [lesson_difference(before[key], {}) for key in before if key not in after]
