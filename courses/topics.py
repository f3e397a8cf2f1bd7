"""Questions at hand: what somebody looks for in a course, whatever module answers it."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """A closed list, in the order in which a course's page has them."""

    SLEEP = "sleep", _("Sleep")
    TANTRUMS = "tantrums", _("Tantrums")
    SCREENS = "screens", _("Screens")
    SCHOOL = "school", _("School")
    BULLYING = "bullying", _("Bullying")
    SIBLINGS = "siblings", _("Brothers and sisters")
    TEENAGERS = "teenagers", _("Teenagers")
    FATHERS = "fathers", _("Fathers")
    GRANDPARENTS = "grandparents", _("Grandparents")
    MONEY_AND_CHORES = "money-and-chores", _("Pocket money and chores")
    ONLINE_SAFETY = "online-safety", _("Safety online")
    GRIEF = "grief", _("Grief")
    SPECIALIST = "specialist", _("When to ask a specialist")
    HEALTH = "health", _("Health")
    TALKING = "talking", _("Talking with each other")


def in_order(values: Iterable[str]) -> list[str]:
    """Return the topics among `values`, each once, in the order of the list."""
    wanted = set(values)
    return [topic.value for topic in Topic if topic.value in wanted]


def names_of(values: Iterable[str]) -> str:
    """Return topics as people call them, in one line; empty without any."""
    return ", ".join(str(Topic(value).label) for value in in_order(values))
