"""A person links their marriage application."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.actions.identity import prove_identity
from accounts.models import Identity
from notifications.models import Message
from notifications.tasks import deliver_pending_messages
from registry.actions import make_claim, settle_claim, unlink_claim
from registry.actions.claims import link
from registry.actions.offices import load_offices
from registry.management.commands.load_offices import OFFICES
from registry.models import ApplicationClaim, MarriageApplication
from registry.questions import ceremony_date_of, has_linked, region_of, registered_name
from registry.standin import cast as couples
from registry.standin.server import Mode
from registry.tasks import check_waiting_claims
from registry.views import SLOWED
from tests import cast
from tests.notifications.story import choose
from tests.registry.people import identified, numbers, plain, ready, told, typed

PAGE, STATE = "/kk/application/", "/kk/application/state/"
pytestmark = pytest.mark.usefixtures("asked_registry")


@pytest.fixture(autouse=True)
def offices(db):
    load_offices(file=OFFICES)


def claim(client, tasks_at_once, who, application, page=PAGE):
    with tasks_at_once():
        return client.post(page, typed(who, application))


class TestLinking:
    def test_a_right_pair_is_linked_and_shows_the_office_but_nobodys_name_or_day(
        self, aigerim, signed_in, tasks_at_once
    ):
        client = signed_in(aigerim)
        response = claim(client, tasks_at_once, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        assert (response.status_code, response["Location"]) == (302, PAGE)
        ready(aigerim)
        page = client.get(PAGE)
        assertContains(page, "Қызылорда")
        for name in ("Бекова", "Сейтов"):
            assertNotContains(page, name)
        assert aigerim.claims.get().state == "confirmed"
        assert registered_name(aigerim) is None
        assert region_of(aigerim) == "KZ-43"
        assert ceremony_date_of(aigerim) == MarriageApplication.objects.get().ceremony_date
        assert "no-store" in page["Cache-Control"]

    def test_after_the_proof_the_own_name_and_the_day_are_shown(
        self, aigerim, signed_in, tasks_at_once
    ):
        identified(aigerim, couples.AIGERIM, "seen")
        client = signed_in(aigerim)
        claim(client, tasks_at_once, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        ready(aigerim)
        page = client.get(PAGE)
        assertContains(page, couples.AIGERIM.name)
        assertNotContains(page, couples.DANIYAR.name)
        assert registered_name(aigerim) == couples.AIGERIM.name

    def test_a_passport_with_its_country_is_as_good(self, irina, signed_in, tasks_at_once):
        client = signed_in(irina)
        claim(client, tasks_at_once, couples.MEHMET, couples.IRINA_AND_MEHMET, "/ru/application/")
        assert irina.claims.get().state == "confirmed"

    def test_sent_twice_it_is_one_claim(self, aigerim, signed_in, tasks_at_once):
        client = signed_in(aigerim)
        for _ in range(2):
            claim(client, tasks_at_once, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        assert ApplicationClaim.objects.count() == 1

    def test_nobody_is_both_applicants(self, aigerim, signed_in, tasks_at_once):
        client = signed_in(aigerim)
        claim(client, tasks_at_once, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        again = claim(client, tasks_at_once, couples.DANIYAR, couples.AIGERIM_AND_DANIYAR)
        assert again.status_code == 422
        assert ApplicationClaim.objects.confirmed().count() == 1

    def test_it_is_unlinked_and_linked_again(self, aigerim, signed_in, tasks_at_once):
        client = signed_in(aigerim)
        claim(client, tasks_at_once, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        client.post("/kk/application/unlink/")
        assert not has_linked(aigerim)
        claim(client, tasks_at_once, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        assert has_linked(aigerim)

    def test_no_number_stands_in_an_address_or_on_the_page_of_an_answer(
        self, aigerim, signed_in, tasks_at_once
    ):
        client = signed_in(aigerim)
        response = claim(client, tasks_at_once, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        ready(aigerim)
        for text in (response["Location"], client.get(PAGE).content.decode()):
            assert couples.AIGERIM.identity.number not in text
            assert couples.AIGERIM_AND_DANIYAR.number not in text

    @pytest.mark.parametrize(("state", "queries"), [("", 3), ("waiting", 3), ("confirmed", 4)])
    def test_the_page_costs_the_same_queries(
        self, aigerim, signed_in, tasks_at_once, state, queries, django_assert_num_queries
    ):
        client = signed_in(aigerim)
        if state:
            claim(client, tasks_at_once, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        if state == "confirmed":
            ready(aigerim)
        client.get(PAGE)
        with django_assert_num_queries(queries):
            client.get(PAGE)


class TestMistakes:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"identity_number": "123456789012"},
            {"identity_number": ""},
            {"application_number": ""},
            {"application_number": "1" * 41},
            {"kind": "passport", "country": ""},
            {"kind": "other"},
        ],
    )
    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_what_cannot_be_right_is_said_at_once(self, aigerim, signed_in, wrong, language):
        sent = typed(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR) | wrong
        page = signed_in(aigerim).post(f"/{language}/application/", sent)
        assert page.status_code == 422
        assertContains(page, "error-summary", status_code=422)
        assert not ApplicationClaim.objects.exists()

    def test_a_number_typed_with_spaces_and_long_dashes_is_understood(
        self, aigerim, signed_in, tasks_at_once
    ):
        number = couples.AIGERIM.identity.number
        sent = numbers(couples.AIGERIM.identity, " 43 – 02 – 00001 ")
        with tasks_at_once():
            signed_in(aigerim).post(PAGE, sent | {"identity_number": f"{number[:6]} {number[6:]}"})
        assert aigerim.claims.get().state == "confirmed"


REFUSED = {
    "wrong application number": (couples.AIGERIM, "43-02-99999"),
    "somebody else": (couples.OLGA, couples.AIGERIM_AND_DANIYAR.number),
    "withdrawn": (couples.ASEL, couples.ASEL_AND_TIMUR.number),
    "annulled": (couples.OLGA, couples.OLGA_AND_SERGEI.number),
    "filed anew": (couples.GULNARA, couples.GULNARA_AND_BOLAT.number),
    "linked elsewhere": (couples.AIGERIM, couples.AIGERIM_AND_DANIYAR.number),
    "proved elsewhere": (couples.DANIYAR, couples.AIGERIM_AND_DANIYAR.number),
}


def answer_to(reason, signed_in, tasks_at_once, django_assert_max_num_queries, language="kk"):
    """Return status, place, bytes and query count of what a person sees who is refused."""
    who, application = REFUSED[reason]
    if reason == "linked elsewhere":
        other = cast.make_learner()
        with tasks_at_once():
            signed_in(other).post(PAGE, numbers(who.identity, application))
        assert other.claims.get().state == "confirmed"
    if reason == "proved elsewhere":
        identified(cast.make_learner(), who, "seen")
    user = cast.make_learner(language=language)
    client = signed_in(user)
    address = f"/{language}/application/"
    with tasks_at_once():
        posted = client.post(address, numbers(who.identity, application))
    waiting = client.get(address)
    ready(user)
    with django_assert_max_num_queries(20) as counted:
        page = client.get(address)
    assert user.claims.get().state == "refused", reason
    return (
        posted.status_code,
        posted["Location"],
        plain(waiting),
        page.status_code,
        plain(page),
        len(counted),
    )


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_whatever_is_wrong_the_answer_is_the_same_to_the_byte(
    language, signed_in, tasks_at_once, django_assert_max_num_queries
):
    answers = {
        reason: answer_to(reason, signed_in, tasks_at_once, django_assert_max_num_queries, language)
        for reason in REFUSED
    }
    first = answers["wrong application number"]
    assert {reason for reason, answer in answers.items() if answer != first} == set()


def test_the_answer_is_not_shown_earlier_for_one_than_for_another(
    aigerim, signed_in, tasks_at_once
):
    client = signed_in(aigerim)
    claim(client, tasks_at_once, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
    assertContains(client.get(STATE), 'hx-trigger="every 2s"')
    ready(aigerim)
    assertNotContains(client.get(STATE), "hx-trigger")


def test_nothing_on_the_page_tells_the_answer_before_its_time(
    aigerim, irina, signed_in, tasks_at_once
):
    """Both are checked at once; one is right, the other wrong."""
    right, wrong = signed_in(aigerim), signed_in(irina)
    claim(right, tasks_at_once, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
    claim(wrong, tasks_at_once, couples.AIGERIM, couples.IRINA_AND_MEHMET)
    assert (aigerim.claims.get().state, irina.claims.get().state) == ("confirmed", "refused")
    assert plain(right.get(STATE)) == plain(wrong.get(STATE))


def test_nor_where_an_earlier_one_is_linked(signed_in, tasks_at_once):
    """Gulnara filed anew: the new number is right, another is not."""
    today = timezone.localdate()
    first = replace(couples.GULNARA_AND_BOLAT.on(today), state="confirmed", superseded_by=None)
    answers, states = [], []
    for number in (couples.GULNARA_AND_BOLAT_AGAIN, couples.IRINA_AND_MEHMET):
        her = cast.make_learner()
        client = signed_in(her)
        identified(her, couples.GULNARA)
        earlier = make_claim(
            user=her, **(typed(couples.GULNARA, couples.GULNARA_AND_BOLAT) | {"country": "KZ"})
        )
        assert link(earlier, told(first).applicants.get(position=1))
        ready(her)
        claim(client, tasks_at_once, couples.GULNARA, number)
        answers.append(plain(client.get(STATE)))
        states += her.claims.order_by("pk").values_list("state", flat=True)
        her.claims.all().delete()
    assert states == ["unlinked", "confirmed", "confirmed", "refused"]
    assert answers[0] == answers[1]


class TestTheRegistryIsAway:
    @pytest.mark.parametrize("mode", ["down", "slow", "malformed"])
    def test_the_claim_waits_and_is_settled_when_it_is_back(
        self, aigerim, signed_in, tasks_at_once, asked_registry, settings, mode
    ):
        settings.REGISTRY_GATEWAY = settings.REGISTRY_GATEWAY | {"timeout": 0.2}
        asked_registry.mode = Mode(mode, seconds=1)
        choose(aigerim, reminders=False)
        client = signed_in(aigerim)
        claim(client, tasks_at_once, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        waiting = aigerim.claims.get()
        assert (waiting.state, waiting.checks) == ("waiting", 1)
        assert waiting.next_check_at > timezone.now()
        asked_registry.mode = Mode()
        settings.REGISTRY_GATEWAY = settings.REGISTRY_GATEWAY | {"timeout": 5.0}
        with tasks_at_once():
            check_waiting_claims()
        assert aigerim.claims.get().state == "waiting"  # not yet its time
        ApplicationClaim.objects.update(
            next_check_at=timezone.now(), made_at=timezone.now() - timedelta(minutes=5)
        )
        with tasks_at_once():
            check_waiting_claims()
        assert aigerim.claims.get().state == "confirmed"
        assert Message.objects.get().kind == "claim_confirmed"
        unlink_claim(user=aigerim)  # and the news is none any more
        deliver_pending_messages()
        assert Message.objects.get().state == "not_needed"

    def test_who_chose_nothing_reads_a_late_answer_on_the_page(
        self, aigerim, asked_registry, signed_in, tasks_at_once
    ):
        asked_registry.mode = Mode("down")
        claim(signed_in(aigerim), tasks_at_once, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        asked_registry.mode = Mode()
        ApplicationClaim.objects.update(
            next_check_at=timezone.now(), made_at=timezone.now() - timedelta(minutes=5)
        )
        with tasks_at_once():
            check_waiting_claims()
        assert aigerim.claims.get().state == "confirmed"
        assert not Message.objects.exists()

    def test_the_pauses_grow_to_an_hour(self, aigerim, asked_registry):
        asked_registry.mode = Mode("down")
        made = make_claim(
            user=aigerim, kind="iin", country="KZ",
            identity_number=couples.AIGERIM.identity.number, application_number="43-02-00001",
        )  # fmt: skip
        pauses = []
        for _ in range(8):
            ApplicationClaim.objects.update(next_check_at=timezone.now())
            put_off = settle_claim(claim_id=made.pk)
            pauses.append(round((put_off.next_check_at - timezone.now()).total_seconds() / 60))
        assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]

    def test_an_answer_at_once_needs_no_message(self, aigerim, signed_in, tasks_at_once):
        claim(signed_in(aigerim), tasks_at_once, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        assert not Message.objects.exists()


class TestLimits:
    def test_who_tries_often_is_answered_later_and_never_locked_out(
        self, aigerim, signed_in, tasks_at_once
    ):
        client = signed_in(aigerim)
        for serial in range(7):
            with tasks_at_once():
                response = client.post(
                    PAGE, numbers(couples.AIGERIM.identity, f"43-02-9000{serial}")
                )
            assert response.status_code == 302
        last = aigerim.claims.order_by("-pk").first()
        assert last.state == "waiting"
        assert last.next_check_at > timezone.now() + SLOWED - timedelta(minutes=1)
        ready(aigerim)
        assertContains(client.get(PAGE), 'hx-trigger="every 2s"')
        ApplicationClaim.objects.update(next_check_at=timezone.now())
        with tasks_at_once():
            check_waiting_claims()
        assert aigerim.claims.order_by("-pk").first().state == "refused"

    def test_who_tries_often_slows_nobody_else(self, aigerim, signed_in, tasks_at_once):
        """Neither those on the same network, nor whoever the numbers belong to."""
        pry = signed_in(cast.make_learner())
        for _ in range(125):
            pry.post(PAGE, numbers(couples.AIGERIM.identity, "43-02-00001"))
        claim(signed_in(aigerim), tasks_at_once, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        assert aigerim.claims.get().state != "waiting"

    @pytest.mark.parametrize("target", ["application", "identity"])
    def test_one_target_tried_from_many_accounts_is_slowed(self, signed_in, tasks_at_once, target):
        people = [couples.OLGA, couples.ASEL, couples.DANA, couples.SAULE, couples.ANNA,
                  couples.TIMUR, couples.BOLAT, couples.ARMAN, couples.YERLAN, couples.DMITRY,
                  couples.SERGEI]  # fmt: skip
        for serial, somebody in enumerate(people):
            user = cast.make_learner()
            who = somebody if target == "application" else couples.AIGERIM
            number = "43-02-00001" if target == "application" else f"43-02-8000{serial}"
            with tasks_at_once():
                signed_in(user).post(PAGE, numbers(who.identity, number))
        assert user.claims.get().state == "waiting"


class TestAnotherShowsMore:
    def test_a_seen_document_frees_the_application_from_who_only_declared(
        self, aigerim, signed_in, tasks_at_once
    ):
        impostor = cast.make_learner()
        claim(signed_in(impostor), tasks_at_once, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        client = signed_in(aigerim)
        claim(client, tasks_at_once, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        assert aigerim.claims.get().state == "refused"
        prove_identity(
            identity=Identity.objects.active().get(user=aigerim), assurance="seen",
            by=cast.make_clerk(),
        )  # fmt: skip
        assert impostor.claims.get().state == "unlinked"
        with tasks_at_once():
            check_waiting_claims()
        assert aigerim.claims.get().state == "confirmed"

    def test_who_is_proved_takes_the_place_of_a_later_declaration(
        self, aigerim, signed_in, tasks_at_once
    ):
        impostor = cast.make_learner()
        claim(signed_in(impostor), tasks_at_once, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        Identity.objects.update(displaced_at=None)
        identified(aigerim, couples.AIGERIM, "seen")
        ApplicationClaim.objects.filter(user=impostor).update(state="confirmed")
        claim(signed_in(aigerim), tasks_at_once, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        assert aigerim.claims.get().state == "confirmed"
        assert impostor.claims.get().state == "unlinked"


def test_somebody_linked_to_a_dead_application_is_answered_like_one_linked_to_a_living_one(
    aigerim, signed_in, tasks_at_once
):
    client = signed_in(aigerim)
    claim(client, tasks_at_once, couples.GULNARA, couples.GULNARA_AND_BOLAT_AGAIN)
    ready(aigerim)
    answers = []
    for state in ("confirmed", "refiled"):
        MarriageApplication.objects.update(state=state)
        another_person = claim(client, tasks_at_once, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        with tasks_at_once():
            unknown = client.post(PAGE, numbers(couples.GULNARA.identity, "75-99-99999"))
        assert (another_person.status_code, unknown.status_code) == (422, 302)
        ready(aigerim)
        answers.append([plain(another_person), plain(client.get(PAGE))])
        client.post("/kk/application/unlink/")
        answers[-1].append(plain(client.get(PAGE)))
    assert answers[0] == answers[1]
    assert ApplicationClaim.objects.confirmed().count() == 1


def test_strangers_and_staff_are_sent_to_sign_in(client, signed_in):
    assert client.get(PAGE).status_code == 302
    assert signed_in(cast.make_staff()).get(PAGE).status_code in (302, 403)
