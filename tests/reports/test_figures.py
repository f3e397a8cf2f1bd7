"""Where learners fail: noted with the fact, shown to staff, and never about one person."""

import csv
import io
import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from courses.models import LessonSnapshot
from learning.models import LessonProgress
from reports.actions import fold_figures, note
from reports.models import FigureDelta, LessonFigure
from reports.models.figures import Topic
from tests import cast
from tests.learning.story import answer, begin, lesson_url

pytestmark = pytest.mark.django_db


def figures_of(topic: str) -> dict[str, int]:
    return dict(LessonFigure.objects.filter(topic=topic).values_list("detail", "count"))


def methodologist():
    staff = cast.make_staff()
    group, _ = Group.objects.get_or_create(name="who sees figures")
    group.permissions.add(
        Permission.objects.get(codename="view_lesson_figures"),
        Permission.objects.get(codename="access_admin"),
    )
    staff.groups.add(group)
    return staff


def course_page(of, **query):
    return reverse("reports_course_figures", args=[of.course_id]) + (
        "?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else ""
    )


def many(edition, people, topic, lesson=1, language="kk", activity="", details=()):
    """Note `people` persons as their own facts would."""
    key = edition.lessons.filter(position=lesson).first().lesson_key
    for _ in range(people):
        note(topic=topic, edition_id=edition.pk, language=language, lesson_key=key,
             activity_key=activity, details=details)  # fmt: skip


def text_of(response) -> str:
    body = re.sub(r"<(script|style|head).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_what_a_learner_does_is_noted_once_and_without_them(aigerim, edition, signed_in):
    begin(aigerim, edition)
    client = signed_in(aigerim)
    for _ in range(3):
        client.get(lesson_url())
    answer(client, "a")
    answer(client, "b")
    answer(client, "b")

    fold_figures()

    assert figures_of(Topic.ENROLLED) == {"": 1}
    assert figures_of(Topic.BEGAN) == {"": 1}
    assert figures_of(Topic.ANSWERED) == {"": 1, "o:a": 1}  # the first attempt was wrong
    assert figures_of(Topic.COMPLETED) == {"": 1, "m:0": 1}
    assert not FigureDelta.objects.exists()
    person = {"user", "enrolment", "name", "at"}
    for model in (FigureDelta, LessonFigure):
        assert not person & {field.name for field in model._meta.get_fields()}


def test_what_was_right_at_first_and_every_option_of_a_multiple_choice_are_noted(
    aigerim, edition, signed_in
):
    begin(aigerim, edition)
    client = signed_in(aigerim)
    answer(client, "a", "c", activity="extra")

    fold_figures()

    assert figures_of(Topic.ANSWERED) == {"": 1, "right": 1, "o:a": 1, "o:c": 1}


def test_the_course_is_counted_from_its_beginning_to_its_end(aigerim, edition, signed_in):
    begin(aigerim, edition)
    client = signed_in(aigerim)
    for number in range(1, 5):
        client.get(lesson_url(f"lesson-{number}"))
        answer(client, "b", slug=f"lesson-{number}")

    fold_figures()

    assert figures_of(Topic.FINISHED) == {"": 1}
    assert LessonFigure.objects.filter(topic=Topic.COMPLETED, detail="").count() == 4


def test_a_lesson_left_open_overnight_has_no_minutes(aigerim, edition, signed_in):
    begin(aigerim, edition)
    client = signed_in(aigerim)
    client.get(lesson_url())
    LessonProgress.objects.update(began_at=timezone.now() - timezone.timedelta(hours=4))
    answer(client, "b")

    fold_figures()

    assert figures_of(Topic.COMPLETED) == {"": 1}


def test_completion_in_the_other_language_is_counted_where_the_lesson_was_begun(
    aigerim, edition, signed_in
):
    begin(aigerim, edition)
    client = signed_in(aigerim)
    client.get(lesson_url())
    client.post(lesson_url().replace("/kk/", "/ru/") + "answer/check/",
                {"event": "7f0e1c52-9a5b-4f6a-8a4e-0d6e1e5c1111", "option": "b"})  # fmt: skip

    fold_figures()

    places = LessonFigure.objects.filter(topic__in=[Topic.BEGAN, Topic.COMPLETED], detail="")
    assert set(places.values_list("topic", "language")) == {("began", "kk"), ("completed", "kk")}


def test_of_a_lesson_about_violence_only_the_end_is_counted(aigerim, edition, signed_in):
    key = edition.lessons.filter(position=1).first().lesson_key
    for snapshot in LessonSnapshot.objects.filter(lesson_key=key):
        snapshot.pk, snapshot.correction, snapshot.is_sensitive = None, 1, True
        snapshot.save()
    begin(aigerim, edition)
    client = signed_in(aigerim)
    client.get(lesson_url())
    answer(client, "a")
    answer(client, "b")

    fold_figures()

    of_lesson = LessonFigure.objects.filter(lesson_key=key)
    assert list(of_lesson.values_list("topic", "detail", "count")) == [("completed", "", 1)]


def test_the_page_says_where_people_stop_and_what_they_choose(edition, signed_in):
    many(edition, 40, Topic.BEGAN)
    many(edition, 30, Topic.COMPLETED, details=["m:5"])
    many(edition, 10, Topic.BEGAN, lesson=2)
    many(edition, 10, Topic.ANSWERED, activity="check", details=["right", "o:b"])
    many(edition, 20, Topic.ANSWERED, activity="check", details=["o:a"])
    for topic, people in ((Topic.ENROLLED, 50), (Topic.FINISHED, 20)):
        for _ in range(people):
            note(topic=topic, edition_id=edition.pk, language="kk")
    fold_figures()
    client = signed_in(methodologist())

    with_course = client.get(course_page(edition))
    key = edition.lessons.filter(position=1).first().lesson_key
    of_lesson = client.get(reverse("reports_lesson_figures", args=[edition.course_id, key]))

    assert [share.percent for share in [with_course.context["figures"].finished]] == [40]
    lines = with_course.context["figures"].lessons
    assert (lines[0].began, lines[0].completed.percent, lines[0].stopped) == (40, 75, 75)
    assert lines[0].minutes == 6  # the middle of 5 to 8
    assert lines[0].is_biggest_drop
    assert "<desc" in with_course.content.decode()
    assert (
        " style="
        not in re.search(r"<svg viewBox.*?</svg>", with_course.content.decode(), re.DOTALL)[0]
    )
    check = of_lesson.context["activities"][0][0]
    assert (check.people, check.right.percent) == (30, 33)
    assert {o.text: o.chosen.percent for o in check.options} == {
        "a нұсқа": 67, "b нұсқа": 33, "c нұсқа": None,
    }  # fmt: skip


def test_nobody_without_the_permission_sees_any_of_it(edition, aigerim, signed_in):
    key = edition.lessons.first().lesson_key
    pages = [
        reverse("reports_figures"),
        course_page(edition),
        reverse("reports_lesson_figures", args=[edition.course_id, key]),
        reverse("reports_figures_file", args=[edition.course_id]),
    ]
    with_right, without = signed_in(methodologist()), signed_in(cast.make_staff())
    for page in pages:
        assert with_right.get(page).status_code == 200
        assert without.get(page).status_code in (302, 403)
        assert signed_in(aigerim).get(page).status_code in (302, 403)
    assert with_right.get(course_page(edition, edition=99), follow=True).status_code == 404
    assert with_right.get(course_page(edition, language="en"), follow=True).status_code == 404


def test_the_file_opens_in_excel_and_says_where_it_ends(edition, signed_in):
    many(edition, 30, Topic.BEGAN)
    many(edition, 20, Topic.COMPLETED)
    many(edition, 30, Topic.ANSWERED, activity="check", details=["o:a"])
    fold_figures()
    LessonSnapshot.objects.bulk_create([
        LessonSnapshot(**{
            field.attname: getattr(s, field.attname)
            for field in LessonSnapshot._meta.fields if field.name != "id"
        } | {"correction": 1, "title": "=1+1"})
        for s in LessonSnapshot.objects.filter(position=2)
    ])  # fmt: skip

    response = signed_in(methodologist()).get(
        reverse("reports_figures_file", args=[edition.course_id])
    )

    assert response.streaming
    content = b"".join(response.streaming_content).decode()
    assert content.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(content[1:]), delimiter=";"))
    assert rows[2][:5] == ["Модуль 1", "Сабақ 1", "", "", "30"]
    assert rows[3][:5] == ["Модуль 1", "Сабақ 1", "?", "", "30"]
    assert "'=1+1" in {row[1] for row in rows if len(row) > 1}
    assert str(len(rows) - 1) in rows[-1][0]


def test_one_question_more_costs_no_query_more(edition, signed_in, django_assert_max_num_queries):
    client = signed_in(methodologist())
    key = edition.lessons.first().lesson_key
    pages = [
        course_page(edition, edition="all"),
        reverse("reports_lesson_figures", args=[edition.course_id, key]),
    ]

    def queries():
        counts = []
        for page in pages:
            client.get(page)
            with django_assert_max_num_queries(60) as counted:
                client.get(page)
            counts.append(len(counted))
        return counts

    many(edition, 10, Topic.ANSWERED, activity="check", details=["o:a"])
    fold_figures()
    before = queries()
    for lesson in (1, 2, 3, 4):
        for language in ("kk", "ru"):
            many(edition, 60, Topic.ANSWERED, lesson, language, "check", ["o:b", "right"])
            many(edition, 60, Topic.BEGAN, lesson, language)
    fold_figures()

    assert queries() == before
