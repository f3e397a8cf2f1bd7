"""Exports and imports as jobs: asked for, run once, done whole or not at all."""

import tempfile
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.files import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.actions.memory import LoadReport
from cms.exceptions import LoadRefused
from cms.texts import FilesUnsound
from courses.actions.export import export_course
from courses.actions.load import load_course
from courses.curriculum import find_courses, read_course
from courses.exceptions import ArchiveUnsafe, CourseIdentityChanged, ExportRefused
from courses.exporting.archive import pack, unpack
from courses.models import Course, CurriculumTransfer

KEPT_FOR = timedelta(days=7)
MOST_TRIES = 3
Kind, State = CurriculumTransfer.Kind, CurriculumTransfer.State


@transaction.atomic
def ask_for_export(*, course: Course, by: str, language: str) -> CurriculumTransfer:
    """Owe a zip file of a course, and a report in `language` ("kk" or "ru") where it fails.

    Return the one that is owed already, if there is one.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    owed = CurriculumTransfer.objects.filter(
        kind=Kind.EXPORT, course=course, state=State.WAITING
    ).first()
    return owed or CurriculumTransfer.objects.create(
        kind=Kind.EXPORT, course=course, asked_by=by, language=language
    )


@transaction.atomic
def ask_for_import(*, file: Any, name: str, by: str, language: str) -> CurriculumTransfer:
    """Owe a trial of an uploaded zip file: what would change, what is wrong, in `language`."""
    transfer = CurriculumTransfer(
        kind=Kind.IMPORT, is_trial=True, asked_by=by, language=language, file_name=name[-200:]
    )
    transfer.store(File(file))
    transfer.save()
    return transfer


@transaction.atomic
def confirm_import(
    *, transfer: CurriculumTransfer, may_overwrite: bool, by: str, language: str
) -> CurriculumTransfer:
    """Owe the import that was tried, its report in `language`; confirming twice owes it once."""
    locked = CurriculumTransfer.objects.select_for_update().get(pk=transfer.pk)
    if locked.kind == Kind.IMPORT and locked.is_trial and locked.state != State.WAITING:
        locked.is_trial, locked.may_overwrite = False, may_overwrite
        locked.asked_by, locked.language = by, language
        locked.state, locked.ended_at, locked.tries = State.WAITING, None, 0
        locked.save()
    return locked


def run_transfer(*, transfer_id: int) -> bool:
    """Do what is owed; return whether this call did it.

    The row is locked and settled in the transaction that loads: a worker that is killed leaves
    it waiting, two workers do it once. What fails for a reason of ours is tried three times. The
    report is in the language of whoever asked, whoever runs it.
    """
    tried = CurriculumTransfer.objects.filter(pk=transfer_id, state=State.WAITING)
    with transaction.atomic():
        transfer = tried.select_for_update(skip_locked=True).first()
        if transfer is None:
            return False
        transfer.tries += 1
        transfer.save(update_fields=["tries"])
    with transaction.atomic():
        transfer = tried.select_for_update(skip_locked=True).first()
        if transfer is None:
            return False
        if transfer.tries > MOST_TRIES:
            _settle(transfer, State.FAILED, {})
            return True
        with translation.override(transfer.language):
            _run(transfer)
    return True


def _run(transfer: CurriculumTransfer) -> None:
    """Do a transfer and settle it."""
    try:
        with transaction.atomic():
            report = (_export if transfer.kind == Kind.EXPORT else _import)(transfer)
    except (ArchiveUnsafe, CourseIdentityChanged) as error:
        _settle(transfer, State.REFUSED, {"reasons": [str(error)]})
    except (ExportRefused, LoadRefused) as error:
        key = "refused" if isinstance(error, LoadRefused) else "reasons"
        _settle(transfer, State.REFUSED, {key: error.reasons})
    except FilesUnsound as error:
        reasons = [str(finding) for finding in error.findings]
        _settle(transfer, State.REFUSED, {"reasons": reasons})
    else:
        _settle(transfer, State.DONE, report)


def _settle(transfer: CurriculumTransfer, state: str, report: dict[str, Any]) -> None:
    transfer.state, transfer.report, transfer.ended_at = state, report, timezone.now()
    transfer.save()


def _export(transfer: CurriculumTransfer) -> dict[str, Any]:
    course = transfer.course
    assert course is not None  # an_export_names_its_course
    with tempfile.TemporaryDirectory() as scratch:
        files = export_course(course=course, folder=Path(scratch) / course.slug)
        show_progress(transfer.pk, 1, 2)
        with tempfile.TemporaryFile() as packed:
            pack(files.folder, packed)
            packed.seek(0)
            transfer.store(File(packed))
    transfer.file_name = f"{course.slug}-{timezone.localdate():%Y-%m-%d}.zip"
    return {"lessons": sum(len(module.lessons) for module in files.texts["kk"].modules)}


def _import(transfer: CurriculumTransfer) -> dict[str, Any]:
    reports = []
    with tempfile.TemporaryDirectory() as scratch:
        with transfer.open() as packed:
            unpack(packed, Path(scratch))
        for folder in _courses_in(Path(scratch)):
            course, report = load_course(
                files=read_course(folder), overwrite=transfer.may_overwrite,
                dry_run=transfer.is_trial, progress=_progress_of(transfer.pk),
            )  # fmt: skip
            transfer.course = course or transfer.course
            reports.append(asdict(report))
    return merged(reports)


def merged(reports: list[dict[str, Any]]) -> dict[str, Any]:
    """Return several reports of a loader as one."""
    whole = asdict(LoadReport())
    for report in reports:
        whole = {name: value + report[name] for name, value in whole.items()}
    return whole


def _courses_in(folder: Path) -> list[Path]:
    inside = [path for path in folder.iterdir() if path.is_dir()]
    found = find_courses(folder) or [course for path in inside for course in find_courses(path)]
    if not found:
        raise ArchiveUnsafe(
            _("There is no course in the zip file: no folder with course.kk.md and course.ru.md.")
        )
    return found


def show_progress(transfer_id: int, done: int, total: int) -> None:
    """Say how far a transfer is; the row itself is locked until it ends."""
    cache.set(f"transfer:{transfer_id}", (done, total), timeout=3600)


def progress_of(transfer_id: int) -> tuple[int, int] | None:
    """Return how many of how many steps are done; None when it has not begun."""
    found: tuple[int, int] | None = cache.get(f"transfer:{transfer_id}")
    return found


def _progress_of(transfer_id: int) -> Callable[[int, int], None]:
    return lambda done, total: show_progress(transfer_id, done, total)


def waiting_transfers(*, since: datetime) -> list[int]:
    """Return the transfers that were asked for before `since` and are owed still."""
    waiting = CurriculumTransfer.objects.filter(state=State.WAITING, asked_at__lt=since)
    return list(waiting.order_by("asked_at").values_list("pk", flat=True)[:50])


def forget_transfers() -> int:
    """Delete the files and reports of transfers that ended a week ago; return how many."""
    old = CurriculumTransfer.objects.exclude(state=State.WAITING).filter(
        ended_at__lt=timezone.now() - KEPT_FOR
    )
    count = 0
    for transfer in old:
        transfer.forget_file()
        transfer.delete()
        count += 1
    return count
