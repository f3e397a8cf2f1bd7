"""Taking the questions before or after a course: a sealed score, and of two a pair."""

from collections.abc import Mapping

from django.db import transaction

from courses.models import EditionText
from enrolments.models import Enrolment
from learning.actions.lessons import lock_enrolment
from learning.measure import score
from learning.models import MeasureTaken
from learning.signals import measure_paired
from web.sealing import seal, unseal


def _place(enrolment_id: int) -> str:
    return f"measure.score.{enrolment_id}"


def read_score(taken: MeasureTaken) -> float:
    """Open the mean of a sheet of answers, 0 to 1: to be subtracted, or for whose it is."""
    return float(unseal(taken.sealed_score, _place(taken.enrolment_id)))


@transaction.atomic
def take_measure(
    *, enrolment: Enrolment, text: EditionText, moment: MeasureTaken.Moment,
    given: Mapping[str, str],
) -> bool:  # fmt: skip
    """Keep the score of a sheet of answers, not the answers; return whether this call did it.

    The first sheet of a moment counts. When both moments were answered in full, about the same
    edition, `measure_paired` is sent, once, in the same transaction.
    Raises NothingAnswered, MeasureChanged, EnrolmentClosed.
    """
    points, items = score(text, given)
    enrolment = lock_enrolment(enrolment)
    taken = {row.moment: row for row in MeasureTaken.objects.filter(enrolment=enrolment)}
    if moment in taken:
        return False
    MeasureTaken.objects.create(
        enrolment=enrolment, moment=moment, edition_id=text.edition_id,
        sealed_score=seal(f"{points:.6f}", _place(enrolment.pk)), items=items,
    )  # fmt: skip
    other = next(iter(taken.values()), None)
    whole = len(text.measure)
    if other and other.edition_id == text.edition_id and items == other.items == whole:
        earlier = read_score(other)
        is_after = moment == MeasureTaken.Moment.AFTER
        measure_paired.send(
            sender=MeasureTaken, enrolment=enrolment, edition_id=text.edition_id,
            difference=points - earlier if is_after else earlier - points,
        )  # fmt: skip
    return True
