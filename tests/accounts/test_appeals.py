"""A decision questioned: sealed, answered by a person, read on one's page."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.actions.appeals import (
    MOST_WAITING,
    answer_appeal,
    make_appeal,
    move_appeals,
    replies_of,
    text_of,
)
from accounts.actions.contacts import join_accounts
from accounts.actions.identity import declare_identity, prove_identity
from accounts.actions.record import lookups_of, record_lookup
from accounts.exceptions import AnsweredMeanwhile
from accounts.identity import account_key
from accounts.models import Appeal, AppealReply
from accounts.person import destroy_key
from accounts.signals import appeal_answered
from tests import cast
from web.sealing import CannotUnseal

pytestmark = pytest.mark.django_db
PAGE, NEW = "/kk/account/questions/", "/kk/account/questions/new/"
TEXT = "Өтінішім неге байланыстырылмады?"
ANSWER = "Нөмірде бір цифр қате болды."


@pytest.fixture
def officer(db):
    return cast.make_staff(name="Жауапты маман")


@pytest.fixture
def appeal(aigerim):
    return make_appeal(user=aigerim, about="claim", text=TEXT)


def test_a_question_is_asked_sealed_and_shown_to_its_person(aigerim, signed_in):
    browser = signed_in(aigerim)
    answer = browser.post(NEW, {"about": "claim", "text": TEXT})
    appeal = Appeal.objects.get()
    assert answer["Location"] == f"{PAGE}{appeal.pk}/"
    assert TEXT.encode() not in bytes(appeal.sealed_text)
    page = browser.get(answer["Location"])
    assert TEXT in page.text
    assert "no-store" in page["Cache-Control"]
    assert f"/questions/{appeal.pk}/" in browser.get(PAGE).text


def test_what_it_is_about_is_chosen_where_a_decision_leads_here(aigerim, signed_in):
    browser = signed_in(aigerim)
    assert browser.get(NEW + "?about=claim").context["form"].initial == {"about": "claim"}
    assert browser.get(NEW + "?about=<script>").context["form"].initial == {}


@pytest.mark.parametrize(
    "sent",
    [
        {"about": ""}, {"about": "claim"}, {"text": TEXT}, {"about": "claim", "text": "  "},
        {"about": "nothing", "text": TEXT}, {"about": "claim", "text": "ә" * 2001},
    ],
)  # fmt: skip
def test_what_is_missing_or_too_long_is_said_and_what_was_typed_stays(aigerim, signed_in, sent):
    page = signed_in(aigerim).post(NEW, sent)
    assert page.status_code == 422
    assert sent.get("text", "").strip() in page.text
    assert not Appeal.objects.exists()


def test_a_form_sent_twice_asks_once(aigerim, signed_in):
    browser = signed_in(aigerim)
    sent = {"about": "claim", "text": "Бірінші жол\r\nекінші жол"}
    places = {browser.post(NEW, sent)["Location"] for _ in range(2)}
    assert len(places) == 1
    browser.post(NEW, sent | {"about": "identity"})
    assert Appeal.objects.count() == 2


def test_more_than_anybody_means_to_ask_have_to_wait(aigerim, signed_in):
    for number in range(MOST_WAITING):
        make_appeal(user=aigerim, about="other", text=str(number))
    page = signed_in(aigerim).post(NEW, {"about": "other", "text": TEXT})
    assert page.status_code == 422
    assert TEXT in page.text
    assert Appeal.objects.count() == MOST_WAITING


def test_an_answer_shows_on_the_page_and_is_new_until_it_was_opened(
    aigerim, signed_in, appeal, officer
):
    browser = signed_in(aigerim)
    assert not browser.get("/kk/account/").context["has_new_answer"]
    answer_appeal(appeal=appeal, text=ANSWER, by=officer, seen=0)
    assert browser.get("/kk/account/").context["has_new_answer"]
    page = browser.get(f"{PAGE}{appeal.pk}/").text
    assert ANSWER in page
    assert officer.name not in page
    assert not browser.get("/kk/account/").context["has_new_answer"]
    # A second thought is new again.
    answer_appeal(appeal=appeal, text="Тағы бір сөз", by=officer, seen=1)
    assert browser.get("/kk/account/").context["has_new_answer"]
    page = browser.get(f"{PAGE}{appeal.pk}/").text
    assert page.index(ANSWER) < page.index("Тағы бір сөз")


def test_two_do_not_answer_past_each_other_and_a_form_sent_twice_answers_once(appeal, officer):
    answer_appeal(appeal=appeal, text=ANSWER, by=officer, seen=0)
    with pytest.raises(AnsweredMeanwhile):
        answer_appeal(appeal=appeal, text=ANSWER, by=officer, seen=0)
    assert AppealReply.objects.count() == 1


def test_that_it_was_answered_is_told_to_who_listens(appeal, officer):
    heard = []

    def listen(sender, appeal, **kwargs):
        heard.append((appeal.pk, appeal.answered_at is not None))

    appeal_answered.connect(listen)
    try:
        answer_appeal(appeal=appeal, text=ANSWER, by=officer, seen=0)
    finally:
        appeal_answered.disconnect(listen)
    assert heard == [(appeal.pk, True)]


@pytest.mark.parametrize(
    "statement",
    ["update accounts_appealreply set number = 7", "update accounts_appealreply set at = now()"],
)
def test_what_was_answered_is_not_rewritten(appeal, officer, statement):
    answer_appeal(appeal=appeal, text=ANSWER, by=officer, seen=0)
    with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic():  # noqa: SIM117
        with connection.cursor() as cursor:
            cursor.execute(statement)


def test_nobody_elses_question_is_there(aigerim, daniyar, signed_in, appeal):
    partner = signed_in(daniyar)
    assert partner.get(f"{PAGE}{appeal.pk}/").status_code == 404
    assert f"/questions/{appeal.pk}/" not in partner.get(PAGE).text
    assert signed_in(cast.make_clerk()).get(f"{PAGE}{appeal.pk}/").status_code == 403


def test_whoever_took_back_their_consent_may_still_ask(aigerim, signed_in):
    aigerim.consents.all().delete()
    aigerim.consented_at = None
    aigerim.save()
    assert signed_in(aigerim).post(NEW, {"about": "other", "text": TEXT}).status_code == 302


def test_a_question_is_unreadable_without_the_persons_key(appeal, aigerim):
    destroy_key(aigerim)
    with pytest.raises(CannotUnseal):
        text_of(Appeal.objects.get())


def test_questions_come_along_when_two_accounts_are_joined(aigerim, daniyar, appeal, officer):
    answer_appeal(appeal=appeal, text=ANSWER, by=officer, seen=0)
    join_accounts(keep=daniyar, gone=aigerim, contact=aigerim.email)
    destroy_key(aigerim)
    moved = Appeal.objects.get(user=daniyar)
    assert text_of(moved) == TEXT
    assert [words for _reply, words in replies_of(moved)] == [ANSWER]
    move_appeals(kept=daniyar, gone=aigerim)  # nothing is left to move
    assert Appeal.objects.count() == 1


def test_a_long_list_has_pages_and_costs_the_same(aigerim, signed_in, django_assert_num_queries):
    browser = signed_in(aigerim)
    make_appeal(user=aigerim, about="other", text="0")
    with django_assert_num_queries(4):
        browser.get(PAGE)
    Appeal.objects.bulk_create(
        Appeal(user=aigerim, about="other", sealed_text=b"x") for _ in range(25)
    )
    with django_assert_num_queries(4):
        assert 'rel="next"' in browser.get(PAGE).text


def test_a_question_with_many_answers_costs_as_much_as_one(
    aigerim, signed_in, appeal, officer, django_assert_num_queries
):
    browser = signed_in(aigerim)
    for number in (0, 1, 2, 3):
        answer_appeal(appeal=appeal, text=ANSWER, by=officer, seen=number)
        browser.get(f"{PAGE}{appeal.pk}/")
        with django_assert_num_queries(6):
            browser.get(f"{PAGE}{appeal.pk}/")


class TestLookups:
    def test_a_look_at_an_account_is_shown_to_its_person_before_any_proof(
        self, aigerim, irina, signed_in, officer
    ):
        record_lookup(
            actor=officer, place="Otau / Отау", purpose="appeal",
            lookup_key=account_key(aigerim.pk), answer="read",
        )  # fmt: skip
        assert [one.purpose for one in lookups_of(aigerim)] == ["appeal"]
        assert not lookups_of(irina).exists()
        assert "Otau" in signed_in(aigerim).get("/kk/account/lookups/").text

    def test_those_of_a_number_wait_for_the_proof_as_ever(self, aigerim, officer):
        identity = declare_identity(user=aigerim, kind="iin", country="KZ", number="900101300007")
        record_lookup(
            actor=officer, place="А / Б", purpose="desk", lookup_key=identity.lookup_key, answer="x"
        )
        assert not lookups_of(aigerim).exists()
        prove_identity(identity=identity, assurance="phone")
        assert lookups_of(aigerim).count() == 1
