"""Every kind of activity as its learner meets it, with and without htmx."""

import uuid

import pytest
from django.utils import translation

from courses.models import LessonSnapshot
from enrolments.models import Enrolment
from learning.actions import ask_to_look_back, forget_sensitive
from learning.models import Answer, LearningEvent, LessonProgress, LookBack, Reflection
from tests.courses import made
from tests.learning import story

pytestmark = pytest.mark.django_db
WAYS = [{}, story.htmx()]


@pytest.fixture
def lesson(edition):
    """Make lesson 1 one of all kinds; what is given changes its parts or the lesson."""

    def make(*, required=(), sensitive=False, **changes):
        known = LessonSnapshot.objects.filter(edition=edition, slug="lesson-1")
        number = known.count() // 2
        rows = list(known.filter(correction=0))
        for row in rows:
            row.pk, row.correction, row.is_sensitive = None, number, sensitive
            row.answers = made.ANSWERS
            row.parts = [
                part
                | changes.get(part["kind"], {})
                | ({"required": part["kind"] in required} if "required" in part else {})
                for part in made.ALL
            ]
        LessonSnapshot.objects.bulk_create(rows)
        return row

    return make


@pytest.fixture
def client(signed_in, aigerim, edition):
    story.begin(aigerim, edition)
    return signed_in(aigerim)


def fields(kind, response):
    """What the form of this kind sends for a response."""
    if kind == "order":
        return {f"place-{key}": str(n) for n, key in enumerate(response, 1)}
    if kind == "pairs":
        return {f"pair-{row[0]}": row[2:] for row in response}
    return {"option": response}


def send(client, kind, response, way=None, **data):
    data = {"event": str(uuid.uuid4())} | fields(kind, response) | data
    return client.post(story.answer_url(activity=kind), data, **(way or {}))


def page_after(client, response):
    """What the person sees: the part, or the page they are led to."""
    if response.status_code == 302:
        assert "#activity-" in response.url
        return client.get(response.url.partition("#")[0]).text
    return response.text


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", made.RIGHT)
def test_a_graded_activity_is_answered_wrongly_then_rightly_and_completes(
    client, lesson, kind, way
):
    lesson(required=[kind])
    page = page_after(client, send(client, kind, made.WRONG[kind], way))
    assert "feedback--wrong" in page
    assert not LessonProgress.objects.exclude(completed_at=None).exists()
    page = page_after(client, send(client, kind, made.RIGHT[kind], way))
    assert "feedback--wrong" not in page
    assert "feedback--right" in page
    answer = Answer.objects.get()
    assert (answer.tries, answer.first_try_right) == (2, False)
    assert answer.right_at == answer.done_at
    assert answer.options == made.RIGHT[kind]
    assert LessonProgress.objects.get().completed_at


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", made.RIGHT)
def test_where_any_answer_counts_a_wrong_one_completes_and_is_not_called_right(
    client, lesson, kind, way
):
    lesson(required=[kind], **{kind: {"pass": "answered"}})
    send(client, kind, made.WRONG[kind], way)
    answer = Answer.objects.get()
    assert answer.done_at
    assert answer.right_at is None
    assert answer.first_try_right is False
    assert LessonProgress.objects.get().completed_at


@pytest.mark.parametrize("way", WAYS)
def test_one_mistake_that_is_allowed_is_said_to_count(client, lesson, way):
    lesson(required=["pairs"], pairs={"pass": "one_off"})
    words = "One thing is different, and that is fine: your answer counts and is saved."
    page = page_after(client, send(client, "pairs", ["a:x", "b:y", "c:x"], way))
    assert translation.gettext(words) in page
    if way:
        assert translation.gettext(words) in page.split('id="announce"')[1]
    page = page_after(client, send(client, "pairs", ["a:z", "b:y", "c:x"], way))
    assert translation.gettext(words) not in page
    assert Answer.objects.get().done_at


def test_once_done_stays_done(client, lesson):
    lesson(required=["order"], order={"pass": "one_off"})
    send(client, "order", [*"bacd"])
    send(client, "order", [*"dcba"])
    answer = Answer.objects.get()
    assert answer.done_at
    assert answer.right_at is None
    assert LessonProgress.objects.get().completed_at


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", made.RIGHT)
def test_the_right_answer_is_shown_after_the_tries_the_author_chose(client, lesson, kind, way):
    lesson(**{kind: {"shown_after": 2}})
    assert f"shown-{kind}" not in page_after(client, send(client, kind, made.WRONG[kind], way))
    page = page_after(client, send(client, kind, made.WRONG[kind], way))
    assert f"shown-{kind}" in page
    assert f'id="check-{kind}"' in page
    page = page_after(client, send(client, kind, made.RIGHT[kind], way))
    assert f"shown-{kind}" not in page


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "kind, data, kept",
    [
        ("truefalse", {}, ""),
        ("truefalse", {"option": "maybe"}, ""),
        ("order", {}, ""),
        ("order", {"place-a": "1", "place-b": "1", "place-c": "2", "place-d": "3"},
         'aria-invalid="true"'),
        ("order", {"place-a": "9", "place-b": "1", "place-c": "2", "place-d": "3"},
         '<option value="3" selected>'),
        ("order", {"place-z": "1"}, 'aria-invalid="true"'),
        ("pairs", {"pair-a": "x"}, '<option value="x" selected>'),
        ("pairs", {"pair-a": "x", "pair-b": "w", "pair-c": "z"}, '<option value="z" selected>'),
        ("pairs", {}, 'aria-invalid="true"'),
        ("number", {}, 'aria-invalid="true"'),
        ("number", {"option": "он екі"}, 'value="он екі"'),
        ("number", {"option": "\"><script>"}, 'value="&quot;&gt;&lt;script&gt;"'),
        ("number", {"option": "9" * 400}, 'value="' + "9" * 60 + '"'),
        ("number", {"option": ["1", "2"]}, ""),
        ("scale", {}, ""),
        ("scale", {"option": "0"}, ""),
        ("scale", {"option": "6"}, ""),
        ("scale", {"option": ["1", "2"]}, ""),
        ("multiple", {"option": ["a", "z"]}, 'value="a" checked'),
        ("multiple", {"option": [*"abcdefghij"]}, ""),
    ],
)  # fmt: skip
def test_wrong_input_is_explained_at_its_field_and_nothing_typed_is_lost(
    client, lesson, kind, data, kept, way
):
    lesson()
    data = {"event": str(uuid.uuid4())} | data
    response = client.post(story.answer_url(activity=kind), data, **way)
    assert response.status_code == 422
    assert f'id="problem-{kind}"' in response.text
    assert kept in response.text
    assert '<script>"' not in response.text
    assert not LearningEvent.objects.exists()
    assert not Answer.objects.exists()


@pytest.mark.parametrize("typed", ["12,5", " 12.50 ", "+12,5"])
def test_a_number_may_have_a_comma_and_spaces(client, lesson, typed):
    lesson()
    page = page_after(client, send(client, "number", [typed]))
    assert Answer.objects.get().options == ["12.5"]
    assert 'value="12,5"' in page


def test_an_order_is_shown_as_the_person_made_it(client, lesson):
    lesson()
    page = page_after(client, send(client, "order", [*"bdca"]))
    places = [page.index(f'name="place-{key}"') for key in "bdca"]
    assert places == sorted(places)


@pytest.mark.parametrize("way", WAYS)
def test_a_scale_is_kept_and_is_neither_right_nor_done(client, lesson, way):
    lesson()
    page = page_after(client, send(client, "scale", ["4"], way))
    assert 'value="4" checked' in page
    assert "feedback--" not in page.split('id="activity-scale"')[1].split("</section>")[0]
    send(client, "scale", ["2"], way)
    answer = Answer.objects.get()
    assert answer.options == ["2"]
    assert (answer.first_try_right, answer.right_at, answer.done_at) == (None, None, None)
    assert not LessonProgress.objects.exclude(completed_at=None).exists()


@pytest.mark.parametrize("way", WAYS)
def test_a_sensitive_lesson_keeps_neither_a_scale_nor_words(client, lesson, way):
    lesson(sensitive=True)
    story.go_on(client, story.lesson_url())
    page = client.get(story.lesson_url()).text
    assert "activity-scale" in page
    assert "<textarea" not in page
    assert "option-scale-1" not in page
    send(client, "scale", ["4"], way)
    client.post(story.reflection_url(activity="together"), {"do": "keep", "text": "біз"}, **way)
    assert not Answer.objects.exists()
    assert not LearningEvent.objects.exists()
    assert not Reflection.objects.exists()


@pytest.mark.parametrize("way", WAYS)
def test_an_exercise_for_two_keeps_private_words_and_is_never_required(client, lesson, way):
    lesson(required=["single"])
    assert made.TOGETHER["alone"] in client.get(story.lesson_url()).text
    client.post(story.reflection_url(activity="together"), {"do": "keep", "text": "Біз"}, **way)
    row = Reflection.objects.get()
    assert row.activity_key == "together"
    assert "Біз".encode() not in bytes(row.sealed_text)
    assert "Біз" in client.get(story.lesson_url()).text
    send(client, "single", ["b"])
    assert LessonProgress.objects.get().completed_at


def test_a_scale_or_a_thought_is_not_answered_at_the_others_address(client, lesson):
    lesson()
    for kind in ("reflection", "together"):
        assert send(client, kind, ["1"]).status_code == 404
    for kind in ("scale", "order"):
        response = client.post(story.reflection_url(activity=kind), {"do": "keep", "text": "а"})
        assert response.status_code == 404


def test_what_a_correction_took_away_is_asked_anew(client, lesson):
    lesson()
    send(client, "order", [*"abcd"])
    send(client, "pairs", ["a:x", "b:y", "c:z"])
    lesson(order={"options": made.ORDER["options"][:3]}, pairs={"right": made.PAIRS["right"][:2]})
    page = client.get(story.lesson_url())
    assert page.status_code == 200
    assert "feedback-order" not in page.text
    assert "feedback-pairs" not in page.text


def test_the_answers_are_not_in_the_page(client, lesson):
    lesson(order={"shown_after": 3}, number={"shown_after": 3})
    page = client.get(story.lesson_url())
    body = page.text.split('<div class="prose"')[1].split('id="ending"')[0]
    assert 'id="activity-number"' in body
    for secret in ("12.5", "12,5", "<p>feedback", *(f'{row}"' for row in made.RIGHT["pairs"])):
        assert secret not in body


def test_a_lesson_of_all_kinds_costs_no_more_queries(client, lesson, django_assert_max_num_queries):
    lesson()
    client.get(story.lesson_url())
    with django_assert_max_num_queries(8):
        client.get(story.lesson_url())


@pytest.mark.parametrize("way", WAYS)
def test_an_answer_in_a_sensitive_lesson_is_used_on_the_spot(client, lesson, way):
    """It is graded and told in the very answer to the request; afterwards nobody knows of it."""
    lesson(sensitive=True)
    page = send(client, "single", ["a"], way).text
    assert made.ANSWERS["single"]["a"]["feedback"] in page
    with translation.override("kk"):
        assert translation.gettext("Nothing of this is kept.") in page
    story.go_on(client, story.lesson_url())
    page = client.get(story.lesson_url()).text
    assert "activity-single" in page
    assert "feedback--" not in page
    for model in (Answer, LearningEvent, LessonProgress):
        assert not model.objects.exists()


@pytest.mark.parametrize("way", WAYS)
def test_a_slip_in_a_sensitive_lesson_is_told_and_kept_no_more(client, lesson, way):
    lesson(sensitive=True)
    answer = send(client, "single", [], way)
    assert answer.status_code == 422
    with translation.override("kk"):
        assert translation.gettext("Choose an option.") in answer.text
    assert not LearningEvent.objects.exists()


def test_what_is_read_out_after_an_answer_on_the_spot_speaks_of_no_keeping(client, lesson):
    """One mistake is allowed, so the answer counts: what is read out says so, and not "saved"."""
    row = lesson(sensitive=True, order={"pass": "one_off"})
    right = row.answers["order"]["order"]["keys"]
    with translation.override("kk"):
        unkept, saved = (
            translation.gettext(words) for words in (
                "Nothing of this is kept.",
                "One thing is different, and that is fine: your answer counts and is saved.",
            )
        )  # fmt: skip
    for kind, response in (("order", [right[1], right[0], *right[2:]]), ("scale", ["4"])):
        page = send(client, kind, response, story.htmx()).text
        _page, _announce, heard = page.partition('id="announce"')
        assert unkept in heard
        assert saved not in page
    assert not LearningEvent.objects.exists()


def test_what_was_kept_before_a_lesson_was_marked_sensitive_is_forgotten(client, lesson, edition):
    """What was done stays done, and an answer that completion needs stays as it is."""
    lesson(required=["multiple"])
    send(client, "single", ["a"], story.htmx())
    send(client, "multiple", made.RIGHT["multiple"], story.htmx())
    client.post(story.reflection_url(activity="reflection"), {"do": "keep", "text": "Ой"})
    for slug in ("lesson-1", "lesson-2"):
        key = LessonSnapshot.objects.filter(edition=edition, slug=slug)[0].lesson_key
        ask_to_look_back(enrolment=Enrolment.objects.get(), lesson_key=key)
    answers = Answer.objects.order_by("activity_key")
    kept = list(answers.values_list("activity_key", "options", "done_at"))
    forget_sensitive()
    assert list(answers.values_list("activity_key", "options", "done_at")) == kept
    assert Reflection.objects.exists()
    assert LookBack.objects.count() == 2
    lesson(required=["multiple"], sensitive=True)
    forget_sensitive()

    assert not Reflection.objects.exists()
    assert [row.lesson_key for row in LookBack.objects.all()] == [key]  # of the other lesson
    events = LearningEvent.objects.filter(kind="answer")
    assert set(events.values_list("activity_key", flat=True)) == {"multiple"}
    after = list(answers.values_list("activity_key", "options", "done_at"))
    assert after == [(key, [] if key == "single" else was, done) for key, was, done in kept]


def test_a_sensitive_lesson_that_nobody_requires_does_not_ask_whether_it_was_read(client, lesson):
    row = lesson(sensitive=True)
    rows = list(LessonSnapshot.objects.filter(edition=row.edition, slug="lesson-1", correction=1))
    for one in rows:
        one.pk, one.correction, one.is_required = None, 2, False
    LessonSnapshot.objects.bulk_create(rows)
    story.go_on(client, story.lesson_url())
    page = client.get(story.lesson_url()).text
    assert "/read/" not in page
    assert 'href="/kk/learn/neke/lesson-2/"' in page
