"""A day's applications as a file: read, shown, taken in; what is wrong is told by line."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DataError
from django.utils import timezone

from registry import actions
from registry.actions import (
    accept_import,
    drop_import,
    forget_imports,
    hand_in_applications,
    learn_of_application,
    read_import,
    take_in_batch,
)
from registry.actions.applications import keep_words
from registry.exceptions import ImportDecided
from registry.models import (
    Applicant,
    ApplicationFact,
    ImportJob,
    ImportRow,
    MarriageApplication,
)
from registry.standin import cast as couples
from registry.tasks import forget_old_imports, go_on_with_imports
from tests import cast
from tests.registry.sheets import book_of, crowd, csv_of, line, office

pytestmark = pytest.mark.django_db
OURS = couples.AIGERIM_AND_DANIYAR


@pytest.fixture
def clerk():
    return cast.make_clerk(office())


def read(content, by, at=None) -> ImportJob:
    job = hand_in_applications(office=at or office(), content=content, by=by)
    assert read_import(job_id=job.pk)
    job.refresh_from_db()
    return job


def take_in(job, by) -> ImportJob:
    accept_import(job=job, by=by)
    while take_in_batch(job_id=job.pk):
        pass
    job.refresh_from_db()
    return job


def wrong(job) -> list[tuple]:
    rows = job.rows.filter(kind="wrong").order_by("line")
    return [(row.line, *error) for row in rows for error in row.errors]


@pytest.mark.parametrize("make", [csv_of, book_of])
def test_a_file_is_read_shown_and_taken_in(clerk, make):
    job = read(make([line(), line(couples.IRINA_AND_MEHMET)]), clerk)
    assert (job.problem, job.preview, MarriageApplication.objects.count()) == ("", {"new": 2}, 0)
    take_in(job, clerk)
    assert (job.outcome, job.decided_by) == ({"new": 2}, clerk)
    application = MarriageApplication.objects.get(number=OURS.number)
    assert (application.state, application.office) == ("confirmed", office())
    record = OURS.on(timezone.localdate())
    assert (application.ceremony_date, application.told_at) == (
        record.ceremony_date, record.updated_at
    )  # fmt: skip
    assert {fact.source for fact in ApplicationFact.objects.all()} == {"import"}
    assert Applicant.objects.count() == 4


def test_nothing_of_a_person_is_kept_in_plain_text_or_longer_than_needed(clerk):
    job = hand_in_applications(office=office(), content=csv_of([line()]), by=clerk)
    person = OURS.applicants[0]

    def kept() -> str:
        values = [*ImportJob.objects.values_list(), *ImportRow.objects.values_list()]
        return repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in values])

    assert person.identity.number not in kept()
    read_import(job_id=job.pk)
    job.refresh_from_db()
    assert job.sealed_file is None
    assert person.identity.number not in kept()
    assert person.name not in kept()
    take_in(job, clerk)
    assert not ImportRow.objects.exclude(sealed_record=None).exists()
    assert ImportRow.objects.get().result == "new"


def test_the_preview_compares_with_what_is_known(clerk):
    record = OURS.on(timezone.localdate())
    for applicant in learn_of_application(record=record, source="gateway").applicants.all():
        keep_words(applicant=applicant, record=record)  # both have linked it
    later, earlier = (
        f"{record.updated_at + timedelta(minutes=way * 10):%d.%m.%Y %H:%M}" for way in (1, -1)
    )
    for cells, kind in (
        (line(), "same"),
        (line(updated_at=later), "same"),
        (line(updated_at=later, ceremony_date=""), "changed"),
        (line(updated_at=later, applicant_1_phone="+77010000000"), "changed"),
        (line(updated_at=later, applicant_2_name="Сейтов Данияр"), "changed"),
        (line(updated_at=earlier, state="filed"), "older"),
    ):
        assert read(csv_of([cells]), clerk).preview == {kind: 1}, cells


def test_older_news_change_nothing_and_are_kept(clerk):
    record = OURS.on(timezone.localdate())
    learn_of_application(record=record, source="gateway")
    job = read(csv_of([line(updated_at=f"{record.filed_on:%d.%m.%Y}", state="подано")]), clerk)
    take_in(job, clerk)
    application = MarriageApplication.objects.get()
    assert (job.outcome, application.state) == ({"older": 1}, "confirmed")
    assert set(application.facts.values_list("state", flat=True)) == {"confirmed", "filed"}


def test_three_bad_lines_are_told_and_the_rest_taken_in_or_nothing_as_asked(clerk):
    lines = crowd(12)
    lines[2]["applicant_1_number"] = "900000000000"
    lines[5]["state"] = "бәлкім"
    lines[9]["filed_on"] = "31.02.2026"
    job = read(csv_of(lines), clerk)
    assert job.preview == {"new": 9, "wrong": 3}
    assert wrong(job) == [
        (4, "applicant_1_number", "not_an_iin", None),
        (7, "state", "unknown_state", None),
        (11, "filed_on", "not_a_date", None),
    ]
    drop_import(job=job, by=clerk)
    assert not MarriageApplication.objects.exists()
    assert not ImportRow.objects.exclude(sealed_record=None).exists()
    again = take_in(read(csv_of(lines), clerk), clerk)
    assert (again.outcome, MarriageApplication.objects.count()) == ({"new": 9}, 9)
    with pytest.raises(ImportDecided):
        accept_import(job=job, by=clerk)
    with pytest.raises(ImportDecided):
        drop_import(job=again, by=clerk)


def test_the_same_file_twice_is_the_same_as_once(clerk, django_assert_max_num_queries):
    content = csv_of(crowd(20))
    take_in(read(content, clerk), clerk)
    facts = ApplicationFact.objects.count()
    again = read(content, cast.make_clerk(office()))
    assert again.preview == {"same": 20}
    accept_import(job=again, by=clerk)
    with django_assert_max_num_queries(14):
        take_in_batch(job_id=again.pk)
    again.refresh_from_db()
    assert (again.outcome, ApplicationFact.objects.count()) == ({"same": 20}, facts)


def test_two_files_with_the_same_lines_undecided_at_once(clerk):
    content = csv_of(crowd(3))
    one, two = read(content, clerk), read(content, clerk)
    assert (one.preview, two.preview) == ({"new": 3}, {"new": 3})
    assert (take_in(one, clerk).outcome, take_in(two, clerk).outcome) == ({"new": 3}, {"same": 3})


def test_reading_costs_the_same_queries_for_more_lines(clerk, django_assert_max_num_queries):
    for count in (2, 400):
        job = hand_in_applications(office=office(), content=csv_of(crowd(count)), by=clerk)
        with django_assert_max_num_queries(22):
            read_import(job_id=job.pk)


class TestOtherOffices:
    """An office hands an application over; none takes one."""

    def test_a_line_of_another_office_is_wrong(self, clerk):
        cast.make_office("KZ-75-01")
        assert wrong(read(csv_of([line(office_code="KZ-75-01")]), clerk)) == [
            (2, "office_code", "other_office", None)
        ]
        assert wrong(read(csv_of([line(office_code="KZ-99-99")]), clerk)) == [
            (2, "office_code", "unknown_office", None)
        ]

    def test_what_another_office_holds_cannot_be_written_over(self, clerk):
        elsewhere = cast.make_office("KZ-75-01")
        known = replace(OURS.on(timezone.localdate()), office_code=elsewhere.code, region="KZ-75")
        learn_of_application(record=known, source="gateway")
        stranger = line(applicant_1_number=couples.OLGA.identity.number, state="moved",
                        updated_at=f"{timezone.localtime():%d.%m.%Y %H:%M}")  # fmt: skip
        job = read(csv_of([stranger]), clerk)
        assert wrong(job) == [(2, "number", "held_elsewhere", None)]
        with pytest.raises(ImportDecided):
            accept_import(job=job, by=clerk)

    def test_nor_when_it_is_learned_of_after_the_preview(self, clerk):
        job = read(csv_of([line()]), clerk)
        cast.make_office("KZ-75-01")
        known = replace(OURS.on(timezone.localdate()), office_code="KZ-75-01", region="KZ-75")
        learn_of_application(record=known, source="gateway")
        assert take_in(job, clerk).outcome == {"wrong": 1}
        assert MarriageApplication.objects.get().office.code == "KZ-75-01"

    def test_the_office_that_has_it_hands_it_over_and_the_other_goes_on(self, clerk):
        elsewhere = cast.make_office("KZ-75-01")
        take_in(read(csv_of([line()]), clerk), clerk)
        now = timezone.localtime()
        over = line(state="moved", office_code="KZ-75-01", updated_at=f"{now:%d.%m.%Y %H:%M}")
        assert take_in(read(csv_of([over]), clerk), clerk).outcome == {"changed": 1}
        assert MarriageApplication.objects.get().office == elsewhere
        there = cast.make_clerk(elsewhere)
        job = read(csv_of([over | {"office_code": ""}]), there, at=elsewhere)
        assert job.preview == {"same": 1}


class TestResuming:
    def test_a_lost_task_is_found_by_the_sweep(self, clerk, tasks_at_once):
        job = hand_in_applications(office=office(), content=csv_of(crowd(2)), by=clerk)
        with tasks_at_once():
            go_on_with_imports()
        job.refresh_from_db()
        assert job.preview == {"new": 2}
        accept_import(job=job, by=clerk)
        with tasks_at_once():
            go_on_with_imports()
        job.refresh_from_db()
        assert (job.outcome, job.ended_at is None) == ({"new": 2}, False)

    def test_batches_go_on_where_the_last_one_ended(self, clerk, monkeypatch):
        monkeypatch.setattr(actions.imports, "A_BATCH", 5)
        job = read(csv_of(crowd(12)), clerk)
        accept_import(job=job, by=clerk)
        assert take_in_batch(job_id=job.pk)
        job.refresh_from_db()
        assert (job.taken, MarriageApplication.objects.count()) == (5, 5)
        assert take_in(job, clerk).outcome == {"new": 12}
        assert not take_in_batch(job_id=job.pk)

    def test_a_line_the_database_refuses_keeps_no_other_back(self, clerk, monkeypatch):
        learn = actions.imports.learn_of_application

        def refuse(*, record, source):
            if record.number.endswith("1"):
                raise DataError
            return learn(record=record, source=source)

        monkeypatch.setattr(actions.imports, "learn_of_application", refuse)
        job = take_in(read(csv_of(crowd(3)), clerk), clerk)
        assert job.outcome == {"new": 2, "wrong": 1}
        assert ImportRow.objects.get(result="wrong").errors == [["number", "ours", None]]

    def test_a_file_that_kills_its_reader_is_given_up(self, clerk):
        job = hand_in_applications(office=office(), content=csv_of(crowd(1)), by=clerk)
        ImportJob.objects.filter(pk=job.pk).update(tries=3)
        read_import(job_id=job.pk)
        job.refresh_from_db()
        assert (job.problem, job.sealed_file) == ("ours", None)

    def test_what_nobody_decides_about_is_forgotten_after_a_week(self, clerk):
        job, fresh = read(csv_of(crowd(2)), clerk), read(csv_of(crowd(2)), clerk)
        ImportJob.objects.filter(pk=job.pk).update(
            uploaded_at=timezone.now() - timedelta(days=7, minutes=1)
        )
        assert forget_imports() == 1
        job.refresh_from_db()
        assert (job.ended_at is None, job.decided_by, job.preview) == (False, None, {"new": 2})
        assert not job.rows.exclude(sealed_record=None).exists()
        assert fresh.rows.exclude(sealed_record=None).count() == 2
        ImportJob.objects.filter(pk=job.pk).update(
            ended_at=timezone.now() - timedelta(days=30, minutes=1)
        )
        forget_old_imports()
        assert not job.rows.exists()
        assert ImportJob.objects.filter(pk=job.pk).exists(), "who handed in what is kept"
