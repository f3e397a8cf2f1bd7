"""Staff find a certificate by its number alone, and act on it: each act with its reason."""

import pytest
from django.core.files.storage import storages
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext

from accounts.actions.erasing import erase_account
from accounts.actions.record import lookups_of
from certificates.actions import revoke, supersede
from certificates.desk.certificates import certificate_answer
from certificates.documents.issuing import issue_certificate
from certificates.documents.stored import stored_document
from certificates.exceptions import (
    AlreadyEnded,
    FontLacksLetters,
    NobodyToTell,
    NothingToMend,
    NotPending,
    OwnCertificate,
    TakesAnother,
    ToldToday,
    TooManyRevocations,
)
from certificates.models import Certificate, CertificateAct, CertificateEvent, StandingChange
from certificates.staff import acts
from certificates.staff.views import ACTS
from certificates.standing import Pair, standings
from certificates.state import state_of
from notifications.models import Message
from notifications.texts import subject_of, text_of
from registry.standin import cast as couples
from tests import cast
from tests.certificates.at_the_desk import certified
from tests.certificates.jobs.story import steal_key
from tests.certificates.story import completed
from tests.notifications.story import choose
from tests.registry.people import told
from tests.workshop import story

pytestmark = pytest.mark.django_db
FIND = "/admin/certificates/find/"
WORDS = "Біз қателестік: бұл куәлік сізге қате берілді. Курсты қайта өтуге болады."
BACK = "Кері қайтару біздің қатеміз еді, жаңа куәлік дайын."
REVOKE = {"reason": "granted_in_error", "words": WORDS}
ANEW = {"reason": "revoked_in_error", "words": BACK}


@pytest.fixture
def erzhan(db):
    return story.make_person("administrator", name="Ержан Әкімші")


@pytest.fixture
def admin(erzhan, signed_in):
    return signed_in(erzhan)


@pytest.fixture
def colleague(db, signed_in):
    """Another administrator's browser."""
    return signed_in(story.make_person("administrator", name="Сауле Әкімші"))


@pytest.fixture
def officer(db, signed_in):
    return signed_in(story.make_person("officer"))


@pytest.fixture
def certificate(aigerim, edition) -> Certificate:
    return completed(aigerim, edition).certificates.get()


def kk(words):
    """What stands on a page in Kazakh for words of the source, translated or not."""
    with translation.override("kk"):
        return escape(gettext(words) if isinstance(words, str) else str(words))


def page_of(certificate, act=""):
    return f"/admin/certificates/number/{certificate.number}/{act and act + '/'}"


def do(browser, certificate, act, **given):
    """Fill in and confirm an act; return the page that follows."""
    sure = browser.post(page_of(certificate, act), given)
    assert sure.status_code == 200, sure.text
    assert not CertificateAct.objects.filter(by=sure.wsgi_request.user, kind=act).exists()
    return browser.post(page_of(certificate, act), given | {"confirmed": "1"}, follow=True)


def decided(browser, certificate, **given):
    return do(browser, certificate, "revoke", **REVOKE | given)


class TestFinding:
    @pytest.mark.parametrize("spelt", ["{}", " {} ", "lower", "plain", "https://otau.kz/c/{}"])
    def test_any_spelling_of_a_number_leads_to_its_certificate(self, admin, certificate, spelt):
        number = certificate.number
        typed = {"lower": number.lower(), "plain": number.replace("-", "")}.get(spelt)
        answer = admin.post(FIND, {"number": typed or spelt.format(number)})
        assert (answer.status_code, answer["Location"]) == (302, page_of(certificate))

    @pytest.mark.parametrize(
        "typed", ["", "Айгерім Сәрсенова", "KM3D-CT4W-C7FN5", "\x00", "\ud800", "9" * 700]
    )
    def test_what_is_no_number_is_said_so_and_a_name_finds_nobody(self, admin, certificate, typed):
        answer = admin.post(FIND, {"number": typed.encode("utf-8", "replace")})
        assert answer.status_code == 422
        assert certificate.number not in answer.text

    def test_a_number_that_was_never_issued_is_said_so(self, admin, certificate):
        answer = admin.post(FIND, {"number": "KM3D-CT4W-C7FN4"})
        assert answer.status_code == 422
        assert kk("No certificate with this number was issued.") in answer.text
        assert admin.get(FIND.replace("find", "number/KM3D-CT4W-C7FN4/")).status_code == 404

    def test_what_was_scanned_stands_in_no_address(self, admin, certificate):
        """The signed part of a code holds a digest of the name, and an address is kept in logs."""
        scanned = {"number": f"HTTPS://OTAU.KZ/C/{certificate.number.replace('-', '')}#PROOF"}
        assert '<form method="post" novalidate>' in admin.get(FIND).text
        assert admin.post(FIND, scanned)["Location"] == page_of(certificate)
        assert admin.get(FIND, scanned).status_code == 200

    def test_the_name_is_shown_after_a_press_that_is_recorded_first(
        self, officer, certificate, aigerim
    ):
        page = officer.get(page_of(certificate))
        assert aigerim.name not in page.text
        # That the registry asked about a person is of the person, too.
        checked = kk("Times the registry or staff checked it")
        assert checked not in page.text
        assert "no-store" in page["Cache-Control"]
        assert not lookups_of(aigerim).exists()
        page = officer.post(page_of(certificate, "holder"))
        assert aigerim.name in page.text
        assert checked in page.text
        look = lookups_of(aigerim).get()
        assert (look.purpose, look.actor) == ("certificate_holder", page.wsgi_request.user)

    def test_a_name_that_could_not_be_recorded_is_not_shown(
        self, admin, certificate, aigerim, monkeypatch
    ):
        """The control: the record is written before the name is opened."""
        opened = []
        monkeypatch.setattr("certificates.staff.views.readable_name", opened.append)

        def refuse(execute, sql, *rest):
            if 'INSERT INTO "accounts_lookup' in sql:
                raise DatabaseError
            return execute(sql, *rest)

        with connection.execute_wrapper(refuse), pytest.raises(DatabaseError):
            admin.post(page_of(certificate, "holder"))
        assert opened == []

    def test_of_somebody_who_erased_their_account_there_is_no_name(
        self, admin, certificate, aigerim
    ):
        erase_account(user=aigerim)
        page = admin.post(page_of(certificate, "holder"), follow=True)
        assert kk("The holder erased their account. The name is unreadable.") in page.text

    def test_the_page_tells_of_a_lost_file_and_of_a_stolen_key(self, admin, certificate, settings):
        issue = issue_certificate(certificate_id=certificate.pk)
        lost = "Its file was lost, and made again"
        page = admin.get(page_of(certificate))
        assert kk(lost) not in page.text
        assert not page.context["bears_stolen_key"]

        storages["private"].delete(issue.pdf)
        stored_document(issue=issue, kind="pdf")
        steal_key(settings, issue)

        page = admin.get(page_of(certificate))
        assert kk(lost) in page.text
        assert page.context["bears_stolen_key"]

    def test_the_page_costs_the_same_however_much_happened(self, admin, erzhan, certificate):
        def cost():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert admin.get(page_of(certificate)).status_code == 200
            return len(queries)

        admin.get(page_of(certificate))
        CertificateAct.objects.create(
            certificate=certificate, kind="told", reason="not_arrived", by=erzhan
        )
        before = cost()
        for number in range(4):
            CertificateAct.objects.create(
                certificate=certificate, kind="told", reason="not_arrived",
                by=story.make_person("administrator", email=f"a{number}@example.org"),
            )  # fmt: skip
        assert cost() == before


class TestRevoking:
    def test_it_says_what_it_does_asks_again_and_then_is_so(self, admin, erzhan, certificate):
        sure = admin.post(page_of(certificate, "revoke"), REVOKE)
        assert kk(ACTS["revoke"].means[0]) in sure.text
        assert WORDS in sure.text
        assert not certificate.events.exists()
        page = decided(admin, certificate)
        event = certificate.events.get()
        assert (event.kind, event.reason, event.by) == ("revoked", "granted_in_error", erzhan)
        act = certificate.acts.get()
        assert WORDS.encode() not in bytes(act.sealed_words)
        for words in (kk("Revoked"), kk("granted in error"), "Ержан Әкімші"):
            assert words in page.text
        assert WORDS not in page.text

    @pytest.mark.parametrize(
        "given",
        [
            {"reason": ""}, {"reason": "name_corrected"}, {"reason": "revoked_in_error"},
            {"words": ""}, {"words": "   қысқа   "}, {"words": "\x00" * 30}, {"words": "я" * 501},
        ],
    )  # fmt: skip
    def test_nothing_is_revoked_without_a_reason_and_an_explanation(
        self, admin, certificate, given
    ):
        wrong = REVOKE | given | {"confirmed": "1"}
        assert admin.post(page_of(certificate, "revoke"), wrong).status_code == 422
        assert not certificate.events.exists()

    def test_the_officer_reads_and_does_nothing(self, officer, certificate):
        assert kk("What you can do") not in officer.get(page_of(certificate)).text
        for act in ("revoke", "certify", "render", "tell"):
            answer = officer.post(page_of(certificate, act), REVOKE | {"confirmed": "1"})
            assert answer.status_code in (302, 403)
        assert not CertificateAct.objects.exists()
        assert not certificate.events.exists()

    def test_nobody_decides_about_their_own(self, admin, erzhan, edition):
        own = completed(erzhan, edition).certificates.get()
        assert kk(OwnCertificate()) in decided(admin, own).text
        assert not own.events.exists()

    def test_it_is_done_once(self, admin, certificate):
        decided(admin, certificate)
        assert kk(AlreadyEnded()) in decided(admin, certificate).text
        assert certificate.acts.count() == certificate.events.count() == 1

    def test_one_person_revokes_no_batch_alone(self, admin, certificate, monkeypatch, edition):
        monkeypatch.setattr(acts, "MOST_A_DAY", 1)
        decided(admin, certificate)
        other = completed(cast.make_learner(), edition).certificates.get()
        assert kk(TooManyRevocations()) in decided(admin, other).text
        assert not other.events.exists()

    def test_the_certificate_of_an_erased_account_is_revoked_without_words(
        self, admin, certificate, aigerim
    ):
        erase_account(user=aigerim)
        decided(admin, certificate)
        assert certificate.events.get().kind == "revoked"
        assert bytes(certificate.acts.get().sealed_words) == b""
        assert not Message.objects.exists()

    def test_desk_and_registry_say_that_no_completed_course_is_found(self, admin):
        told(couples.AIGERIM_AND_DANIYAR.on(timezone.localdate()))
        certificate = certified(couples.AIGERIM)
        asked = [Pair(couples.AIGERIM.identity, "").keys()]
        assert standings(asked)[0].state == "completed"
        decided(admin, certificate)
        assert standings(asked)[0].state == "not"
        assert certificate_answer(certificate.number).recorded_as == "revoked"
        assert StandingChange.objects.get().happened == "revoked"

    def test_acts_are_facts(self, admin, certificate):
        decided(admin, certificate)
        for change in (lambda rows: rows.update(reason="not_made"), lambda rows: rows.delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                change(CertificateAct.objects.all())


class TestTelling:
    def test_the_holder_is_told_in_neutral_words_whatever_they_chose(
        self, admin, certificate, aigerim
    ):
        decided(admin, certificate)
        message = Message.objects.get()
        assert (message.kind, message.recipient) == ("certificate_decision", aigerim)
        said = subject_of(message) + text_of(message, aigerim.email)
        for word in (WORDS, certificate.number, aigerim.name, "revok", "қайтарып", "отозван"):
            assert word not in said

    def test_their_page_says_what_happened_why_and_what_they_can_do(
        self, admin, certificate, aigerim, daniyar, signed_in
    ):
        decided(admin, certificate)
        page = signed_in(aigerim).get("/ru/certificates/")
        assert WORDS in page.text
        assert "about=certificate" in page.text
        assert "Ержан" not in page.text
        assert WORDS not in signed_in(daniyar).get("/ru/certificates/").text
        assert WORDS not in admin.get(f"/kk/c/{certificate.number}/").text

    def test_the_public_page_says_the_same_of_every_revocation(self, client, edition):
        """Silence about some would tell the reason of the others."""
        pages = []
        for reason in (*CertificateEvent.DECIDED, CertificateEvent.Reason.IDENTITY_DISPLACED):
            one = completed(cast.make_learner(), edition).certificates.get()
            revoke(certificate=one, reason=reason)
            page = client.get(f"/ru/c/{one.number}/").text
            pages.append(page[page.index("<h1") : page.index("<dl")])
        assert len(set(pages)) == 1

    def test_the_page_of_certificates_costs_the_same_for_one_decision_and_for_three(
        self, certificate, aigerim, erzhan, signed_in
    ):
        browser = signed_in(aigerim)

        def cost():
            with CaptureQueriesContext(connection) as queries:
                browser.get("/kk/certificates/")
            return len(queries)

        def another(one):
            acts.revoke_with_reason(certificate=one, by=erzhan, **REVOKE)

        another(certificate)
        browser.get("/kk/certificates/")
        before = cost()
        for code in ("ATA", "OTB"):
            course = cast.make_edition(cast.make_course(code, code.lower()))
            another(completed(aigerim, course).certificates.get())
        assert cost() == before

    def test_told_again_is_told_once_a_day(self, admin, certificate, aigerim):
        decided(admin, certificate)
        do(admin, certificate, "tell", reason="not_arrived")
        assert Message.objects.filter(kind="certificate_decision").count() == 2
        page = do(admin, certificate, "tell", reason="not_arrived")
        assert kk(ToldToday()) in page.text
        assert Message.objects.count() == 2

    def test_that_it_is_ready_is_told_again_only_to_who_chose_it(self, admin, certificate, aigerim):
        issue_certificate(certificate_id=certificate.pk)
        assert kk(NobodyToTell()) in do(admin, certificate, "tell", reason="holder_asked").text
        assert not CertificateAct.objects.exists()
        choose(aigerim)
        do(admin, certificate, "tell", reason="holder_asked")
        assert Message.objects.get().kind == "certificate_ready"


class TestCertifyingAnew:
    def test_a_colleague_mends_a_wrong_revocation_and_the_old_number_leads_to_the_new(
        self, admin, colleague, certificate, aigerim, client, signed_in
    ):
        decided(admin, certificate)
        page = do(admin, certificate, "certify", **ANEW)
        assert kk(TakesAnother()) in page.text
        do(colleague, certificate, "certify", **ANEW)
        new = Certificate.objects.get(supersedes=certificate)
        assert (state_of(certificate), state_of(new)) == ("revoked", "valid")
        assert (new.generation, new.completed_on) == (2, certificate.completed_on)
        assert new.number in client.get(f"/kk/c/{certificate.number}/").text
        assert BACK in signed_in(aigerim).get("/kk/certificates/").text
        assert Message.objects.filter(kind="certificate_decision").count() == 2

    def test_twice_is_once(self, admin, colleague, certificate):
        decided(admin, certificate)
        for _ in range(2):
            page = do(colleague, certificate, "certify", **ANEW)
        assert kk(NothingToMend()) in page.text
        assert Certificate.objects.count() == 2

    @pytest.mark.parametrize("how", ["valid", "superseded", "displaced", "erased"])
    def test_only_what_staff_revoked_comes_back(
        self, admin, colleague, certificate, aigerim, erzhan, how
    ):
        if how == "superseded":
            supersede(certificate=certificate, by=erzhan, name="Басқа Есім")
        elif how == "displaced":
            revoke(certificate=certificate, reason="identity_displaced")
        elif how == "erased":
            decided(admin, certificate)
            erase_account(user=aigerim)
        before = Certificate.objects.count()
        page = do(colleague, certificate, "certify", **ANEW)
        assert kk(NothingToMend()) in page.text
        assert Certificate.objects.count() == before

    def test_what_was_certified_anew_can_be_revoked_by_its_own_number(
        self, admin, colleague, certificate
    ):
        decided(admin, certificate)
        do(colleague, certificate, "certify", **ANEW)
        new = Certificate.objects.get(supersedes=certificate)
        decided(admin, new)
        assert state_of(new) == "revoked"


class TestTheDocument:
    def test_a_pending_one_is_asked_for_again(
        self, admin, certificate, django_capture_on_commit_callbacks, eager
    ):
        assert kk("The document has not been made yet.") in admin.get(page_of(certificate)).text
        with django_capture_on_commit_callbacks(execute=True):
            do(admin, certificate, "render", reason="not_made")
        assert Certificate.objects.pending().count() == 0
        assert kk(NotPending()) in do(admin, certificate, "render", reason="not_made").text

    def test_letters_that_the_font_lacks_are_named_and_nothing_else_of_the_name(
        self, admin, edition
    ):
        holder = cast.make_learner(name="Әли Ѭсе")
        pending = completed(holder, edition).certificates.get()
        page = admin.get(page_of(pending))
        assert "Ѭ" in page.text
        assert holder.name not in page.text
        assert kk(FontLacksLetters("Ѭ")) in do(admin, pending, "render", reason="not_made").text
        assert not CertificateAct.objects.exists()
