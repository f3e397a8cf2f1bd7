"""A stolen key: what it signed before stays good, what it signs after proves nothing."""

import hashlib
import threading
import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.actions.erasing import erase_account
from certificates import signing
from certificates.actions import revoke
from certificates.addresses import qr_text
from certificates.chain.heads import keep_chain
from certificates.desk.certificates import Proof, certificate_answer
from certificates.documents import issuing
from certificates.documents.issuing import issue_certificate, payload_of
from certificates.exceptions import KeyRefused
from certificates.keys import load_signing_key
from certificates.models import Certificate, CertificateIssue, KeyRevocation, SigningKey
from certificates.names import holder_name
from certificates.numbers import make_number
from certificates.payload import QrPayload, sign_payload
from certificates.signing import current_key, public_keys
from certificates.trust.actions import effect_of, issue_anew, revoke_key
from courses.models import Edition
from registry.actions.offices import load_offices
from registry.management.commands.load_offices import OFFICES
from registry.models import RegistryOffice
from tests import cast
from tests.certificates.story import completed
from tests.certificates.trusted import KEYS, configured, entries, opened, published

ASK = "/kk/desk/ask/"


def signed_with(key, payload: QrPayload) -> str:
    return sign_payload(payload, load_signing_key(key.seed_b64), key.key_id)


def issued(certificate: Certificate, key, *, hours_ago: float) -> CertificateIssue:
    """Issue a certificate with a key, some hours ago, without a file."""
    return CertificateIssue.objects.create(
        certificate=certificate, key_id=key.key_id.hex(), pdf="", picture="", pdf_sha256=b"",
        picture_sha256=b"", signed_payload=signed_with(key, payload_of(certificate)),
        issued_at=timezone.now() - timedelta(hours=hours_ago),
    )  # fmt: skip


def kept(key) -> str:
    return f"/.well-known/otau/kept/{key.key_id.hex()}.cbor"


@pytest.fixture
def stolen(settings, edition):
    """A key that was stolen ten hours ago, with two documents from before and two from after."""
    key, row = published(hours_ago=500)
    other, _ = published(hours_ago=400)
    configured(settings, other, key)
    made = [completed(cast.make_learner(), edition).certificates.get() for _ in range(4)]
    for certificate, hours in zip(made, (200, 11, 9, 1), strict=True):
        issued(certificate, key, hours_ago=hours)
    return key, row, made, other


def moment(hours_ago: float = 10):
    return timezone.now() - timedelta(hours=hours_ago)


def revoked(row: SigningKey, hours_ago: float = 10) -> KeyRevocation:
    return revoke_key(key=row, stolen_from=moment(hours_ago), reason="stolen")


@pytest.mark.django_db
class TestKeptList:
    def test_it_holds_what_was_signed_before_and_is_signed_by_another_key(self, client, stolen):
        key, row, made, other = stolen
        assert client.get(kept(key)).status_code == 404
        theft = revoked(row)

        answer = client.get(kept(key))

        assert answer["Content-Type"] == "application/cose"
        version, name, made_at, kid, stolen_at, joined = opened(answer.content, other)
        assert (version, name, kid) == (1, "otau-kept", key.key_id)
        assert stolen_at == int(theft.stolen_from.timestamp())
        assert abs(made_at - time.time()) < 60
        texts = [certificate.issue.signed_payload for certificate in made]
        digests = [hashlib.sha256(f"otau-kept-1{text}".encode()).digest()[:16] for text in texts]
        assert entries(joined, 16) == sorted(digests[:2])
        listed = {one["kid"]: one for one in client.get(KEYS).json()["keys"]}
        assert listed[row.key_id]["kept"] == kept(key)
        assert "revoked_at" not in listed[other.key_id.hex()]

    def test_what_was_slipped_into_a_day_that_has_its_head_is_not_in_it(self, client, stolen):
        """By a thief of the key who writes into the database, too."""
        key, row, made, other = stolen
        keep_chain(now=moment(24))  # yesterday's places; what waits has none
        keep_chain()  # yesterday's head
        slipped = completed(cast.make_learner(), Edition.objects.get()).certificates.get()
        issued(slipped, key, hours_ago=20)
        theft = revoked(row)

        *_, joined = opened(client.get(kept(key)).content, other)

        def said(certificate):
            proof = certificate.issue.signed_payload
            entry = hashlib.sha256(b"otau-kept-1" + proof.encode()).digest()[:16]
            return (
                entry in entries(joined, 16),
                certificate_answer(certificate.number, proof).proof,
                signing.is_signed_by_a_stolen_key(certificate.issue),
            )

        assert slipped.issue.issued_at < theft.stolen_from
        assert said(slipped) == (False, Proof.STOLEN, True)
        for before in made[:2]:
            assert said(before) == (True, Proof.RIGHT, False)

    def test_what_waits_for_its_place_is_in_it_though_a_head_was_made_since(self, client, stolen):
        """Signed ten minutes before a head and committed after it: nobody slipped it in."""
        key, row, _, other = stolen
        keep_chain(now=moment(24))
        [head] = keep_chain()
        late = completed(cast.make_learner(), Edition.objects.get()).certificates.get()
        issue = issued(late, key, hours_ago=1 / 6)
        revoke_key(key=row, stolen_from=moment(1 / 60), reason="stolen")

        *_, joined = opened(client.get(kept(key)).content, other)

        assert issue.issued_at < head.made_at
        assert len(entries(joined, 16)) == 5
        assert not signing.is_signed_by_a_stolen_key(issue)

    def test_it_is_made_once_and_again_when_the_moment_was_earlier(self, client, stolen):
        key, row, _, other = stolen
        revoked(row)
        first = client.get(kept(key))
        assert client.get(kept(key)).content == first.content
        assert client.get(kept(key), headers={"If-None-Match": first["ETag"]}).status_code == 304
        with pytest.raises(KeyRefused, match="already"):
            revoked(row, 5)
        revoked(row, 100)
        assert len(entries(opened(client.get(kept(key)).content, other)[5], 16)) == 1

    @pytest.mark.parametrize("strange", ["zz", "0" * 8, "%00", "a" * 500, "ә", "..%2f", "1'--"])
    def test_of_a_key_that_is_not_ours_there_is_none(self, client, strange):
        assert client.get(f"/.well-known/otau/kept/{strange}.cbor").status_code == 404

    def test_when_no_good_key_is_left_that_is_said(self, client, stolen, settings):
        key, row, *_ = stolen
        configured(settings, key)
        revoked(row)
        answer = client.get(kept(key))
        assert answer.status_code == 503
        assert b"may sign" in answer.content


@pytest.mark.django_db
class TestRevoking:
    def test_the_key_signs_no_more_and_verifies_for_nobody_who_does_not_ask(self, stolen):
        key, row, _, other = stolen
        revoked(row)
        assert current_key()[0] == other.key_id
        assert key.key_id not in public_keys()
        assert key.key_id in public_keys(stolen=True)

    def test_the_command_says_what_it_does_and_asks(self, stolen, monkeypatch, capsys):
        _, row, made, _ = stolen
        revoke(certificate=made[3], reason="granted_in_error")
        arguments = ["signing_keys", "revoke", row.key_id, "--from", moment().isoformat()]
        monkeypatch.setattr("builtins.input", lambda question: "yes")
        with pytest.raises(CommandError, match="Nothing was done"):
            call_command(*arguments)
        assert not KeyRevocation.objects.exists()
        said = capsys.readouterr().out
        assert "2 documents were signed before" in said
        assert "2 were signed from then on; 1 of them" in said
        monkeypatch.setattr("builtins.input", lambda question: row.key_id)
        call_command(*arguments)
        assert KeyRevocation.objects.get().key == row
        with pytest.raises(CommandError, match="already"):
            call_command(*arguments, "--yes")
        call_command("signing_keys", "list")
        assert "stolen from" in capsys.readouterr().out

    @pytest.mark.parametrize(
        "wrong",
        [["--from", "yesterday"], ["--from", "2026-13-45T10:00"], ["--from", "2100-01-01T00:00"],
         ["--from", "2026-01-01T00:00", "--by", "nobody@example.org"],
         ["--from", "2026-01-01T00:00", "--reason", "lost"], ["--from", "\0"]],
    )  # fmt: skip
    def test_what_cannot_be_is_refused_and_nothing_is_written(self, stolen, wrong):
        with pytest.raises(CommandError):
            call_command("signing_keys", "revoke", stolen[1].key_id, *wrong, "--yes")
        assert not KeyRevocation.objects.exists()

    @pytest.mark.parametrize("unknown", ["00000000", "", "x\0y", "ключ"])
    def test_an_unknown_key_is_refused(self, db, unknown):
        with pytest.raises(CommandError, match="No key with this id"):
            call_command("signing_keys", "retire", unknown)

    def test_an_employee_is_named(self, stolen):
        staff = cast.make_staff()
        call_command(
            "signing_keys", "revoke", stolen[1].key_id, "--from", "2020-01-01T00:00",
            "--by", staff.email, "--yes",
        )  # fmt: skip
        assert KeyRevocation.objects.get().by == staff

    def test_the_database_keeps_it_as_it_is(self, stolen):
        theft = revoked(stolen[1])
        for change in (
            lambda: KeyRevocation.objects.update(stolen_from=timezone.now()), theft.delete,
        ):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


@pytest.mark.django_db
class TestIssuingAnew:
    def test_what_holds_and_was_signed_after_is_replaced_and_says_the_same(
        self, stolen, eager, capsys
    ):
        _, row, made, other = stolen
        revoked(row)
        call_command("signing_keys", "reissue", row.key_id)
        call_command("signing_keys", "reissue", row.key_id)
        assert "0 issued anew, 0 left" in capsys.readouterr().out
        for before in made[:2]:
            assert not before.events.exists()
        for before in made[2:]:
            after = before.superseded_by
            assert before.events.get().reason == "key_revoked"
            for field in Certificate._meta.fields:
                same = getattr(after, field.attname) == getattr(before, field.attname)
                assert same == (
                    field.name not in {"id", "number", "generation", "supersedes", "name_digest",
                                       "certified_at"}
                ), field.name  # fmt: skip
            issue = issue_certificate(certificate_id=after.pk)
            assert issue.key_id == other.key_id.hex()
            name = holder_name(before)
            assert payload_of(after).name_matches(name)

    def test_it_goes_on_where_it_stopped_and_leaves_out_who_is_gone(self, stolen):
        _, row, made, _ = stolen
        theft = revoked(row)
        erase_account(user=made[2].enrolment.user)
        effect = effect_of(key=row, stolen_from=theft.stolen_from)
        assert (effect.before, effect.after, effect.left) == (2, 2, 1)
        assert issue_anew(key=row, limit=0) == (0, 1)
        assert issue_anew(key=row, limit=5) == (1, 0)

    def test_a_key_that_was_not_revoked_and_no_key_to_sign_with_are_refused(self, stolen, settings):
        key, row, *_ = stolen
        with pytest.raises(CommandError, match="not revoked"):
            call_command("signing_keys", "reissue", row.key_id)
        revoked(row)
        configured(settings, key)
        with pytest.raises(CommandError, match="may sign"):
            call_command("signing_keys", "reissue", row.key_id)


@pytest.mark.django_db
class TestWhoeverChecks:
    def test_the_public_page_says_it_of_what_was_signed_after(self, client, stolen, settings):
        _, row, made, _ = stolen
        revoked(row)
        pages = [client.get(f"/kk/c/{one.number}/") for one in made]
        assert [page.context["bears_stolen_key"] for page in pages] == [False, False, True, True]
        assert {page.context["state"] for page in pages} == {"valid"}

    def test_the_desk_takes_what_was_recorded_before_and_nothing_else(self, stolen):
        key, row, made, other = stolen
        proofs = [one.issue.signed_payload for one in made]
        assert certificate_answer(made[0].number, proofs[0]).proof == Proof.RIGHT
        revoked(row)
        answers = [
            certificate_answer(one.number, f" {proof.lower()}")
            for one, proof in zip(made, proofs, strict=True)
        ]
        assert [one.proof for one in answers] == [Proof.RIGHT] * 2 + [Proof.STOLEN] * 2
        forged = QrPayload(**{
            **{name: getattr(payload_of(made[0]), name) for name in QrPayload.__slots__},
            "edition": 77,
        })  # fmt: skip
        assert certificate_answer(made[0].number, signed_with(key, forged)).proof == Proof.STOLEN
        assert certificate_answer(made[0].number, signed_with(other, forged)).proof == Proof.WRONG

    def test_a_number_nobody_issued_with_a_stolen_signature_is_never_valid(
        self, stolen, signed_in, asked_registry
    ):
        key, row, made, _ = stolen
        load_offices(file=OFFICES)
        desk = signed_in(cast.make_clerk(RegistryOffice.objects.get(code="KZ-43-02")))
        facts = {name: getattr(payload_of(made[0]), name) for name in QrPayload.__slots__}
        number = make_number()
        forged = signed_with(key, QrPayload(**facts | {"number": number}))
        code = qr_text("https://otau.example.kz", number, forged)
        assertNotContains(desk.post(ASK, {"fact": code}), "answer__remark")
        revoked(row)
        page = desk.post(ASK, {"fact": code})
        assertContains(page, "answer__remark")
        assert (page.context["found"].state, page.context["found"].proof) == (
            "unknown", Proof.STOLEN,
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
class TestSigningMeanwhile:
    def test_a_revocation_waits_for_whoever_is_signing(self, stolen, edition, monkeypatch):
        assert self.documents_missed(stolen, edition, monkeypatch) == 0

    def test_without_the_lock_a_document_would_come_after_it(self, stolen, edition, monkeypatch):
        """The control."""
        monkeypatch.setattr(signing, "hold_shared", lambda *names: None)
        assert self.documents_missed(stolen, edition, monkeypatch) == 1

    def documents_missed(self, stolen, edition, monkeypatch) -> int:
        """Revoke while a document is being rendered; count those that came after."""
        _, row, _, other = stolen
        SigningKey.objects.get(key_id=other.key_id.hex()).revocations.create(
            stolen_from=moment(1), reason="stolen"
        )
        pending = completed(cast.make_learner(), edition).certificates.get()
        rendering, may_go_on, seen = threading.Event(), threading.Event(), []
        render = issuing.render_pdf

        def slow(facts):
            rendering.set()
            may_go_on.wait(timeout=30)
            return render(facts)

        monkeypatch.setattr(issuing, "render_pdf", slow)
        by_key = CertificateIssue.objects.filter(key_id=row.key_id)

        def sign() -> None:
            issue_certificate(certificate_id=pending.pk)
            connections.close_all()

        def take_back() -> None:
            revoked(row)
            seen.append(by_key.count())
            connections.close_all()

        threads = [threading.Thread(target=sign), threading.Thread(target=take_back)]
        threads[0].start()
        assert rendering.wait(timeout=30)
        threads[1].start()
        while threads[1].is_alive() and not self.somebody_waits():
            time.sleep(0.05)
        may_go_on.set()
        for thread in threads:
            thread.join(timeout=60)
        assert by_key.count() == 5
        return by_key.count() - seen[0]

    def somebody_waits(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "select exists(select 1 from pg_locks where locktype = 'advisory' and not granted "
                "and database = (select oid from pg_database where datname = current_database()))"
            )
            return cursor.fetchone()[0]
