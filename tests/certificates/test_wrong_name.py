"""A holder says how their settled name should be written; a clerk with the document decides."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.actions.contacts import join_accounts
from accounts.actions.erasing import erase_account
from accounts.models import LookupSubject, NameCorrection
from certificates.holder.actions import ask_for_name, name_request_of
from certificates.models import Certificate, NameRequest
from certificates.tasks import forget_ended_links
from registry.standin import cast as couples
from tests import cast
from tests.certificates.story import completed
from tests.registry.people import identified

PAGE, DESK = "/kk/certificates/name/", "/kk/desk/name/"
WISHED = "Сәрсенова Айгерім Серікқызы"
pytestmark = pytest.mark.django_db


@pytest.fixture
def proved(aigerim):
    identified(aigerim, couples.AIGERIM, "phone")
    return aigerim


@pytest.fixture
def hers(signed_in, proved):
    return signed_in(proved)


@pytest.fixture
def desk(signed_in):
    return signed_in(cast.make_clerk())


def looked_for(who=couples.AIGERIM, **other) -> dict[str, str]:
    return {
        "identity_number": who.identity.number, "country": "", "name": "", "asked": "1",
        "document_seen": "on",
    } | other  # fmt: skip


def test_a_wish_is_kept_sealed_and_can_be_forgotten(hers, proved):
    assert hers.post(PAGE, {"name": f" {WISHED} "}).status_code == 302
    row = NameRequest.objects.get()
    assert WISHED.encode() not in bytes(row.sealed_name)
    assert name_request_of(proved)[1] == WISHED
    assertContains(hers.get(PAGE), WISHED)
    for _ in range(2):
        assert hers.post(f"{PAGE}withdraw/").status_code == 302
    assert not NameRequest.objects.exists()


def test_a_second_wish_replaces_the_first(hers, proved):
    hers.post(PAGE, {"name": "Бірінші"})
    hers.post(PAGE, {"name": WISHED})
    assert NameRequest.objects.count() == 1
    assert name_request_of(proved)[1] == WISHED


@pytest.mark.parametrize("name", ["", "12 34", "a" * 300, "<b>"])
def test_what_is_no_name_is_asked_for_again(hers, name):
    assert hers.post(PAGE, {"name": name}).status_code == 422
    assert not NameRequest.objects.exists()


def test_a_name_that_was_never_compared_is_not_asked_for(aigerim, signed_in):
    browser = signed_in(aigerim)
    page = browser.post(PAGE, {"name": WISHED})
    assert page.status_code == 200
    assertContains(page, "/kk/account/name/")
    assert not NameRequest.objects.exists()


def test_the_clerk_sees_it_with_the_document_in_hand_and_it_is_recorded(hers, desk):
    hers.post(PAGE, {"name": WISHED})
    assertNotContains(desk.get(DESK), WISHED)

    page = desk.post(DESK, looked_for())

    assert page.context["asked"] == "found"
    assertContains(page, f'value="{WISHED}"')
    assert LookupSubject.objects.get().lookup.purpose == "name"
    assertContains(hers.get("/kk/account/lookups/"), "KZ-75-01")


def test_the_document_decides_and_the_wish_goes(hers, desk, proved, edition, tasks_at_once):
    old = completed(proved, edition).certificates.get()
    hers.post(PAGE, {"name": WISHED})
    typed = looked_for(name=WISHED)
    typed.pop("asked")
    with tasks_at_once():
        assertContains(desk.post(DESK, typed), WISHED)
    assert not NameRequest.objects.exists()
    new = Certificate.objects.get(supersedes=old)
    page = hers.get("/kk/certificates/")
    assertContains(page, f'href="#{new.number}"')


def test_without_a_wish_the_clerk_is_told_so(desk, proved):
    page = desk.post(DESK, looked_for())
    assert (page.status_code, page.context["asked"]) == (200, "none")


def test_who_tries_numbers_of_people_that_are_not_here_is_slowed(hers, desk, proved):
    """People who asked for nothing slow nobody: only numbers that no account has been proved by."""
    for _ in range(20):
        assert desk.post(DESK, looked_for()).status_code == 200
    hers.post(PAGE, {"name": WISHED})
    typed = looked_for(couples.OLGA)
    assert [desk.post(DESK, typed).status_code for _ in range(12)] == [200] * 11 + [429]
    corrected = looked_for(name=WISHED)
    corrected.pop("asked")
    for form in (looked_for(), corrected):
        assert desk.post(DESK, form).status_code == 429
    assert not NameCorrection.objects.exists()


@pytest.mark.parametrize("wrong", [{"identity_number": "123"}, {"document_seen": ""}])
def test_nothing_is_shown_without_a_number_and_the_document(hers, desk, wrong):
    hers.post(PAGE, {"name": WISHED})
    page = desk.post(DESK, looked_for(**wrong))
    assertNotContains(page, WISHED, status_code=422)
    assert "name" not in page.context["form"].errors
    assert not LookupSubject.objects.exists()


def test_a_number_that_was_only_declared_finds_nobodys_wish(hers, desk, proved):
    hers.post(PAGE, {"name": WISHED})
    proved.identities.update(assurance="declared")
    assertNotContains(desk.post(DESK, looked_for()), WISHED)


def test_a_wish_ends_after_its_days(hers, desk, proved):
    hers.post(PAGE, {"name": WISHED})
    NameRequest.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert name_request_of(proved) is None
    assertNotContains(desk.post(DESK, looked_for()), WISHED)
    assert forget_ended_links() == 1


def test_nobody_elses_wish_is_seen_or_forgotten(hers, signed_in, daniyar):
    hers.post(PAGE, {"name": WISHED})
    his = signed_in(daniyar)
    assertNotContains(his.get(PAGE), WISHED)
    his.post(f"{PAGE}withdraw/")
    assert NameRequest.objects.count() == 1


def test_erased_with_the_account_and_not_made_afterwards(hers, proved):
    hers.post(PAGE, {"name": WISHED})
    erase_account(user=proved)
    assert not NameRequest.objects.exists()
    with pytest.raises(IntegrityError, match="erased"), transaction.atomic():
        NameRequest.objects.create(user=proved, sealed_name=b"x", ends_at=timezone.now())


def test_a_joined_account_takes_the_wish_along(hers, proved, daniyar):
    hers.post(PAGE, {"name": WISHED})
    join_accounts(keep=daniyar, gone=proved, contact="aigerim@example.org")
    daniyar.refresh_from_db()
    assert name_request_of(daniyar)[1] == WISHED


def test_of_two_wishes_of_joined_accounts_the_one_that_stays_is_kept(proved, daniyar):
    ask_for_name(user=proved, name="Кетеді")
    identified(daniyar, couples.DANIYAR, "declared")
    NameRequest.objects.create(
        user=daniyar, sealed_name=b"x", ends_at=timezone.now() + timedelta(days=1)
    )
    join_accounts(keep=daniyar, gone=proved, contact="aigerim@example.org")
    assert bytes(NameRequest.objects.get().sealed_name) == b"x"


def test_offices_with_a_clerk_are_found_by_region(hers, django_assert_max_num_queries):
    cast.make_clerk(cast.make_office())
    cast.make_clerk(cast.make_office())
    cast.make_office("KZ-75-02")  # where nobody works in Otau
    cast.make_clerk(cast.make_office("KZ-43-01", "KZ-43"))
    address = f"{PAGE}offices/"
    assertContains(hers.get(PAGE), address)
    assert not hers.get(address).context["offices"]
    with django_assert_max_num_queries(4):
        page = hers.get(address, {"region": "KZ-75"})
    assert [office.code for office in page.context["offices"]] == ["KZ-75-01"]
    for strange in ("KZ-99", "\x00", "x" * 3000):
        assert hers.get(address, {"region": strange}).status_code == 200
    assert not hers.get(address, {"region": "KZ-10"}).context["offices"]
