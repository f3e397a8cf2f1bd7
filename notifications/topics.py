"""What a message is about: learners choose by topic, staff are told what their work needs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications.models import Message

Kind = Message.Kind


class Topic(models.TextChoices):
    """What a learner may choose to be told.

    Nobody chooses WORK, it goes to staff, nor DUTY: of an incident, and of a decision about
    them, people are told.
    """

    REMINDERS = "reminders", _("Reminders about a course I take")
    NEWS = "news", _("News when something I wait for is there: a certificate, an answer")
    WORK = "work"
    DUTY = "duty"


TOPICS = {
    Kind.CLAIM_CONFIRMED: Topic.NEWS,
    Kind.CLAIM_REFUSED: Topic.NEWS,
    Kind.CERTIFICATE_READY: Topic.NEWS,
    Kind.CERTIFICATE_REISSUED: Topic.NEWS,
    Kind.CERTIFICATE_DECISION: Topic.DUTY,
    Kind.NOTHING_BEGUN: Topic.REMINDERS,
    Kind.DAYS_BEFORE: Topic.REMINDERS,
    Kind.QUIET_WEEK: Topic.REMINDERS,
    Kind.QUIET_MONTH: Topic.REMINDERS,
    Kind.WORK_SUBMITTED: Topic.WORK,
    Kind.WORK_APPROVED: Topic.WORK,
    Kind.WORK_SENT_BACK: Topic.WORK,
    Kind.WORK_COMMENTED: Topic.WORK,
    Kind.QUESTION_ASKED: Topic.WORK,
    Kind.DATA_NOTICE: Topic.DUTY,
}
NOT_CHOSEN = {Topic.WORK, Topic.DUTY}
# Kinds that only go to those who chose them, at a decent hour, three in a fortnight.
CHOSEN_KINDS = [kind for kind, topic in TOPICS.items() if topic not in NOT_CHOSEN]


def is_chosen(kind: str) -> bool:
    """Whether messages of this kind go only to learners who chose their topic."""
    return TOPICS[Kind(kind)] not in NOT_CHOSEN
