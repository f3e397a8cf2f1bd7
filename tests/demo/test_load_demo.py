"""The demonstration shows the workshop alive, and a second run changes nothing."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from certificates.addresses import qr_text
from certificates.desk.today.couples import Standing, applications_of, bars, couples_of
from certificates.documents.issuing import issue_certificate
from certificates.jobs import deciding
from certificates.jobs.models import BulkJob
from certificates.models import Certificate
from courses.models import Course, Edition, LessonPage
from courses.outline import outline
from courses.publishing import outlook
from courses.translation.report import report
from demo.ceremonies import hold_ceremonies
from demo.papers import CORRECTED
from demo.people import LEARNERS, REPLACED, REVOKED, STAFF
from demo.tour import SIGHTS, sights
from demo.two_people import GROUP
from demo.workshop import IN_REVIEW, METHODOLOGIST, OUT_OF_STEP, TRAINER
from enrolments.models import Attendance, PolicyProposal
from learning.models import LessonMark
from registry.models import RegistryOffice
from reports.figures.course import course_figures
from reports.figures.lesson import lesson_figures
from reports.figures.pairs import gains
from tests.certificates.test_offline_tool import DOES_NOT, HOLDS
from tests.certificates.test_offline_tool import run as ask_the_tool
from workshop.lessons import lessons_of
from workshop.panels import to_review


def tables() -> dict[str, list[str]]:
    """Every row of every table as text."""
    with connection.cursor() as cursor:
        return {name: rows(cursor, name) for name in connection.introspection.table_names(cursor)}


def rows(cursor, name: str) -> list[str]:
    cursor.execute(f'select t::text from "{name}" t order by 1')
    return [row[0] for row in cursor.fetchall()]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return tmp_path_factory.mktemp("demo-media")


@pytest.fixture(scope="module")
def _demonstration(django_db_setup, django_db_blocker, files):
    """The demonstration, loaded once for this module and taken back after it."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=files), transaction.atomic():
        call_command("load_demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(_demonstration, db, settings, files):
    """The demonstration as it is after its first run, its files too."""
    settings.MEDIA_ROOT = files


def staff(email: str) -> User:
    return User.objects.get(email=email)


def test_a_second_run_changes_nothing(loaded):
    before = tables()

    call_command("load_demo", stdout=StringIO())

    assert {name for name, found in tables().items() if found != before[name]} == set()


def test_the_day_at_almaty_shows_every_state_that_a_couple_may_have(loaded):
    office = RegistryOffice.objects.get(code="KZ-75-01")
    couples = couples_of(applications_of(office, timezone.localdate()))

    standings = {bar.standing: bar.count for bar in bars(couples)}
    assert len(couples) >= 12
    assert [one for one in Standing if not standings[one]] == [Standing.UNKNOWN]
    assert any(one.name_differs for couple in couples for one in couple.answers)
    assert any(one.is_only_declared for couple in couples for one in couple.answers)


def test_on_another_day_the_same_couples_have_their_ceremony_then(loaded):
    office = RegistryOffice.objects.get(code="KZ-75-01")
    today = timezone.localdate()
    before = [one.number for one in applications_of(office, today)]
    people = User.objects.count()

    hold_ceremonies(today + timedelta(days=3))

    assert [one.number for one in applications_of(office, today + timedelta(days=3))] == before
    assert applications_of(office, today) == []
    assert User.objects.count() == people


def test_the_figures_show_where_learners_stop_and_what_most_get_wrong(loaded):
    edition = Edition.objects.get(course__code="NEKE")
    figures = course_figures([edition], "", outline(edition, "kk"))
    slugs = {line.number: line.lesson.slug for line in figures.lessons}

    assert slugs[figures.biggest_drop.number] == "repair"
    others = [line.stopped or 0 for line in figures.lessons if line is not figures.biggest_drop]
    assert figures.biggest_drop.stopped > max(others) + 15
    walked = [line for line in figures.lessons if not line.lesson.is_sensitive]
    assert all(line.began >= 100 and line.minutes for line in walked)
    # A crowd of figures, not of persons.
    named = {one.contact for one in LEARNERS} | {contact for contact, *_ in GROUP}
    learners = User.objects.filter(is_staff=False).exclude(email__startswith="couple-")
    assert {one.email for one in learners} == named
    lines = {
        line.key: line
        for snapshot in edition.lessons.current().filter(language="kk")
        for line in lesson_figures([edition], "", snapshot)
    }
    graded = {key: line for key, line in lines.items() if line.right is not None}
    wrong = [key for key, line in graded.items() if (line.right.percent or 100) < 50]
    assert wrong == ["what-is-left"]
    assert lines["what-is-left"].most_chosen.is_right is False
    [gain] = gains([edition])
    assert (gain.people, gain.low > 0) == (60, True)


def test_the_workshop_has_work_on_its_tables(loaded):
    trainer, methodologist = staff(TRAINER), staff(METHODOLOGIST)
    [waiting] = to_review(methodologist)
    course = Course.objects.get(code="NEKE")

    assert waiting.page.slug == IN_REVIEW[0]
    standing = {(one.page.slug, one.page.locale.language_code): one
                for one in lessons_of(methodologist)}  # fmt: skip
    assert {key for key, one in standing.items() if one.in_review} == {("pause", "kk")}
    assert {key for key, one in standing.items() if one.facts} >= {
        ("elders", "kk"), ("elders", "ru")
    }  # fmt: skip
    assert len(lessons_of(trainer)) == 8  # of one module, in both languages
    live = LessonPage.objects.get(slug=OUT_OF_STEP[0], locale__language_code="kk")
    assert OUT_OF_STEP[2] in str(live.body.get_prep_value())
    behind = [page for page in report(course, None) if page.is_open]
    assert [len(page.sides[1].findings) for page in behind] == [1, 1]
    assert not any(page.sides[0].findings or page.structure for page in behind)
    found = outlook(course)
    assert not found.missing
    assert [page.slug for page in found.left_out] == [IN_REVIEW[0]]
    assert LessonMark.objects.exclude(note="").count() == 2


def test_what_somebody_wrote_in_the_admin_is_kept_and_does_not_stop_the_demonstration(loaded):
    page = LessonPage.objects.get(slug="housework", locale__language_code="kk")
    page.title = "Үйде кім не істейді екен"
    page.save_revision(user=staff(METHODOLOGIST)).publish()

    call_command("load_demo", stdout=StringIO())

    page.refresh_from_db()
    assert page.title == "Үйде кім не істейді екен"
    assert set(Edition.objects.values_list("number", flat=True)) == {1}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_page_of_the_demonstration_leads_to_what_its_accounts_may_see(
    loaded, client, language, settings
):
    settings.STAFF_SECOND_FACTOR = False  # as in the demonstration
    page = client.get(f"/{language}/demo/").content.decode()

    for person in STAFF:
        assert person.email in page
    with override(language):
        assert len(sights()) == len(SIGHTS)
        for sight, url in sights():
            assert f'href="{url}"' in page
            client.force_login(
                staff(sight.contact), backend="accounts.backends.StaffPasswordBackend"
            )
            assert client.get(url).status_code == 200, (sight.contact, url)


def test_strangers_check_the_certificates_of_the_demonstration(loaded, client, tmp_path):
    """With the tool that shares nothing with us, from saved files."""
    codes = {}
    for email in ("irina@example.org", REVOKED, REPLACED):
        own = Certificate.objects.filter(enrolment__user__email=email)
        codes[email] = [
            qr_text("https://otau.kz", one.number, issued(one).signed_payload)
            for one in own.order_by("pk")
        ]
    for name in ("keys.json", "status.cbor"):
        (tmp_path / name).write_bytes(client.get(f"/.well-known/otau/{name}").content)

    [irinas], [revoked], [old, new] = codes.values()
    assert ask_the_tool(tmp_path, irinas, "--name", "Соколова Ирина Викторовна")[0] == HOLDS
    assert ask_the_tool(tmp_path, new, "--name", CORRECTED)[0] == HOLDS
    for code, word in ((revoked, "Revoked"), (old, "Replaced")):
        answer, said = ask_the_tool(tmp_path, code)
        assert (answer, word in said) == (DOES_NOT, True)


def issued(certificate):
    issue = issue_certificate(certificate_id=certificate.pk)
    assert issue is not None
    return issue


def test_a_job_about_all_certificates_waits_for_a_second_person(loaded):
    job = BulkJob.objects.get()
    assert (job.state, job.proposed_by.email) == ("waiting", "deputy@example.org")
    rows = job.rows.values_list("state", "why")
    assert rows.filter(state="waiting").count() > 10
    # Two had ended before; whoever was certified meanwhile has the words of today.
    assert set(rows.exclude(state="waiting")) == {("left_out", "ended")}
    deciding.confirm(job=job, by=staff("admin@example.org"))
    job.refresh_from_db()
    assert job.state == "running"


def test_a_policy_and_a_list_of_a_group_wait_for_a_second_person(loaded):
    proposal = PolicyProposal.objects.open().get()
    assert proposal.proposed_by.email == "deputy@example.org"
    waiting = Attendance.objects.waiting()
    assert {one.enrolment.user.email for one in waiting} == {contact for contact, *_ in GROUP}
    assert {one.recorded_by.email for one in waiting} == {"clerk.almaty@example.org"}
