"""A holder opens their name by a link, to whom they choose and for as long as they choose."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import signing
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.actions.contacts import join_accounts
from accounts.actions.erasing import erase_account
from certificates.actions import revoke, supersede
from certificates.holder.actions import open_name
from certificates.models import Certificate, NameLink
from certificates.tasks import forget_ended_links
from registry.standin import cast as couples
from tests import cast
from tests.certificates.at_the_desk import certified
from tests.certificates.story import completed
from tests.enrolments.story import join
from tests.registry.people import identified
from web.redaction import redact

NAME = "Айгерім Сәрсенова"
pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(aigerim, edition, tasks_at_once) -> Certificate:
    with tasks_at_once():
        return completed(aigerim, edition).certificates.get()


@pytest.fixture
def hers(signed_in, aigerim):
    return signed_in(aigerim)


def page_of(certificate, language="kk") -> str:
    return f"/{language}/certificates/{certificate.number}/links/"


def sent(browser, certificate, **other):
    """What the form sends, as it stands in the page."""
    form = browser.get(page_of(certificate)).context["form"]
    return {"days": "7", "token": form.initial["token"]} | other


def made(browser, certificate, **other) -> str:
    """Make a link and return its path."""
    page = browser.post(page_of(certificate), sent(browser, certificate, **other))
    assert page.status_code == 200, page.text
    return re.search(r'value="https?://[^/"]+(/[^"]+)"', page.text)[1]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_name_is_shown_after_a_press_and_only_by_the_link(client, hers, certificate, language):
    path = made(hers, certificate).replace("/kk/", f"/{language}/")

    before = client.get(path)
    after = client.post(path)

    assert (before.status_code, after.status_code) == (200, 200)
    assert NAME not in before.text
    assert certificate.number in before.text
    assert NAME in after.text
    assert NAME not in re.search("<title>(.*?)</title>", after.text, re.DOTALL)[1]
    assert NAME not in client.get(f"/{language}/c/{certificate.number}/").text
    for page in (before, after):
        assert "no-store" in page["Cache-Control"]
        assert page["Referrer-Policy"] == "strict-origin"
        assert "noindex" in page["X-Robots-Tag"]


def test_a_browser_sends_the_form_of_the_link_page_as_it_stands(hers, certificate):
    strict = Client(enforce_csrf_checks=True)
    path = made(hers, certificate)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', strict.get(path).text)[1]
    assert NAME in strict.post(path, {"csrfmiddlewaretoken": token}).text


def test_a_press_without_cookies_brings_the_link_to_no_log_either(hers, certificate):
    """The page that refuses it loads styles, and a proxy may write down for which page."""
    refused = Client(enforce_csrf_checks=True).post(made(hers, certificate))
    assert refused.status_code == 403
    assert refused["Referrer-Policy"] == "strict-origin"


def test_only_a_digest_of_a_long_random_token_is_kept(hers, certificate):
    token = made(hers, certificate).rstrip("/").rpartition("/")[2]
    link = NameLink.objects.get()
    assert len(token) >= 22  # 128 bits and more in base64
    assert token.encode() not in bytes(link.token_digest)
    assert token not in hers.get(page_of(certificate)).text


def test_the_link_reaches_no_log(client, hers, certificate, caplog):
    path = made(hers, certificate)
    NameLink.objects.update(withdrawn_at=timezone.now())
    with caplog.at_level(logging.DEBUG):
        client.get(path)
    assert "/kk/n/[link]/" in redact(caplog.text)  # Django says that it was not found
    assert path not in redact(caplog.text)


def test_openings_are_counted_and_a_preview_is_none(client, hers, certificate):
    path = made(hers, certificate)
    client.get(path)
    client.head(path)
    for _ in range(2):
        client.post(path)
    assert NameLink.objects.get().opened == 2
    assert hers.get(page_of(certificate)).context["links"][0].opened == 2


@pytest.mark.parametrize("days", [1, 7, 30])
def test_a_link_works_for_the_days_that_were_chosen(client, hers, certificate, days, monkeypatch):
    path = made(hers, certificate, days=str(days))
    begun = timezone.now()
    for after, status in ((timedelta(days=days, hours=-1), 200), (timedelta(days=days), 404)):
        monkeypatch.setattr(timezone, "now", lambda at=begun + after: at)
        assert client.get(path).status_code == status
        monkeypatch.undo()


def withdrawn(certificate, hers):
    link = NameLink.objects.get()
    address = f"{page_of(certificate)}{link.pk}/withdraw/"
    assert hers.post(address).status_code == 302
    assert hers.post(address).status_code == 302


ENDS = {
    "withdrawn": withdrawn,
    "superseded": lambda certificate, hers: supersede(certificate=certificate, by=None, name="Ай"),
    "revoked": lambda certificate, hers: revoke(certificate=certificate, reason="granted_in_error"),
    "erased": lambda certificate, hers: erase_account(user=certificate.enrolment.user),
    "over": lambda certificate, hers: NameLink.objects.update(
        made_at=timezone.now() - timedelta(2), ends_at=timezone.now() - timedelta(1)
    ),
}


@pytest.mark.parametrize("how", ENDS)
def test_a_link_that_ended_looks_like_one_that_never_was(client, hers, certificate, how):
    path = made(hers, certificate)
    assert client.get(path).status_code == 200

    ENDS[how](certificate, hers)

    never = Client().get("/kk/n/AAAAAAAAAAAAAAAAAAAAAAAA/")
    for page in (Client().get(path), Client().post(path)):
        assert page.status_code == never.status_code == 404
        assert re.sub(r"/n/[\w-]+/|nonce=\"[^\"]*\"", "", page.text) == re.sub(
            r"/n/[\w-]+/|nonce=\"[^\"]*\"", "", never.text
        )


def test_a_displaced_identity_takes_its_links_along(client, hers, aigerim):
    earned = certified(couples.AIGERIM, user=aigerim, assurance="phone")
    path = made(hers, earned)
    assert client.get(path).status_code == 200
    # Another account proves the same number by a document.
    identified(cast.make_learner(name="Басқа Адам"), couples.AIGERIM, "seen")
    assert client.get(path).status_code == 404


def test_the_same_form_sent_twice_makes_one_link(hers, certificate):
    form = sent(hers, certificate)
    first, again = (hers.post(page_of(certificate), form) for _ in range(2))
    assert first.context["address"] == again.context["address"]
    assert NameLink.objects.count() == 1


def test_a_withdrawn_link_is_not_made_again_by_an_old_form(client, hers, certificate):
    form = sent(hers, certificate)
    path = re.search(r"/kk/n/[\w-]+/", hers.post(page_of(certificate), form).text)[0]
    withdrawn(certificate, hers)
    forget_ended_links()
    assert hers.post(page_of(certificate), form).status_code == 302
    assert client.get(path).status_code == 404


def test_five_links_are_alive_at_most_and_a_withdrawn_one_makes_room(hers, certificate):
    for _ in range(5):
        made(hers, certificate)
    sixth = hers.post(page_of(certificate), sent(hers, certificate))
    assert sixth.status_code == 422
    assert NameLink.objects.count() == 5
    newest = sixth.context["links"][0]
    hers.post(f"{page_of(certificate)}{newest.pk}/withdraw/")
    made(hers, certificate)


@pytest.mark.parametrize(
    "wrong",
    [{"days": "31"}, {"days": ""}, {"days": "x" * 5000}, {"token": "a"}, {"token": ""},
     {"token": "\x00"}, {"token": "\ud800"}, {"token": "a" * 5000}],
)  # fmt: skip
def test_what_is_not_of_the_form_makes_no_link(hers, certificate, wrong):
    encoded = {k: v.encode("utf-8", "surrogatepass") for k, v in wrong.items()}
    page = hers.post(page_of(certificate), sent(hers, certificate) | encoded)
    assert page.status_code in (400, 422)
    assert not NameLink.objects.exists()


def test_a_form_of_another_person_or_certificate_makes_no_link(hers, certificate, irina, edition):
    theirs = signing.dumps("A" * 24, salt=f"name-link:{irina.pk}:{certificate.pk}")
    assert hers.post(page_of(certificate), {"days": "7", "token": theirs}).status_code == 422


def test_strangers_and_the_partner_find_nothing_of_it(
    client, hers, certificate, aigerim, daniyar, signed_in
):
    his = signed_in(daniyar)
    join(hers, his)
    path = made(hers, certificate)
    link = NameLink.objects.get()
    assert his.get(page_of(certificate)).status_code == 404
    assert his.post(f"{page_of(certificate)}{link.pk}/withdraw/").status_code == 404
    assert client.get(page_of(certificate)).status_code == 302
    before = [his.get(address).text for address in ("/kk/couple/", "/kk/certificates/")]
    assert all("/n/" not in text for text in before)
    client.post(path)
    assert NameLink.objects.get().withdrawn_at is None


def test_a_link_of_another_certificate_is_not_withdrawn_here(
    hers, certificate, aigerim, irina, edition
):
    theirs = completed(irina, edition).certificates.get()
    link = open_name(certificate=theirs, token="t" * 24, days=7, by=irina)
    assert hers.post(f"{page_of(certificate)}{link.pk}/withdraw/").status_code == 404
    assert NameLink.objects.alive().filter(pk=link.pk).exists()


@pytest.mark.parametrize("token", ["x", "%00", "a" * 3000, "<script>", "..%2f"])
def test_a_strange_token_opens_nothing(client, certificate, token):
    assert client.get(f"/kk/n/{token}/").status_code == 404


def test_one_that_was_replaced_says_that_no_link_can_be_made(hers, certificate):
    form = sent(hers, certificate)
    supersede(certificate=certificate, by=None, name="Айгерім С")
    assert hers.get(page_of(certificate)).context["has_ended"]
    assert hers.post(page_of(certificate), form).status_code == 422
    assert not NameLink.objects.exists()


def test_an_erased_account_gets_no_link_and_keeps_none(hers, certificate, aigerim):
    made(hers, certificate)
    erase_account(user=aigerim)
    assert not NameLink.objects.exists()
    with pytest.raises(IntegrityError, match="erased"), transaction.atomic():
        open_name(certificate=certificate, token="t" * 24, days=1, by=aigerim)


def test_joined_accounts_keep_their_links(client, hers, certificate, aigerim, daniyar):
    path = made(hers, certificate)
    join_accounts(keep=daniyar, gone=aigerim, contact="aigerim@example.org")
    assert NAME in client.post(path).text
    assert NameLink.objects.get().user == daniyar


def test_ended_links_go(hers, certificate):
    made(hers, certificate)
    kept, old = (
        open_name(certificate=certificate, token=token * 24, days=1, by=certificate.enrolment.user)
        for token in "ab"
    )
    NameLink.objects.filter(pk=old.pk).update(withdrawn_at=timezone.now() - timedelta(days=3))
    assert forget_ended_links() == 1
    assert NameLink.objects.filter(pk=kept.pk).exists()


def test_the_pages_cost_the_same_with_one_link_and_with_five(
    client, hers, certificate, django_assert_num_queries
):
    path = made(hers, certificate)
    with django_assert_num_queries(2):
        client.get(path)
    hers.get(page_of(certificate))
    with django_assert_num_queries(5):
        hers.get(page_of(certificate))
    for _ in range(4):
        made(hers, certificate)
    with django_assert_num_queries(5):
        hers.get(page_of(certificate))
