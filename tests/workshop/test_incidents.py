"""A breach is worked up: whom it concerns, what could be seen, who is told, by when."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions.erasing import erase_account
from accounts.actions.identity import declare_identity, prove_identity
from accounts.actions.record import record_lookups
from accounts.identity import account_key, identity_key
from accounts.record_words import WORDS
from notifications.models import Message
from tests import cast
from tests.workshop import story
from workshop.actions.incidents import (
    ask_to_tell,
    count_incident,
    open_incident,
    tell_people,
    word_incident,
)
from workshop.incidents.affected import accounts_of, keys_of
from workshop.incidents.categories import BY_PURPOSE, FIELDS, Category, categories_of
from workshop.incidents.deadline import deadline
from workshop.models import Incident

pytestmark = pytest.mark.django_db
PAGE = "/admin/incidents/"
IIN, ANOTHER = "900101300007", "880808400004"
INVENTORY = Path(__file__).parents[2] / "docs" / "personal-data.yaml"


@pytest.fixture
def officer(db):
    return story.make_person("officer", name="Әлия Жауапты")


@pytest.fixture
def browser(officer, signed_in):
    return signed_in(officer)


@pytest.fixture
def clerk(db):
    return cast.make_clerk(name="Құралай Маман")


def look(*keys, purpose="desk", **who):
    answers = [(key, "completed") for key in keys]
    return record_lookups(place="А / Б", purpose=purpose, answers=answers, **who)


def key_of(number):
    return identity_key(kind="iin", country="KZ", number=number)


def incident_of(officer, **fields):
    now = timezone.now()
    return open_incident(
        **{
            "by": officer, "known_at": now, "began_at": now - timedelta(hours=1),
            "ended_at": now + timedelta(hours=1), "happened": "Кілт ұрланды.",
        } | fields
    )  # fmt: skip


def counted(incident):
    count_incident(incident=incident)
    return Incident.objects.get(pk=incident.pk)


def proved(user, number):
    identity = declare_identity(user=user, kind="iin", country="KZ", number=number)
    return prove_identity(identity=identity, assurance="phone")


class TestWhomItConcerns:
    def test_people_are_counted_once_and_by_whether_they_can_be_told(
        self, officer, clerk, aigerim, daniyar
    ):
        proved(aigerim, IIN)
        look(key_of(IIN), key_of(IIN), account_key(aigerim.pk), actor=clerk)
        look(key_of(ANOTHER), b"n" * 32, actor=clerk)
        look(account_key(daniyar.pk), purpose="appeal", actor=officer)
        of_clerk = counted(incident_of(officer, actor=clerk))
        assert of_clerk.counts == {
            "lookups": 5, "people": 3, "accounts": 1, "without_account": 2, "purposes": {"desk": 5},
        }  # fmt: skip
        of_all = counted(incident_of(officer))
        assert (of_all.counts["people"], of_all.counts["accounts"]) == (4, 2)
        assert of_all.counts["purposes"] == {"appeal": 1, "desk": 5}

    def test_only_the_period_and_the_key_that_were_named_count(self, officer, clerk):
        look(b"a" * 32, actor=clerk)
        look(b"b" * 32, b"c" * 32, client="reg-almaty", purpose="api")
        now = timezone.now()
        assert counted(incident_of(officer, client="reg-almaty")).counts["people"] == 2
        assert counted(incident_of(officer, client="reg-astana")).counts["people"] == 0
        past = {"began_at": now - timedelta(days=9), "ended_at": now - timedelta(days=8)}
        assert counted(incident_of(officer, **past)).counts["people"] == 0

    def test_who_only_typed_a_number_is_not_told_of_its_owner(self, officer, clerk, aigerim):
        declare_identity(user=aigerim, kind="iin", country="KZ", number=IIN)
        look(key_of(IIN), actor=clerk)
        assert accounts_of(keys_of(incident_of(officer))) == {}

    def test_a_number_kept_under_an_older_key_is_found(self, officer, clerk, aigerim, settings):
        proved(aigerim, IIN)
        settings.LOOKUP_KEYS = ["newer:" + "QUFB" * 10 + "QUE=", *settings.LOOKUP_KEYS]
        look(key_of(IIN), actor=clerk)
        assert set(accounts_of(keys_of(incident_of(officer)))) == {aigerim.pk}

    def test_many_people_cost_few_queries(self, officer, clerk):
        def cost(number):
            people = [cast.make_learner(name=f"Ә{n}") for n in range(number)]
            look(*(account_key(one.pk) for one in people), actor=clerk)
            incident = incident_of(officer)
            with CaptureQueriesContext(connection) as queries:
                count_incident(incident=incident)
            return len(queries)

        assert cost(2) == cost(30)


class TestTelling:
    @pytest.fixture
    def incident(self, officer, clerk, aigerim, daniyar):
        look(account_key(aigerim.pk), account_key(daniyar.pk), b"n" * 32, actor=clerk)
        return counted(incident_of(officer, actor=clerk))

    def test_people_read_the_notice_on_their_page_and_the_message_says_only_that_it_is_there(
        self, browser, incident, aigerim, irina, signed_in, tasks_at_once, mailoutbox
    ):
        address = f"{PAGE}{incident.pk}/"
        words = {"text_kk": "Хабарлама сөзі", "text_ru": "Слова уведомления", "measures": "Жабылды"}
        assert browser.post(address, words).status_code == 302
        assert not Message.objects.filter(kind="data_notice").exists()
        with tasks_at_once():
            browser.post(f"{address}tell/")
        owed = Message.objects.filter(kind="data_notice")
        assert owed.count() == 2
        assert Incident.objects.get().told_at
        page = signed_in(aigerim)
        assert "/kk/account/notices/" in page.get("/kk/account/").text
        assert "/kk/account/notices/" not in signed_in(irina).get("/kk/account/").text
        assert "Хабарлама сөзі" in page.get("/kk/account/notices/").text
        assert "Слова уведомления" in page.get("/ru/account/notices/").text
        assert "Хабарлама сөзі" not in signed_in(irina).get("/kk/account/notices/").text

    def test_they_are_told_once_whoever_asks_twice(self, incident):
        assert ask_to_tell(incident=incident)
        assert not ask_to_tell(incident=incident)
        incident.refresh_from_db()
        # As if a worker was killed before it noted that it was done.
        assert [tell_people(incident=incident) for _ in range(2)] == [2, 0]
        assert Message.objects.filter(kind="data_notice").count() == 2
        assert not word_incident(incident=incident, text_kk="x", text_ru="x", measures="")

    def test_what_was_never_asked_for_is_never_told(self, incident):
        assert tell_people(incident=incident) == 0
        with pytest.raises(IntegrityError, match="both_languages"), transaction.atomic():
            Incident.objects.update(telling_asked_at=timezone.now(), text_ru="")
        with pytest.raises(IntegrityError, match="asked_for_it"), transaction.atomic():
            Incident.objects.update(told_at=timezone.now())

    def test_somebody_erased_meanwhile_is_told_nothing(self, incident, aigerim):
        erase_account(user=aigerim)
        ask_to_tell(incident=incident)
        incident.refresh_from_db()
        assert tell_people(incident=incident) == 1
        assert not Message.objects.filter(recipient=aigerim).exists()


class TestPages:
    def sent(self, **other):
        now = timezone.localtime()
        shape = "%Y-%m-%d %H:%M"
        return {
            "known_at": (now - timedelta(hours=1)).strftime(shape), "actor": "", "client": "",
            "began_at": (now - timedelta(days=2)).strftime(shape),
            "ended_at": (now + timedelta(days=1)).strftime(shape), "happened": "Кілт", "measures": "",
        } | other  # fmt: skip

    def test_an_incident_is_opened_counted_and_reported_and_nobody_is_named(
        self, browser, clerk, aigerim, tasks_at_once
    ):
        look(account_key(aigerim.pk), actor=clerk)
        with tasks_at_once():
            answer = browser.post(f"{PAGE}open/", self.sent(actor=clerk.pk))
        page = browser.get(answer["Location"])
        found = Incident.objects.get()
        assert found.counts["people"] == 1
        assert found.text_kk
        report = browser.get(f"{PAGE}{found.pk}/report/")
        assert report["Content-Type"] == "text/plain; charset=utf-8"
        for shown in (page.text, report.text, browser.get(PAGE).text):
            assert aigerim.name not in shown
            assert aigerim.email not in shown

    @pytest.mark.parametrize(
        "wrong",
        [
            {"known_at": ""}, {"known_at": "2999-01-01 10:00"}, {"began_at": "2999-01-01 10:00"},
            {"client": "два слова"}, {"client": "x" * 41}, {"actor": "0"}, {"actor": "x"},
            {"happened": ""}, {"happened": "a\0b"}, {"happened": "ә" * 2001},
            {"ended_at": "nonsense"},
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_and_nothing_is_opened(self, browser, wrong):
        assert browser.post(f"{PAGE}open/", self.sent(**wrong)).status_code == 422
        assert not Incident.objects.exists()

    def test_a_learner_and_two_who_looked_cannot_be_chosen(self, browser, clerk, aigerim):
        assert browser.post(f"{PAGE}open/", self.sent(actor=aigerim.pk)).status_code == 422
        both = self.sent(actor=clerk.pk, client="reg-almaty")
        assert browser.post(f"{PAGE}open/", both).status_code == 422
        assert aigerim.name not in browser.get(f"{PAGE}open/").text

    @pytest.mark.parametrize("role", ["administrator", "methodologist"])
    def test_nobody_but_the_officer_works_one_up(self, officer, signed_in, role):
        incident = counted(incident_of(officer))
        other = signed_in(story.make_person(role))
        for path in (PAGE, f"{PAGE}open/", f"{PAGE}{incident.pk}/", f"{PAGE}{incident.pk}/report/"):
            assert other.get(path)["Location"] == "/admin/"
        other.post(f"{PAGE}{incident.pk}/tell/")
        assert Incident.objects.get().telling_asked_at is None

    def test_whose_access_it_was_does_not_work_it_up(self, browser, officer):
        assert browser.post(f"{PAGE}open/", self.sent(actor=officer.pk)).status_code == 422
        colleague = story.make_person("officer")
        incident = counted(incident_of(colleague, actor=officer))
        own = f"{PAGE}{incident.pk}/"
        assert f"/incidents/{incident.pk}/" not in browser.get(PAGE).text
        words = {"text_kk": "Ештеңе", "text_ru": "Ничего", "measures": ""}
        for answer in (
            browser.get(own, follow=True), browser.post(own, words, follow=True),
            browser.post(f"{own}tell/", follow=True), browser.get(f"{own}report/", follow=True),
        ):  # fmt: skip
            assert answer.status_code == 404
        assert Incident.objects.get().telling_asked_at is None

    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_every_page_is_drawn_in_both_languages(self, officer, signed_in, language):
        browser = signed_in(story.make_person("officer", language=language))
        incident = incident_of(officer)
        for _ in range(2):
            for path in (PAGE, f"{PAGE}open/", f"{PAGE}{incident.pk}/"):
                assert browser.get(path).status_code == 200
            incident = counted(incident)

    def test_a_long_list_costs_the_same(self, browser, officer):
        def cost():
            with CaptureQueriesContext(connection) as queries:
                browser.get(PAGE)
            return len(queries)

        incident_of(officer)
        browser.get(PAGE)
        one = cost()
        for _ in range(5):
            incident_of(officer, actor=cast.make_staff())
        assert cost() == one


@pytest.mark.parametrize(
    ("known", "until"),
    [
        ("2026-11-23 15:30", "2026-11-24 15:30"),  # Monday
        ("2026-11-27 09:00", "2026-11-30 09:00"),  # Friday
        ("2026-11-28 12:00", "2026-11-30 23:59"),  # Saturday
        ("2026-11-29 00:10", "2026-11-30 23:59"),  # Sunday
        ("2026-12-15 10:00", "2026-12-18 10:00"),  # before two holidays
        ("2026-12-16 10:00", "2026-12-18 23:59"),  # on a holiday
    ],
)
def test_the_law_gives_one_business_day(settings, known, until):
    settings.HOLIDAYS = {date(2026, 12, 16), date(2026, 12, 17)}
    moment = timezone.make_aware(datetime.fromisoformat(known))
    assert timezone.localtime(deadline(moment)).strftime("%Y-%m-%d %H:%M") == until


def test_every_purpose_says_what_it_can_show_and_an_unknown_one_everything():
    assert set(BY_PURPOSE) >= set(WORDS)
    assert categories_of(["certificate"]) == [
        Category.NAME, Category.COURSE, Category.CERTIFICATE,
    ]  # fmt: skip
    assert categories_of(["something new"]) == list(Category)
    assert set(FIELDS) == set(Category)


def test_the_fields_behind_a_category_are_in_the_inventory():
    inventory = yaml.safe_load(INVENTORY.read_text())["models"]
    for field in (name for names in FIELDS.values() for name in names):
        model, _, name = field.rpartition(".")
        known = inventory[model]
        assert name in known or name in known.get("plain", []), field
