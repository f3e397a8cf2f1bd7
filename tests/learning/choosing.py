"""A course with tailored texts, and what people say of their circumstances in it."""

from django.utils.translation import gettext

from courses.circumstances import Circumstance
from courses.models import LessonSnapshot
from learning.actions.intake import read_intake
from learning.intake import QUESTIONS
from learning.models import Intake
from tests import cast
from tests.learning.story import reverse

# Of every circumstance the question and the choice that says it.
SAYS = {
    Circumstance.REMARRIED: (1, "yes"),
    Circumstance.WITH_PARENTS: (3, "parents"),
    Circumstance.EXPECTING: (4, "expecting"),
    Circumstance.NO_CHILDREN: (4, "none"),
    Circumstance.TWO_TRADITIONS: (6, "yes"),
}
EVERYBODY = "Бәріне арналған мәтін"


def text_for(case):
    """The words of one case; of lesson 1 and of the sensitive lesson 2 alike."""
    return f"Мәтін: {case}"


def tailored(*cases):
    rows = [{"key": str(case), "html": f"<p>{text_for(case)}</p>"} for case in cases]
    return {"kind": "tailored", "key": "our-house", "id": "our-house",
            "html": f"<p>{EVERYBODY}</p>", "cases": rows}  # fmt: skip


def make_edition(*cases, number=None, course=None):
    """The cast's small edition: lessons 1 and 2 have a tailored text, 2 is sensitive."""
    edition = cast.make_edition(course, number=number)
    put_text(edition, "lesson-1", *(cases or Circumstance))
    put_text(edition, "lesson-2", *Circumstance, is_sensitive=True)
    return edition


def put_text(edition, slug, *cases, **fields):
    """Correct a lesson: it begins with a tailored text."""
    rows = list(LessonSnapshot.objects.filter(edition=edition, slug=slug, correction=0))
    for row in rows:
        row.pk, row.correction = None, 1
        row.parts = [tailored(*cases), *row.parts]
        for name, value in fields.items():
            setattr(row, name, value)
    LessonSnapshot.objects.bulk_create(rows)


def intake_url():
    return reverse("learning:intake", ["neke"])


def answers_url():
    return reverse("learning:intake_answers", ["neke"])


def question_url(number):
    return reverse("learning:intake_question", ["neke", number])


def say(client, number, choice, query=""):
    """Answer one question as its page would."""
    return client.post(question_url(number) + query, {"choice": choice})


def say_everything(client):
    """Give every question its first answer: the one that says a circumstance."""
    for question in QUESTIONS:
        assert say(client, question.number, question.choices[0].key).status_code == 302


def words_of(number, key):
    """What a choice says, in the words of whoever gives it."""
    return gettext(QUESTIONS[number - 1].choice(key).words)


def answers():
    """What the only person who said anything said."""
    return read_intake(Intake.objects.get())


def chosen(page):
    """The circumstance whose text the page shows; empty where it shows that for everybody.

    There the others lie folded below it; a chosen one stands alone.
    """
    _, _, shown = page.text.partition('id="tailored-our-house"')
    shown, _, _ = shown.partition('id="mark-our-house"')
    if EVERYBODY in shown:
        return ""
    [found] = [case for case in Circumstance if text_for(case) in shown]
    return found
