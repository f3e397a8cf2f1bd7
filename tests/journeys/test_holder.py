"""A certificate's public page in each state, and a holder who opens their name to somebody."""

import re

import psycopg
import pytest
from playwright.sync_api import expect

from tests.journeys.looking import look_at, look_closely
from tests.journeys.person import Person
from tests.journeys.site import COPY, WHERE

HOLDER = "Соколова Ирина Викторовна"
PENDING = "0000-0000-0002K"  # the replacement of another; its document is not made
# The phone's own "share", which a browser on a desk does not have; what it is given is kept.
SHARE = """
  navigator.canShare = () => true;
  window.handed = new Promise((done) => {
    navigator.share = async (what) => {
      const [file] = what.files ?? [];
      done(file ? [file.name, file.type, file.size] : what.url);
    };
  });
"""
COLUMNS = """enrolment_id, sealed_name, name_source, name_digest, course_code, course_title_kk,
    course_title_ru, edition_number, hours, mode, assurance, issuer_kk, issuer_ru, completed_on,
    valid_until, certified_at"""


@pytest.fixture(scope="module")
def numbers(site) -> dict[str, str]:
    """Certificates of people of the demonstration's crowd, by the state they are brought into."""
    with psycopg.connect(
        host=str(WHERE.sockets), user="postgres", dbname=COPY, autocommit=True
    ) as connection:
        free = connection.execute(
            "select c.id, c.number from certificates_certificate c"
            " join enrolments_enrolment e on e.id = c.enrolment_id"
            " join accounts_user u on u.id = e.user_id"
            " where u.name <> %s and c.supersedes_id is null and c.id not in"
            " (select certificate_id from certificates_certificateevent) order by c.id desc limit 3",
            [HOLDER],
        ).fetchall()
        (revoked, expired, superseded) = free
        event = (
            "insert into certificates_certificateevent (certificate_id, kind, reason, at)"
            " values (%s, %s, 'granted_in_error', now())"
        )
        connection.execute(event, [revoked[0], "revoked"])
        connection.execute(event, [superseded[0], "superseded"])
        connection.execute(
            f"insert into certificates_certificate (number, generation, supersedes_id, {COLUMNS})"
            f" select '{PENDING}', 2, id, {COLUMNS} from certificates_certificate"
            " where id = %s",
            [superseded[0]],
        )
        # A day that has passed cannot be written into a fact, nor waited for.
        connection.execute("set session_replication_role = replica")
        connection.execute(
            "update certificates_certificate set valid_until = completed_on - 1 where id = %s",
            [expired[0]],
        )
    return {"revoked": revoked[1], "expired": expired[1], "superseded": superseded[1]}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_state_of_the_public_page(phone, numbers, language):
    one, wrong = phone(language), []
    for state, number in (numbers | {"valid": PENDING}).items():
        page = one.go(f"/{language}/c/{number}/")
        expect(page.locator(f".standing--{state}")).to_be_visible()
        expect(page.locator(".standing__word")).not_to_be_empty()
        wrong += look_closely(one, f"certificate-{state}", language)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("language", "javascript"), [("kk", True), ("ru", False)])
def test_somebody_opens_their_name_and_takes_it_back(phone, language, javascript):
    holder = Person(phone(language, javascript=javascript), language, "irina@example.org")
    holder.sign_in()
    reader = phone(language)
    wrong = []

    def look(name: str) -> None:
        if javascript:  # axe needs it
            wrong.extend(look_closely(holder.phone, name, language))

    number = holder.certificate_number()
    page = holder.go("/certificates/")
    look("certificates-of-a-holder")
    page.locator(f"article a[href$='{number}/links/']").click()
    look("name-links-none")
    page.check("[name=days][value='7']")
    holder.submit("[name=days]")
    address = page.locator("#address").input_value()
    look("name-link-made")

    reader.page.goto(address)
    assert HOLDER not in reader.page.content()
    wrong += look_closely(reader, "opened-name-before", language)
    reader.page.locator("main form button[type=submit]").click()
    expect(reader.page.locator(".facts__main").first).to_have_text(HOLDER)
    wrong += look_closely(reader, "opened-name", language)

    page = holder.go(f"/certificates/{number}/links/")
    expect(page.locator("li.row form")).to_have_count(1)
    look("name-links")
    page.locator("li.row form button").click()
    expect(page.locator("li.row form")).to_have_count(0)
    reader.page.goto(address)
    expect(reader.page.locator("main a[href$='/c/']")).to_be_visible()
    assert HOLDER not in reader.page.content()
    wrong += look_closely(reader, "name-link-over", language)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_wrong_name_is_told_beforehand(phone, language):
    holder = Person(phone(language), language, "irina@example.org")
    holder.sign_in()
    page, wrong = holder.go("/certificates/name/"), []
    wrong += look_closely(holder.phone, "wrong-name", language)
    if not page.locator("main [name=name]").count():
        pytest.fail("Irina's identity is confirmed in the demonstration")
    holder.submit("[name=name]")
    expect(page.locator(".error-summary")).to_be_focused()
    wrong += look_at(holder.phone, "error-wrong-name", language, 320)
    page.fill("main [name=name]", "Соколова Ирина")
    holder.submit("[name=name]")
    withdraw = page.locator("form[action$='/name/withdraw/'] button")
    expect(withdraw).to_be_visible()
    wrong += look_closely(holder.phone, "wrong-name-asked", language)
    withdraw.click()
    expect(page.locator("main [name=name]")).to_be_visible()
    assert not wrong, "\n".join(wrong)


def test_what_is_printed_of_a_public_page_is_one_sheet_without_forms(phone, numbers):
    one = phone("kk", width=1280)
    page = one.go(f"/kk/c/{numbers['superseded']}/")
    page.emulate_media(media="print")
    expect(page.locator("#holder")).to_be_hidden()
    expect(page.locator(".standing__word")).to_be_visible()
    sheets = re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4"))
    assert 1 <= len(sheets) <= 2


@pytest.mark.parametrize("can_share", [True, False])
def test_the_picture_and_a_link_are_handed_to_the_phone(phone, can_share):
    one = phone("ru")
    if can_share:
        one.context.add_init_script(SHARE)
    holder = Person(one, "ru", "irina@example.org")
    holder.sign_in()
    number, page = holder.certificate_number(), holder.page
    picture = page.locator(f"[data-share-picture*='{number}']")
    saved = page.locator(f"a[href$='{number}/picture/']")
    expect(saved).to_be_visible()
    if not can_share:
        expect(picture).to_be_hidden()
        return
    picture.click()
    name, kind, size = page.evaluate("window.handed")
    assert (name, kind) == (f"otau-{number}.png", "image/png")
    assert size > 10_000

    holder.go(f"/certificates/{number}/links/")
    holder.submit("[name=days]")
    page.locator("[data-share-link]").click()
    assert page.evaluate("window.handed") == page.locator("#address").input_value()
    holder.go(f"/certificates/{number}/links/")
    page.locator("li.row form button").first.click()  # as it was, for the other journeys
    expect(page.locator("li.row form")).to_have_count(0)
