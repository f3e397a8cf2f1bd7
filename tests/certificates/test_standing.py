"""Where people stand, asked of many at once: the desk's rule, in as many queries as for one."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Identity
from certificates.desk.answers import answers_for
from certificates.standing import Pair, applicants_asked, standings
from enrolments.models import Exemption
from registry.models import Applicant, MarriageApplication
from tests import cast
from tests.certificates.at_the_desk import certified, couples, ended
from tests.registry.people import identified, told

pytestmark = pytest.mark.django_db

AIGERIM, DANIYAR, MEHMET = couples.AIGERIM, couples.DANIYAR, couples.MEHMET
ALL = MarriageApplication.objects.all()


def pair(who, application) -> Pair:
    return Pair(who.identity, getattr(application, "number", application))


def exempt(who, **fields) -> Exemption:
    key = Pair(who.identity, "").keys()[0]
    return Exemption.objects.create(
        course=cast.make_course(), lookup_key=key, sealed_reason=b"", granted_by=cast.make_staff(),
        **fields,
    )  # fmt: skip


def one_of(who) -> str:
    return str(standings([Pair(who.identity, "").keys()])[0].state)


class TestWhereSomebodyStands:
    def test_each_gets_their_own_answer_in_the_order_asked(self):
        certificate = certified(AIGERIM)
        exempt(MEHMET)
        found = standings([Pair(who.identity, "").keys() for who in (MEHMET, DANIYAR, AIGERIM)])
        assert [one.state for one in found] == ["exempt", "not", "completed"]
        assert found[2].certificate == certificate
        assert (found[2].assurance, found[0].assurance) == ("declared", "")

    @pytest.mark.parametrize(
        "why", ["revoked", "superseded", "expired", "another course", "displaced", "erased"]
    )
    def test_what_does_not_hold_today_is_no_completion(self, why):
        until = timezone.localdate() - timedelta(days=1) if why == "expired" else None
        course = cast.make_course("ATA", "ata") if why == "another course" else None
        certificate = certified(AIGERIM, valid_until=until, course=course)
        if why in ("revoked", "superseded"):
            ended(certificate, why)
        if why == "displaced":
            identified(cast.make_learner(), AIGERIM, "seen")
        if why == "erased":
            Identity.objects.all().delete()
        assert one_of(AIGERIM) == "not"

    def test_what_was_only_declared_does_not_count_beside_a_proof(self):
        identified(cast.make_learner(), AIGERIM, "seen")
        certified(AIGERIM)
        assert one_of(AIGERIM) == "not"

    def test_the_surer_of_two_accounts_is_answered(self):
        certified(AIGERIM)
        proved = certified(AIGERIM, assurance="seen")
        assert standings([Pair(AIGERIM.identity, "").keys()])[0].certificate == proved

    @pytest.mark.parametrize("fields", [{"ends_on": date(2026, 1, 1)}, {"revoked_at": "now"}])
    def test_an_exemption_that_ended_is_none(self, fields):
        if "revoked_at" in fields:
            fields = {"revoked_at": timezone.now(), "revoked_by": cast.make_staff()}
        exempt(AIGERIM, **fields)
        assert one_of(AIGERIM) == "not"

    def test_the_desk_says_the_same_of_everybody(self):
        for couple in couples.CAST:
            told(couple.on(timezone.localdate()))
        certified(AIGERIM)
        certified(DANIYAR, assurance="seen")
        ended(certified(couples.IRINA))
        exempt(MEHMET)
        people = list(Applicant.objects.order_by("pk"))
        at_the_desk = answers_for(people)
        asked = standings([[bytes(one.lookup_key)] for one in people])
        assert [one.state for one in asked] == [one.state for one in at_the_desk]
        assert [one.certificate for one in asked] == [one.certificate for one in at_the_desk]
        assert {one.state for one in asked} == {"completed", "not", "exempt"}

    def test_a_number_written_under_the_older_key_is_found(self, settings):
        certified(AIGERIM)
        newer = "newer:" + "QkJC" * 10 + "QkI="
        settings.LOOKUP_KEYS = [newer, *settings.LOOKUP_KEYS[:1]]
        assert one_of(AIGERIM) == "completed"

    def test_a_thousand_cost_as_many_queries_as_one(self, django_assert_num_queries):
        certified(AIGERIM)
        key = Pair(AIGERIM.identity, "").keys()
        for people in ([key], [key, *([bytes(32)] for _ in range(999))]):
            with django_assert_num_queries(2):
                assert standings(people)[0].state == "completed"


class TestWhomAPairNames:
    def test_both_numbers_have_to_fit(self):
        known = told(couples.AIGERIM_AND_DANIYAR.on(timezone.localdate()))
        told(couples.IRINA_AND_MEHMET.on(timezone.localdate()))
        asked = [
            pair(AIGERIM, couples.AIGERIM_AND_DANIYAR),
            pair(AIGERIM, couples.IRINA_AND_MEHMET),
            pair(MEHMET, couples.IRINA_AND_MEHMET),
            pair(AIGERIM, "75-99-99999"),
        ]
        first, *rest = applicants_asked(asked, ALL)
        assert (first.application, first.position) == (known, 1)
        assert [one and one.position for one in rest] == [None, 2, None]

    def test_an_application_that_is_not_among_those_looks_like_none(self):
        told(couples.AIGERIM_AND_DANIYAR.on(timezone.localdate()))
        asked = [pair(AIGERIM, couples.AIGERIM_AND_DANIYAR)]
        assert applicants_asked(asked, ALL.filter(region="KZ-75")) == [None]

    def test_a_thousand_pairs_are_one_query(self, django_assert_num_queries):
        told(couples.AIGERIM_AND_DANIYAR.on(timezone.localdate()))
        asked = [pair(AIGERIM, couples.AIGERIM_AND_DANIYAR)] + [
            pair(DANIYAR, f"75-01-{n:05}") for n in range(999)
        ]
        with django_assert_num_queries(1):
            assert [bool(one) for one in applicants_asked(asked, ALL)].count(True) == 1
