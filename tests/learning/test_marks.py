"""A learner marks a place; its trainers learn of the place, the note and the week, not of whom."""

import threading

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, connections
from django.urls import reverse
from wagtail.models import GroupPagePermission

from courses.models import LessonPage, LessonSnapshot
from learning.actions import mark_place
from learning.actions.marks import MOST_MARKS
from learning.marks import place_words
from learning.models import LessonMark
from tests import cast
from tests.courses import school
from tests.learning.story import begin, lesson_url


@pytest.fixture
def small(db, tmp_path):
    """An edition made of real pages, with two lessons, the second one sensitive."""
    return school.publish(school.write_school(tmp_path / "curriculum", modules=2, lessons=1))


@pytest.fixture
def learner(small, aigerim, signed_in):
    begin(aigerim, small)
    return signed_in(aigerim)


def mark_url(snapshot, part, language="kk"):
    return f"/{language}/learn/small/{snapshot.slug}/mark/{part}/"


def first(small, language="kk") -> LessonSnapshot:
    return small.lessons.get(language=language, position=1)


def trainer_of(module: int):
    """A trainer to whom one module, in both languages, is given."""
    staff, group = cast.make_staff(), Group.objects.create(name=f"trainers of {module}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    key = school.key(f"lesson-{module}")
    for lesson in LessonPage.objects.filter(translation_key=key):
        GroupPagePermission.objects.create(
            group=group, page=lesson.get_parent().page_ptr
            if hasattr(lesson.get_parent(), "page_ptr") else lesson.get_parent(),
            permission=change,
        )  # fmt: skip
    staff.groups.add(group)
    return staff


def test_every_part_offers_to_be_marked_and_a_mark_is_kept_and_taken_back(small, learner, aigerim):
    snapshot = first(small)
    page = learner.get(lesson_url(snapshot.slug, "small")).content.decode()
    for part in snapshot.parts:
        assert f'id="mark-{part["id"]}"' in page
        assert learner.get(mark_url(snapshot, part["id"])).status_code == 200

    sent = learner.post(mark_url(snapshot, "first"), {"kind": "mistake", "note": " Бұл  қате "})

    assert sent.url == lesson_url(snapshot.slug, "small") + "#mark-first"
    mark = LessonMark.objects.get()
    assert (mark.part_id, mark.kind, mark.note, mark.language) == (
        "first", "mistake", "Бұл қате", "kk",
    )  # fmt: skip
    learner.post(mark_url(snapshot, "first"), {"kind": "mistake", "note": "басқаша"})
    assert LessonMark.objects.get().note == "басқаша"
    assert "басқаша" in learner.get(mark_url(snapshot, "first")).content.decode()
    learner.post(mark_url(snapshot, "first"), {"kind": "mistake", "do": "take-back"})
    assert not LessonMark.objects.exists()


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(small, learner):
    snapshot = first(small)
    long = "ұзақ " * 80
    for data in ({"note": "сөз"}, {"kind": "x", "note": "сөз"}, {"kind": "unclear", "note": long}):
        response = learner.post(mark_url(snapshot, "first"), data)
        assert response.status_code == 422
        assert data["note"] in response.content.decode()
    assert learner.get(mark_url(snapshot, "no-such-part")).status_code == 404
    assert not LessonMark.objects.exists()


def test_what_no_keyboard_types_ends_in_no_error_page(small, learner):
    url = mark_url(first(small), "first")
    learner.post(url, {"kind": "mistake", "note": "бұл\0қате"})
    assert LessonMark.objects.get().note == "бұл қате"
    learner.post(url, {"kind": "mis\0take", "do": "take-back"})
    assert learner.post(url, {"kind": "\0", "note": "x"}).status_code == 422
    assert LessonMark.objects.count() == 1


def test_a_lesson_about_violence_takes_no_marks(small, learner):
    sensitive = small.lessons.get(language="kk", position=2)
    assert sensitive.is_sensitive
    assert "mark-" not in learner.get(lesson_url(sensitive.slug, "small")).content.decode()
    response = learner.post(mark_url(sensitive, "first"), {"kind": "unclear"})
    assert response.status_code == 404


def test_marks_are_limited_for_each_enrolment_and_not_for_others(
    small, learner, daniyar, signed_in
):
    snapshot = first(small)
    for _ in range(MOST_MARKS):
        learner.post(mark_url(snapshot, "first"), {"kind": "unclear"})
    assert learner.post(mark_url(snapshot, "first"), {"kind": "unclear"}).status_code == 429
    begin(daniyar, small)
    other = signed_in(daniyar).post(mark_url(snapshot, "first"), {"kind": "unclear"})
    assert other.status_code == 302


def test_trainers_see_their_own_lessons_marks_without_any_person(
    small, learner, aigerim, daniyar, signed_in
):
    snapshot = first(small)
    begin(daniyar, small)
    learner.post(mark_url(snapshot, "first"), {"kind": "unclear", "note": "Түсінбедім"})
    signed_in(daniyar).post(mark_url(snapshot, "first"), {"kind": "mistake"})
    trainer, other = signed_in(trainer_of(1)), signed_in(trainer_of(2))

    home = trainer.get("/admin/").content.decode()
    page = trainer.get(reverse("learning_marked"))

    assert reverse("learning_marked") in home
    [place] = page.context["places"]
    assert (place.unclear, place.mistakes, place.lesson_title) == (1, 1, snapshot.title)
    assert place.words == "Ал, қане?"
    text = page.content.decode()
    assert "Түсінбедім" in text
    for secret in (aigerim.name, aigerim.email, daniyar.name, str(aigerim.enrolments.get().pk)):
        assert f">{secret}<" not in text
        assert aigerim.name not in text
    assert place.notes[0].week.weekday() == 0
    assert other.get(reverse("learning_marked")).context["places"] == []
    assert signed_in(cast.make_staff()).get(reverse("learning_marked")).status_code in (302, 403)


def test_what_is_settled_leaves_the_list_and_a_later_mark_does_not(
    small, learner, daniyar, signed_in
):
    snapshot = first(small)
    learner.post(mark_url(snapshot, "first"), {"kind": "unclear"})
    trainer = signed_in(trainer_of(1))
    seen = trainer.get(reverse("learning_marked")).context["places"][0].newest
    begin(daniyar, small)
    signed_in(daniyar).post(mark_url(snapshot, "first"), {"kind": "mistake"})
    address = reverse("learning_settle", args=[snapshot.lesson_key, "kk", "first"])

    assert signed_in(trainer_of(2)).post(address, {"seen": seen}, follow=True).status_code == 404
    trainer.post(address, {"seen": seen})

    settled = LessonMark.objects.exclude(settled_at=None)
    assert [mark.kind for mark in settled] == ["unclear"]
    [place] = trainer.get(reverse("learning_marked")).context["places"]
    assert (place.unclear, place.mistakes) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_sent_ten_times_at_once_it_is_one_mark(aigerim):
    snapshot = cast.make_edition().lessons.first()
    enrolment = begin(aigerim, snapshot.edition)
    gate = threading.Barrier(10)
    doubled = []

    def send():
        gate.wait(timeout=10)
        mark_place(enrolment=enrolment, snapshot=snapshot, part_id="check", kind="unclear")
        connections.close_all()

    def insert():
        """The control: without the lock, all but one are refused by the constraint."""
        gate.wait(timeout=10)
        try:
            LessonMark.objects.create(
                enrolment=enrolment, lesson_key=snapshot.lesson_key, part_id="extra",
                kind="unclear", language="kk",
            )  # fmt: skip
        except IntegrityError:
            doubled.append(1)
        connections.close_all()

    for work in (send, insert):
        threads = [threading.Thread(target=work) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert LessonMark.objects.filter(part_id="check").count() == 1
    assert len(doubled) == 9


def test_the_words_of_a_place_do_not_run_into_each_other():
    parts = [{"id": "p", "html": "<h2>Тақырып</h2><p>Бірінші <b>сөз</b>.</p><p>Екінші.</p>"}]
    assert place_words(parts, "p") == "Тақырып Бірінші сөз. Екінші."


@pytest.mark.parametrize(
    "part, words",
    [
        ({"kind": "short", "lines": ["Алдымен <b>тыңдаңыз</b>.", "Сосын."]}, "Алдымен тыңдаңыз."),
        ({"kind": "tailored", "html": "<p>Бәріңізге</p>", "cases": []}, "Бәріңізге"),
        ({"kind": "week", "html": "<p>Серуен</p>", "back": "<p>Қалай?</p>"}, "Серуен"),
    ],
)
def test_a_place_of_a_kind_that_came_later_is_known_by_its_first_words(part, words):
    assert place_words([part | {"id": "p"}], "p") == words
