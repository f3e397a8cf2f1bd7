"""Every fact gets its place, every day that ended its signed head, once."""

import threading
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from accounts.actions.erasing import erase_account
from certificates.actions import revoke, supersede
from certificates.chain import entries, facts, heads
from certificates.chain.entries import place_facts
from certificates.chain.facts import SOURCES
from certificates.chain.heads import body_of, head_over, keep_chain
from certificates.chain.models import ChainEntry, DayHead
from certificates.cose import open_signed
from certificates.documents.issuing import issue_certificate
from certificates.models import CertificateEvent, SigningKey
from certificates.signing import public_keys
from certificates.tasks import chain_facts
from tests import cast
from tests.certificates.chain.story import certified, checked, days_ago, history, run
from tests.certificates.story import completed
from tests.enrolments.story import at_once
from web.application_role import allowed

# Tables of this app that are insert-only and no facts of a certificate's life.
NOT_FACTS = {
    "certificates_chainentry",
    "certificates_dayhead",
    "certificates_standingchange",
}


def placed() -> list[tuple[int, str, int]]:
    return list(ChainEntry.objects.order_by("place").values_list("place", "kind", "row"))


def told() -> list[tuple[int, int, int]]:
    """How many days ago, how many facts, the last place; of each head."""
    today = timezone.localdate()
    rows = DayHead.objects.order_by("day").values_list("day", "count", "last_place")
    return [((today - day).days, count, last) for day, count, last in rows]


@pytest.mark.django_db
class TestPlaces:
    def test_every_act_is_a_fact_with_a_place(self, aigerim, edition):
        old = completed(aigerim, edition).certificates.get()
        issue = issue_certificate(certificate_id=old.pk)
        new = supersede(certificate=old, by=None, name="Айгерім С")
        revoke(certificate=new, reason="granted_in_error")

        key = SigningKey.objects.get()
        assert place_facts() == 6
        assert placed() == [
            (1, "certified", old.pk), (2, "certified", new.pk), (3, "issued", issue.pk),
            (4, "ended", old.events.get().pk), (5, "ended", new.events.get().pk),
            (6, "key", key.pk),
        ]  # fmt: skip

    def test_twice_is_the_same_as_once_and_more_come_after(self, edition):
        certified(edition)
        assert (place_facts(), place_facts()) == (1, 0)
        certified(edition)
        assert place_facts() == 1
        assert [place for place, *_ in placed()] == [1, 2]

    def test_very_many_are_taken_in_in_pieces(self, edition, monkeypatch):
        monkeypatch.setattr(entries, "AT_ONCE", 2)
        for _ in range(5):
            certified(edition)
        assert place_facts(whole=True) == 5
        assert checked()[0] == 0

    def test_a_clock_that_goes_back_never_goes_back_in_the_chain(self, edition):
        certified(edition)
        place_facts()
        certified(edition)
        place_facts(now=days_ago(2))
        first, second = ChainEntry.objects.order_by("place")
        assert second.placed_at == first.placed_at

    def test_what_comes_once_a_day_is_closed_belongs_to_the_next(self, edition):
        certified(edition)
        keep_chain(now=days_ago(1))
        keep_chain()
        certified(edition)
        place_facts(now=days_ago(1))
        assert told() == [(1, 1, 1)]
        assert checked()[0] == 0

    def test_every_table_of_facts_is_one_of_the_chain(self):
        """A new one joins by a line in SOURCES, or is named above with the reason it does not."""
        guarded = {
            table: may.columns for table, may in allowed().items()
            if table.startswith("certificates_") and table not in NOT_FACTS
            and "UPDATE" not in may.privileges
        }  # fmt: skip
        covered = {source.model._meta.db_table: source.leaves_out for source in SOURCES.values()}
        assert guarded == covered

    def test_the_digest_of_a_row_and_of_a_place_are_these(self):
        """Whoever checks with a program of their own has these to compare with."""
        at = datetime(2026, 11, 22, 5, 0, tzinfo=timezone.get_fixed_timezone(300))
        row = {"id": 7, "certificate_id": 5, "kind": "revoked", "reason": "granted_in_error",
               "by_id": None, "at": at}  # fmt: skip
        source = facts.Source("ended", CertificateEvent, "at")
        moment = b"2026-11-22T00:00:00.000000+00:00"
        fact = sha256(
            b"\x00\x00\x00\x0botau-fact-1\x00\x00\x00\x05ended"
            b"\x00\x00\x00\x02at\x00\x00\x00\x20" + moment +
            b"\x00\x00\x00\x0ecertificate_id\x00\x00\x00\x015"
            b"\x00\x00\x00\x02id\x00\x00\x00\x017"
            b"\x00\x00\x00\x04kind\x00\x00\x00\x07revoked"
            b"\x00\x00\x00\x06reason\x00\x00\x00\x10granted_in_error"
        ).digest()  # fmt: skip
        entry = sha256(
            bytes(32) + b"\x00\x00\x00\x011\x00\x00\x00\x20" + moment +
            b"\x00\x00\x00\x05ended\x00\x00\x00\x017\x00\x00\x00\x20" + fact
        ).digest()  # fmt: skip
        assert source.digest([row.get(column) for column in source.columns]) == fact
        assert facts.link(bytes(32), 1, at, "ended", 7, fact) == entry

    def test_an_added_column_that_is_empty_changes_no_digest(self):
        source = SOURCES["ended"]
        short = facts.Source("ended", source.model, "at", leaves_out=("by_id",))
        values = dict.fromkeys(source.columns, 1) | {"by_id": None}
        assert source.digest([values[one] for one in source.columns]) == short.digest(
            [values[one] for one in short.columns]
        )

    def test_a_kind_of_value_nobody_agreed_on_is_refused(self):
        with pytest.raises(TypeError, match="float"):
            facts.as_bytes(1.5)


@pytest.mark.django_db
class TestHeads:
    def test_each_day_that_ended_has_one_empty_days_too(self, edition):
        history(edition)
        assert told() == [(4, 6, 6), (3, 2, 8), (2, 0, 8), (1, 1, 9)]
        first, second, third, fourth = DayHead.objects.order_by("day")
        assert bytes(first.previous) == bytes(32)
        assert bytes(second.previous) == bytes(first.head)
        assert bytes(third.head) == bytes(third.previous) == bytes(fourth.previous)

    def test_it_is_signed_as_agreed(self, edition):
        history(edition)
        for head in DayHead.objects.all():
            assert open_signed(bytes(head.signed), public_keys()) == body_of(head)

    def test_the_day_that_goes_on_has_none(self, edition):
        certified(edition)
        assert keep_chain() == []
        assert keep_chain(now=timezone.now() + timedelta(days=1)) != []

    def test_the_database_takes_no_head_of_a_day_that_goes_on(self):
        with pytest.raises(IntegrityError, match="a_head_is_of_a_day_that_ended"):
            DayHead.objects.create(
                day=timezone.localdate(), count=0, last_place=0, head=b"", previous=b"",
                signed=b"", made_at=timezone.now(),
            )  # fmt: skip

    def test_days_in_which_no_worker_ran_are_made_up_for(self, edition):
        certified(edition)
        keep_chain(now=days_ago(5))
        certified(edition)
        assert len(keep_chain()) == 5
        assert told() == [(5, 1, 1), (4, 0, 1), (3, 0, 1), (2, 0, 1), (1, 0, 1)]
        assert [place for place, *_ in placed()] == [1, 2]
        assert checked()[0] == 0

    def test_before_the_first_fact_there_is_nothing_to_close(self):
        assert keep_chain() == []

    def test_it_is_known_which_head_covers_a_fact(self, edition):
        certificates = history(edition)
        covered = [head_over("certified", one.pk) for one in certificates]
        today = timezone.localdate()
        assert [head and (today - head.day).days for head in covered] == [4, 4, 4, 3, 1, None]

    def test_a_row_that_is_committed_days_after_its_neighbours_is_found_when_a_day_closes(
        self, edition
    ):
        """Every minute only the last days are looked at; the control is that look."""
        certificates = [certified(edition) for _ in range(4)]
        with connection.cursor() as cursor:
            cursor.execute("select nextval('certificates_certificateevent_id_seq')")
            reserved = cursor.fetchone()[0]
        for days, certificate in zip((5, 4, 3), certificates, strict=False):
            revoke(certificate=certificate, reason="granted_in_error")
            keep_chain(now=days_ago(days))
        late = CertificateEvent(
            pk=reserved, certificate=certificates[3], kind="revoked", reason="granted_in_error"
        )
        late.save(force_insert=True)
        assert place_facts(now=days_ago(3)) == 0
        keep_chain()
        assert ("ended", late.pk) in [(kind, row) for _, kind, row in placed()]

    def test_erasing_an_account_changes_nothing(self, aigerim, edition):
        certificate = certified(edition, user=aigerim, issued=True)
        keep_chain(now=days_ago(2))
        before = list(ChainEntry.objects.values())
        erase_account(user=aigerim)
        keep_chain()
        assert list(ChainEntry.objects.values()) == before
        assert checked()[0] == 0
        certificate.refresh_from_db()

    def test_the_head_is_mailed_and_logged(self, edition, settings, mailoutbox, caplog):
        settings.RECORD_HEAD_EMAIL = "protector@example.org"
        certified(edition)
        keep_chain(now=days_ago(2))
        with caplog.at_level("INFO"):
            chain_facts()
            chain_facts()
        newest = DayHead.objects.latest("day")
        noted = f"{newest.day} 1:{bytes(newest.head).hex()}"
        assert [noted in mail.body for mail in mailoutbox] == [True]
        assert noted in caplog.text

    @pytest.mark.parametrize("verb", ["update", "delete"])
    @pytest.mark.parametrize("model", [ChainEntry, DayHead])
    def test_even_the_owner_changes_and_deletes_nothing(self, edition, model, verb):
        history(edition)
        statement = {"update": "update {} set id = id", "delete": "delete from {}"}[verb]
        with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
            run(statement.format(model._meta.db_table))


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_what_is_committed_later_gets_a_later_place(self):
        edition, ends = cast.make_edition(), []
        early, late = certified(edition), certified(edition)
        place_facts()

        def other() -> None:  # another connection, whose transaction is the shorter one
            ends.append(revoke(certificate=early, reason="granted_in_error").pk)
            place_facts()

        with transaction.atomic():
            # Draws the smaller number, and is committed last.
            ends.append(revoke(certificate=late, reason="granted_in_error").pk)
            assert at_once(other) == [None]
        place_facts()
        assert ends[0] < ends[1]
        assert placed()[2:] == [(3, "ended", ends[1]), (4, "ended", ends[0])]

    def test_many_workers_make_every_place_and_every_head_once(self):
        edition = cast.make_edition()
        certified(edition)
        keep_chain(now=days_ago(3))
        for _ in range(10):
            certified(edition)

        outcomes = at_once(*[keep_chain] * 4)

        assert sum(len(one) for one in outcomes) == 3
        # The key that signed the heads is a fact too: whoever was last may have met it, or not.
        place_facts()
        assert [place for place, *_ in placed()] == list(range(1, 13))
        assert len({(kind, row) for _, kind, row in placed()}) == 12
        assert checked()[0] == 0

    def test_without_the_lock_two_workers_collide(self, monkeypatch):
        """The control: both read where the chain stands before either has written."""
        edition = cast.make_edition()
        certified(edition)
        gate, read = threading.Barrier(2), entries.newest_place

        def read_together():
            found = read()
            gate.wait(timeout=10)
            return found

        monkeypatch.setattr(entries, "hold", lambda *names: None)
        monkeypatch.setattr(heads, "hold", lambda *names: None)
        monkeypatch.setattr(entries, "newest_place", read_together)

        outcomes = at_once(place_facts, place_facts)

        assert sum(isinstance(one, IntegrityError) for one in outcomes) == 1
