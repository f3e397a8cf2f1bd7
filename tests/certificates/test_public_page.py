"""Anybody checks a certificate: the facts to compare, no name, a match or no match."""

import datetime as dt
import html
import re

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actions.erasing import erase_account
from accounts.actions.record import record_lookups
from certificates import views
from certificates.actions import certify_again, revoke, supersede
from certificates.documents.issuing import facts_of
from certificates.models import Certificate
from certificates.rendering.dates import date_kk, date_ru
from certificates.rendering.wording import wording
from enrolments.models import CoursePolicy
from registry.actions.claims import keys_of
from registry.standin import cast as couples
from tests import cast
from tests.certificates.story import completed
from tests.registry.people import identified

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(aigerim, edition, tasks_at_once) -> Certificate:
    with tasks_at_once():
        return completed(aigerim, edition).certificates.get()


@pytest.mark.parametrize("path", ["/c/", "/C/"])
def test_the_address_in_the_qr_code_leads_to_the_page(client, certificate, path):
    compact = certificate.number.replace("-", "")

    response = client.get(f"{path}{compact}", follow=True)

    assert response.redirect_chain[-1][0].endswith(f"/c/{certificate.number}/")
    assert response.status_code == 200


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_page_shows_the_facts_and_no_name(client, certificate, language):
    page = client.get(f"/{language}/c/{certificate.number}/").content.decode()

    assert certificate.number in page
    title = {"kk": certificate.course_title_kk, "ru": certificate.course_title_ru}[language]
    assert title in page
    assert "Айгерім" not in page
    assert "Сәрсенова" not in page


def test_the_holders_name_matches_and_another_does_not(client, certificate):
    address = f"/kk/c/{certificate.number}/"

    match = client.post(address, {"name": "айгерім сәрсенова"})
    other = client.post(address, {"name": "Айгерім Сарсенова"})

    assert match.context["outcome"] == "match"
    assert other.context["outcome"] == "no_match"
    part = client.post(address, {"name": "Айгерім Сәрсенова"}, headers={"HX-Request": "true"})
    assert part.context["outcome"] == "match"
    assert "<html" not in part.content.decode()


def test_an_empty_name_is_asked_for_again(client, certificate):
    response = client.post(f"/kk/c/{certificate.number}/", {"name": "  "})

    assert response.status_code == 422
    assert response.context["form"].errors


def test_a_list_of_names_is_slowed_and_the_right_name_is_not_told_then(client, certificate):
    address = f"/kk/c/{certificate.number}/"
    for number in range(12):
        client.post(address, {"name": f"Аты Жөні {number}"})

    response = client.post(address, {"name": "Айгерім Сәрсенова"})

    assert response.status_code == 429
    assert response.context["outcome"] == "wait"


def test_whoever_goes_on_trying_names_shuts_out_nobody_else(client, certificate, monkeypatch):
    address = f"/kk/c/{certificate.number}/"
    monkeypatch.setattr("certificates.views.NAMES_PER_CERTIFICATE", {"limit": 15, "seconds": 3600})
    for number in range(30):
        client.post(address, {"name": f"Аты Жөні {number}"}, REMOTE_ADDR="203.0.113.7")

    at_the_office = client.post(address, {"name": "Айгерім Сәрсенова"}, REMOTE_ADDR="203.0.113.8")

    assert at_the_office.context["outcome"] == "match"


def test_no_address_alone_uses_up_the_tries_of_a_certificate():
    per_address, per_certificate = views.NAMES_PER_ADDRESS, views.NAMES_PER_CERTIFICATE
    # The windows of an address begin when it does, so one more of them touches the longer one.
    windows = per_certificate["seconds"] // per_address["seconds"] + 1
    assert windows * per_address["limit"] < per_certificate["limit"]


def test_many_addresses_together_are_slowed_too(client, certificate, monkeypatch):
    address = f"/kk/c/{certificate.number}/"
    monkeypatch.setattr("certificates.views.NAMES_PER_CERTIFICATE", {"limit": 15, "seconds": 3600})
    answers = [
        client.post(address, {"name": "Аты Жөні"}, REMOTE_ADDR=f"203.0.113.{one}").status_code
        for one in range(16)
    ]
    assert answers == [200] * 15 + [429]


def test_an_unknown_number_and_a_damaged_one_have_pages_of_their_own(client, certificate):
    other = "0000-0000-0000"
    from certificates.numbers import check_character

    unknown = client.get(f"/kk/c/{other}{check_character('0' * 12)}/")
    wrong_end = "1" if certificate.number[-1] != "1" else "2"
    damaged = client.get(f"/kk/c/{certificate.number[:-1]}{wrong_end}/")

    assert (unknown.status_code, damaged.status_code) == (404, 404)
    assert unknown.templates[0].name == "certificates/unknown.html"
    assert damaged.templates[0].name == "certificates/damaged.html"
    for strange in ("x", "%00", "a" * 300, "../../etc", "'; drop table"):
        assert client.get(f"/kk/c/{strange}/").status_code == 404


def test_small_letters_and_cyrillic_lookalikes_find_the_same_page(client, certificate):
    typed = certificate.number.lower().replace("k", "к").replace("m", "м").replace("-", "")

    response = client.get(f"/kk/c/{typed}/")

    assert response.status_code == 302
    assert response["Location"].endswith(f"/c/{certificate.number}/")


def test_the_number_can_be_typed(client, certificate):
    found = client.post("/kk/c/", {"number": certificate.number.lower()})
    wrong = client.post("/kk/c/", {"number": "1234"})

    assert found["Location"].endswith(f"/c/{certificate.number}/")
    assert wrong.status_code == 422


def test_revoked_superseded_and_expired_are_said(client, certificate, irina, edition):
    CoursePolicy.objects.create(
        course=edition.course, valid_from=dt.date(2020, 1, 1), validity_months=1
    )
    new = supersede(certificate=certificate, by=None, name="Айгерім С")
    revoke(certificate=new, reason="granted_in_error")

    old_page = client.get(f"/kk/c/{certificate.number}/")
    new_page = client.get(f"/kk/c/{new.number}/")

    assert old_page.context["state"] == "superseded"
    assert new.number in old_page.content.decode()
    assert new_page.context["state"] == "revoked"


def test_one_that_is_replaced_while_it_is_looked_at_says_by_which(client, certificate):
    made = []

    def replace_before_its_events(execute, sql, *args):
        if not made and 'FROM "certificates_certificateevent"' in sql:
            made.append(None)
            made.append(supersede(certificate=certificate, by=None, name="Айгерім С"))
        return execute(sql, *args)

    with connection.execute_wrapper(replace_before_its_events):
        page = client.get(f"/kk/c/{certificate.number}/")
    assert page.context["state"] == "superseded"
    assert made[1].number in page.text


def test_an_expired_certificate_says_that_the_course_was_completed(
    client, aigerim, edition, monkeypatch
):
    CoursePolicy.objects.create(
        course=edition.course, valid_from=dt.date(2020, 1, 1), validity_months=1
    )
    certificate = completed(aigerim, edition).certificates.get()
    later = timezone.localdate() + dt.timedelta(days=70)
    monkeypatch.setattr(timezone, "localdate", lambda *args: later)

    assert client.get(f"/kk/c/{certificate.number}/").context["state"] == "expired"


def test_the_public_page_costs_few_queries(client, certificate, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get(f"/kk/c/{certificate.number}/")


def test_the_holder_downloads_both_and_nobody_else_does(
    certificate, aigerim, daniyar, signed_in, client
):
    pdf, picture = (f"/kk/certificates/{certificate.number}/{kind}/" for kind in ("pdf", "picture"))
    hers = signed_in(aigerim)

    document = hers.get(pdf)
    assert document.content.startswith(b"%PDF")
    assert "no-store" in document["Cache-Control"]
    assert hers.get(picture).content.startswith(b"\x89PNG")
    assert signed_in(daniyar).get(pdf).status_code == 404
    assert client.get(pdf).status_code == 302


def test_my_certificates_list_what_is_ready_and_what_is_being_made(
    aigerim, edition, signed_in, certificate, irina
):
    ready = signed_in(aigerim).get("/kk/certificates/")
    completed(irina, edition)
    waiting = signed_in(irina).get("/ru/certificates/")

    assert certificate.number in ready.content.decode()
    assert not ready.context["waiting"]
    assert waiting.context["waiting"]
    assert re.search(r'hx-trigger="every 2s"', waiting.content.decode())


def test_the_public_keys_are_published(client, certificate):
    document = client.get("/.well-known/otau/keys.json").json()

    assert [key["kid"] for key in document["keys"]] == [certificate.issue.key_id]


def test_a_document_of_no_possible_number_does_not_exist(aigerim, signed_in):
    assert signed_in(aigerim).get("/kk/certificates/%00/pdf/").status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_page_says_when_it_was_issued_and_is_kept_by_nobody(client, certificate, language):
    page = client.get(f"/{language}/c/{certificate.number}/")

    issued = timezone.localdate(certificate.certified_at)
    words = date_ru(issued) if language == "ru" else date_kk(issued)
    assert words in [row["value"] for row in page.context["rows"]]
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"
    assert '<meta name="robots" content="noindex">' in page.text


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_page_says_each_line_of_the_paper_in_its_words(client, certificate, language):
    page = client.get(f"/{language}/c/{certificate.number}/")

    paper = wording(facts_of(certificate, signed="proof"))
    russian = language == "ru"
    lines = [(line.label[russian], line.value[russian]) for line in paper.lines]
    said = [(row["name"], row["value"]) for row in page.context["rows"]]
    assert [one for one in said if one in lines] == lines
    assert (paper.holder_label[russian], paper.name_note[russian]) in said
    assert (paper.course_label[russian], paper.course_title[russian]) in said
    assert (paper.number_label[russian], paper.number) in said
    for _label, value in lines:
        assert value in html.unescape(page.text)


def test_the_one_that_replaced_another_is_a_link_away(client, certificate):
    new = supersede(certificate=certificate, by=None, name="Айгерім С")
    page = client.get(f"/kk/c/{certificate.number}/")
    assert f'href="/kk/c/{new.number}/"' in page.text


def test_one_that_was_revoked_and_certified_again_leads_to_the_new_one(
    client, certificate, aigerim, signed_in
):
    revoke(certificate=certificate, reason="identity_displaced")
    new = certify_again(user=aigerim, since=certificate.certified_at)[0]
    page = client.get(f"/kk/c/{certificate.number}/")
    assert page.context["state"] == "revoked"
    assert f'href="/kk/c/{new.number}/"' in page.text
    assert f'href="#{new.number}"' in signed_in(aigerim).get("/kk/certificates/").text


def test_after_an_erasure_the_facts_stay_and_the_name_is_still_compared(
    client, certificate, aigerim, signed_in
):
    erase_account(user=aigerim)
    address = f"/kk/c/{certificate.number}/"
    assert client.get(address).context["state"] == "valid"
    assert client.post(address, {"name": "Айгерім Сәрсенова"}).context["outcome"] == "match"


class TestTheHoldersPage:
    def looked_up(self, user, clerk, purpose, answer="completed", client=""):
        key = keys_of(user.identities.get(displaced_at=None))[0]
        who = {"client": client} if client else {"actor": clerk}
        place = "Алматы бөлімі / Отдел Алматы"
        record_lookups(**who, place=place, purpose=purpose, answers=[(key, answer)])

    def test_says_which_registry_office_or_system_checked(
        self, certificate, aigerim, signed_in, django_assert_num_queries
    ):
        identified(aigerim, couples.AIGERIM, "phone")
        clerk, browser = cast.make_clerk(), signed_in(aigerim)
        self.looked_up(aigerim, clerk, "certificate")
        self.looked_up(aigerim, clerk, "recovery")
        self.looked_up(aigerim, clerk, "certificate_holder", "shown")
        page = browser.get("/kk/certificates/")
        purposes = [one.purpose for one, facts in page.context["lookups"]]
        assert purposes == ["certificate_holder", "certificate"]
        assert "Алматы бөлімі" in page.text
        assert clerk.name not in page.text
        with django_assert_num_queries(8):
            browser.get("/kk/certificates/")
        for _ in range(6):
            self.looked_up(aigerim, clerk, "api", client="almaty-system")
        with django_assert_num_queries(8):
            page = browser.get("/kk/certificates/")
        assert len(page.context["lookups"]) == 5

    def test_shows_nobodys_look_before_the_identity_is_confirmed(
        self, certificate, aigerim, signed_in
    ):
        identified(aigerim, couples.AIGERIM, "declared")
        self.looked_up(aigerim, cast.make_clerk(), "desk")
        assert signed_in(aigerim).get("/kk/certificates/").context["lookups"] == []

    def test_says_each_state_and_offers_what_fits_it(self, certificate, aigerim, signed_in):
        new = supersede(certificate=certificate, by=None, name="Айгерім С")
        browser = signed_in(aigerim)
        page = browser.get("/kk/certificates/")
        states = {one.certificate.number: one.state for one in page.context["certificates"]}
        assert states == {certificate.number: "superseded", new.number: "valid"}
        assert f'href="#{new.number}"' in page.text
        assert f"/certificates/{new.number}/links/" in page.text
        assert f"/certificates/{certificate.number}/links/" not in page.text
        revoke(certificate=new, reason="granted_in_error")
        assert f"/certificates/{new.number}/links/" not in browser.get("/kk/certificates/").text

    def test_asks_less_often_for_one_that_is_late(self, irina, edition, signed_in, monkeypatch):
        completed(irina, edition)
        browser, later = signed_in(irina), timezone.now() + dt.timedelta(minutes=3)
        assert 'hx-trigger="every 2s"' in browser.get("/kk/certificates/").text
        monkeypatch.setattr(timezone, "now", lambda: later)
        assert 'hx-trigger="every 30s"' in browser.get("/kk/certificates/").text
