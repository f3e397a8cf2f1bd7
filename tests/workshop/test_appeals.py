"""Questions about decisions: who answers, in which order, and that each look is recorded."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions.appeals import answer_appeal, make_appeal
from accounts.actions.record import lookups_of, record_lookup, verify_chain
from accounts.identity import account_key
from accounts.models import Appeal, AppealReply
from accounts.person import destroy_key
from notifications.models import Message
from notifications.texts import text_of
from registry.standin import cast as couples
from tests import cast
from tests.certificates.story import completed
from tests.registry.people import identified
from tests.workshop import story

pytestmark = pytest.mark.django_db
QUEUE = "/admin/appeals/"
TEXT, ANSWER = "Неге есептелмеді?", "Екінші тапсырма қайта ашылды."


@pytest.fixture
def officer(db):
    return story.make_person("administrator", name="Ержан Әкімші")


@pytest.fixture
def admin(officer, signed_in):
    return signed_in(officer)


@pytest.fixture
def appeal(aigerim):
    return make_appeal(user=aigerim, about="completion", text=TEXT)


def test_the_queue_says_neither_whose_nor_what_and_the_oldest_stands_first(admin, aigerim, irina):
    younger = make_appeal(user=aigerim, about="claim", text=TEXT)
    older = make_appeal(user=irina, about="other", text="Почему?")
    Appeal.objects.filter(pk=older.pk).update(asked_at=timezone.now() - timedelta(days=9))
    page = admin.get(QUEUE)
    assert [(one.pk, days) for one, days in page.context["rows"]] == [
        (older.pk, 9),
        (younger.pk, 0),
    ]
    for secret in (TEXT, "Почему?", aigerim.name, irina.name):
        assert secret not in page.text
    assert not lookups_of(aigerim).exists()


def test_opening_a_question_is_recorded_for_its_person_to_see(admin, officer, appeal, aigerim):
    page = admin.get(f"{QUEUE}{appeal.pk}/")
    assert TEXT in page.text
    look = lookups_of(aigerim).get()
    assert (look.actor, look.purpose) == (officer, "appeal")
    assert verify_chain() == 1


def test_nothing_is_shown_or_answered_when_it_cannot_be_recorded(admin, appeal):
    with connection.cursor() as cursor:
        cursor.execute(
            "create function refuse() returns trigger language plpgsql as "
            "$$ begin raise exception 'the record is full'; end $$; "
            "create trigger refuse before insert on accounts_lookup "
            "for each row execute function refuse();"
        )
    for ask in (admin.get, admin.post):
        with pytest.raises(DatabaseError, match="the record is full"):
            ask(f"{QUEUE}{appeal.pk}/", {"text": ANSWER, "seen": "0"})
    assert not AppealReply.objects.exists()


def test_an_answer_reaches_the_person_and_leaves_the_queue(
    admin, officer, appeal, aigerim, signed_in
):
    sent = {"text": ANSWER, "seen": "0"}
    assert admin.post(f"{QUEUE}{appeal.pk}/", sent)["Location"] == QUEUE
    assert ANSWER in signed_in(aigerim).get(f"/kk/account/questions/{appeal.pk}/").text
    assert AppealReply.objects.get().by == officer
    assert not admin.get(QUEUE).context["rows"]
    assert [one.pk for one, _days in admin.get(QUEUE + "?answered").context["rows"]] == [appeal.pk]


def test_whoever_answers_second_reads_the_first_answer_and_loses_nothing(admin, appeal):
    other = story.make_person("administrator")
    answer_appeal(appeal=appeal, text=ANSWER, by=other, seen=0)
    page = admin.post(f"{QUEUE}{appeal.pk}/", {"text": "Менің жауабым", "seen": "0"})
    assert page.status_code == 422
    assert ANSWER in page.text
    assert "Менің жауабым" in page.text
    assert AppealReply.objects.count() == 1
    # Having read it, they may add theirs.
    assert 'name="seen" value="1"' in page.text
    admin.post(f"{QUEUE}{appeal.pk}/", {"text": "Менің жауабым", "seen": "1"})
    assert AppealReply.objects.count() == 2


def test_nobody_answers_their_own_question(admin, officer):
    own = make_appeal(user=officer, about="certificate", text=TEXT)
    assert admin.get(f"{QUEUE}{own.pk}/")["Location"] == "/admin/"
    assert admin.post(f"{QUEUE}{own.pk}/", {"text": ANSWER, "seen": "0"}).status_code == 302
    assert not AppealReply.objects.exists()


@pytest.mark.parametrize("sent", [{"text": "", "seen": "0"}, {"text": "ә" * 2001, "seen": "0"},
                                  {"text": ANSWER, "seen": "x"}, {"text": ANSWER}])  # fmt: skip
def test_a_wrong_form_answers_nothing(admin, appeal, sent):
    assert admin.post(f"{QUEUE}{appeal.pk}/", sent).status_code == 422
    assert not AppealReply.objects.exists()


@pytest.mark.parametrize("role", ["trainer", "methodologist", "site_editor"])
def test_no_other_role_reads_them(appeal, signed_in, role, aigerim):
    browser = signed_in(story.make_person(role))
    assert browser.get(QUEUE)["Location"] == "/admin/"
    assert browser.get(f"{QUEUE}{appeal.pk}/")["Location"] == "/admin/"
    assert browser.post(f"{QUEUE}{appeal.pk}/", {"text": ANSWER, "seen": "0"}).status_code == 302
    assert QUEUE not in browser.get("/admin/").text
    assert not AppealReply.objects.exists()
    assert not lookups_of(aigerim).exists()


def test_the_menu_leads_there_and_the_dashboard_says_that_one_waits(admin, officer, appeal):
    home = admin.get("/admin/").text
    panel = home.partition('id="appeals-section"')[2].partition("</section>")[0]
    assert home.count(f'"{QUEUE}"') == 2
    assert f'"{QUEUE}"' in panel
    assert TEXT not in home
    answer_appeal(appeal=appeal, text=ANSWER, by=officer, seen=0)
    assert admin.get("/admin/").text.count(f'"{QUEUE}"') == 1


def test_what_is_known_of_the_decisions_stands_beside_and_no_number(
    admin, aigerim, appeal, edition
):
    identified(aigerim, couples.AIGERIM, "phone")
    certificate = completed(aigerim, edition).certificates.get()
    page = admin.get(f"{QUEUE}{appeal.pk}/")
    values = " ".join(f"{label} {words}" for label, words in page.context["facts"])
    assert certificate.number in values
    assert "NEKE" in values
    assert couples.AIGERIM.identity.number not in page.text
    assert aigerim.email not in page.text


def test_what_was_erased_is_said_to_be(admin, appeal, aigerim):
    destroy_key(aigerim)
    assert admin.get(f"{QUEUE}{appeal.pk}/")["Location"] == QUEUE


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_both_pages_open_in_both_languages(signed_in, appeal, language):
    browser = signed_in(story.make_person("administrator", language=language))
    for path in (QUEUE, QUEUE + "?answered", f"{QUEUE}{appeal.pk}/"):
        assert browser.get(path).status_code == 200


def test_a_long_queue_has_pages_and_costs_the_same(admin, aigerim):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            admin.get(QUEUE)
        return len(queries)

    make_appeal(user=aigerim, about="other", text="0")
    admin.get(QUEUE)
    before = cost()
    Appeal.objects.bulk_create(
        Appeal(user=cast.make_learner(), about="other", sealed_text=b"x") for _ in range(60)
    )
    assert cost() == before
    assert "p=2" in admin.get(QUEUE).text


class TestAboutLookups:
    """Questions about look-ups are the data protection officer's."""

    @pytest.fixture
    def clerk(self, db):
        return cast.make_staff(name="Құралай Маман")

    @pytest.fixture
    def protector(self, db):
        return story.make_person("officer", name="Әлия Жауапты")

    @pytest.fixture
    def questioned(self, aigerim, clerk):
        def ask(by=clerk):
            look = record_lookup(
                actor=by, place="Медеу бөлімі / Отдел Медеу", purpose="appeal", answer="read",
                lookup_key=account_key(aigerim.pk),
            )  # fmt: skip
            return make_appeal(user=aigerim, about="lookup", text=TEXT, lookup=look)

        return ask

    def test_the_officer_reads_who_looked_and_an_administrator_does_not_see_the_question(
        self, admin, protector, questioned, signed_in, aigerim, appeal
    ):
        asked = questioned()
        page = signed_in(protector).get(f"{QUEUE}{asked.pk}/").text
        for word in ("Құралай Маман", "Медеу бөлімі", TEXT):
            assert word in page
        assert aigerim.name not in page
        for ask in (admin.get, admin.post):  # as any address that is not there
            answer = ask(f"{QUEUE}{asked.pk}/", {"text": ANSWER, "seen": "0"})
            assert TEXT not in answer.text
            assert answer.status_code == 404 or answer["Location"].startswith("/kk/")
        assert not AppealReply.objects.exists()
        assert [one.pk for one, _ in admin.get(QUEUE).context["rows"]] == [appeal.pk]
        assert len(signed_in(protector).get(QUEUE).context["rows"]) == 2
        assert lookups_of(aigerim).first().actor == protector

    def test_as_long_as_nobody_is_the_officer_administrators_answer(self, admin, questioned):
        asked = questioned()
        assert admin.get(f"{QUEUE}{asked.pk}/").status_code == 200

    def test_nobody_answers_for_a_look_of_their_own(self, protector, questioned, signed_in):
        asked = questioned(by=protector)
        browser = signed_in(protector)
        assert browser.get(f"{QUEUE}{asked.pk}/")["Location"] == "/admin/"
        sent = {"text": ANSWER, "seen": "0"}
        assert browser.post(f"{QUEUE}{asked.pk}/", sent).status_code == 302
        assert not AppealReply.objects.exists()

    def test_who_answers_is_told_once_that_a_question_waits_and_not_what_it_says(
        self, officer, protector, questioned, aigerim
    ):
        asked = questioned()
        told = Message.objects.filter(kind="question_asked")
        assert [one.recipient for one in told] == [protector]
        other = make_appeal(user=aigerim, about="claim", text=TEXT)
        make_appeal(user=aigerim, about="claim", text=TEXT)  # the same, sent twice
        both = told.filter(context={"path": f"{QUEUE}{other.pk}/"})
        assert {one.recipient for one in both} == {officer, protector}
        assert told.all().count() == 3
        said = text_of(told.get(context={"path": f"{QUEUE}{asked.pk}/"}), "a@example.org")
        assert f"{QUEUE}{asked.pk}/" in said
        assert TEXT not in said
        assert aigerim.name not in said
