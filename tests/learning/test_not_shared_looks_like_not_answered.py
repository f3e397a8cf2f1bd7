"""Until both share, nothing the other does or leaves undone can be told: pages, costs, messages."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext

from demo.models import OutboxMessage
from enrolments.actions import enrol, leave_couple, withdraw
from enrolments.models import Couple, CoupleMember, Enrolment
from learning.models import SharedAnswer
from notifications.models import Message
from tests.enrolments import story as couples
from tests.learning import for_two, story
from tests.learning.for_two import HERS, HIS, keep_and_share, page, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def her(signed_in, aigerim, daniyar, edition):
    for_two.ask_for_two(edition)
    story.begin(aigerim, edition)
    for_two.make_couple(aigerim, daniyar)
    client = signed_in(aigerim)
    client.get(story.lesson_url())
    return client


@pytest.fixture
def him(signed_in, daniyar):
    return signed_in(daniyar)


def begun(him, daniyar, edition):
    enrol(user=daniyar, course=edition.course)
    him.get(story.lesson_url())


def answered(him, daniyar, edition):
    begun(him, daniyar, edition)
    send(him, "keep", HIS)


def let_go(him, daniyar, edition):
    begun(him, daniyar, edition)
    send(him, "let-go", HIS)


def deleted(him, daniyar, edition):
    answered(him, daniyar, edition)
    send(him, "delete")


def shared(him, daniyar, edition):
    begun(him, daniyar, edition)
    keep_and_share(him, HIS)


def taken_back(him, daniyar, edition):
    shared(him, daniyar, edition)
    send(him, "take-back", HIS)
    assert not SharedAnswer.objects.filter(reflection__enrolment__user=daniyar).exists()


def changed(him, daniyar, edition):
    shared(him, daniyar, edition)
    send(him, "keep", "Басқа сөз")


def shared_and_left(him, daniyar, edition):
    shared(him, daniyar, edition)
    assert leave_couple(user=daniyar)


def shared_and_withdrew(him, daniyar, edition):
    shared(him, daniyar, edition)
    assert withdraw(enrolment=Enrolment.objects.get(user=daniyar))


# One after the other, as one person might. Leaving the couple comes last.
UNSHARED = [
    begun, let_go, answered, deleted, taken_back, changed, shared_and_withdrew, shared_and_left,
]  # fmt: skip


def wrote_nothing(her):
    """She has the exercise before her."""


def keeps(her):
    send(her, "keep", HERS)


def shares(her):
    keep_and_share(her, HERS)


def took_back(her):
    keep_and_share(her, HERS)
    send(her, "take-back", HERS)


def statements(client, ask):
    """What a request asks of the database, without the values."""
    with CaptureQueriesContext(connection) as asked:
        ask(client)
    sql = [one["sql"] for one in asked.captured_queries]
    return [re.sub(r"'[^']*'|\b\d+\b", "?", one) for one in sql if "SAVEPOINT" not in one]


def look(client):
    """All she can see, and what it costs: her pages, and what the buttons answer."""
    pages = [page(client)]
    for name, args in (
        ("learning:learning", []), ("learning:course", ["neke"]), ("enrolments:couple", []),
        ("enrolments:leave_couple", []),
    ):  # fmt: skip
        pages.append(couples.text_of(client.get(reverse(name, args=args))))
    opened = send(client, "open", HERS, **story.htmx())
    assert opened.status_code == 422
    pages.append(re.sub(r'value="[^"]{60,}"|event" value="[^"]*"', "", opened.text))
    costs = [
        statements(client, lambda one: one.get(story.lesson_url())),
        statements(client, lambda one: send(one, "open", HERS)),
    ]
    return pages, costs


def messages():
    """How many messages there are, of any kind, to anybody."""
    return [Message.objects.count(), OutboxMessage.objects.count(), len(mail.outbox)]


@pytest.mark.parametrize("hers", [wrote_nothing, keeps, took_back])
def test_whoever_does_not_share_learns_nothing_whatever_the_other_did(
    her, him, daniyar, edition, hers, tasks_at_once
):
    told = messages()
    with tasks_at_once():
        hers(her)
    before = look(her)
    for his in (begun, answered, shared, *UNSHARED):
        with tasks_at_once():
            his(him, daniyar, edition)
        assert look(her) == before, his
    assert messages() == told


def test_whoever_shares_learns_nothing_until_the_other_shares(
    her, him, daniyar, edition, tasks_at_once
):
    told = messages()
    with tasks_at_once():
        shares(her)
    before = look(her)
    for his in UNSHARED:
        with tasks_at_once():
            his(him, daniyar, edition)
        assert look(her) == before, his
    assert messages() == told


def test_both_sharing_is_seen_in_the_page_and_told_in_no_message(
    her, him, daniyar, edition, tasks_at_once
):
    """The control: the comparison above sees a difference where there is one."""
    told = messages()
    shares(her)
    before = page(her)
    with tasks_at_once():
        shared(him, daniyar, edition)
        send(her, "open", HERS)
        send(him, "open", HIS)
    assert page(her) != before
    assert messages() == told


def test_the_answer_to_sharing_and_taking_back_is_the_same_whatever_the_other_did(
    her, him, daniyar, edition
):
    def press():
        shares(her)
        said = [
            send(her, do, HERS, **story.htmx()).text for do in ("share", "take-back", "take-back")
        ]
        return [re.sub(r'value="[^"]{60,}"|event" value="[^"]*"', "", one) for one in said]

    before = press()
    answered(him, daniyar, edition)
    assert press() == before


def test_what_she_opened_before_looks_like_never_answered_once_it_is_gone(
    her, him, daniyar, edition
):
    shares(her)
    before = look(her)
    shared(him, daniyar, edition)
    send(her, "open", HERS)
    send(him, "keep", "Басқа сөз")
    assert look(her) == before


def opens_and(go):
    """He shares, opens both answers, and then his own is gone."""

    def done(him, daniyar, edition):
        shared(him, daniyar, edition)
        send(him, "open", HIS)
        go(him, daniyar)

    return done


GONE = [
    opens_and(lambda him, daniyar: send(him, "keep", "Басқа сөз")),
    opens_and(lambda him, daniyar: send(him, "delete")),
    opens_and(lambda him, daniyar: withdraw(enrolment=daniyar.enrolments.get())),
    opens_and(lambda him, daniyar: leave_couple(user=daniyar)),
]


def test_what_the_other_opened_is_not_called_unread_and_how_theirs_went_cannot_be_told(
    her, him, daniyar, edition
):
    shares(her)
    begun(him, daniyar, edition)
    seen = []
    for his in GONE:
        his(him, daniyar, edition)
        seen.append(look(her))
    assert seen == [seen[0]] * len(GONE)
    hint = seen[0][0][0].split('id="sharing-together">')[1].split("</p>")[0]
    assert hint == gettext(
        "Your partner has opened this answer before. It is shown again once both of you share an "
        "answer here. Until then you can take it back."
    )
    assert for_two.buttons(seen[0][0][0]) == ["take-back"]
    send(her, "take-back", HERS)
    assert for_two.buttons(page(her)) == ["share"]


def test_in_no_couple_yet_the_page_says_so_and_nothing_of_anybody(her, him, aigerim):
    CoupleMember.objects.all().delete()
    Couple.objects.all().delete()
    keeps(her)
    html = page(her)
    assert 'class="sharing"' in html
    assert for_two.buttons(html) == []


def test_nothing_says_when_the_other_wrote(her, him, daniyar, edition):
    shares(her)
    shared(him, daniyar, edition)
    send(her, "open", HERS)
    with_both = page(her)
    assert "<time" not in with_both
    for moment in SharedAnswer.objects.values_list("shared_at", flat=True):
        assert f"{moment:%H:%M}" not in with_both
    assert for_two.has_both(with_both)


@pytest.mark.parametrize("state", ["none", "kept", "shared", "both", "opened"])
def test_a_lesson_with_an_exercise_for_two_costs_eight_queries_in_every_state(
    her, him, daniyar, edition, state, django_assert_num_queries
):
    if state != "none":
        keeps(her)
    if state in ("shared", "both", "opened"):
        send(her, "share", HERS)
    if state in ("both", "opened"):
        shared(him, daniyar, edition)
    if state == "opened":
        send(her, "open", HERS)
    with django_assert_num_queries(8):
        html = page(her)
    assert for_two.has_both(html) is (state == "opened")
