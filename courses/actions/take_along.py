"""Courses to take along: made when an edition says something new, gone when it may not be said."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from courses.models import Course, Edition, TakeAlongFile
from courses.models.take_along import CHOICES
from courses.take_along.contents import has_sensitive, made_from
from courses.take_along.making import digest_of, make

FOLDER = "take-along"
# A replaced file stays so long, so that a download that broke off can be gone on with.
REPLACED_KEPT_FOR = timedelta(days=7)
# So long stays what was asked for of an edition that is not the newest.
OLDER_KEPT_FOR = timedelta(days=30)
ONE_TAKES = 120  # seconds at most; then another may try


def make_missing_files(*, edition: Edition) -> int:
    """Make the files of an edition that are not there as they should be today; return how many."""
    return sum(make_files(edition=edition, languages=languages) for languages, _all in CHOICES)


def make_files(*, edition: Edition, languages: str) -> int:
    """Make the files of an edition in `languages` (of CHOICES); return how many were made.

    They are stored first and become rows last, when they are whole and nothing that they were made
    from has changed meanwhile: a lesson that is withdrawn while they are being made never comes
    back with them. What is being made already is left to whoever makes it.
    """
    busy = f"take-along:{edition.pk}:{languages}"
    source = made_from(edition)
    if _files_of(edition, source, languages).exists() or not cache.add(busy, 1, timeout=ONE_TAKES):
        return 0
    try:
        is_split = has_sensitive(edition)
        made = make(edition, dict(CHOICES)[languages], is_split=is_split)
        rows = [
            _stored(edition, languages, source, is_whole, made.get(is_whole))
            for is_whole in ((False, True) if is_split else (False,))
        ]
        if _keep(edition, source, languages, rows):
            return len(rows)
        _delete_stored(row.stored_as for row in rows)
        return 0
    finally:
        cache.delete(busy)


def _stored(
    edition: Edition, languages: str, source: str, is_whole: bool, file: bytes | None
) -> TakeAlongFile:
    row = TakeAlongFile(edition=edition, languages=languages, is_whole=is_whole, made_from=source)
    if file is not None:
        row.digest, row.size = digest_of(file), len(file)
        row.stored_as = storages["private"].save(f"{FOLDER}/{row.digest}.html", ContentFile(file))
    return row


@transaction.atomic
def _keep(edition: Edition, source: str, languages: str, rows: list[TakeAlongFile]) -> bool:
    """Write the rows and return True, if they are still owed. The course is locked, as it is by
    whoever withdraws, corrects or publishes.
    """
    Course.objects.select_for_update().get(pk=edition.course_id)
    if made_from(edition) != source or _files_of(edition, source, languages).exists():
        return False
    TakeAlongFile.objects.bulk_create(rows)
    return True


def files_of(edition: Edition) -> tuple[list[TakeAlongFile], bool]:
    """Return the files of an edition that people are led to, and whether all are as of today.

    Until today's are made, those of before are still offered. They never have a lesson that was
    withdrawn: they went with it.
    """
    source = made_from(edition)
    newest: dict[tuple[str, bool], TakeAlongFile] = {}
    for row in TakeAlongFile.objects.filter(edition=edition).order_by("made_at", "pk"):
        row.edition = edition
        place = (row.languages, row.is_whole)
        if place not in newest or newest[place].made_from != source:
            newest[place] = row
    order = [name for name, _all in CHOICES]
    files = sorted(newest.values(), key=lambda row: order.index(row.languages))
    is_of_today = len(files) >= len(order) and all(row.made_from == source for row in files)
    return files, is_of_today


def owed_editions() -> list[Edition]:
    """Return the newest editions of courses of which a file is not there as it should be."""
    newest = Edition.objects.order_by("course", "-number").distinct("course")
    owed = []
    for edition in newest.select_related("course"):
        rows = _files_of(edition, made_from(edition))
        lost = {row.languages for row in rows if is_lost(row)}
        _forget(rows.filter(languages__in=lost))
        if rows.filter(is_whole=False).count() < len(CHOICES):
            owed.append(edition)
    return owed


def is_lost(row: TakeAlongFile) -> bool:
    """Whether a file is in the storage no more."""
    return bool(row.stored_as) and not storages["private"].exists(row.stored_as)


@transaction.atomic
def forget_files(*, course: Course) -> None:
    """Forget all files of a course at once: from the commit on nobody gets one."""
    _forget(TakeAlongFile.objects.filter(edition__course=course))


def forget_old_files() -> int:
    """Forget what nobody is led to any more, and what a killed worker left in the storage."""
    now = timezone.now()
    newest = {
        edition.pk: made_from(edition)
        for edition in Edition.objects.order_by("course", "-number").distinct("course")
    }
    old = [
        row.pk
        for row in TakeAlongFile.objects.filter(made_at__lt=now - REPLACED_KEPT_FOR)
        if newest.get(row.edition_id, row.made_from) != row.made_from
        or (row.edition_id not in newest and row.made_at < now - OLDER_KEPT_FOR)
    ]
    with transaction.atomic():
        _forget(TakeAlongFile.objects.filter(pk__in=old))
    _delete_strays()
    return len(old)


def _files_of(edition: Edition, source: str, *languages: str) -> QuerySet[TakeAlongFile]:
    rows = TakeAlongFile.objects.filter(edition=edition, made_from=source)
    return rows.filter(languages__in=languages) if languages else rows


@transaction.atomic
def _forget(rows: QuerySet[TakeAlongFile]) -> None:
    """Delete rows now, and what they name after the commit."""
    names = list(rows.values_list("stored_as", flat=True))
    rows.delete()
    transaction.on_commit(lambda: _delete_stored(names))


def _delete_stored(names: Iterable[str]) -> None:
    for name in names:
        if name:
            storages["private"].delete(name)


def _delete_strays() -> None:
    """Delete stored files that no row names, unless they may be about to get one."""
    storage = storages["private"]
    if not storage.exists(FOLDER):
        return
    known = set(TakeAlongFile.objects.values_list("stored_as", flat=True))
    since = timezone.now() - timedelta(seconds=2 * ONE_TAKES)
    strays = {f"{FOLDER}/{name}" for name in storage.listdir(FOLDER)[1]} - known
    _delete_stored(name for name in strays if storage.get_modified_time(name) < since)
