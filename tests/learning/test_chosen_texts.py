"""Of a tailored text the reader's own case, chosen by what they said, in no other way."""

import pytest
from django.utils.translation import gettext

from courses.circumstances import Circumstance
from learning.intake import QUESTIONS, questions_for, said
from learning.models import Intake
from tests.learning import choosing, story
from tests.told import told
from web.sealing import seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(db):
    return choosing.make_edition()


@pytest.fixture
def client(signed_in, aigerim, edition):
    story.begin(aigerim, edition)
    return signed_in(aigerim)


@pytest.mark.parametrize("case", list(Circumstance))
def test_the_text_is_the_persons_and_says_because_of_what(client, case):
    number, key = choosing.SAYS[case]
    choosing.say(client, number, key)
    page = client.get(story.lesson_url())
    assert choosing.chosen(page) == case
    assert told("Because you said: “%(words)s”", words=choosing.words_of(number, key)) in page.text
    assert f'href="{choosing.answers_url()}"' in page.text
    assert f"/texts/neke/{number}" not in page.text, "an address would say which answer it was"


@pytest.mark.parametrize("number", [q.number for q in QUESTIONS])
def test_an_answer_that_says_no_circumstance_chooses_nothing(client, number):
    for choice in QUESTIONS[number - 1].choices:
        if choice.circumstance is None:
            choosing.say(client, number, choice.key)
            assert choosing.chosen(client.get(story.lesson_url())) == ""
            assert gettext(choice.words) in client.get(choosing.answers_url()).text


def test_of_several_the_first_in_the_files_order_is_shown(signed_in, aigerim):
    edition = choosing.make_edition(Circumstance.TWO_TRADITIONS, Circumstance.REMARRIED)
    story.begin(aigerim, edition)
    client = signed_in(aigerim)
    for number, key in ((1, "yes"), (2, "yes"), (5, "yes"), (6, "yes")):
        choosing.say(client, number, key)
    page = client.get(story.lesson_url())
    assert choosing.chosen(page) == Circumstance.TWO_TRADITIONS
    assert choosing.words_of(5, "yes") in page.text, "the first answer that says it"
    assert choosing.words_of(6, "yes") not in page.text
    choosing.say(client, 5, "rather-not")
    assert choosing.words_of(6, "yes") in client.get(story.lesson_url()).text


@pytest.mark.parametrize("slug", ["lesson-1", "nowhere", "//evil.example", "%00"])
def test_no_address_of_a_question_names_a_lesson(client, slug):
    answered = choosing.say(client, 3, "own", f"?lesson={slug}")
    assert answered.url == choosing.question_url(4)


def test_a_lesson_on_a_difficult_subject_never_chooses(client):
    choosing.say_everything(client)
    story.go_on(client, story.lesson_url("lesson-2"))
    page = client.get(story.lesson_url("lesson-2"))
    assert choosing.EVERYBODY in page.text
    assert "/texts/" not in page.text
    shown = page.text[page.text.index('id="tailored-our-house"') :]
    assert shown.count("<details") == len(Circumstance), "all cases stay folded"


def test_it_is_kept_over_a_change_of_language_and_of_the_edition(client, aigerim, edition):
    choosing.say(client, 3, "parents")
    page = client.get("/ru/learn/neke/lesson-1/")
    assert choosing.chosen(page) == Circumstance.WITH_PARENTS
    newer = choosing.make_edition(Circumstance.EXPECTING)
    aigerim.enrolments.update(edition=newer)
    listed = client.get(choosing.answers_url()).text
    assert choosing.words_of(3, "parents") in listed, "what is kept is shown, asked or not"
    assert choosing.say(client, 3, "rather-not", "?change").status_code == 302
    assert client.get(choosing.question_url(3)).status_code == 404


def test_what_does_not_open_is_as_good_as_not_said(client, aigerim, edition, caplog):
    Intake.objects.create(
        user=aigerim, course=edition.course, sealed_answers=seal("{}", "intake.answers.0.0")
    )
    assert choosing.chosen(client.get(story.lesson_url())) == ""
    assert "does not open" in caplog.text
    choosing.say(client, 3, "parents")
    assert choosing.answers() == {"home": "parents"}


def test_a_choice_that_is_no_longer_on_the_list_is_not_said(client, aigerim, edition):
    place = f"intake.answers.{aigerim.pk}.{edition.course_id}"
    sealed = seal('{"home": "tent", "gone": "yes"}', place)
    Intake.objects.create(user=aigerim, course=edition.course, sealed_answers=sealed)
    assert client.get(choosing.intake_url()).status_code == 200
    assert choosing.chosen(client.get(story.lesson_url())) == ""
    assert said({"home": "tent", "plans": "none", "gone": "yes"}).keys() == {
        Circumstance.NO_CHILDREN
    }
    assert [question.key for question in questions_for((), {"home": "own"})] == ["home"]


@pytest.mark.parametrize("number", [1, 3])
def test_a_lesson_asks_once_more_where_a_text_may_be_chosen_and_else_never(
    client, number, django_assert_num_queries
):
    choosing.say_everything(client)
    for slug in ("lesson-1", "lesson-2", "lesson-3"):
        client.get(story.lesson_url(slug))
    with django_assert_num_queries(9 if number == 1 else 8):
        client.get(story.lesson_url(f"lesson-{number}"))


def test_a_sensitive_lesson_asks_nothing_of_it(client, django_assert_num_queries):
    story.go_on(client, story.lesson_url("lesson-2"))
    client.get(story.lesson_url("lesson-2"))
    with django_assert_num_queries(7) as before:
        client.get(story.lesson_url("lesson-2"))
    assert "learning_intake" not in str(before.captured_queries)


def test_an_answer_in_a_lesson_does_not_look_at_them(client, django_assert_max_num_queries):
    choosing.say_everything(client)
    with django_assert_max_num_queries(40) as asked:
        story.answer(client, "b", **story.htmx())
    assert "learning_intake" not in str(asked.captured_queries)
