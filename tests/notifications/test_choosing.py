"""Off until chosen; at a decent hour; three in a fortnight; nothing that is no longer wanted."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.signals import accounts_joined
from demo.models import OutboxMessage
from notifications.actions import owe_if_chosen, owe_message, stop_messages
from notifications.hours import decent_moment
from notifications.models import Message, MessageChoice
from notifications.tasks import deliver_message, deliver_pending_messages
from tests import cast
from tests.enrolments.story import at_once, slow_after, without_row_locks
from tests.notifications.story import choose, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_so")]


def owe(user, key="one", kind="nothing_begun"):
    return owe_message(recipient=user, kind=kind, dedupe_key=key)


def state_of(message):
    message.refresh_from_db()
    return message.state


class TestChosen:
    def test_nothing_is_owed_to_who_never_chose(self, aigerim):
        owed = owe_if_chosen(recipient=aigerim, kind="certificate_ready", dedupe_key="one")
        assert owed is None
        assert not Message.objects.exists()

    def test_each_topic_is_chosen_for_itself(self, aigerim):
        choose(aigerim, reminders=True, news=False)
        assert not owe_if_chosen(recipient=aigerim, kind="certificate_ready", dedupe_key="one")
        assert owe_if_chosen(recipient=aigerim, kind="quiet_week", dedupe_key="two")

    def test_what_was_never_chosen_does_not_leave_even_if_owed(self, aigerim):
        message = owe(aigerim)
        deliver_message(message.pk)
        assert state_of(message) == "not_needed"
        assert not mail.outbox

    def test_what_was_stopped_after_it_was_owed_does_not_leave(self, aigerim):
        choose(aigerim)
        message = owe(aigerim)
        stop_messages(user_id=aigerim.pk)
        deliver_message(message.pk)
        assert state_of(message) == "not_needed"
        assert not mail.outbox

    def test_what_was_settled_unsent_may_be_owed_again(self, aigerim):
        choose(aigerim)
        first = owe(aigerim)
        stop_messages(user_id=aigerim.pk)
        choose(aigerim)
        second = owe(aigerim)
        assert second.pk != first.pk
        assert owe(aigerim) == second

    def test_it_goes_by_the_channel_and_in_the_language_of_now(self):
        both = cast.make_learner(email="both@example.org", phone="+77000000009")
        choose(both, channel="email")
        message = owe(both)
        choose(both, channel="sms")
        both.language = "ru"
        both.save()
        deliver_message(message.pk)
        assert not mail.outbox
        assert "/ru/s/" in OutboxMessage.objects.get().body

    def test_it_goes_nowhere_but_where_it_was_wished(self):
        both = cast.make_learner(email="both@example.org", phone="+77000000009")
        choose(both, channel="sms")
        both.phone = None
        both.save()
        message = owe(both)
        deliver_message(message.pk)
        assert state_of(message) == "given_up"
        assert not mail.outbox

    def test_an_account_that_closed_is_not_written_to(self, aigerim):
        choose(aigerim)
        message = owe(aigerim)
        aigerim.is_active = False
        aigerim.save()
        deliver_message(message.pk)
        assert state_of(message) == "not_needed"

    @pytest.mark.parametrize("has_chosen_too", [True, False])
    def test_two_accounts_of_one_person_keep_one_choice_and_every_link(
        self, aigerim, daniyar, has_chosen_too
    ):
        choose(daniyar)
        if has_chosen_too:
            choose(aigerim, news=False)
        accounts_joined.send(sender=None, kept=aigerim, gone=daniyar)
        choice = MessageChoice.objects.get()
        assert choice.user == aigerim
        assert (choice.news_at is None) == has_chosen_too
        assert aigerim.stop_links.count() == 1 + has_chosen_too


class TestHours:
    @pytest.mark.parametrize(
        ("utc", "moment"),
        [
            ((22, 4, 59), (22, 5, 0)),  # 09:59 in Almaty
            ((22, 5, 0), (22, 5, 0)),
            ((22, 14, 59), (22, 14, 59)),
            ((22, 15, 0), (23, 5, 0)),  # 20:00
            ((22, 21, 0), (23, 5, 0)),  # 02:00 of the day after
        ],
    )
    def test_the_day_is_from_ten_to_eight_in_almaty(self, settings, utc, moment):
        settings.MESSAGE_HOURS = (10, 20)
        asked, expected = (datetime(2026, 11, *one, tzinfo=UTC) for one in (utc, moment))
        assert decent_moment(asked) == expected

    @pytest.fixture
    def night(self, settings):
        """It is night now, whatever the time: the day is at another hour."""
        hour = timezone.localtime().hour
        settings.MESSAGE_HOURS = (hour - 3, hour - 2) if hour > 12 else (hour + 3, hour + 4)

    def test_in_the_night_a_message_waits_for_the_day(self, aigerim, night, settings):
        choose(aigerim)
        message = owe(aigerim)
        deliver_message(message.pk)
        assert state_of(message) == "pending"
        assert message.tries == 0
        assert decent_moment(message.next_try_at) == message.next_try_at > timezone.now()
        settings.MESSAGE_HOURS = (0, 24)
        later(message)
        deliver_pending_messages()
        assert state_of(message) == "sent"

    def test_what_was_stopped_in_the_night_is_not_sent_by_day(self, aigerim, night, settings):
        choose(aigerim)
        message = owe(aigerim)
        deliver_message(message.pk)
        stop_messages(user_id=aigerim.pk)
        settings.MESSAGE_HOURS = (0, 24)
        later(message)
        deliver_pending_messages()
        assert state_of(message) == "not_needed"

    def test_staff_are_told_at_any_hour(self, aigerim, night):
        message = owe_message(
            recipient=aigerim,
            kind="work_approved",
            dedupe_key="x",
            context={"title": "", "path": ""},
        )
        deliver_message(message.pk)
        assert state_of(message) == "sent"


class TestThreeInAFortnight:
    def test_the_fourth_waits_until_the_first_is_fourteen_days_old(self, aigerim):
        choose(aigerim)
        messages = [owe(aigerim, str(number)) for number in range(4)]
        deliver_pending_messages()
        assert [state_of(one) for one in messages] == ["sent", "sent", "sent", "pending"]
        fourth = messages[3]
        assert fourth.next_try_at - messages[0].tried_at == timedelta(days=14)
        Message.objects.filter(pk=messages[0].pk).update(
            tried_at=timezone.now() - timedelta(days=14, seconds=1)
        )
        later(fourth)
        deliver_pending_messages()
        assert state_of(fourth) == "sent"

    def test_news_and_reminders_count_together_and_messages_of_others_do_not(
        self, aigerim, daniyar
    ):
        choose(aigerim)
        choose(daniyar)
        kinds = ["certificate_ready", "claim_refused", "quiet_week"]
        for kind in kinds:
            owe(aigerim, kind, kind)
            owe(daniyar, f"his {kind}", kind)
        fourth = owe(aigerim, "fourth", "claim_confirmed")
        deliver_pending_messages()
        assert Message.objects.filter(state="sent").count() == 6
        assert state_of(fourth) == "pending"

    def test_a_message_whose_answer_was_lost_counts_as_arrived(self, aigerim, mail_server):
        choose(aigerim)
        mail_server.mode = "drops"
        lost = owe(aigerim, "lost")
        deliver_pending_messages()
        mail_server.mode = "well"
        others = [owe(aigerim, str(number)) for number in range(3)]
        deliver_pending_messages()
        assert [state_of(one) for one in others] == ["sent", "sent", "pending"]
        later(lost)
        deliver_pending_messages()
        assert state_of(lost) == "sent"
        assert len(mail_server.copies()) == 3


def four_at_once(user):
    """Four messages to one person, each taken by a worker of its own at the same moment."""
    messages = [owe(user, f"{user.pk} {number}") for number in range(4)]

    def deliver(message):
        def job():
            with slow_after('select "notifications_message"."tried_at"'):
                return deliver_message(message.pk)

        return job

    assert at_once(*(deliver(message) for message in messages)) == [None] * 4
    return Message.objects.filter(recipient=user, state="sent").count()


@pytest.mark.django_db(transaction=True)
class TestFourAtOnce:
    def test_four_workers_at_once_send_three(self):
        for _run in range(3):
            learner = cast.make_learner()
            choose(learner)
            assert four_at_once(learner) == 3

    def test_without_the_lock_four_workers_would_send_four(self, monkeypatch):
        """The control: nobody waits to count what the others have just taken."""
        sent = []
        with without_row_locks(monkeypatch):
            for _run in range(3):
                learner = cast.make_learner()
                choose(learner)
                sent.append(four_at_once(learner))
        assert max(sent) == 4, "the control no longer shows the fault"
