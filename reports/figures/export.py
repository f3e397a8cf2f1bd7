"""The figures as a file for a spreadsheet.

UTF-8 with a byte order mark and semicolons: so Excel opens it by a double click where the comma
parts decimals, as it does in Kazakhstan. The last line says that it is the last one.
"""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from courses.models import Edition, LessonSnapshot
from courses.outline import Outline
from reports.figures.course import course_figures
from reports.figures.lesson import activity_lines
from reports.figures.rows import read
from reports.figures.sentences import said
from reports.models.figures import Topic
from web.spreadsheets import MARK, csv_line


def lines(editions: Iterable[Edition], language: str, outline: Outline) -> Iterator[str]:
    """Yield the file line by line."""
    editions = list(editions)
    yield MARK + csv_line([
        _("module"), _("lesson"), _("activity"), _("option"), _("people, in tens"), _("share"),
        _("right at the first attempt"), _("median minutes"),
    ])  # fmt: skip
    count = 1
    for row in rows(editions, language, outline):
        count += 1
        yield csv_line(row)
    yield csv_line([_("End of the file: %(count)s lines before this one.") % {"count": count}])


def rows(editions: list[Edition], language: str, outline: Outline) -> Iterator[tuple[object, ...]]:
    """Yield the rows: each lesson, its activities, their options."""
    figures = course_figures(editions, language, outline)
    answered = read(editions, language, topics=[Topic.ANSWERED])
    snapshots = {
        snapshot.lesson_key: snapshot
        for snapshot in LessonSnapshot.objects.current()
        .filter(edition=outline.edition_id, language=outline.language)
        .iterator(chunk_size=50)
    }
    yield (outline.title, "", "", "", tens_said(figures.finished.of), said(figures.finished))
    for module in figures.modules:
        for entry in module.lessons:
            people = entry.completed.people if entry.lesson.is_sensitive else entry.began
            share = "" if entry.lesson.is_sensitive else said(entry.completed)
            yield (
                module.title, entry.lesson.title, "", "", tens_said(people), share, "",
                entry.minutes or "",
            )  # fmt: skip
            snapshot = snapshots.get(entry.lesson.key)
            if snapshot is None or snapshot.is_sensitive:
                continue
            for activity in activity_lines(answered, editions, snapshot):
                start = (module.title, entry.lesson.title, activity.prompt)
                right = said(activity.right) if activity.right is not None else ""
                yield (*start, "", tens_said(activity.people), "", right)
                for option in activity.options:
                    chosen = tens_said(option.chosen.people)
                    yield (*start, option.text, chosen, said(option.chosen))


def tens_said(people: int) -> str:
    """Return a number of people, or that they are too few."""
    return str(people) if people else _("too few to show")
