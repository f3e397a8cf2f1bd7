"""What changed about applicants is told in an order in which nothing is lost."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.actions.erasing import erase_account
from accounts.actions.names import correct_name
from certificates.actions import revoke
from certificates.changes import changes_after, note_changes, order_changes
from certificates.models import CertificateEvent, StandingChange
from certificates.standing import Pair
from registry.models import MarriageApplication
from tests import cast
from tests.certificates.at_the_desk import certified, couples
from tests.certificates.story import completed
from tests.enrolments.story import at_once
from tests.registry.people import identified, told

AIGERIM, DANIYAR, THEIRS = couples.AIGERIM, couples.DANIYAR, couples.AIGERIM_AND_DANIYAR
EVERYWHERE = MarriageApplication.objects.all()


def happened(after=0, applications=EVERYWHERE, limit=100) -> list[tuple[int, str]]:
    order_changes()
    rows = changes_after(after, applications, limit=limit)
    return [(row.applicant.position, row.happened) for row in rows]


def known(couple=THEIRS) -> MarriageApplication:
    return told(couple.on(timezone.localdate()))


@pytest.mark.django_db(transaction=True)
class TestWhatIsNoted:
    def test_a_completion_of_an_applicant(self):
        known()
        user = cast.make_learner(name=AIGERIM.name)
        identified(user, AIGERIM)
        completed(user, cast.make_edition())
        assert happened() == [(1, "completed")]

    def test_nothing_of_somebody_who_gave_no_number(self):
        known()
        completed(cast.make_learner(), cast.make_edition())
        assert happened() == []

    def test_nothing_of_another_course(self):
        known()
        user = cast.make_learner()
        identified(user, AIGERIM)
        completed(user, cast.make_edition(cast.make_course("ATA", "ata")))
        assert happened() == []

    def test_a_number_that_is_proved_after_the_completion(self):
        known()
        user = cast.make_learner()
        completed(user, cast.make_edition())
        assert happened() == []
        identified(user, DANIYAR, "phone")
        assert happened() == [(2, "completed")]

    def test_a_revocation(self):
        known()
        certificate = certified(AIGERIM)
        revoke(certificate=certificate, reason=CertificateEvent.Reason.GRANTED_IN_ERROR)
        assert happened() == [(1, "revoked")]

    def test_a_corrected_name_is_one_change(self):
        known()
        user = cast.make_learner(name="Айгерим")
        identified(user, AIGERIM, "seen")
        completed(user, cast.make_edition())
        correct_name(user=user, name=AIGERIM.name, place="…", by=cast.make_clerk())
        assert happened() == [(1, "completed"), (1, "replaced")]

    def test_somebody_else_proves_the_number(self):
        known()
        certified(AIGERIM)
        identified(cast.make_learner(), AIGERIM, "seen")
        assert happened() == [(1, "revoked")]

    def test_an_exemption_by_the_number_alone(self):
        known()
        note_changes(keys=Pair(DANIYAR.identity, "").keys(), happened="exempted")
        assert happened() == [(2, "exempted")]


@pytest.mark.django_db(transaction=True)
class TestTheOrder:
    def noted(self, who, what="completed") -> None:
        note_changes(keys=Pair(who.identity, "").keys(), happened=what)

    def test_it_is_read_from_where_one_was_and_only_of_ones_own(self):
        known()
        known(couples.IRINA_AND_MEHMET)
        for who in (AIGERIM, couples.MEHMET, DANIYAR):
            self.noted(who)
        theirs = EVERYWHERE.filter(number=THEIRS.number)
        assert happened(applications=theirs) == [(1, "completed"), (2, "completed")]
        assert happened(after=1, applications=theirs) == [(2, "completed")]
        assert happened(limit=1) == [(1, "completed")]

    def test_what_is_committed_later_comes_later_and_is_not_lost(self):
        known()
        seen_after = []

        def other() -> None:  # another connection, whose transaction is the shorter one
            self.noted(DANIYAR)
            seen_after.extend(happened())

        with transaction.atomic():
            self.noted(AIGERIM)  # draws the smaller number, and is committed last
            assert at_once(other) == [None]
        assert seen_after == [(2, "completed")]
        assert happened(after=1) == [(1, "completed")]

    def test_the_control_read_by_number_it_would_be_lost(self):
        known()
        seen = []

        def other() -> None:
            self.noted(DANIYAR)
            seen.extend(StandingChange.objects.order_by("pk").values_list("pk", flat=True))

        with transaction.atomic():
            self.noted(AIGERIM)
            at_once(other)
        later = StandingChange.objects.filter(pk__gt=max(seen))
        assert (len(seen), later.count()) == (1, 0)  # two were noted, the reader hears of one

    def test_many_who_order_at_once_give_every_place_once(self):
        known()
        for _ in range(20):
            self.noted(AIGERIM)

        def order() -> int:
            self.noted(DANIYAR)
            return order_changes()

        assert sum(at_once(*[order] * 4)) == 24
        places = sorted(StandingChange.objects.values_list("place", flat=True))
        assert places == list(range(1, 25))

    def test_nothing_but_the_place_is_ever_changed(self):
        known()
        self.noted(AIGERIM)
        with pytest.raises(DatabaseError), transaction.atomic():
            StandingChange.objects.update(happened="revoked")


@pytest.mark.django_db(transaction=True)
def test_after_an_erasure_nothing_that_was_noted_is_left():
    known()
    user = cast.make_learner(name=AIGERIM.name)
    identified(user, AIGERIM)
    completed(user, cast.make_edition())
    assert happened() == [(1, "completed")]
    erase_account(user=user)
    assert not StandingChange.objects.exists()
    assert happened() == []


@pytest.mark.django_db(transaction=True)
def test_an_erased_account_is_noted_no_more():
    known()
    user = cast.make_learner(name=AIGERIM.name)
    certificate = certified(AIGERIM, user)
    erase_account(user=user)
    keys = Pair(AIGERIM.identity, "").keys()
    with pytest.raises(DatabaseError, match="erased"), transaction.atomic():
        note_changes(keys=keys, happened="completed", enrolment=certificate.enrolment)
