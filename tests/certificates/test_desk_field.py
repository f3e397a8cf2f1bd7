"""The one field: what was typed or scanned is told apart by itself; one key leads back to it."""

import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import Lookup, LookupSubject
from certificates.addresses import qr_text
from certificates.desk.facts import Kind, recognise
from certificates.desk.keyboards import digits_meant, readings
from certificates.documents.issuing import payload_of
from certificates.payload import sign_payload
from certificates.signing import current_key
from registry.actions.offices import load_offices
from registry.management.commands.load_offices import OFFICES
from registry.models import RegistryOffice
from registry.standin import cast as couples
from tests import cast
from tests.certificates.at_the_desk import asked, certified

FRONT, ASK, SECOND = "/kk/desk/", "/kk/desk/ask/", "/kk/desk/second/"
IIN, APPLICATION = couples.AIGERIM.identity.number, couples.AIGERIM_AND_DANIYAR.number
ALMOST = IIN[:-1] + str((int(IIN[-1]) + 1) % 10)

# The keys of a keyboard as (plain, with Shift), in each layout: row by row. Written down here once
# more, from the standard RST KazSSR 903-90 and the layouts of Windows, on purpose.
ROWS = {
    "en": ("`1234567890-=", "~!@#$%^&*()_+", "qwertyuiop[]", "QWERTYUIOP{}",
           "asdfghjkl;'", 'ASDFGHJKL:"', "zxcvbnm,./", "ZXCVBNM<>?"),
    "ru": ("ё1234567890-=", 'Ё!"№;%:?*()_+', "йцукенгшщзхъ", "ЙЦУКЕНГШЩЗХЪ",
           "фывапролджэ", "ФЫВАПРОЛДЖЭ", "ячсмитьбю.", "ЯЧСМИТЬБЮ,"),
    "kk": ('("әіңғ,.үұқөһ', ")!ӘІҢҒ;:ҮҰҚӨҺ", "йцукенгшщзхъ", "ЙЦУКЕНГШЩЗХЪ",
           "фывапролджэ", "ФЫВАПРОЛДЖЭ", "ячсмитьбю№", "ЯЧСМИТЬБЮ?"),
}  # fmt: skip


def scanned(text: str, layout: str, *, caps: bool = False) -> str:
    """Return what a scanner that presses the keys of `text` types under `layout`."""
    keys = dict(zip("".join(ROWS["en"]), "".join(ROWS[layout]), strict=True))
    typed = "".join(keys[sign] for sign in text)
    return "".join(one.swapcase() if one.isalpha() else one for one in typed) if caps else typed


@pytest.fixture(autouse=True)
def offices(db, asked_registry):
    load_offices(file=OFFICES)


@pytest.fixture
def desk(signed_in):
    return signed_in(cast.make_clerk(RegistryOffice.objects.get(code="KZ-43-02")))


def states(response) -> list[str]:
    return [str(one.state) for one, _ in response.context["answers"]]


def code_of(certificate) -> str:
    key_id, private_key = current_key()
    signed = sign_payload(payload_of(certificate), private_key, key_id)
    return qr_text("https://otau.example.kz", certificate.number, signed)


class TestToldApart:
    @pytest.mark.parametrize(
        "typed", [IIN, f"{IIN[:6]} {IIN[6:]}", scanned(IIN, "kk"), f" {IIN}\t"]
    )
    def test_an_identity_number_first_then_the_application(self, desk, typed):
        certified(couples.AIGERIM)
        page = desk.post(ASK, {"fact": typed})
        assert "application_number" in page.context["form"].fields
        assertNotContains(page, IIN)
        assertContains(page, IIN[-4:])
        assert not Lookup.objects.exists(), "nothing was looked up yet"
        first = page.context["form"]["first"].value()
        answer = desk.post(SECOND, {"first": first, "application_number": APPLICATION})
        assert states(answer) == ["completed", "not"]
        assert "no-store" in answer["Cache-Control"]

    @pytest.mark.parametrize("layout", ["en", "ru", "kk"])
    def test_an_application_first_then_a_person(self, desk, layout):
        page = desk.post(ASK, {"fact": scanned(APPLICATION, layout)})
        assertContains(page, APPLICATION)
        first = page.context["form"]["first"].value()
        typed = scanned(couples.DANIYAR.identity.number, layout)
        assert states(desk.post(SECOND, {"first": first, "identity_number": typed})) == ["not"] * 2

    @pytest.mark.parametrize("layout", ["en", "ru"])
    def test_a_foreign_passport_says_its_country(self, desk, signed_in, layout):
        almaty = signed_in(cast.make_clerk(RegistryOffice.objects.get(code="KZ-75-01")))
        number = couples.MEHMET.identity.number
        page = almaty.post(ASK, {"fact": scanned(number, layout), "country": "TR"})
        first = page.context["form"]["first"].value()
        answer = almaty.post(
            SECOND, {"first": first, "application_number": couples.IRINA_AND_MEHMET.number}
        )
        assert states(answer) == ["not", "not"]
        page = almaty.post(ASK, {"fact": couples.IRINA_AND_MEHMET.number})
        second = {"first": page.context["form"]["first"].value(), "identity_number": number}
        assert states(almaty.post(SECOND, second | {"country": "TR"})) == ["not", "not"]

    def test_twelve_digits_that_are_no_iin_are_asked_about_and_not_guessed(self, desk):
        page = desk.post(ASK, {"fact": ALMOST})
        assert page.status_code == 422
        assertContains(page, 'name="is_application"', status_code=422)
        page = desk.post(ASK, {"fact": ALMOST, "is_application": "1"})
        assert "identity_number" in page.context["form"].fields

    @pytest.mark.parametrize(
        "text",
        ["https://pay.example.com/qr/123", "HTTP://SHOP.EXAMPLE/C/", "tel:+77010000000", "сөз",
         "WIFI:S:net;T:WPA;P:1;;", '{"id": 1}', "1" * 200, "�1", "://", "www.example.com/1",
         scanned("https://pay.example.com/qr/123", "kk"), "https://otau.example.kz/kk/"],
    )  # fmt: skip
    def test_a_code_of_somebody_else_is_answered_kindly_and_kept_nowhere(self, desk, text):
        page = desk.post(ASK, {"fact": text})
        assert page.status_code == 422
        assertContains(page, "error-summary", status_code=422)
        assert not page.context["form"]["fact"].value()
        assert not Lookup.objects.exists()

    @pytest.mark.parametrize(
        "fact", ["", "+++", "%00", "x" * 5000, "%ED%A0%80", "%ED%A0%801", "%FF"]
    )
    def test_nothing_and_rubbish_are_said_at_once(self, desk, fact):
        page = desk.post(ASK, f"fact={fact}", content_type="application/x-www-form-urlencoded")
        assertContains(page, "error-summary", status_code=422)

    def test_digits_alone_may_be_a_certificate_and_else_are_an_application(self, desk):
        digits = next(
            text for text in (f"{n:013d}" for n in range(1, 1000))
            if recognise(text).kind == Kind.CERTIFICATE
        )  # fmt: skip
        page = desk.post(ASK, {"fact": digits})
        assertContains(page, digits)
        assert "identity_number" in page.context["form"].fields
        assert not Lookup.objects.exists()

    def test_a_full_stop_typed_by_hand_stays_one(self):
        assert recognise("75.01.00001").number == "75.01.00001"
        assert digits_meant("U90000145") == "U90000145"


class TestScanner:
    @pytest.mark.parametrize("caps", [False, True])
    @pytest.mark.parametrize("layout", ["en", "ru", "kk"])
    def test_the_whole_code_is_read_under_each_layout_with_and_without_caps_lock(
        self, desk, layout, caps
    ):
        certificate = certified(couples.AIGERIM)
        text = code_of(certificate)
        typed = scanned(text, layout, caps=caps)
        page = desk.post(ASK, {"fact": typed})
        assert page.context["found"].state == "completed"
        assert page.context["found"].proof.name == "RIGHT"
        assertContains(page, couples.AIGERIM.name)

    def test_every_sign_of_every_layout_is_read_back(self):
        signs = "".join(ROWS["en"])
        for layout in ("ru", "kk"):
            position = {"ru": 1, "kk": 2}[layout]
            assert readings(scanned(signs, layout))[position] == signs.upper()
        assert readings("£1")[0] == "#1"

    @pytest.mark.parametrize("change", ["another", "damaged", "bare"])
    def test_a_signature_that_does_not_fit_is_a_warning_and_our_record_counts(self, desk, change):
        certificate, other = certified(couples.AIGERIM), certified(couples.DANIYAR)
        text = code_of(certificate)
        proof = {
            "another": code_of(other).partition("#")[2], "damaged": "ABC", "bare": text[-9:]
        }[change]  # fmt: skip
        page = desk.post(ASK, {"fact": f"{text.partition('#')[0]}#{proof}"})
        assert page.context["found"].state == "completed"
        assert page.context["found"].proof.name == "WRONG"
        assertContains(page, "answer__remark")

    def test_the_host_in_a_code_is_never_followed(self, desk):
        certificate = certified(couples.AIGERIM)
        text = code_of(certificate).replace("OTAU.EXAMPLE.KZ", "EVIL.EXAMPLE.COM")
        page = desk.post(ASK, {"fact": text})  # sockets are closed in tests but to our own services
        assert page.context["found"].proof.name == "RIGHT"
        assertNotContains(page, "evil.example", html=False)
        assert "EVIL" not in page.content.decode()

    def test_a_certificate_scanned_instead_of_the_second_fact_is_answered(self, desk):
        certificate = certified(couples.AIGERIM)
        for first, field in ((IIN, "application_number"), (APPLICATION, "identity_number")):
            page = desk.post(ASK, {"fact": first})
            sent = {"first": page.context["form"]["first"].value(), field: code_of(certificate)}
            assert desk.post(SECOND, sent).context["found"].state == "completed"
        assert set(LookupSubject.objects.values_list("answer", flat=True)) == {"completed"}


class TestTheSecondFact:
    @pytest.mark.parametrize("first", ["", "x", "\x00"])
    def test_what_we_did_not_seal_is_asked_anew(self, desk, first):
        assert desk.post(SECOND, {"first": first, "identity_number": IIN})["Location"] == FRONT

    def test_it_is_the_clerks_own_and_a_half_question_opens_no_other_door(self, desk, signed_in):
        first = desk.post(ASK, {"fact": IIN}).context["form"]["first"].value()
        other = signed_in(cast.make_clerk(RegistryOffice.objects.get(code="KZ-75-01")))
        sent = {"first": first, "application_number": APPLICATION}
        assert other.post(SECOND, sent).status_code == 302
        for address, extra in (("purpose", {"purpose": "elsewhere"}), ("seen", {"contact": "a"})):
            answer = desk.post(f"/kk/desk/{address}/", {"question": first} | extra)
            assert answer["Location"] == FRONT

    @pytest.mark.parametrize(
        ("fact", "field", "typed"),
        [(IIN, "application_number", ""), (IIN, "application_number", "9" * 90),
         (APPLICATION, "identity_number", ""), (APPLICATION, "identity_number", ALMOST)],
    )  # fmt: skip
    def test_what_is_mistyped_is_said_and_the_first_fact_stays(self, desk, fact, field, typed):
        page = desk.post(ASK, {"fact": fact})
        first = page.context["form"]["first"].value()
        page = desk.post(SECOND, {"first": first, field: typed})
        assertContains(page, "error-summary", status_code=422)
        assert page.context["form"]["first"].value() == first
        assert not Lookup.objects.exists()

    def test_a_wrong_pair_shows_both_numbers_to_compare(self, desk):
        page = desk.post(ASK, {"fact": couples.OLGA.identity.number})
        sent = {"first": page.context["form"]["first"].value(), "application_number": APPLICATION}
        page = desk.post(SECOND, sent)
        assert page.context["form"]["identity_number"].value() == couples.OLGA.identity.number
        assert page.context["form"]["application_number"].value() == APPLICATION
        assert LookupSubject.objects.get().answer == "no_pair"


def test_every_answer_has_the_field_of_the_next_and_a_key_back(desk, signed_in):
    certificate = certified(couples.AIGERIM)
    question = asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
    elsewhere = signed_in(cast.make_clerk(RegistryOffice.objects.get(code="KZ-75-01")))
    answer = reverse("desk:answer")
    for page in (
        desk.post(answer, question), desk.post(ASK, {"fact": certificate.number}),
        desk.post(answer, question | {"application_number": "1"}), elsewhere.post(answer, question),
    ):  # fmt: skip
        assertContains(page, 'id="id_fact"', 1)
        assertContains(page, 'data-key="Escape"', 1)
    assertContains(desk.get(FRONT), "autofocus", 1)
    assert re.search(r"<input[^>]* id=\"id_fact\"[^>]*autofocus|autofocus[^>]*id=\"id_fact\"",
                     desk.get(FRONT).content.decode())  # fmt: skip


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("name", "identity_number"), ("unlink", "identity_number"), ("enrol", "identity_number"),
        ("exemption", "identity_number"), ("application", "application_number"),
    ],
)  # fmt: skip
def test_a_page_of_other_work_begins_with_its_number(desk, settings, name, field):
    settings.REGISTRY_GATEWAY = {"backend": "none"}
    page = desk.get(reverse(f"desk:{name}")).content.decode()
    assert page.count("autofocus") == 1
    assert re.search(
        rf'<input[^>]*id="id_{field}"[^>]*autofocus|autofocus[^>]*id="id_{field}"', page
    )


def test_of_another_offices_application_the_page_begins_with_what_it_is_for(signed_in):
    elsewhere = signed_in(cast.make_clerk(RegistryOffice.objects.get(code="KZ-75-01")))
    question = asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
    page = elsewhere.post(reverse("desk:answer"), question)
    assertContains(page, "answer__word", 1)
    assertContains(page, "autofocus", 1)
    assert re.search(r'<input[^>]*name="purpose"[^>]*autofocus', page.content.decode())
    question = page.context["form"]["question"].value()
    page = elsewhere.post(reverse("desk:purpose"), {"question": question})
    assertContains(page, "autofocus", 1, status_code=422)  # the summary has it
    assertContains(
        page, 'class="error-summary" role="alert" tabindex="-1" autofocus', 1, status_code=422
    )


def test_where_no_exemption_holds_the_page_begins_with_the_reason(desk):
    page = desk.post(reverse("desk:exemption"), {"identity_number": IIN}).content.decode()
    assert page.count("autofocus") == 1
    assert re.search(r'<textarea[^>]*name="reason"[^>]*autofocus', page)


def test_whoever_has_no_place_at_a_desk_can_sign_out(signed_in):
    page = signed_in(cast.make_staff()).get(FRONT)
    assertContains(page, reverse("account_logout"), 1, status_code=403)
