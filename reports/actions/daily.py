"""Counting, at the moment something happens: afterwards it cannot be recovered."""

import datetime as dt

from django.db import models, transaction
from django.utils import timezone

from reports.models.daily import ApplicationCount, DailyCount


@transaction.atomic
def count(
    *, step: str, region: str, source: str, course: str = "", day: dt.date | None = None
) -> None:
    """Count one person's step; `day` is today in Asia/Almaty unless said otherwise.

    `course` is the code of the course whose step it is; empty for a step that is about none.

    The row is made or raised in one statement, so that two at once are two.
    """
    _raise_by_one(
        DailyCount, day=day or timezone.localdate(), region=region, step=step, course=course,
        source=source,
    )  # fmt: skip


@transaction.atomic
def count_application(*, region: str, source: str, day: dt.date | None = None) -> None:
    """Count one application that became known."""
    _raise_by_one(ApplicationCount, day=day or timezone.localdate(), region=region, source=source)


def _raise_by_one(model: type[models.Model], **key: object) -> None:
    model._default_manager.bulk_create(
        [model(**key, count=0)],
        ignore_conflicts=True,
    )
    model._default_manager.filter(**key).update(count=models.F("count") + 1)
