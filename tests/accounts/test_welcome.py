"""The first visit, consent and its withdrawal."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.consent import give_consent, publish_consent_text, withdraw_consent
from accounts.models import Consent, ConsentText, User
from tests import cast

pytestmark = pytest.mark.django_db
PRIVATE = "/kk/learn/"


@pytest.fixture
def newcomer(db):
    cast.consent_text()
    return User.objects.create_user(email="new@example.org")


@pytest.fixture
def browser(newcomer, signed_in):
    return signed_in(newcomer)


def test_a_newcomer_is_welcomed_then_asked_for_consent_then_let_in(browser, newcomer):
    response = browser.get(PRIVATE)
    assert response["Location"] == "/kk/welcome/?next=/kk/learn/".replace(
        "/kk/learn/", "%2Fkk%2Flearn%2F"
    )
    page = browser.get(response["Location"]).text
    assert 'name="next" value="/kk/learn/"' in page
    response = browser.post(
        "/kk/welcome/", {"name": " Бекова  Айгерім ", "language": "ru", "next": PRIVATE}
    )
    assert response["Location"].startswith("/kk/welcome/consent/?next=")
    newcomer.refresh_from_db()
    assert (newcomer.name, newcomer.language) == ("Бекова Айгерім", "ru")
    assert browser.get(PRIVATE)["Location"].startswith("/kk/welcome/consent/")
    response = browser.post("/kk/welcome/consent/", {"version": "2026-01-01", "next": PRIVATE})
    assert response["Location"] == PRIVATE
    assert browser.get(PRIVATE).status_code == 200
    assert Consent.objects.get().user == newcomer


@pytest.mark.parametrize("name", ["", "   ", "12345", "a@b.kz", "<b>Асхат</b>", "я" * 201])
def test_what_is_no_name_is_refused(browser, newcomer, name):
    response = browser.post("/kk/welcome/", {"name": name, "language": "kk"})
    assert response.status_code == 422
    newcomer.refresh_from_db()
    assert newcomer.name == ""


@pytest.mark.parametrize(
    "name", ["Ұлы Әсел", "O'Brien-Smith Anne", "Іңкәр", "YILMAZ MEHMET", "Жан"]
)
def test_names_of_many_kinds_are_taken(browser, newcomer, name):
    browser.post("/kk/welcome/", {"name": name, "language": "kk"})
    newcomer.refresh_from_db()
    assert newcomer.name == name


def test_an_unknown_language_is_refused(browser):
    assert browser.post("/kk/welcome/", {"name": "Асхат", "language": "en"}).status_code == 422


@pytest.mark.parametrize("address", ["/kk/help/", "/kk/account/", "/kk/welcome/", "/kk/courses/"])
def test_the_welcome_stands_before_private_pages_only(browser, address):
    assert browser.get(address).status_code == 200


def test_signing_out_is_possible_before_the_welcome(browser):
    assert browser.post("/kk/sign-out/").status_code == 302


def test_an_htmx_request_makes_the_whole_page_go(browser):
    response = browser.get(PRIVATE, headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == "/kk/welcome/"


def test_a_learner_who_was_welcomed_costs_no_query_more(aigerim, signed_in):
    browser = signed_in(aigerim)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(PRIVATE).status_code == 200
    assert not any("consent" in query["sql"].split(" FROM ")[-1] for query in queries)


def test_a_new_text_is_asked_of_everybody_again(aigerim, signed_in):
    browser = signed_in(aigerim)
    assert browser.get(PRIVATE).status_code == 200
    publish_consent_text(version="2027-01-01", text_kk="# Жаңа", text_ru="# Новое")
    assert browser.get(PRIVATE)["Location"].startswith("/kk/welcome/consent/")
    page = browser.get("/kk/welcome/consent/").text
    assert "<h1>Жаңа</h1>" in page
    assert browser.get("/ru/welcome/consent/").text.count("<h1>Новое</h1>") == 1
    response = browser.post("/kk/welcome/consent/", {"version": "2026-01-01"})
    assert response.status_code == 409
    assert browser.post("/kk/welcome/consent/", {"version": "2027-01-01"}).status_code == 302
    assert browser.get(PRIVATE).status_code == 200


def test_agreeing_to_an_unknown_text_is_refused(browser):
    assert browser.post("/kk/welcome/consent/", {"version": "x"}).status_code == 409
    assert browser.post("/kk/welcome/consent/", {}).status_code == 409
    assert not Consent.objects.exists()


def test_consent_can_be_withdrawn_and_given_again(aigerim, signed_in):
    browser = signed_in(aigerim)
    assert cast.said("Withdraw my consent") in browser.get("/kk/account/consent/").text
    browser.post("/kk/account/consent/")
    consent = Consent.objects.get()
    assert consent.withdrawn_at
    assert browser.get(PRIVATE)["Location"].startswith("/kk/welcome/consent/")
    told = cast.said("You have not given your consent, so nothing you learn is recorded.")
    assert told in browser.get("/kk/account/").text
    browser.post("/kk/welcome/consent/", {"version": "2026-01-01"})
    assert browser.get(PRIVATE).status_code == 200
    assert Consent.objects.count() == 2


def test_consent_given_twice_is_one_consent(aigerim):
    text = cast.consent_text()
    assert give_consent(user=aigerim, text=text, language="kk") == give_consent(
        user=aigerim, text=text, language="kk"
    )
    assert withdraw_consent(user=aigerim) == 1
    assert withdraw_consent(user=aigerim) == 0


def test_markup_in_the_text_is_not_html(browser):
    publish_consent_text(version="x", text_kk="<script>alert(1)</script>", text_ru="…")
    assert "<script>alert" not in browser.get("/kk/welcome/consent/").text


def write(
    folder, kk="version: v2\ntitle: Келісім", ru="version: v2\ntitle: Согласие", text="Мәтін"
):
    for language, front in (("kk", kk), ("ru", ru)):
        (folder / f"consent.{language}.md").write_text(f"---\n{front}\n---\n{text}\n")


def test_the_command_puts_a_text_in_force_once(tmp_path, capsys):
    write(tmp_path)
    call_command("load_consent", str(tmp_path))
    call_command("load_consent", str(tmp_path))
    text = ConsentText.objects.get()
    assert text.version == "v2"
    assert text.text_kk == "# Келісім\n\nМәтін\n"
    write(tmp_path, text="Басқа")
    with pytest.raises(CommandError, match="new version"):
        call_command("load_consent", str(tmp_path))


@pytest.mark.parametrize(
    "fault",
    [
        {"kk": "version: v3\ntitle: Келісім"}, {"kk": "title: Келісім"}, {"kk": "[: "},
        {"kk": "version: v2"}, {"text": " "},
    ],
)  # fmt: skip
def test_the_command_refuses_what_is_not_whole(tmp_path, fault):
    write(tmp_path, **fault)
    with pytest.raises(CommandError):
        call_command("load_consent", str(tmp_path))
    assert not ConsentText.objects.exists()


def test_the_command_says_when_a_file_is_missing(tmp_path):
    with pytest.raises(CommandError, match=r"consent\.kk\.md"):
        call_command("load_consent", str(tmp_path))
