"""A counter of an office or of a centre, and the people who come to it."""

import re

from accounts.models import ConsentText
from centres.models import CentrePost
from registry.standin import cast as couples
from tests import cast
from tests.centres.story import make_centre

ENROL, CODE = "/kk/desk/enrol/", "/kk/code/"
NAME = "Сәрсенова Айгерім Серікқызы"


def make_worker(centre=None, **fields):
    """Return somebody who works at a Family Support Centre."""
    worker = cast.make_staff(**fields)
    CentrePost.objects.create(user=worker, centre=centre or make_centre())
    return worker


def shown(who=couples.AIGERIM, **other) -> dict[str, str]:
    """Return what is typed for a person who shows their document and agrees."""
    passport = who.identity.kind == "passport"
    text = ConsentText.objects.first() or cast.consent_text()
    return {
        "identity_number": who.identity.number, "name": NAME, "contact": "",
        "country": who.identity.country if passport else "", "language": "kk",
        "version": text.version, "agreed": "on", "document_seen": "on",
    } | other  # fmt: skip


def printed(page) -> str:
    """Return the digits on the paper that a page prints."""
    assert page.status_code == 200, page.text
    block = re.search(r'class="slip__code">(.*?)</p>', page.text, re.DOTALL)[1]
    return " ".join(re.findall(r"\d{4}", block))


def opened(client, digits: str):
    """Type the digits of a paper into the page for them."""
    door = re.search(r'name="door" value="([^"]+)"', client.get(CODE).text)[1]
    return client.post(CODE, {"code": digits, "door": door})
