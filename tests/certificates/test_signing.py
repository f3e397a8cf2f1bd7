"""Which key signs: the newest that was published long enough and has not ended."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from certificates.documents.issuing import issue_certificate, payload_of
from certificates.exceptions import KeyRefused, NoKeySigns
from certificates.keys import make_signing_key
from certificates.models import CertificateIssue, SigningKey
from certificates.payload import sign_payload, verify_payload
from certificates.signing import current_key, public_keys, publish_key
from certificates.tasks import issue_pending_certificates
from certificates.trust.checks import findings
from certificates.trust.private import configured_keys
from tests.certificates.story import completed
from tests.certificates.trusted import KEYS, configured, published

pytestmark = pytest.mark.django_db


def signs() -> str:
    return current_key()[0].hex()


class TestChanging:
    def test_the_first_key_is_published_and_signs_at_once(self, client, settings):
        key = make_signing_key()
        configured(settings, key)
        assert signs() == key.key_id.hex()
        row = SigningKey.objects.get()
        assert row.signs_from == row.published_at
        assert [one["kid"] for one in client.get(KEYS).json()["keys"]] == [row.key_id]

    def test_one_that_shares_its_id_with_another_neither_signs_nor_is_published(self, settings):
        """Four bytes are found by trying: verifiers would take it for the one that is published."""
        key, other = make_signing_key(), make_signing_key()
        SigningKey.objects.create(key_id=key.key_id.hex(), public_key=other.public_b64)
        configured(settings, key)
        with pytest.raises(NoKeySigns):
            current_key()
        with pytest.raises(KeyRefused):
            publish_key(key.public_b64, among=[])
        assert any("No key of this process may sign" in said for said in findings())

    def test_a_fresh_key_is_published_a_day_before_it_signs(self, client, settings):
        old, _ = published(hours_ago=500)
        fresh = make_signing_key()
        configured(settings, fresh, old)

        assert signs() == old.key_id.hex()

        row = SigningKey.objects.get(key_id=fresh.key_id.hex())
        assert row.signs_from - row.published_at == timedelta(hours=24)
        listed = client.get(KEYS).json()["keys"]
        assert [one["kid"] for one in listed] == [old.key_id.hex(), fresh.key_id.hex()]

    def test_after_its_day_it_signs_and_the_old_one_where_it_is_not_there_yet(
        self, settings, aigerim, edition
    ):
        """Old and new environments side by side, in any order: all they sign is verified."""
        certificate = completed(aigerim, edition).certificates.get()
        old, _ = published(hours_ago=500)
        new, _ = published(hours_ago=25, waits=24)
        texts = []
        for keys, expected in (
            ([old], old), ([old, new], new), ([new, old], new), ([new], new), ([old], old),
        ):  # fmt: skip
            configured(settings, *keys)
            key_id, private_key = current_key()
            assert key_id == expected.key_id
            texts.append(sign_payload(payload_of(certificate), private_key, key_id))
            assert all(verify_payload(text, public_keys()).number for text in texts)

    def test_a_process_with_nothing_but_a_key_that_waits_signs_nothing(self, settings):
        published(hours_ago=500)
        configured(settings, make_signing_key())
        with pytest.raises(NoKeySigns):
            current_key()

    def test_what_is_owed_waits_and_one_line_says_why(self, settings, aigerim, edition, caplog):
        completed(aigerim, edition)
        published(hours_ago=500)
        configured(settings, make_signing_key())
        issue_pending_certificates()
        assert [record.levelname for record in caplog.records] == ["ERROR"]
        assert not CertificateIssue.objects.exists()

    def test_a_retired_key_stays_published_and_verifies(self, client, settings, aigerim, edition):
        certificate = completed(aigerim, edition).certificates.get()
        old, row = published(hours_ago=500)
        configured(settings, old)
        text = sign_payload(payload_of(certificate), *reversed(current_key()))
        with pytest.raises(CommandError, match="still needed"):
            call_command("signing_keys", "retire", row.key_id)
        new, _ = published(hours_ago=25, waits=24)
        configured(settings, new, old)
        call_command("signing_keys", "retire", row.key_id.upper())
        call_command("signing_keys", "retire", row.key_id)
        assert signs() == new.key_id.hex()
        configured(settings, old)
        with pytest.raises(NoKeySigns):
            current_key()
        assert verify_payload(text, public_keys()).number == certificate.number
        listed = {one["kid"]: one for one in client.get(KEYS).json()["keys"]}
        assert listed[row.key_id]["retired_on"] == timezone.localdate().isoformat()

    def test_the_database_refuses_to_change_a_published_key(self, settings):
        _, row = published(hours_ago=1)
        for change in ({"public_key": "x"}, {"signs_from": timezone.now()}):
            with pytest.raises(DatabaseError), transaction.atomic():
                SigningKey.objects.filter(pk=row.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()


class TestKeysJson:
    def test_caches_may_keep_it_for_ten_minutes(self, client, settings):
        published(hours_ago=1)
        first = client.get(KEYS)
        assert first["Cache-Control"] == "public, max-age=600"
        assert first["Content-Type"] == "application/json"
        document = first.json()
        assert document["good_until"] - document["made_at"] == 30 * 24 * 3600
        again = client.get(KEYS, headers={"If-None-Match": first["ETag"]})
        assert again.status_code in (304, 200)  # 200 where ten minutes ended in between
        assert client.head(KEYS).status_code == 200


class TestPrivateParts:
    def test_a_file_that_its_owner_alone_reads_is_a_key(self, settings, tmp_path):
        key, place = make_signing_key(), tmp_path / "key"
        place.write_text(f"c1:{key.seed_b64}\n")
        place.chmod(0o600)
        configured(settings)
        settings.CERTIFICATE_SIGNING_KEY_FILES = [str(place)]
        assert signs() == key.key_id.hex()
        assert key.seed_b64 not in repr(configured_keys())

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
    def test_one_that_others_read_is_refused_with_a_sentence(self, settings, tmp_path, mode):
        key, place = make_signing_key(), tmp_path / "key"
        place.write_text(key.seed_b64)
        place.chmod(mode)
        settings.CERTIFICATE_SIGNING_KEY_FILES = [str(place)]
        with pytest.raises(ImproperlyConfigured, match="chmod 600") as refusal:
            current_key()
        assert key.seed_b64 not in str(refusal.value)

    @pytest.mark.parametrize("content", [b"", b"c1:AAAA", b"\xff\xfe", b"x" * 5000, b"\0" * 40])
    def test_what_is_no_key_is_refused_and_not_repeated(self, settings, tmp_path, content):
        place = tmp_path / "key"
        place.write_bytes(content)
        place.chmod(0o600)
        settings.CERTIFICATE_SIGNING_KEY_FILES = [str(place)]
        with pytest.raises(ImproperlyConfigured, match=re.escape(str(place))) as refusal:
            current_key()
        assert "AAAA" not in str(refusal.value)
        assert refusal.value.__cause__ is None

    @pytest.mark.parametrize("name", ["/nowhere/at/all", ".", "a\0b"])
    def test_a_file_that_is_not_there_is_named(self, settings, name):
        settings.CERTIFICATE_SIGNING_KEY_FILES = [name]
        with pytest.raises(ImproperlyConfigured, match="key file"):
            current_key()

    def test_an_entry_that_is_no_key_is_named_by_its_place(self, settings):
        settings.CERTIFICATE_SIGNING_KEYS = ["c2:c2VjcmV0"]
        with pytest.raises(ImproperlyConfigured, match="CERTIFICATE_SIGNING_KEYS, entry 1") as said:
            current_key()
        assert "c2VjcmV0" not in str(said.value)


class TestMaking:
    def test_into_a_file_of_its_owner_alone(self, settings, tmp_path, capsys):
        published(hours_ago=500)
        place = tmp_path / "next"
        call_command("signing_keys", "make", "--file", str(place), "--name", "c2027")
        said, row = capsys.readouterr().out, SigningKey.objects.order_by("pk").last()
        assert place.stat().st_mode & 0o777 == 0o600
        name, _, seed = place.read_text().strip().partition(":")
        assert name == "c2027"
        assert seed not in said
        assert row.key_id in said
        assert row.signs_from > timezone.now() + timedelta(hours=23)
        settings.CERTIFICATE_SIGNING_KEY_FILES = [str(place)]
        assert row.key_id in {key_id.hex() for key_id in configured_keys()}
        with pytest.raises(CommandError, match="was not written"):
            call_command("signing_keys", "make", "--file", str(place))
        assert SigningKey.objects.count() == 2

    @pytest.mark.parametrize("place", ["/nowhere/at/all", "a\0b", "/"])
    def test_where_no_file_can_be_nothing_is_published(self, db, place):
        with pytest.raises(CommandError, match="was not written"):
            call_command("signing_keys", "make", "--file", place)
        assert not SigningKey.objects.exists()

    def test_for_the_environment_only_when_asked(self, settings, capsys):
        with pytest.raises(CommandError, match="required"):
            call_command("signing_keys", "make")
        assert not SigningKey.objects.exists()
        call_command("signing_keys", "make", "--print", "--at-once")
        entry = capsys.readouterr().out.partition("CERTIFICATE_SIGNING_KEYS=")[2].strip()
        settings.CERTIFICATE_SIGNING_KEY, settings.CERTIFICATE_SIGNING_KEYS = "", [entry]
        assert signs() == SigningKey.objects.get().key_id

    def test_the_list_shows_no_secret_and_which_one_signs(self, settings, capsys):
        old, row = published(hours_ago=500)
        configured(settings, old)
        call_command("signing_keys", "list")
        said = capsys.readouterr().out
        assert f"{row.key_id}  published" in said
        assert "SIGNS NOW" in said
        assert old.seed_b64 not in said


class TestChecking:
    def said(self) -> str:
        return "\n".join(findings())

    def test_keys_in_order_are_in_order(self, settings, capsys):
        key, _ = published(hours_ago=500)
        configured(settings, key)
        call_command("signing_keys", "check")
        assert "in order" in capsys.readouterr().out

    def test_what_is_wrong_is_said_and_nothing_is_written(
        self, settings, django_assert_num_queries
    ):
        old, row = published(hours_ago=366 * 24)
        configured(settings, old)
        with django_assert_num_queries(1):
            assert "more than a year" in self.said()
        configured(settings, make_signing_key())
        assert "not published yet" in self.said()
        assert "No key of this process may sign" in self.said()
        assert f"{row.key_id} should sign by now" in self.said()
        assert SigningKey.objects.count() == 1
        configured(settings, old)
        row.revocations.create(stolen_from=row.published_at, reason="exposed")
        assert "is revoked. Take it out" in self.said()
        with pytest.raises(CommandError, match="is revoked"):
            call_command("signing_keys", "check")

    def test_a_retired_key_in_the_environment_is_said(self, settings):
        old, row = published(hours_ago=500)
        new, _ = published(hours_ago=400)
        configured(settings, new, old)
        call_command("signing_keys", "retire", row.key_id)
        assert self.said() == (
            f"Key {row.key_id} (CERTIFICATE_SIGNING_KEYS, entry 1) is retired. Take it out of the "
            "environment."
        )


def test_a_certificate_is_issued_with_the_key_that_signs(settings, aigerim, edition):
    certificate = completed(aigerim, edition).certificates.get()
    old, _ = published(hours_ago=500)
    new, _ = published(hours_ago=25, waits=24)
    configured(settings, old, new)
    issue = issue_certificate(certificate_id=certificate.pk)
    assert issue.key_id == new.key_id.hex()
