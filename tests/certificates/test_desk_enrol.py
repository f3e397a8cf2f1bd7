"""A person is present and shows a document: a page of their own, and a code on paper."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext, override
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.actions.consent import publish_consent_text
from accounts.actions.erasing import erase_account
from accounts.actions.record import verify_chain
from accounts.models import (
    Consent,
    ConsentText,
    Identity,
    IdentityConflict,
    LookupSubject,
    NameCorrection,
    PaperCode,
    User,
)
from accounts.tasks import forget_expired
from certificates.state import state_of
from enrolments.models import Enrolment
from registry.models import Clerkship
from registry.standin import cast as couples
from tests import cast
from tests.certificates.at_the_counter import (
    CODE,
    ENROL,
    NAME,
    make_worker,
    opened,
    printed,
    shown,
)
from tests.certificates.at_the_desk import certified
from tests.registry.people import identified

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return cast.make_clerk()


@pytest.fixture
def desk(signed_in, clerk, edition):
    return signed_in(clerk)


def learners():
    return User.objects.filter(is_staff=False)


class TestSomebodyUnknown:
    def test_is_enrolled_with_a_seen_identity_and_no_contact(self, desk, clerk):
        page = desk.post(ENROL, shown())
        assert printed(page)
        user = learners().get()
        assert (user.name, user.email, user.phone) == (NAME, None, None)
        identity = user.identities.get()
        assert (identity.assurance, identity.proved_by) == ("seen", clerk)
        enrolment = Enrolment.objects.get(user=user)
        assert (enrolment.region, enrolment.source) == ("KZ-75", "desk")
        consent = Consent.objects.get(user=user)
        assert (consent.how, consent.witnessed_by) == ("in_person", clerk)
        assert NameCorrection.objects.get().by == clerk
        assert LookupSubject.objects.get().lookup.purpose == "paper_code"
        assert verify_chain()

    def test_signs_in_anywhere_with_the_paper_once(self, desk):
        digits = printed(desk.post(ENROL, shown()))
        phone = Client()
        answer = opened(phone, digits)
        assert answer["Location"] == "/kk/learn/"
        assertContains(phone.get("/kk/learn/neke/"), "Сабақ")
        again = opened(Client(), digits)
        assert again.status_code == 422

    def test_reads_who_did_what_in_plain_words(self, desk):
        browser = Client()
        opened(browser, printed(desk.post(ENROL, shown())))
        page = browser.get("/kk/account/lookups/")
        assertContains(page, "KZ-75-01 АХАТ бөлімі")
        assertContains(page, gettext("To give you a code on paper by your identity document"))
        assertContains(browser.get("/kk/account/name/"), NAME)
        consent = Consent.objects.get()
        page = browser.get(f"/kk/account/consent/all/{consent.pk}/")
        assertContains(page, gettext("in person, before an employee"))

    def test_sent_twice_there_is_one_account_and_the_newer_paper_counts(self, desk):
        first, second = (printed(desk.post(ENROL, shown())) for _ in range(2))
        assert learners().count() == Enrolment.objects.count() == 1
        assert opened(Client(), first).status_code == 422
        assert opened(Client(), second).status_code == 302

    def test_comes_back_by_a_new_paper_at_a_centre(self, desk, signed_in):
        opened(Client(), printed(desk.post(ENROL, shown())))
        centre = signed_in(make_worker())
        browser = Client()
        assert opened(browser, printed(centre.post(ENROL, shown()))).status_code == 302
        assert learners().count() == 1
        assertContains(browser.get("/kk/account/"), NAME)

    def test_with_a_passport(self, desk):
        assert printed(desk.post(ENROL, shown(couples.MEHMET)))
        assert Identity.objects.get().kind == "passport"


class TestSomebodyKnown:
    @pytest.mark.parametrize("assurance", ["egov", "seen"])
    def test_is_only_given_a_code_where_the_identity_is_proved(self, desk, aigerim, assurance):
        aigerim.consents.all().delete()
        aigerim.consented_at = None
        aigerim.save()
        identified(aigerim, couples.AIGERIM, assurance)
        before = User.objects.filter(pk=aigerim.pk).values().get()
        digits = printed(desk.post(ENROL, shown()))
        assert User.objects.filter(pk=aigerim.pk).values().get() == before
        assert aigerim.identities.get().assurance == assurance
        assert not Consent.objects.exists()
        assert not Enrolment.objects.exists()
        browser = Client()
        opened(browser, digits)
        assertContains(browser.get("/kk/account/"), "Айгерім Сәрсенова")

    def test_what_is_printed_is_the_same_whoever_it_is(self, desk, aigerim, irina):
        identified(aigerim, couples.AIGERIM, "seen")
        identified(irina, couples.IRINA)

        def words(who, **other):
            page = desk.post(ENROL, shown(who, **other))
            text = page.text.replace(page.wsgi_request.META.get("CSRF_COOKIE", "-"), "")
            for group in page.context["code"]:
                text = text.replace(f"<span>{group}</span>", "")
            return cast_plain(text)

        pages = {
            words(couples.AIGERIM), words(couples.DANIYAR), words(couples.IRINA),
            words(couples.IRINA, contact=irina.email),
        }  # fmt: skip
        assert len(pages) == 1

    def test_who_holds_the_telephone_of_another_is_not_raised(self, desk, aigerim):
        """A partner filed with their own telephone and took the course in the person's name."""
        passed = certified(couples.AIGERIM, aigerim, assurance="phone")
        browser = Client()
        opened(browser, printed(desk.post(ENROL, shown())))
        assertNotContains(browser.get("/kk/account/"), aigerim.email)
        assert aigerim.identities.get().displaced_at
        assert state_of(passed) == "revoked"
        assert IdentityConflict.objects.get().loser.user == aigerim

    def test_is_raised_to_seen_where_a_telephone_proved_it(self, desk, aigerim):
        identified(aigerim, couples.AIGERIM, "phone")
        printed(desk.post(ENROL, shown(contact=aigerim.email)))
        assert aigerim.identities.get().assurance == "seen"
        aigerim.refresh_from_db()
        assert aigerim.name == NAME
        assert learners().count() == 1

    def test_who_declared_the_number_names_the_contact_and_keeps_the_account(self, desk, aigerim):
        identified(aigerim, couples.AIGERIM)
        printed(desk.post(ENROL, shown(contact=aigerim.email.upper())))
        assert learners().count() == 1
        assert aigerim.identities.get().assurance == "seen"
        assert Enrolment.objects.get().user == aigerim

    def test_a_number_that_somebody_typed_opens_nobodys_account(self, desk, aigerim):
        """Anybody can type a number: the person present gets a page of their own."""
        identified(aigerim, couples.AIGERIM)
        browser = Client()
        opened(browser, printed(desk.post(ENROL, shown())))
        assertNotContains(browser.get("/kk/account/"), aigerim.email)
        assert aigerim.identities.get().displaced_at
        assert IdentityConflict.objects.get().loser.user == aigerim

    @pytest.mark.parametrize("whose", ["daniyar", "nobody", "staff"])
    def test_a_contact_of_another_opens_nothing(self, desk, aigerim, daniyar, clerk, whose):
        identified(aigerim, couples.AIGERIM)
        contact = {"daniyar": str(daniyar.phone), "nobody": "x@example.org", "staff": clerk.email}
        page = desk.post(ENROL, shown(contact=contact[whose]))
        assert page.status_code == 422
        assert not PaperCode.objects.exists()
        assert aigerim.identities.get().assurance == "declared"
        assert learners().count() == 2

    def test_a_closed_account_and_one_of_staff_are_not_opened(self, desk, aigerim, daniyar):
        identified(aigerim, couples.AIGERIM, "seen")
        identified(daniyar, couples.DANIYAR, "seen")
        User.objects.filter(pk=aigerim.pk).update(is_active=False)
        User.objects.filter(pk=daniyar.pk).update(is_staff=True)
        pages = [desk.post(ENROL, shown(who)) for who in (couples.AIGERIM, couples.DANIYAR)]
        assert [page.status_code for page in pages] == [422, 422]
        assert not PaperCode.objects.exists()
        assert User.objects.count() == 5  # these two, the clerk, and who saw their documents

    def test_nothing_of_the_partner_changes(self, desk, aigerim, daniyar, signed_in):
        from tests.enrolments.story import join, text_of

        hers, his = signed_in(aigerim), signed_in(daniyar)
        join(hers, his)
        identified(aigerim, couples.AIGERIM, "phone")
        before = text_of(his.get("/kk/couple/"))
        printed(desk.post(ENROL, shown(name=aigerim.name, contact=aigerim.email)))
        assert text_of(his.get("/kk/couple/")) == before


def cast_plain(text):
    from tests.registry.people import plain

    class Page:
        content = text.encode()

    return plain(Page)


class TestThePaper:
    def test_is_in_no_cache_and_says_nothing_of_what_the_course_is_about(self, desk):
        page = desk.post(ENROL, shown())
        assert "no-store" in page["Cache-Control"]
        slip = page.text.split('class="slip"')[1].split("</section>")[0]
        for language in ("kk", "ru"):
            assert f'lang="{language}"' in slip
        assert not cast.unsaid_words(slip)
        assert NAME not in page.text
        assert couples.AIGERIM.identity.number not in page.text

    def test_its_digits_are_kept_nowhere(self, desk):
        from tests.conftest import copies_of_tables

        digits = printed(desk.post(ENROL, shown())).replace(" ", "")
        everything = b"".join(rows for _table, rows in copies_of_tables())
        assert digits.encode() not in everything
        assert digits.encode().hex().encode() not in everything

    def test_ends_after_thirty_days_and_is_forgotten_after_as_many_more(self, desk):
        digits = printed(desk.post(ENROL, shown()))
        PaperCode.objects.update(expires_at=timezone.now())
        assert opened(Client(), digits).status_code == 422
        forget_expired()
        assert PaperCode.objects.exists()
        PaperCode.objects.update(expires_at=timezone.now() - timezone.timedelta(days=31))
        forget_expired()
        assert not PaperCode.objects.exists()

    def test_the_consent_text_is_there_in_both_languages(self, desk):
        ConsentText.objects.all().delete()
        text = cast.consent_text()
        page = desk.get("/kk/desk/enrol/consent/")
        assertContains(page, text.text_kk)
        assertContains(page, text.text_ru)


class TestTyping:
    def test_a_wrong_used_replaced_or_late_code_gets_one_answer(self, desk):
        used = printed(desk.post(ENROL, shown()))
        opened(Client(), used)
        replaced, _newest = (printed(desk.post(ENROL, shown())) for _ in range(2))
        late = printed(desk.post(ENROL, shown(couples.DANIYAR)))
        PaperCode.objects.filter(user__identities__lookup_key__isnull=False, used_at=None).update(
            expires_at=timezone.now()
        )
        answers, queries = set(), set()
        for digits in ("1" * 20, used, replaced, late):
            browser = Client()
            browser.get(CODE)
            with CaptureQueriesContext(
                connection,
            ) as counted:
                page = browser.post(CODE, {"code": digits, "door": "d"})
            assert page.status_code == 422
            answers.add(cast_plain(page.text.replace(digits, "")))
            queries.add(len(counted))
        assert len(answers) == 1
        assert len(queries) == 1

    def test_a_form_sent_twice_signs_in_and_another_one_does_not(self, desk):
        digits = printed(desk.post(ENROL, shown()))
        typed = {"code": digits, "door": "of-this-form"}
        assert Client().post(CODE, typed).status_code == 302
        assert Client().post(CODE, typed).status_code == 302
        assert Client().post(CODE, typed | {"door": "another"}).status_code == 422
        PaperCode.objects.update(used_at=timezone.now() - timezone.timedelta(minutes=1))
        assert Client().post(CODE, typed).status_code == 422

    @pytest.mark.parametrize(
        "typed", ["", "123", "12345 67890", "x" * 20, "1" * 21, "\x00" * 20, "１" * 20, "1" * 5000]
    )
    def test_what_is_no_code_is_said_and_stays(self, client, db, typed):
        assert client.post(CODE, {"code": typed, "door": ""}).status_code == 422

    def test_spaces_and_hyphens_do_not_matter(self, desk):
        digits = printed(desk.post(ENROL, shown())).replace(" ", "-")
        assert opened(Client(), digits).status_code == 302

    def test_many_wrong_ones_slow_their_address_and_no_other(self, desk):
        digits = printed(desk.post(ENROL, shown()))
        guesser = Client(REMOTE_ADDR="198.51.100.7")
        for number in range(101):
            guesser.post(CODE, {"code": f"{number:020}", "door": "d"})
        assert opened(guesser, digits).status_code == 422
        assert opened(Client(REMOTE_ADDR="198.51.100.8"), digits).status_code == 302

    def test_the_short_address_leads_there_in_the_language_of_the_browser(self, client, db):
        assert client.get("/code", headers={"accept-language": "ru"})["Location"] == "/ru/code/"
        assertContains(client.get("/kk/sign-in/"), 'href="/kk/code/"')


class TestWithoutAContact:
    @pytest.fixture
    def browser(self, desk):
        browser = Client()
        opened(browser, printed(desk.post(ENROL, shown())))
        return browser

    def test_every_page_of_a_learner_opens(self, browser):
        from tests.journeys.pages import LEARNER

        for address in LEARNER.values():
            for language in ("kk", "ru"):
                # 404: what is written in the admin is not there.
                assert browser.get(f"/{language}{address}").status_code in (200, 302, 404), address

    def test_adds_a_phone_with_the_paper_as_the_fresh_code(self, browser, tasks_at_once):
        from tests.accounts.whole_story import newest_code

        with tasks_at_once():
            browser.post("/kk/account/contact/", {"contact": "+77010000077"})
        browser.post("/kk/account/contact/code/", {"code": newest_code()})
        assert str(learners().get().phone) == "+77010000077"

    def test_later_needs_a_new_paper_for_what_shows_everything(self, browser, desk):
        session = browser.session
        del session["confirmed"]
        session.save()
        assert browser.get("/kk/account/data/").status_code == 302
        page = browser.get("/kk/account/confirm/", {"next": "/kk/account/data/"})
        assertContains(page, "/kk/code/?next=%2Fkk%2Faccount%2Fdata%2F")
        assert (
            browser.post("/kk/account/confirm/", {"next": "/kk/account/data/"}).status_code == 200
        )
        digits = printed(desk.post(ENROL, shown()))
        answer = browser.post(CODE, {"code": digits, "door": "d", "next": "/kk/account/data/"})
        assert answer["Location"] == "/kk/account/data/"
        assert browser.get("/kk/account/data/").status_code == 200

    def test_is_erased_like_any_other(self, browser):
        assert erase_account(user=learners().get())
        assert not Identity.objects.exists()
        assert not PaperCode.objects.exists()


class TestWhatIsMistyped:
    @pytest.mark.parametrize("language", ["kk", "ru"])
    @pytest.mark.parametrize(
        "wrong",
        [
            {"identity_number": "123"}, {"identity_number": "\x00"}, {"name": "12 34"},
            {"name": ""}, {"name": "A" * 5000}, {"document_seen": ""}, {"agreed": ""},
            {"language": "en"}, {"contact": "not a contact"}, {"country": "QQ"},
            {"version": "1999"}, {"version": "\x00"},
        ],
    )  # fmt: skip
    def test_is_said_and_changes_nothing(self, desk, wrong, language):
        page = desk.post(f"/{language}/desk/enrol/", shown(**wrong))
        assert page.status_code == 422
        assert not learners().exists()
        assert not LookupSubject.objects.exists()

    def test_a_text_put_in_force_meanwhile_is_read_anew(self, desk):
        typed = shown()
        publish_consent_text(version="2027-01-01", text_kk="Жаңа", text_ru="Новое")
        page = desk.post(ENROL, typed)
        assert page.status_code == 422
        assertContains(page, 'value="2027-01-01"', status_code=422)
        assert not learners().exists()

    def test_without_a_course_nothing_is_half_done(self, signed_in, clerk):
        cast.make_course()
        assert signed_in(clerk).post(ENROL, shown()).status_code == 422
        assert not learners().exists()


class TestRights:
    def test_only_staff_with_a_place_today(self, client, signed_in, aigerim, edition):
        ended = cast.make_clerk()
        Clerkship.objects.filter(user=ended).update(ended_at=timezone.now())
        left = make_worker()
        left.centre_posts.update(ended_at=timezone.now())
        for address in (ENROL, "/kk/desk/enrol/consent/"):
            assert client.get(address).status_code == 302
            for person in (aigerim, cast.make_staff(), ended, left):
                assert signed_in(person).get(address).status_code == 403
        assert signed_in(ended).post(ENROL, shown()).status_code == 403
        assert not PaperCode.objects.exists()

    def test_a_centre_has_no_desk_of_the_registry(self, signed_in, edition):
        worker = signed_in(make_worker())
        page = worker.get(ENROL)
        assert page.status_code == 200
        assertNotContains(page, "/kk/desk/queue/")
        for address in ("/kk/desk/recovery/", "/kk/desk/name/", "/kk/desk/queue/"):
            assert worker.get(address).status_code == 403
        assert worker.post("/kk/desk/ask/", {"fact": "1"}).status_code == 403

    def test_whoever_signs_in_at_a_centre_comes_to_what_they_may_do(self, signed_in, edition):
        assertRedirects(signed_in(make_worker()).get("/kk/desk/"), ENROL)

    def test_staff_do_not_sign_in_by_paper(self, signed_in, clerk):
        assert signed_in(clerk).get(CODE).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_counters_at_once_make_one_account(signed_in, monkeypatch):
    from tests.enrolments.story import at_once, slow_after

    cast.make_edition()
    browsers = [signed_in(cast.make_clerk()) for _ in range(2)]
    typed = shown()

    def job(browser):
        def post():
            with slow_after('insert into "accounts_user"'), override("kk"):
                return browser.post(ENROL, typed).status_code

        return post

    assert at_once(*(job(browser) for browser in browsers)) == [200, 200]
    assert learners().count() == 1
    assert PaperCode.objects.filter(replaced_at=None).count() == 1

    # The control: nobody waits, and one of two counters ends in a conflict.
    monkeypatch.setattr("accounts.actions.receiving.hold", lambda *names: None)
    typed.update(shown(couples.DANIYAR))
    assert at_once(*(job(browser) for browser in browsers)) != [200, 200]
