"""The questions about people's circumstances: what is asked, and what an answer means for texts.

Nothing is asked that no text of the course depends on. An answer is the key of a choice, by the key
of its question; "rather not say" is the lack of one.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.circumstances import Circumstance


@dataclass(frozen=True)
class Choice:
    """One answer, in the words of whoever gives it, and the circumstance it says, if any."""

    key: str
    words: str | Promise
    circumstance: Circumstance | None = None


@dataclass(frozen=True)
class Question:
    """One question; its number is its address and never changes what it is about."""

    number: int
    key: str
    words: str | Promise
    choices: tuple[Choice, ...]

    @property
    def circumstances(self) -> frozenset[str]:
        """The circumstances its answers may say."""
        return frozenset(str(c.circumstance) for c in self.choices if c.circumstance)

    def choice(self, key: str) -> Choice | None:
        """Return the choice with this key; None when there is none."""
        return next((choice for choice in self.choices if choice.key == key), None)


QUESTIONS = (
    Question(1, "before", _("Was one of you married before?"), (
        Choice("yes", _("One of us, or both, was married before"), Circumstance.REMARRIED),
        Choice("no", _("It is the first marriage for both of us")),
    )),
    Question(2, "children", _("Does one of you already have children?"), (
        Choice("yes", _("One of us, or both, already has children"), Circumstance.REMARRIED),
        Choice("no", _("Neither of us has children")),
    )),
    Question(3, "home", _("Where will you two live?"), (
        Choice("parents", _("We will live with parents"), Circumstance.WITH_PARENTS),
        Choice("own", _("We will live on our own")),
        Choice("open", _("We do not know yet where we will live")),
    )),
    Question(4, "plans", _("Is a child a part of your plans?"), (
        Choice("expecting", _("We are expecting a child"), Circumstance.EXPECTING),
        Choice("later", _("We would like to have children")),
        Choice("none", _("We plan no children"), Circumstance.NO_CHILDREN),
        Choice("open", _("We do not know yet whether we want children")),
    )),
    Question(5, "traditions", _("Do the two of you come from different traditions or faiths?"), (
        Choice("yes", _("We come from different traditions or faiths"),
               Circumstance.TWO_TRADITIONS),
        Choice("no", _("Our traditions are much the same")),
    )),
    Question(6, "languages", _("Did you two grow up with different languages or countries?"), (
        Choice("yes", _("We grew up with different languages or in different countries"),
               Circumstance.TWO_TRADITIONS),
        Choice("no", _("We grew up with the same language, in the same country")),
    )),
)  # fmt: skip


def questions_for(used: Collection[str], answers: Mapping[str, str]) -> tuple[Question, ...]:
    """Return the questions about the circumstances that texts use, and those answered already.

    What somebody said stays before their eyes also when a newer edition no longer asks for it.
    """
    return tuple(
        question for question in QUESTIONS
        if question.key in answers or not question.circumstances.isdisjoint(used)
    )  # fmt: skip


def known(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that the closed list still has."""
    return {
        question.key: answers[question.key]
        for question in QUESTIONS
        if question.choice(answers.get(question.key, ""))
    }


def said(answers: Mapping[str, str]) -> dict[Circumstance, tuple[Question, Choice]]:
    """Return the circumstances that follow from answers, each with the first that says it."""
    found: dict[Circumstance, tuple[Question, Choice]] = {}
    for question in QUESTIONS:
        choice = question.choice(answers.get(question.key, ""))
        if choice and choice.circumstance:
            found.setdefault(choice.circumstance, (question, choice))
    return found
