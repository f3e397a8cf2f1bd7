"""Roles have days; rights follow them."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import PasswordLink, User
from courses.models import LessonPage, ModulePage
from tests import cast
from tests.workshop import story
from workshop.actions.assignments import end_role, give_role, move_trainer
from workshop.exceptions import (
    AssignmentExists,
    AssignmentOver,
    DatesWrong,
    LastAdministrator,
    OverseesThemselves,
)
from workshop.models import Assignment
from workshop.roles import Role
from workshop.tasks import keep_roles

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
ADD = "/admin/people/add/"


def days(number):
    return timezone.localdate() + timedelta(days=number)


def fresh(user):
    return User.objects.get(pk=user.pk)


def may_edit(user, page):
    return page.permissions_for_user(fresh(user)).can_edit()


@pytest.fixture
def other_module(module):
    return ModulePage.objects.exclude(translation_key=module.translation_key).first()


@pytest.fixture
def on_day(monkeypatch):
    """`on_day(3)`: the nightly task runs as if it were three days later."""

    def run(number):
        with pytest.MonkeyPatch.context() as patch:
            day = days(number)
            patch.setattr("django.utils.timezone.localdate", lambda: day)
            keep_roles()

    return run


def form(**values):
    return {"role": "trainer", "module": "", "began_on": TODAY().isoformat(), "ended_on": ""} | {
        name: str(value) for name, value in values.items()
    }


def test_a_new_colleague_is_invited_sets_a_password_and_is_asked_for_a_second_factor(
    administrator, module, signed_in, tasks_at_once, client
):
    with tasks_at_once():
        response = signed_in(administrator).post(
            ADD,
            form(email="New@Example.org", name="Жаңа Тренер", language="ru",
                 module=module.translation_key),
        )  # fmt: skip
    new = User.objects.get(email="new@example.org")
    assert response["Location"] == f"/admin/people/{new.pk}/"
    assert (new.name, new.language, new.is_staff) == ("Жаңа Тренер", "ru", True)
    text = mail.outbox[-1].body
    path = re.search(r"https?://[^/]+(/ru/staff/set-password/[\w-]+/)", text)[1]
    assert client.get(path).status_code == 200
    words = {"new_password1": "a long new password", "new_password2": "a long new password"}
    assert "error" in client.post(path, words | {"new_password2": "other"}).text
    assert client.post(path, words)["Location"] == "/ru/staff/login/"
    assert client.post(path, words).status_code == 410
    assert client.get(path).status_code == 410
    login = {"login": "new@example.org", "password": "a long new password"}
    client.post("/ru/staff/login/", login)
    assert "/staff/2fa/totp/activate/" in client.get("/admin/")["Location"]


def test_the_link_is_readable_nowhere_and_over_after_two_days_or_when_a_newer_one_is_sent(
    administrator, trainer, signed_in, tasks_at_once, client
):
    browser = signed_in(administrator)
    paths = []
    for _ in range(2):
        with tasks_at_once():
            browser.post(f"/admin/people/{trainer.pk}/link/")
        text = mail.outbox[-1].body
        paths.append(re.search(r"(/kk/staff/set-password/[\w-]+/)", text)[1])
    assert not PasswordLink.objects.exclude(sealed_token=None).exists()
    assert [client.get(path).status_code for path in paths] == [410, 200]
    PasswordLink.objects.update(expires_at=timezone.now())
    assert client.get(paths[1]).status_code == 410
    assert client.get("/kk/staff/set-password/guess/").status_code == 410


def test_a_learners_address_is_refused_and_a_clerk_keeps_their_account(
    administrator, aigerim, signed_in
):
    browser = signed_in(administrator)
    response = browser.post(ADD, form(email=aigerim.email, role="site_editor"))
    assert response.status_code == 422
    assert not fresh(aigerim).is_staff
    clerk = cast.make_clerk(email="clerk@example.org")
    browser.post(ADD, form(email="clerk@example.org", role="site_editor"))
    assert fresh(clerk).has_perm("wagtailadmin.access_admin")
    end_role(by=None, assignment=Assignment.objects.get(user=clerk))
    assert fresh(clerk).is_staff  # still a clerk
    assert not fresh(clerk).has_perm("wagtailadmin.access_admin")


def test_a_methodologist_is_not_told_who_learns(methodologist, aigerim, signed_in):
    """An address of a learner and one of nobody are answered alike."""
    browser, told = signed_in(methodologist), set()
    for email in (aigerim.email, "nobody@example.org"):
        response = browser.post(ADD, form(email=email, role="trainer"))
        assert response.status_code == 422
        told.add(str(response.context["form"].errors))
    assert len(told) == 1


def test_ending_a_role_takes_the_rights_and_the_session_at_once(
    administrator, trainer, lesson, signed_in
):
    trainers = signed_in(trainer)
    assert trainers.get("/admin/").status_code == 200
    role = Assignment.objects.get(user=trainer)
    address = f"/admin/people/roles/{role.pk}/end/"
    boss = signed_in(administrator)
    assert boss.get(address).status_code == 200
    boss.post(address, {"on": TODAY().isoformat()})
    assert not may_edit(trainer, lesson)
    assert not fresh(trainer).is_staff
    assert "/staff/login/" in trainers.get("/admin/")["Location"]
    role.refresh_from_db()
    assert (role.ended_on, role.ended_by) == (TODAY(), administrator)
    with pytest.raises(AssignmentOver):
        end_role(by=None, assignment=role)


def test_a_role_begins_and_ends_by_itself_on_its_days(lesson, module, on_day):
    person = cast.make_staff()
    give_role(
        by=None, user=person, role=Role.TRAINER, module_key=module.translation_key,
        began_on=days(2), ended_on=days(4),
    )  # fmt: skip
    seen = []
    for number in (0, 2, 3, 4):
        on_day(number)
        seen.append((may_edit(person, lesson), fresh(person).is_staff))
    assert seen == [(False, False), (True, True), (True, True), (False, False)]


def test_a_trainer_moves_between_modules_on_a_day(trainer, lesson, other_module, on_day):
    role = Assignment.objects.get(user=trainer)
    moved = move_trainer(
        by=None, assignment=role, module_key=other_module.translation_key, on=days(3)
    )
    there = LessonPage.objects.child_of(other_module).first()
    assert (may_edit(trainer, lesson), may_edit(trainer, there)) == (True, False)
    on_day(3)
    assert (may_edit(trainer, lesson), may_edit(trainer, there)) == (False, True)
    assert moved.began_on == days(3)
    assert Assignment.objects.filter(user=trainer).count() == 2


def test_the_same_role_is_not_given_twice_for_the_same_days(trainer, module):
    again = {
        "by": None, "user": trainer, "role": Role.TRAINER, "module_key": module.translation_key
    }  # fmt: skip
    for period in ({}, {"began_on": days(5)}, {"began_on": days(1), "ended_on": days(2)}):
        with pytest.raises(AssignmentExists):
            give_role(**again, **period)
    end_role(by=None, assignment=Assignment.objects.get(user=trainer), on=days(5))
    assert give_role(**again, began_on=days(5)).began_on == days(5)


@pytest.mark.parametrize(
    "period", [(-1, None), (0, 0), (3, 2)], ids=["in the past", "no day", "ends before"]
)
def test_dates_that_cannot_be_are_refused(methodologist, period):
    begin, end = period
    with pytest.raises(DatesWrong):
        give_role(
            by=None, user=methodologist, role=Role.SITE_EDITOR, began_on=days(begin),
            ended_on=None if end is None else days(end),
        )  # fmt: skip


def test_history_is_kept_by_the_database(trainer):
    role = Assignment.objects.get(user=trainer)
    for change in (role.delete, lambda: Assignment.objects.update(began_on=days(-9))):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(user=trainer, role="trainer", module_key=role.module_key)


def test_a_methodologist_gives_modules_to_trainers_and_no_other_role(
    methodologist, administrator, trainer, other_module, signed_in
):
    browser = signed_in(methodologist)
    listed = browser.get("/admin/people/").text
    assert trainer.email in listed
    assert administrator.email not in listed
    browser.post(f"/admin/people/{trainer.pk}/", form(module=other_module.translation_key))
    assert Assignment.objects.filter(user=trainer).count() == 2
    assert browser.post(ADD, form(email=trainer.email, role="methodologist")).status_code == 422
    assert browser.post(ADD, form(email="stranger@example.org")).status_code == 422
    assert not User.objects.filter(email="stranger@example.org").exists()
    role = Assignment.objects.get(user=administrator)
    hidden = browser.get(f"/admin/people/{administrator.pk}/", follow=True)
    assert hidden.status_code == 404
    browser.post(f"/admin/people/roles/{role.pk}/end/", {"on": TODAY().isoformat()})
    role.refresh_from_db()
    assert role.ended_on is None
    assert browser.post(f"/admin/people/{trainer.pk}/link/").status_code == 302
    assert not PasswordLink.objects.exists()


def test_nobody_makes_themselves_the_officer_and_no_administrator_is_one(administrator):
    later = timezone.localdate() + timedelta(days=2)
    colleague = story.make_person("officer")
    operator = cast.make_staff(superuser=True)
    for by, user, role in (
        (administrator, administrator, "officer"), (operator, administrator, "officer"),
        (administrator, colleague, "administrator"), (operator, operator, "officer"),
    ):  # fmt: skip
        with pytest.raises(OverseesThemselves):
            give_role(by=by, user=user, role=Role(role), began_on=later)
    end_role(by=None, assignment=colleague.assignments.get(), on=later)
    give_role(by=administrator, user=colleague, role=Role.ADMINISTRATOR, began_on=later)
    assert Assignment.objects.filter(role="officer").count() == 1


def test_the_last_administrator_stays(administrator, signed_in):
    role = Assignment.objects.get(user=administrator)
    with pytest.raises(LastAdministrator):
        end_role(by=administrator, assignment=role)
    address = f"/admin/people/roles/{role.pk}/end/"
    response = signed_in(administrator).post(address, {"on": TODAY().isoformat()})
    assert response.status_code == 422
    assert fresh(administrator).is_staff


def test_who_has_left_is_listed_apart_with_history(administrator, trainer, signed_in):
    end_role(by=administrator, assignment=Assignment.objects.get(user=trainer))
    browser = signed_in(administrator)
    assert trainer.email not in browser.get("/admin/people/").text
    assert trainer.email in browser.get("/admin/people/?over").text
    assert "Ержан Әкімші" in browser.get(f"/admin/people/{trainer.pk}/").text


def test_the_list_costs_the_same_for_many_people(
    administrator, trainer, module, signed_in, django_assert_num_queries
):
    browser = signed_in(administrator)
    browser.get("/admin/people/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/admin/people/")
    for _ in range(5):
        story.make_person("trainer", module=module)
    with django_assert_num_queries(len(few)):
        assert "w-status" not in browser.get("/admin/people/").text
    assert len(few) <= 20
