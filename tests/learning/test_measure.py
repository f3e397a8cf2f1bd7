"""Questions before and after a course: by choice, without marks, and only sums remain."""

import threading

import pytest
from django.db import connections
from django.urls import reverse
from django.utils.translation import override

from cms.texts import FilesUnsound
from courses.actions import publish_edition
from courses.actions.publish import draft_differs
from courses.curriculum import read_course
from courses.exceptions import EditionIncomplete
from courses.models import CoursePage
from enrolments.actions import enrol
from learning.actions import take_measure
from learning.measure import Moment
from learning.models import LearningEvent, MeasureTaken
from reports.actions import fold_figures, note_pair
from reports.figures.pairs import gain, gains, student
from reports.models import PairDelta, PairSum
from tests import cast
from tests.courses import school
from tests.learning.story import answer
from tests.reports.test_figures import methodologist

MEASURE = """---
---
::: knowledge key=listening
Не көмектеседі?

- [ ] {advice} Кеңес.
- [x] {hear} Тыңдау.
:::

::: confidence key=quarrel
Мен білемін.
:::
"""


@pytest.fixture
def folder(tmp_path):
    folder = school.write_school(tmp_path / "curriculum", modules=2, lessons=1)
    for language in ("kk", "ru"):
        (folder / f"measure.{language}.md").write_text(MEASURE)
    return folder


@pytest.fixture
def small(db, folder):
    return school.publish(folder)


@pytest.fixture
def asked(db):
    """The cast's small edition, with two questions."""
    items = [
        {"kind": "knowledge", "key": "k", "text": "<p>?</p>",
         "options": [{"key": "a", "text": "a"}, {"key": "b", "text": "b"}]},
        {"kind": "confidence", "key": "c", "text": "<p>!</p>"},
    ]  # fmt: skip
    return cast.make_edition(measure=items, measure_answers={"k": "b"})


@pytest.fixture
def ten(db):
    """The cast's small edition, with ten questions: as many as a shipped course asks."""
    items = [
        {"kind": "knowledge", "key": f"k{number}", "text": "<p>?</p>",
         "options": [{"key": "a", "text": "a"}, {"key": "b", "text": "b"}]}
        for number in range(10)
    ]  # fmt: skip
    return cast.make_edition(measure=items, measure_answers={item["key"]: "b" for item in items})


BEFORE, AFTER = "/kk/learn/neke/questions/before/", "/kk/learn/neke/questions/after/"


def finish(client):
    for number in range(1, 5):
        answer(client, "b", slug=f"lesson-{number}")


def test_files_become_questions_of_the_edition_and_what_is_right_stays_on_the_server(
    small, aigerim, signed_in
):
    kk, ru = (small.texts.get(language=language) for language in ("kk", "ru"))
    assert [item["key"] for item in kk.measure] == ["listening", "quarrel"]
    assert kk.measure_answers == ru.measure_answers == {"listening": "hear"}
    assert "right" not in str(kk.measure)
    assert not draft_differs(small.course)
    client = signed_in(aigerim)

    began = client.post("/kk/begin/small/")

    assert began.url == "/kk/learn/small/questions/before/"
    page = client.get(began.url).content.decode()
    assert "Тыңдау" in page
    assert 'href="/kk/learn/small/"' in page  # one tap to skip


@pytest.mark.usefixtures("in_english")
def test_files_that_differ_between_the_languages_are_refused(folder):
    school.change(folder / "measure.ru.md", "- [ ] {advice}", "- [x] {advice}")
    school.change(folder / "measure.ru.md", "- [x] {hear}", "- [ ] {hear}")
    with pytest.raises(FilesUnsound) as refused:
        read_course(folder)
    assert "same questions" in str(refused.value)
    (folder / "measure.ru.md").unlink()
    with pytest.raises(FilesUnsound) as refused:
        read_course(folder)
    assert "measure.ru.md" in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("::: confidence", "::: guess", "`guess` is not known"),
        ("key=quarrel", "key=Q", "Write `key=`"),
        ("key=quarrel", "key=listening", "stands twice"),
        ("Мен білемін.", "", "no words"),
        ("- [x] {hear}", "- [ ] {hear}", "exactly one right"),
        ("::: knowledge key", "Сөз\n::: knowledge key", "Only containers"),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_what_is_wrong_in_the_file_is_said_with_its_line(folder, old, new, said):
    school.change(folder / "measure.kk.md", old, new)
    with pytest.raises(FilesUnsound) as refused:
        read_course(folder)
    assert said in str(refused.value)


def test_an_edition_with_other_questions_in_russian_is_refused(small):
    page = CoursePage.objects.get(course=small.course, locale__language_code="ru")
    page.measure = page.measure.stream_block.to_python(page.measure.get_prep_value()[:1])
    page.save_revision().publish()
    with pytest.raises(EditionIncomplete):
        publish_edition(course=small.course, by="methodologist@example.org")


def test_only_a_sealed_score_is_kept_and_progress_does_not_depend_on_it(asked, aigerim, signed_in):
    enrolment = enrol(user=aigerim, course=asked.course)
    client = signed_in(aigerim)
    assert BEFORE in client.get("/kk/learn/neke/").content.decode()

    nothing = client.post(BEFORE, {})
    strange = client.post(BEFORE, {"q-k": "z"})
    kept = client.post(BEFORE, {"q-k": "b"})

    assert (nothing.status_code, strange.status_code, kept.status_code) == (422, 422, 302)
    taken = MeasureTaken.objects.get()
    assert (taken.moment, taken.items) == ("before", 1)
    assert b"1.0" not in bytes(taken.sealed_score)
    assert not LearningEvent.objects.exists()
    assert not enrolment.progress.exists()
    assert BEFORE not in client.get("/kk/learn/neke/").content.decode()
    assert client.post(BEFORE, {"q-k": "a"}).status_code == 302
    assert MeasureTaken.objects.count() == 1


def test_the_first_lesson_is_one_tap_away_and_the_questions_lie_folded_below(
    asked, aigerim, signed_in
):
    enrol(user=aigerim, course=asked.course)
    client = signed_in(aigerim)
    page = client.get(BEFORE).content.decode()

    way_on, folded = (
        page.index('href="/kk/learn/neke/lesson-1/"'),
        page.index('<details class="disclosure'),
    )
    assert way_on < folded < page.index('name="q-k"')
    assert '<details class="disclosure section">' in page
    wrong = client.post(BEFORE, {"q-k": "z"}).content.decode()
    assert '<details class="disclosure section" open>' in wrong
    finish(client)
    page = client.get(AFTER).content.decode()
    assert 'class="button button--secondary" href="/kk/learn/neke/"' in page


def test_before_ends_with_the_first_lesson_and_after_begins_with_the_last(
    asked, aigerim, signed_in
):
    enrol(user=aigerim, course=asked.course)
    client = signed_in(aigerim)
    assert client.get(AFTER).status_code == 302
    client.get("/kk/learn/neke/lesson-1/")
    assert client.get(BEFORE).status_code == 302
    client.post(BEFORE, {"q-k": "b", "q-c": "1"})
    assert not MeasureTaken.objects.exists()
    finish(client)
    assert AFTER in client.get("/kk/learn/neke/").content.decode()
    client.post(AFTER, {"q-k": "b", "q-c": "5"})
    assert MeasureTaken.objects.get().moment == "after"
    assert not PairDelta.objects.exists()


def test_two_full_sheets_are_a_pair_in_whatever_language_and_one_left_open_is_none(
    asked, aigerim, daniyar, signed_in
):
    for person, sheet in ((aigerim, {"q-k": "b", "q-c": "5"}), (daniyar, {"q-k": "b"})):
        enrol(user=person, course=asked.course)
        client = signed_in(person)
        client.post(BEFORE, {"q-k": "a", "q-c": "3"})
        finish(client)
        client.post(AFTER.replace("/kk/", "/ru/"), sheet)

    assert PairDelta.objects.get().difference == pytest.approx(1 - 0.25)
    fold_figures()
    fold_figures()
    assert PairSum.objects.get().pairs == 1
    assert not PairDelta.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_sent_ten_times_at_once_it_is_one_pair(aigerim):
    edition = cast.make_edition()
    text = edition.texts.get(language="kk")
    text.measure = [{"kind": "confidence", "key": "c", "text": "!"}]
    enrolment = enrol(user=aigerim, course=edition.course)
    take_measure(enrolment=enrolment, text=text, moment=Moment.BEFORE, given={"c": "1"})
    gate = threading.Barrier(10)

    def send():
        gate.wait(timeout=10)
        take_measure(enrolment=enrolment, text=text, moment=Moment.AFTER, given={"c": "5"})
        connections.close_all()

    def pair_by_looking_first():
        """The control: whoever sees no second sheet yet makes a pair."""
        alone = not MeasureTaken.objects.filter(enrolment=enrolment, moment="other").exists()
        gate.wait(timeout=10)
        if alone:
            note_pair(edition_id=edition.pk, difference=0.5)
        connections.close_all()

    for work in (send, pair_by_looking_first):
        threads = [threading.Thread(target=work) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert PairDelta.objects.filter(difference=1).count() == 1
    assert PairDelta.objects.filter(difference=0.5).count() == 10


def test_the_difference_is_shown_from_thirty_and_moves_by_tens(asked, signed_in):
    seen = []
    for person in range(45):
        note_pair(edition_id=asked.pk, difference=0.1 if person % 2 else 0.3)
        fold_figures()
        seen.append([found.people for found in gains([asked])])

    assert seen[28] == []
    assert [people for people in seen if people] == [[30]] * 10 + [[40]] * 6
    page = signed_in(methodologist()).get(reverse("reports_course_figures", args=[asked.course_id]))
    [found] = page.context["gains"]
    assert (found.people, round(found.mean), found.low < 20 < found.high) == (40, 20, True)
    assert f'id="gain-{found.edition}-desc"' in page.content.decode()


@pytest.mark.usefixtures("in_english")
def test_the_interval_is_students():
    """From a table: 2.045 with 29 degrees of freedom; 30 differences of mean 5, deviation 10."""
    assert student(29) == pytest.approx(2.045, abs=0.001)
    assert student(120) == pytest.approx(1.980, abs=0.001)
    found = gain(1, 30, 30 * 0.05, 30 * 0.05**2 + 29 * 0.1**2)
    assert (found.mean, found.low, found.high) == pytest.approx(
        (5, 5 - 2.0452 * 10 / 30**0.5, 5 + 2.0452 * 10 / 30**0.5), abs=0.01
    )
    with override(None):
        assert "cause" in found.sentence
    around = gain(1, 30, 0.0, 0.3)
    with override(None):
        assert "cannot be told" in around.sentence


def test_ten_questions_are_two_small_requests(
    ten, aigerim, signed_in, django_assert_max_num_queries
):
    enrol(user=aigerim, course=ten.course)
    client = signed_in(aigerim)
    client.get("/kk/learn/neke/")
    with django_assert_max_num_queries(40):
        page = client.get(BEFORE)
        sheet = {f"q-k{number}": "b" for number in range(10)}
        assert client.post(BEFORE, sheet).status_code == 302
    assert all(f'name="q-k{number}"' in page.text for number in range(10))
    assert MeasureTaken.objects.get().items == 10
