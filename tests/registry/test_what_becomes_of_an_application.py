"""docs/applications.md, row by row: every row is tried, and there is no trial without a row."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from accounts.actions.identity import prove_identity
from certificates.models import Certificate
from config.embedded.places import ROOT
from enrolments.actions import accept_invitation, enrol, invite
from enrolments.models import Enrolment, Invitation
from enrolments.questions import INVITATION_DAYS, invitation_ends_on
from learning.models import LessonProgress
from notifications.models import Message
from registry.actions import (
    follow_application,
    make_claim,
    settle_claim,
    unlink_by_clerk,
    unlink_claim,
)
from registry.actions.claims import claimed_number, link
from registry.gateway import ApplicationRecord, ApplicationState
from registry.models import ApplicationClaim
from registry.questions import ceremony_date_to_show
from registry.standin import cast as couples
from registry.standin.server import Mode
from registry.tasks import follow_linked_applications
from tests import cast
from tests.enrolments import stayer
from tests.learning import story
from tests.registry.people import identified, ready, told, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asked_registry")]

HER, HIM = couples.GULNARA, couples.BOLAT
ONE, ANEW = couples.GULNARA_AND_BOLAT, couples.GULNARA_AND_BOLAT_AGAIN
UNSET = ("filed", "half signed", "not signed within 48 hours")
LATER = timedelta(days=30)
COLUMNS = (
    "event", "says", "link", "day", "invitation", "learning", "certificate", "hers", "his",
    "messages",
)  # fmt: skip


def rows() -> dict[str, dict[str, str]]:
    """Return the table of the documentation by its event."""
    text = (ROOT / "docs" / "applications.md").read_text()
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {cells[0]: dict(zip(COLUMNS, cells, strict=True)) for cells in found}


@dataclass
class Two:
    """The two people, their browsers, and what the registry told last."""

    her: Any
    him: Any
    hers: Any
    his: Any
    record: ApplicationRecord

    def tell(self, state, **changes) -> None:
        """The registry changes the application, and is asked about it as it is every day."""
        self.record = replace(
            self.record, state=ApplicationState(state),
            updated_at=self.record.updated_at + timedelta(hours=1), **changes,
        )  # fmt: skip
        told(self.record)


@pytest.fixture
def two(aigerim, daniyar, edition, signed_in, request, tasks_at_once):
    """Both have linked and proved; she has completed the course once and is taking it again."""
    event = request.node.callspec.params["event"]
    first = UNSET.index(event) if event in UNSET else None
    state = "confirmed" if first is None and event != "confirmed" else "filed"
    record = replace(
        ONE.on(timezone.localdate()),
        state=ApplicationState(state), superseded_by=None,
        ceremony_date=None if state == "filed" else timezone.localdate() + timedelta(days=12),
    )  # fmt: skip
    application = told(record)
    for user, who, position in ((aigerim, HER, 1), (daniyar, HIM, 2)):
        identified(user, who, "phone")
        claim = make_claim(user=user, **(typed(who, ONE) | {"country": "KZ"}))
        assert link(claim, application.applicants.get(position=position))
        ready(user)
    _invitation, token = invite(by=aigerim)
    accept_invitation(token=token, by=daniyar)
    clients = signed_in(aigerim), signed_in(daniyar)
    for user, client in zip((aigerim, daniyar), clients, strict=True):
        enrol(user=user, course=edition.course)
        with tasks_at_once():
            story.complete(client, 4 if user == aigerim else 1)
    enrol(user=aigerim, course=edition.course)
    story.complete(clients[0], 1)
    return Two(aigerim, daniyar, *clients, record)


def half_signed_too_long(two):
    two.tell("half_signed")
    two.tell("annulled")


def links_the_new_number(two):
    two.tell("refiled", superseded_by=ANEW.number)
    claim = make_claim(user=two.her, **(typed(HER, ANEW) | {"country": "KZ"}))
    assert claim.state == "waiting"
    assert ApplicationClaim.objects.confirmed().filter(user=two.her).exists(), "nothing is lost"
    settle_claim(claim_id=claim.pk)
    ready(two.her)


def somebody_else_proves(two):
    other = cast.make_learner()
    identity = identified(other, HER)
    prove_identity(identity=identity, assurance="seen", by=cast.make_clerk())


def a_clerk_unlinks(two):
    claim = ApplicationClaim.objects.confirmed().get(user=two.her)
    office = cast.make_office()
    assert unlink_by_clerk(applicant=claim.applicant, office=office, by=cast.make_clerk(office))


def moved(two):
    two.tell(
        "moved", office_code="KZ-75-01", region="KZ-75",
        ceremony_date=two.record.ceremony_date + LATER,
    )  # fmt: skip


TRIALS = {
    "filed": lambda two: two.tell("filed"),
    "half signed": lambda two: two.tell("half_signed"),
    "not signed within 48 hours": half_signed_too_long,
    "confirmed": lambda two: two.tell(
        "confirmed", ceremony_date=timezone.localdate() + timedelta(days=12)
    ),
    # Some registries name no day with what has ended; it changes nothing.
    "withdrawn": lambda two: two.tell("withdrawn", ceremony_date=None),
    "annulled": lambda two: two.tell("annulled"),
    "filed again": lambda two: two.tell("refiled", superseded_by=ANEW.number, ceremony_date=None),
    "she links the new number": links_the_new_number,
    "moved to another office": moved,
    "another day": lambda two: two.tell(
        "confirmed", ceremony_date=two.record.ceremony_date + LATER
    ),
    "married": lambda two: two.tell("married"),
    "she unlinks it": lambda two: unlink_claim(user=two.her),
    "a clerk unlinks it": a_clerk_unlinks,
    "somebody else proves her number": somebody_else_proves,
}  # fmt: skip


def test_every_row_is_tried_and_every_trial_has_a_row():
    assert list(rows()) == list(TRIALS)


def learnt(user):
    """What somebody has learned, all of it."""
    enrolments = Enrolment.objects.filter(user=user).order_by("pk")
    done = LessonProgress.objects.filter(enrolment__user=user).exclude(completed_at=None)
    progress = done.order_by("pk")
    return [
        list(enrolments.values("pk", "edition", "began_at", "completed_at", "withdrawn_at")),
        list(progress.values("enrolment", "lesson_key", "completed_at")),
    ]


def link_of(user):
    claim = ApplicationClaim.objects.confirmed().filter(user=user).first()
    if claim is None:
        return "not linked"
    return {ONE.number: "linked", ANEW.number: "linked anew"}[claimed_number(claim)]


def look(two):
    return stayer.look(two.hers, two.her), stayer.look(two.his, two.him)


def days_on(sight) -> set[str]:
    """The pages on which a day stands, by the days that may."""
    texts = [text for _status, text in sight.pages.values()]
    return {words for words in DAYS if any(words in text for text in texts)}


DAYS: set[str] = set()


@pytest.mark.parametrize("event", TRIALS)
def test_what_the_row_says_is_so(two, event):
    row = rows()[event]
    day = two.record.ceremony_date or timezone.localdate() + timedelta(days=12)
    new_day = ANEW.on(timezone.localdate()).ceremony_date if "links" in event else day + LATER
    days = {"the day": day, "the new day": new_day}
    DAYS.clear()
    DAYS.update(date_format(one, "DATE_FORMAT") for one in days.values())
    before = look(two)
    learning, sent = learnt(two.her), Message.objects.count()

    TRIALS[event](two)

    after = look(two)
    assert link_of(two.her) == row["link"]
    assert ceremony_date_to_show(two.her) == days.get(row["day"])
    ends = {
        f"after {INVITATION_DAYS} days": timezone.localdate() + timedelta(days=INVITATION_DAYS),
        "on the day": day,
        "on the new day": new_day,
    }
    assert invitation_ends_on(two.her, Invitation(inviter=two.her)) == ends[row["invitation"]]
    assert row["learning"] == "stays"
    assert learnt(two.her) == learning
    valid = Certificate.objects.unrevoked().filter(enrolment__user=two.her)
    assert valid.exists() is {"stays": True, "revoked": False}[row["certificate"]]
    for said, seen, was in ((row["hers"], after[0], before[0]), (row["his"], after[1], before[1])):
        changed = seen.changed(was)
        if said == "as before":
            assert changed == []
        elif said == "no day":
            assert changed
            assert days_on(seen) == set()
        else:
            assert changed
            assert days_on(seen) == {date_format(days[said], "DATE_FORMAT")}
    assert row["messages"] == "none"
    assert Message.objects.count() == sent


@pytest.mark.parametrize("event", ["withdrawn"])
def test_the_registry_is_asked_once_a_day_until_it_says_that_it_is_over(
    two, event, asked_registry, tasks_at_once
):
    """The stand-in has filed this one again: it is asked, believed, and asked no more."""
    mine = ApplicationClaim.objects.get(Q(state="confirmed"), user=two.her)

    def ask(*, after):
        ApplicationClaim.objects.filter(pk=mine.pk).update(next_check_at=timezone.now() - after)
        with tasks_at_once():
            follow_linked_applications()
        mine.refresh_from_db()
        return mine.applicant.application.state, mine.next_check_at - timezone.now()

    assert mine.next_check_at > timezone.now() + timedelta(hours=23)
    asked_registry.mode = Mode("down")
    state, pause = ask(after=timedelta(0))
    assert (state, pause < timedelta(hours=1)) == ("confirmed", True)
    asked_registry.mode = Mode()
    two.record = replace(two.record, updated_at=two.record.updated_at - timedelta(days=1))
    before = look(two)
    assert follow_application(claim_id=mine.pk).state == "confirmed", "not due"
    state, pause = ask(after=timedelta(0))
    mine = ApplicationClaim.objects.get(pk=mine.pk)
    assert mine.applicant.application.state == "refiled"
    assert pause > timedelta(hours=23)
    assert [seen.changed(was) for seen, was in zip(look(two), before, strict=True)] == [[], []]
    facts = mine.applicant.application.facts.count()
    ask(after=timedelta(0))
    assert mine.applicant.application.facts.count() == facts


def test_the_table_can_be_read():
    assert all(re.fullmatch(r"[\w\s',`48]+", row["says"]) for row in rows().values())
