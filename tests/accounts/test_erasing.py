"""An account is erased: what goes is gone, what stays says nothing of the person."""

from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override

from accounts.actions.appeals import answer_appeal, make_appeal
from accounts.actions.consent import consent_is_current
from accounts.actions.contacts import join_accounts
from accounts.actions.erasing import erase_account
from accounts.actions.identity import declare_identity
from accounts.actions.names import corrections_of
from accounts.actions.record import record_lookup, verify_chain
from accounts.exceptions import CannotErase
from accounts.identity import account_key
from accounts.models import (
    Appeal,
    Consent,
    Identity,
    LookupSubject,
    NameCorrection,
    OneTimeCode,
    User,
    UserSession,
)
from accounts.person import seal_for, unseal_for
from accounts.tasks import forget_expired
from accounts.views.listing import LISTED
from centres.models import VisitRequest
from certificates.desk.answers import answers_for
from certificates.desk.certificates import certificate_answer
from certificates.documents.issuing import remove_file
from certificates.models import Certificate, FileRemoval
from certificates.state import State, state_of
from certificates.tasks import remove_documents_owed
from enrolments.actions import enrol
from enrolments.models import Enrolment
from learning.models import Answer, ChildrenAges, LearningEvent, LessonProgress, LookBack
from notifications.actions import owe_message
from notifications.models import MessageChoice, StopLink
from notifications.tasks import deliver_message, deliver_pending_messages
from registry.actions.claims import keys_of, make_claim
from registry.models import Applicant
from registry.standin.cast import AIGERIM
from registry.tasks import check_claim, send_phone_proof
from tests import cast
from tests.accounts import whole_story
from tests.centres.story import asked, make_centre
from tests.conftest import copies_of_tables
from tests.learning import story
from tests.registry.standing_in import asked_registry, standing_in  # noqa: F401
from web.sealing import CannotUnseal

pytestmark = pytest.mark.django_db
TABLE = yaml.safe_load((Path(__file__).parents[2] / "docs" / "erasure.yaml").read_text())[
    "foreign_keys"
]
ERASE, ERASED = "/kk/account/erase/", "/kk/account/erased/"


@pytest.fixture
def lived(aigerim, daniyar, edition, signed_in, tasks_at_once, asked_registry):  # noqa: F811
    """Aigerim, about whom everything is held; her browser has shown a fresh code."""
    browser, clerk = signed_in(aigerim), cast.make_clerk()
    with tasks_at_once():
        made = whole_story.live(aigerim, browser, clerk, edition, daniyar)
    aigerim.refresh_from_db()
    made.browser, made.email = whole_story.confirmed(browser, aigerim), aigerim.email
    return made


def foreign_keys_to_people():
    """Every foreign key to a person, of ours and of the libraries, by its name."""
    return {
        f"{model._meta.label}.{field.name}": (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.is_relation and field.related_model is User
    }


def rows_of(user):
    """How many rows name a person, by foreign key."""
    return {
        name: model._base_manager.filter(**{field: user.pk}).count()
        for name, (model, field) in foreign_keys_to_people().items()
    }


def everything_in_the_database():
    return b"\n".join(
        rows for table, rows in copies_of_tables() if not table.startswith(("demo_", "reports_"))
    )


def test_every_foreign_key_to_a_person_says_what_an_erasure_does_with_it():
    assert set(TABLE) == set(foreign_keys_to_people())
    assert {text.split(",")[0].split(" ")[0] for text in TABLE.values()} == {
        "gone", "empty", "stays", "staff"
    }  # fmt: skip


def test_what_the_table_says_is_what_happens(lived, aigerim, tasks_at_once):
    before = rows_of(aigerim)
    held = {name for name, text in TABLE.items() if not text.startswith("staff") and before[name]}
    # The story is as rich as it can be: what is not there is of sign-in methods learners lack.
    assert {name for name in TABLE if name not in held and not TABLE[name].startswith("staff")} == {
        "account.EmailAddress.user", "mfa.Authenticator.user", "socialaccount.SocialAccount.user",
        "accounts.User_groups.user", "accounts.User_user_permissions.user",
        "enrolments.Invitation.accepted_by",
    }  # fmt: skip

    with tasks_at_once():
        erase_account(user=aigerim)

    for name, count in rows_of(aigerim).items():
        if TABLE[name].startswith(("gone", "staff")):
            assert count == 0, name
        else:
            assert count, name
    for model in (LearningEvent, Answer, LookBack):
        assert not model.objects.exists()


def test_nothing_she_gave_us_is_left_in_any_table(lived, aigerim, tasks_at_once):
    known = [
        lived.email, "Сәрсенова", lived.claim.identity.lookup_key.hex(),
        keys_of(lived.claim.identity)[0].hex(), whole_story.NOTE, "leaflet-of-may",
        account_key(aigerim.pk).hex(),
    ]  # fmt: skip
    # What the registry told us of its applicants stays the registry's: see docs/erasure.md.
    Applicant.objects.exclude(claims__user=aigerim).delete()
    before = everything_in_the_database().decode()
    assert all(word in before for word in known), [word for word in known if word not in before]

    with tasks_at_once():
        erase_account(user=aigerim)

    after = (
        everything_in_the_database().decode().replace(Applicant.objects.get().lookup_key.hex(), "")
    )
    assert [word for word in known if word in after] == []


def test_the_page_says_what_goes_and_only_a_fresh_code_gives_the_button(
    aigerim, signed_in, tasks_at_once
):
    browser = signed_in(aigerim)
    page = browser.get(ERASE)
    assert 'method="post" action="/kk/account/erase/"' not in page.text
    assert "no-store" in page["Cache-Control"]
    refused = browser.post(ERASE)
    assert refused["Location"] == "/kk/account/confirm/?next=%2Fkk%2Faccount%2Ferase%2F"
    assert User.objects.get(pk=aigerim.pk).erased_at is None

    with tasks_at_once():
        browser.post("/kk/account/confirm/", {"next": ERASE})
    code = whole_story.code_in(mail.outbox[-1].body)
    browser.post("/kk/account/confirm/code/", {"code": code})
    assert 'method="post" action="/kk/account/erase/"' in browser.get(ERASE).text
    done = browser.post(ERASE)

    assert done["Location"] == ERASED
    assert User.objects.get(pk=aigerim.pk).erased_at is not None
    assert browser.get(ERASED).status_code == 200


def test_the_page_names_her_certificates_before(lived):
    page = lived.browser.get(ERASE).text
    number = Certificate.objects.get().number
    assert number in page
    assert f"/certificates/{number}" in page


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_page_says_what_becomes_of_what_a_centre_has_and_of_the_rest(
    aigerim, signed_in, language
):
    page = unescape(signed_in(aigerim).get(f"/{language}/account/erase/").text)
    with override(language):
        for words in (
            (
                "The ages you look for, and the small things you wanted to be asked about, with what "
                "you wrote of them."
            ),
            "Your questions about decisions, with the answers.",
            "What you chose to be told, and the link that stops messages.",
            "Your requests to Family Support Centres. One that is not sent yet is not sent.",
            (
                "An e-mail with your request that a Family Support Centre has: we cannot take it "
                "back. If you do not want to be called, withdraw the request before you erase your "
                "account, and the centre is told."
            ),
            (
                "If a name was corrected by a document: where, when and by whom. Both names are made "
                "unreadable."
            ),
        ):
            assert gettext(words) in page


def test_all_her_browsers_are_out_and_old_tabs_lead_to_the_door(lived, aigerim, signed_in, client):
    other = signed_in(aigerim, Client)
    assert other.get("/kk/account/").status_code == 200

    lived.browser.post(ERASE)

    for browser in (lived.browser, other):
        for address in ("/kk/account/", "/kk/learn/ata/", story.lesson_url("lesson-1", "ata")):
            assert browser.get(address)["Location"].startswith("/kk/sign-in/")
        late = story.answer_url("lesson-2", "check", "ata")
        assert browser.post(late, {"option": ["b"]})["Location"].startswith("/kk/sign-in/")
    assert "_auth_user_id" not in lived.browser.session
    assert not UserSession.objects.exists()


def test_the_same_address_makes_a_new_and_empty_account(lived, aigerim, client, tasks_at_once):
    lived.browser.post(ERASE)
    with tasks_at_once():
        client.post("/kk/sign-in/", {"contact": lived.email})
    client.post("/kk/sign-in/code/", {"code": whole_story.code_in(mail.outbox[-1].body)})

    new = User.objects.get(email=lived.email)
    assert new.pk != aigerim.pk
    assert new.name == ""
    assert not new.enrolments.exists()
    assert client.get("/kk/learn/")["Location"].startswith("/kk/welcome/")


def test_a_code_that_was_on_its_way_is_dead(aigerim, client, tasks_at_once):
    with tasks_at_once():
        client.post("/kk/sign-in/", {"contact": aigerim.email})
    code = whole_story.code_in(mail.outbox[-1].body)
    erase_account(user=aigerim)

    assert client.post("/kk/sign-in/code/", {"code": code}).status_code == 422
    assert not OneTimeCode.objects.exists()


def test_a_message_that_waits_is_not_sent(aigerim, tasks_at_once):
    message = owe_message(recipient=aigerim, kind="certificate_ready", dedupe_key="x")
    erase_account(user=aigerim)
    deliver_message(message.pk)
    deliver_pending_messages()
    assert mail.outbox == []


def test_a_claim_the_registry_was_to_be_asked_about_is_asked_no_more(lived, aigerim):
    erase_account(user=aigerim)
    check_claim(lived.claim.pk)
    send_phone_proof(lived.claim.pk)
    assert not OneTimeCode.objects.exists()


def test_erasing_twice_is_erasing_once(aigerim):
    assert erase_account(user=aigerim) is True
    when = User.objects.get(pk=aigerim.pk).erased_at
    assert erase_account(user=aigerim) is False
    assert User.objects.get(pk=aigerim.pk).erased_at == when


# --- The certificate ---


def test_the_record_of_a_certificate_holds_and_the_name_is_compared_but_not_read(
    lived, aigerim, tasks_at_once
):
    certificate = Certificate.objects.get()
    files = [certificate.issue.pdf, certificate.issue.picture]
    assert all(storages["private"].exists(name) for name in files)
    address = f"/kk/c/{certificate.number}/"
    before = Client().get(address).text

    with tasks_at_once():
        erase_account(user=aigerim)

    found = Certificate.objects.get(pk=certificate.pk)
    assert state_of(found) == State.VALID
    after = Client().get(address)
    assert found.course_title_kk in after.text
    assert story.text_of(after) == story.text_of(Client().get(address))
    assert len(after.text) == len(before)
    same = Client().post(address, {"name": AIGERIM.name})
    assert "notice--done" in same.text
    assert "notice--warn" in Client().post(address, {"name": "Басқа Адам"}).text
    answer = certificate_answer(certificate.number)
    assert (answer.state, answer.name) == ("completed", "")
    assert not any(storages["private"].exists(name) for name in files)
    assert not FileRemoval.objects.exists()


def test_the_desk_no_longer_finds_her_by_her_identity_document(lived, aigerim, tasks_at_once):
    applicant = Applicant.objects.get(claims__user=aigerim)
    assert answers_for([applicant])[0].state == "completed"
    with tasks_at_once():
        erase_account(user=aigerim)
    assert answers_for([applicant])[0].state == "not"


def test_a_clerk_is_told_that_the_name_is_not_kept(lived, aigerim, signed_in):
    certificate = Certificate.objects.get()
    browser = signed_in(cast.make_clerk())
    erase_account(user=aigerim)
    page = browser.post("/kk/desk/ask/", {"fact": certificate.number})
    assert "answer--completed" in page.text
    assert f"/c/{certificate.number}/" in page.text


def test_a_file_that_could_not_be_deleted_is_deleted_by_the_sweep(lived, aigerim, eager):
    certificate = Certificate.objects.get()
    erase_account(user=aigerim)
    assert FileRemoval.objects.count() == 2
    assert storages["private"].exists(certificate.issue.pdf)
    remove_documents_owed()
    for removal in FileRemoval.objects.all():
        assert remove_file(removal_id=removal.pk)
        assert not remove_file(removal_id=removal.pk)
    assert not storages["private"].exists(certificate.issue.pdf)


def test_a_name_sealed_in_an_account_that_was_joined_opens_and_goes_with_the_one_kept(
    aigerim, daniyar
):
    sealed = [seal_for(person, "сөз", "p") for person in (aigerim, daniyar)]
    kept = join_accounts(keep=aigerim, gone=daniyar, contact=str(daniyar.phone))
    assert [unseal_for(kept, one, "p") for one in sealed] == ["сөз", "сөз"]
    erase_account(user=kept)
    for one in sealed:
        for person in (aigerim, daniyar):
            with pytest.raises(CannotUnseal):
                unseal_for(person, one, "p")


# --- What stays, and what cannot be misused ---


def test_the_record_of_look_ups_holds_and_leads_to_nobody(lived, aigerim):
    entries = verify_chain()
    assert LookupSubject.objects.count() == entries == 2
    erase_account(user=aigerim)
    assert verify_chain() == 2
    assert not LookupSubject.objects.exists()


def test_whoever_only_typed_a_number_does_not_erase_who_looked_up_its_owner(lived, irina):
    declare_identity(user=irina, kind="iin", country="KZ", number=AIGERIM.identity.number)
    erase_account(user=irina)
    assert LookupSubject.objects.count() == 2
    assert Identity.objects.filter(user__email=lived.email).exists()


def test_who_looked_at_an_account_goes_though_no_identity_was_ever_given(aigerim):
    record_lookup(
        actor=cast.make_clerk(), place="Otau", purpose="appeal",
        lookup_key=account_key(aigerim.pk), answer="read",
    )  # fmt: skip
    erase_account(user=aigerim)
    assert not LookupSubject.objects.exists()


def test_that_a_name_was_corrected_stays_and_no_name_is_read_from_it(lived, aigerim):
    assert corrections_of(aigerim)[0].before == whole_story.FORMER_NAME
    erase_account(user=aigerim)
    kept = corrections_of(User.objects.get(pk=aigerim.pk))[0]
    assert (kept.before, kept.after) == ("", "")
    assert kept.place


def test_whoever_answered_or_corrected_once_is_not_erased_by_themselves(aigerim, daniyar, irina):
    for worker in (daniyar, irina):
        assert not worker.is_staff
    appeal = make_appeal(user=aigerim, about="other", text="?")
    answer_appeal(appeal=appeal, text="!", by=daniyar, seen=0)
    NameCorrection.objects.create(
        user=aigerim, place="…", by=irina, sealed_before=b"x", sealed_after=b"x"
    )
    for worker in (daniyar, irina):
        with pytest.raises(CannotErase):
            erase_account(user=worker)


def test_consent_stays_for_three_years_as_proof_and_counts_no_more(aigerim):
    erase_account(user=aigerim)
    consent = Consent.objects.get(user=aigerim)
    assert consent.withdrawn_at is not None
    assert not consent_is_current(User.objects.get(pk=aigerim.pk))
    for days, left in ((3 * 365 - 2, 1), (3 * 365 + 2, 0)):
        then = timezone.now() - timedelta(days=days)
        User.objects.filter(pk=aigerim.pk).update(erased_at=then)
        forget_expired()
        assert Consent.objects.count() == left


def test_who_works_or_worked_with_otau_is_sent_to_somebody_who_decides(signed_in, aigerim):
    clerk = cast.make_clerk()
    page = signed_in(clerk).get(ERASE)
    assert page.status_code == 403
    assert signed_in(clerk).post(ERASE).status_code == 403
    User.objects.filter(pk=clerk.pk).update(is_staff=False)
    clerk.refresh_from_db()
    with pytest.raises(CannotErase):
        erase_account(user=clerk)
    browser = whole_story.confirmed(signed_in(clerk), clerk)
    assert browser.post(ERASE).status_code == 409
    assert User.objects.get(pk=clerk.pk).erased_at is None


def test_an_erased_account_takes_no_new_row(aigerim, edition, asked_registry):  # noqa: F811
    done, clerk = enrol(user=aigerim, course=edition.course), cast.make_clerk()
    Enrolment.objects.filter(pk=done.pk).update(completed_at=timezone.now())
    now = timezone.now()
    session = Session.objects.create(session_key="late", session_data="", expire_date=now)
    centre = make_centre()
    erase_account(user=aigerim)
    one = AIGERIM.identity
    writes = [
        lambda: enrol(user=aigerim, course=edition.course),
        lambda: owe_message(recipient=aigerim, kind="certificate_ready", dedupe_key="late"),
        lambda: make_claim(
            user=aigerim, kind=one.kind, country=one.country, identity_number=one.number,
            application_number="75-01-00001",
        ),
        lambda: Consent.objects.create(user=aigerim, text=cast.consent_text(), language="kk"),
        lambda: LessonProgress.objects.create(
            enrolment=done, lesson_key="11111111-1111-4111-8111-111111111111"
        ),
        lambda: LookBack.objects.create(
            enrolment=done, lesson_key="11111111-1111-4111-8111-111111111111",
            due_on=timezone.localdate(), sealed_words=b"x",
        ),
        lambda: ChildrenAges.objects.create(
            user=aigerim, course=edition.course, sealed_ages=b"x"
        ),
        lambda: MessageChoice.objects.create(user=aigerim, text_version="1"),
        lambda: StopLink.objects.create(user=aigerim, token_digest=b"x", sealed_token=b"x"),
        lambda: asked(aigerim, centre),
        lambda: VisitRequest.objects.create(user=aigerim, centre=centre, sealed_details=b"x"),
        lambda: Appeal.objects.create(user=aigerim, about="other", sealed_text=b"x"),
        lambda: NameCorrection.objects.create(
            user=aigerim, place="…", by=clerk, sealed_before=b"x", sealed_after=b"x"
        ),
        lambda: UserSession.objects.create(
            session=session, user=aigerim, last_used_on=timezone.localdate()
        ),
        lambda: User.objects.filter(pk=aigerim.pk).update(name="Қайтадан"),
        lambda: User.objects.filter(pk=aigerim.pk).update(is_active=True),
    ]  # fmt: skip
    for write in writes:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_a_request_that_meets_the_erasure_half_way_is_led_out(aigerim, edition, signed_in):
    """The account is erased after the door has let the request in."""
    browser = signed_in(aigerim)

    def erase_first(execute, sql, params, many, context):
        if 'from "enrolments_enrolment"' in sql.lower() and not erased:
            erased.append(True)
            erase_account(user=aigerim)
        return execute(sql, params, many, context)

    erased = []
    with connection.execute_wrapper(erase_first):
        answer = browser.post("/kk/begin/neke/")
    assert erased
    assert answer["Location"].startswith("/kk/sign-in/")
    assert not Enrolment.objects.exists()


def test_a_session_that_is_listed_while_its_account_goes_is_led_out(aigerim, signed_in):
    """The first page of a day lists the session anew; the account is erased right before."""
    browser = signed_in(aigerim)
    UserSession.objects.all().delete()
    session = browser.session
    del session[LISTED]
    session.save()

    def erase_first(execute, sql, params, many, context):
        # The first transaction of the request, which begins as a savepoint in a test.
        if sql.lower().startswith("savepoint") and not erased:
            erased.append(True)
            erase_account(user=aigerim)
        return execute(sql, params, many, context)

    erased = []
    with connection.execute_wrapper(erase_first):
        answer = browser.get("/kk/account/")
    assert erased
    assert answer["Location"].startswith("/kk/sign-in/")
    assert not UserSession.objects.exists()
