"""What every page of a learner costs, in requests and bytes, at the first visit and the second.

Styles and scripts come as in production: compressed, under names kept for a year. The bar is of
the whole product; `benchmarks/phones.py` prints the figures and times them.
"""

import pytest

from tests.journeys.pages import BEGINNER, COMPLETED, EVERYBODY, LEARNER
from tests.journeys.person import Person
from tests.journeys.traffic import Meter, icon

KB = 1024
# The most that each may be.
FIRST = {
    "requests": 12,
    "all": 100 * KB,
    "Document": 14 * KB,
    "Stylesheet": 15 * KB,
    "Script": 25 * KB,
}
SECOND = {"all": 20 * KB}
# Whose page it is: address to sign in with, their name where they are new, pages.
WHOSE = [
    ("", "", EVERYBODY),
    ("aigerim@example.org", "", LEARNER),
    ("irina@example.org", "", COMPLETED),
    ("bytes.{language}@example.org", "Оспанова Мадина", BEGINNER),
]  # fmt: skip


def costs(meter: Meter, address: str, favicon: int) -> list[str]:
    """Return by how much the page is over the bar, at a first and a second visit."""
    meter.forget()
    first, second = meter.load(address), meter.load(address)
    assert first.bytes("Stylesheet"), "the cache was not empty"
    found = {
        "requests": first.requests + 1,
        "all": first.bytes() + favicon,
        **{kind: first.bytes(kind) for kind in ("Document", "Stylesheet", "Script")},
    }
    wrong = [f"first visit: {what} {found[what]} of {most}"
             for what, most in FIRST.items() if found[what] > most]  # fmt: skip
    if second.bytes() > SECOND["all"]:
        wrong.append(f"second visit: {second.bytes()} of {SECOND['all']}")
    if len(first.hosts) > 1:
        wrong.append(f"of others: {first.hosts}")
    return wrong


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(
    ("contact", "name", "pages"), WHOSE, ids=["everybody", "learner", "completed", "beginner"]
)
def test_a_page_costs_little(phone, language, contact, name, pages):
    """Requests, bytes, and nobody else's server."""
    person = Person(phone(language), language, contact.format(language=language))
    if contact:
        person.sign_in(name)
    if name:
        person.enrol()
    page = person.go("/")
    meter, favicon = Meter(page), icon(person.phone)
    wrong = [
        f"{name} {language}: {what}"
        for name, path in pages.items()
        for what in costs(meter, person.phone.site(f"/{language}{path}"), favicon)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_meter_sees_what_is_heavy(phone):
    """A control: an uncompressed page, and one without its cache, are over the bar."""
    one = phone("kk")
    one.context.set_extra_http_headers({"accept-encoding": "identity"})
    one.go("/kk/courses/neke/")
    meter = Meter(one.page)

    heavy = costs(meter, one.site("/kk/courses/neke/"), icon(one))

    assert any("Stylesheet" in what for what in heavy), heavy
    assert any("Script" in what for what in heavy), heavy
