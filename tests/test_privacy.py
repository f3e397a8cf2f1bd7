"""An identity number leaks nowhere: the whole story is lived, then everything is searched for it."""

import io
import logging
import re

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from certificates.addresses import qr_text
from certificates.models import CertificateIssue
from demo.models import OutboxMessage
from registry.actions.offices import load_offices
from registry.management.commands.load_offices import OFFICES
from registry.standin.cast import AIGERIM, AIGERIM_AND_DANIYAR, DANIYAR
from tests import cast
from tests.certificates.story import settle_all
from tests.registry.people import ready, typed
from tests.registry.standing_in import asked_registry, standing_in  # noqa: F401
from web.redaction import redact

NUMBERS = [AIGERIM.identity.number, DANIYAR.identity.number]
SECRET = re.compile("|".join(NUMBERS))
REFLECTION = "Бұл менің жеке ойым"

pytestmark = pytest.mark.django_db


class Listening(Client):
    """A browser that remembers where it went and what it was told."""

    def __init__(self, **defaults):
        super().__init__(**defaults)
        self.addresses, self.pages, self.told = [], [], []

    def request(self, **request):
        response = super().request(**request)
        self.addresses += [request.get("PATH_INFO", ""), request.get("QUERY_STRING", "")]
        self.told += [f"{name}: {value}" for name, value in response.items()]
        self.told += [cookie.OutputString() for cookie in response.cookies.values()]
        self.pages.append(response.content.decode(errors="replace"))
        return response


@pytest.fixture
def story(aigerim, edition, tasks_at_once, asked_registry, signed_in, caplog):  # noqa: F811
    """Aigerim links her application, proves it, completes, writes; a clerk looks her up."""
    caplog.set_level(logging.DEBUG)
    load_offices(file=OFFICES)
    clerk = cast.make_clerk(cast.make_office(AIGERIM_AND_DANIYAR.office_code), superuser=True)
    hers, clerks = signed_in(aigerim, Listening), signed_in(clerk, Listening)
    with tasks_at_once():
        hers.post("/kk/application/", typed(AIGERIM, AIGERIM_AND_DANIYAR))
    ready(aigerim)
    hers.get("/kk/application/")
    with tasks_at_once():
        hers.post("/kk/application/phone/code/")
    code = re.search(r"\b\d{6}\b", OutboxMessage.objects.first().body).group()
    hers.post("/kk/application/phone/", {"code": code})
    hers.post("/kk/begin/neke/")
    hers.post("/kk/learn/neke/lesson-1/reflection/think/", {"text": REFLECTION, "do": "keep"})
    with tasks_at_once():
        settle_all(aigerim.enrolments.get())
    hers.get("/kk/certificates/")
    answer = clerks.post(
        "/kk/desk/answer/",
        {"identity_number": AIGERIM.identity.number, "country": "",
         "application_number": AIGERIM_AND_DANIYAR.number},
    )  # fmt: skip
    assert "answer--completed" in answer.content.decode()
    hers.get("/kk/account/lookups/")
    return hers, clerks


def test_the_story_was_really_lived(story, aigerim):
    """The control: what is searched for was there to leak."""
    assert aigerim.identities.get().assurance == "phone"
    assert CertificateIssue.objects.count() == 1
    assert aigerim.lookups_made.count() == 0
    assert aigerim.enrolments.get().reflections.count() == 1


def test_no_address_page_header_or_cookie_holds_an_identity_number(story):
    for browser in story:
        assert len(browser.pages) > 1 or browser is story[1]
        for text in (*browser.addresses, *browser.told, *browser.pages):
            assert not SECRET.search(text), SECRET.search(text)


def test_no_log_record_holds_an_identity_number_or_a_private_word(story, caplog):
    records = caplog.get_records("setup")
    assert records
    for record in records:
        text = record.getMessage() + str(record.exc_text or "")
        assert not SECRET.search(text), text
        assert REFLECTION not in text


def test_no_message_holds_an_identity_number(story):
    assert OutboxMessage.objects.exists()
    for message in OutboxMessage.objects.all():
        assert not SECRET.search(f"{message.subject} {message.body}")


def test_neither_the_document_nor_its_qr_code_holds_an_identity_number(story, settings):
    issue = CertificateIssue.objects.get()
    with storages["private"].open(issue.pdf) as file:
        reader = PdfReader(io.BytesIO(file.read()))
    text = "".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
    code = qr_text(settings.BASE_URL, issue.certificate.number, issue.signed_payload)

    assert "Айгерім" in text
    assert not SECRET.search(text)
    assert not SECRET.search(code)
    assert "АЙГЕРІМ" not in code


def test_no_table_holds_an_identity_number_or_a_reflection_in_clear(story):
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"select coalesce(string_agg(t::text, chr(10)), '') from \"{table}\" t")
            dump = cursor.fetchone()[0]
            assert not SECRET.search(dump), table
            assert REFLECTION not in dump, table
            for number in NUMBERS:
                assert number.encode().hex() not in dump, table


def test_the_cache_holds_no_identity_number(story):
    from django.core.cache import cache

    client = cache._cache.get_client(None, write=False)
    for key in client.scan_iter("*"):
        value = client.get(key) if client.type(key) == b"string" else b""
        assert not SECRET.search(key.decode(errors="replace"))
        assert not SECRET.search((value or b"").decode(errors="replace"))


def test_no_list_of_the_admin_holds_an_identity_number_or_a_name(story):
    _hers, clerks = story
    addresses = [
        reverse(viewset.get_url_name("list"))
        for model in apps.get_models()
        if (viewset := getattr(model, "snippet_viewset", None))
    ]
    assert len(addresses) >= 4
    for address in ["/admin/", "/admin/people/", "/admin/lessons/", *addresses]:
        page = clerks.get(address)
        assert page.status_code == 200, address
        assert not SECRET.search(page.content.decode())
        assert "Серікқызы" not in page.content.decode()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("IIN 040317900019 failed", "IIN [identity number] failed"),
        ("0403 1790 0019", "[identity number]"),
        ("040317-900019.", "[identity number]."),
        ("order 12345678901234", "order 12345678901234"),
        ("at 1763780400", "at 1763780400"),
        ("Forbidden (Origin): /kk/s/aB-3_x", "Forbidden (Origin): /kk/s/[link]"),
        ("Not Found: /kk/n/aB-3_x/", "Not Found: /kk/n/[link]/"),
        ("Not Found: /KK/N/aB-3_x/", "Not Found: /KK/N/[link]/"),
        ("Not Found: /n/aB-3_x/x", "Not Found: /n/[link]/x"),
        ('File "/srv/otau/n/forms.py"', 'File "/srv/otau/n/forms.py"'),
        ("Not Found: /ru/invitation/aB-3_x/?a", "Not Found: /ru/invitation/[link]/?a"),
        ('"GET /kk/courses/draft/aB:3/ HTTP"', '"GET /kk/courses/draft/[link]/ HTTP"'),
        ("/ru/staff/set-password/aB-3_x/", "/ru/staff/set-password/[link]/"),
        ("/kk/invitation/ /kk/courses/neke/", "/kk/invitation/ /kk/courses/neke/"),
    ],
)
def test_neither_identity_numbers_nor_secret_links_reach_a_log(said, kept):
    assert redact(said) == kept
