"""Keeping the search's index in step with what is public, in the transaction that changes it."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Func, OuterRef, QuerySet, Value
from django.utils import translation

from cms.models import FamilySupportCentre, HelpLine, InfoPage
from courses.models import (
    Course,
    Edition,
    EditionText,
    LessonSnapshot,
    LessonWithdrawal,
    ModuleSnapshot,
    SearchEntry,
    SearchWord,
)
from courses.search import texts
from courses.search.folding import fold, words
from courses.search.lemmas import lemmas
from web.locks import hold

FORM = 1  # of the index; raise it when folding, stems or weights change: migrating makes it anew
LANGUAGES = ("kk", "ru")
LONGEST, MOST_PLACES, LAST_PLACE = 100, 60, 16_000  # PostgreSQL keeps no place beyond 16,383


@transaction.atomic
def index_course(
    *, course: Course, edition: Edition | None = None, lesson_keys: Collection[UUID] | None = None
) -> None:
    """Index the lessons of the latest edition of `course`, or those with `lesson_keys`.

    Whoever has just made that edition gives it. Other editions, and lessons that were withdrawn,
    are not found any more.
    """
    hold(b"search index")
    old = SearchEntry.objects.filter(course=course)
    edition = edition or Edition.objects.latest_of(course).first()
    withdrawn = LessonWithdrawal.objects.filter(course=course).values("lesson_key")
    lessons = LessonSnapshot.objects.current().filter(edition=edition)
    lessons = lessons.exclude(lesson_key__in=withdrawn)
    if lesson_keys is not None:
        old = old.filter(lesson_key__in=lesson_keys)
        lessons = lessons.filter(lesson_key__in=lesson_keys)
    _replace(old, _entries_of(course, edition, lessons) if edition else [])


@transaction.atomic
def index_help_line(*, line: HelpLine) -> None:
    """Index a help line as it is now."""
    hold(b"search index")
    _replace(SearchEntry.objects.filter(help_line=line), _of_help_line(line))


@transaction.atomic
def index_centre(*, centre: FamilySupportCentre) -> None:
    """Index a Family Support Centre as it is now."""
    hold(b"search index")
    _replace(SearchEntry.objects.filter(centre=centre), _of_centre(centre))


@transaction.atomic
def index_page(*, page: InfoPage) -> None:
    """Index an information page as it is published; one that is not live is not found."""
    hold(b"search index")
    _replace(SearchEntry.objects.filter(page=page), _pages([page] if page.live else []))


@transaction.atomic
def index_everything() -> int:
    """Make the whole index anew; return how many entries it has.

    Courses are locked first, as whoever publishes locks theirs before the index.
    """
    courses = list(Course.objects.select_for_update().order_by("pk"))
    hold(b"search index")
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    made = _pages(InfoPage.objects.live().select_related("locale"))
    for line in HelpLine.objects.all():
        made += _of_help_line(line)
    for centre in FamilySupportCentre.objects.all():
        made += _of_centre(centre)
    _write(made)
    for course in courses:
        index_course(course=course)
    return SearchEntry.objects.count()


def is_in_step() -> bool:
    """Whether there is nothing to index, or an index of today's form."""
    if SearchEntry.objects.exists():
        return not SearchEntry.objects.exclude(made_by=FORM).exists()
    return not (Edition.objects.exists() or HelpLine.objects.exists())


Made = list[tuple[SearchEntry, texts.Searched]]


def _entries_of(course: Course, edition: Edition, lessons: Iterable[LessonSnapshot]) -> Made:
    modules = {
        (module.language, module.module_key): module.title
        for module in ModuleSnapshot.objects.filter(edition=edition)
    }
    courses = {
        text.language: text.title
        for text in EditionText.objects.filter(edition=edition).only("language", "title")
    }
    return [
        (
            SearchEntry(
                language=lesson.language, course=course, lesson_key=lesson.lesson_key,
                slug=lesson.slug, minutes=lesson.minutes,
            ),
            texts.of_lesson(
                lesson, module=modules.get((lesson.language, lesson.module_key), ""),
                course=courses.get(lesson.language, ""),
            ),
        )
        for lesson in lessons
    ]  # fmt: skip


def _of_help_line(line: HelpLine) -> Made:
    return _in_languages(texts.of_help_line, line, help_line=line, slug=line.key)


def _of_centre(centre: FamilySupportCentre) -> Made:
    return _in_languages(texts.of_centre, centre, centre=centre, slug=centre.key)


def _in_languages(read: Any, row: Any, **columns: Any) -> Made:
    made = []
    for language in LANGUAGES:
        with translation.override(language):
            made.append((SearchEntry(language=language, **columns), read(row)))
    return made


def _pages(pages: Iterable[InfoPage]) -> Made:
    return [
        (
            SearchEntry(language=page.locale.language_code, page=page, slug=page.slug),
            texts.of_page(page),
        )
        for page in pages
    ]


def _replace(old: QuerySet[SearchEntry], made: Made) -> None:
    """Write entries in place of `old` ones, and forget the words that are in no entry any more."""
    gone: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    for language, forms in old.values_list("language", "forms"):
        gone[language].update(forms)
    old.delete()
    _write(made)
    for entry, _searched in made:
        gone[entry.language].difference_update(entry.forms)
    for language, forms in gone.items():
        _forget_words(language, forms)


def _write(made: Made) -> None:
    for language in LANGUAGES:
        mine = [(entry, searched) for entry, searched in made if entry.language == language]
        found = [list(_words(searched, language)) for _entry, searched in mine]
        known = lemmas({form for entry in found for form, _weight in entry}, language)
        for (entry, searched), places in zip(mine, found, strict=True):
            entry.title, entry.place = searched.title[:255], searched.place[:420]
            entry.text, entry.made_by = searched.shown, FORM
            entry.forms = sorted({form for form, _weight in places if form in known})
            entry.words = _vector(places, known)
        SearchEntry.objects.bulk_create(entry for entry, _searched in mine)
        SearchWord.objects.bulk_create(
            (SearchWord(language=language, form=f, lemma=lemma) for f, lemma in known.items()),
            update_conflicts=True, unique_fields=["language", "form"], update_fields=["lemma"],
        )  # fmt: skip


def _words(searched: texts.Searched, language: str) -> Iterable[tuple[str, str]]:
    for weight, text in searched.zones():
        for word in words(fold(text, language)):
            if len(word[0]) <= LONGEST:
                yield word[0], weight


def _vector(places: list[tuple[str, str]], known: dict[str, str]) -> Func:
    """Return a tsvector of lemmas; they are letters and digits, so quoting cannot break."""
    found: dict[str, list[str]] = {}
    for place, (form, weight) in enumerate(places, start=1):
        if form in known:
            found.setdefault(known[form], []).append(f"{min(place, LAST_PLACE)}{weight}")
    literal = " ".join(f"'{w}':{','.join(at[:MOST_PLACES])}" for w, at in found.items())
    return Func(Value(literal), template="(%(expressions)s)::tsvector")


def _forget_words(language: str, forms: Collection[str]) -> None:
    """Forget those of `forms` that no entry has: a slip is never mended into nothing."""
    kept = SearchEntry.objects.filter(language=language, forms__has_key=OuterRef("form"))
    words_gone = SearchWord.objects.filter(language=language, form__in=forms)
    words_gone.filter(~Exists(kept)).delete()
