"""Whoever can write anything into the database cannot rewrite history unnoticed."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from certificates.chain.entries import START
from certificates.chain.facts import SOURCES, link
from certificates.chain.heads import body_of, keep_chain
from certificates.chain.models import DAYS_OF, ChainEntry, DayHead
from certificates.cose import sign
from certificates.keys import key_id_of, load_signing_key, make_signing_key
from certificates.models import CertificateEvent, CertificateIssue
from certificates.signing import current_key
from tests.certificates.chain.story import (
    certified,
    checked,
    days_ago,
    history,
    past_triggers,
    run,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificates(edition):
    return history(edition)


@pytest.fixture
def kept(certificates, tmp_path):
    """The heads, as somebody elsewhere keeps them."""
    file = tmp_path / "heads.json"
    call_command("publish_heads", "--to", str(file), verbosity=0)
    return str(file)


def chain_anew(*, signed: bool) -> None:
    """Write all digests and heads as if what the tables say now had always been so.

    `signed`: by somebody who has the signing key, too.
    """
    place, before, ends = 0, START, {}
    for entry in ChainEntry.objects.order_by("place"):
        source = SOURCES[entry.kind]
        found = list(source.rows(source.model.objects.filter(pk=entry.row)))
        run("delete from certificates_chainentry where id = %s", [entry.place])
        if not found:
            continue
        place += 1
        fact = found[0][2]
        before = link(before, place, entry.placed_at, entry.kind, entry.row, fact)
        ChainEntry.objects.create(
            place=place, placed_at=entry.placed_at, kind=entry.kind, row=entry.row, digest=fact,
            chained=before,
        )  # fmt: skip
        ends[entry.placed_at.astimezone(DAYS_OF).date()] = (place, before)
    previous, last = START, 0
    for head in DayHead.objects.order_by("day"):
        head.previous = previous
        since = last
        last, previous = ends.get(head.day, (last, previous))
        head.count, head.last_place, head.head = last - since, last, previous
        if signed:
            key_id, private_key = current_key()
            head.signed = sign(body_of(head), private_key, key_id)
        head.save()


def test_what_nobody_touched_fits(certificates, kept):
    """The control of everything below."""
    code, said = checked("--heads", kept)
    assert code == 0
    assert "9 facts in 4 days read; 1 wait for their place; 4 kept heads compared." in said
    assert "could have written all of it anew" not in said
    assert "could have written all of it anew" in checked()[1]


CHANGES = {
    "a title": "update certificates_certificate set course_title_kk = 'Басқа' where id = %s",
    "a name": "update certificates_certificate set sealed_name = 'x' where id = %s",
    "an empty column": "update certificates_certificate set valid_until = now() where id = %s",
    "hours": "update certificates_certificate set hours = hours + 1 where id = %s",
    "a document": "update certificates_certificateissue set pdf_sha256 = 'x' "
    "where certificate_id = %s",
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_column_is_found(certificates, what):
    with past_triggers():
        assert run(CHANGES[what], [certificates[0].pk]) == 1
    code, said = checked()
    assert code == 1
    kind = "issued" if what == "a document" else "certified"
    assert f"{kind} #" in said
    assert "was changed after it got its place" in said
    assert "1 things do not fit" in said


def test_another_reason_of_a_revocation_is_found(certificates):
    with past_triggers():
        run("update certificates_certificateevent set reason = 'name_corrected'")
    code, said = checked()
    assert (code, "ended #" in said) == (1, True)


def test_a_deleted_fact_is_found(certificates):
    with past_triggers():
        run("delete from certificates_certificateevent")
    code, said = checked()
    assert (code, "was deleted after it got its place" in said) == (1, True)


def long_ago(certificate) -> None:
    CertificateEvent.objects.create(
        certificate=certificate, kind="revoked", reason="granted_in_error", at=days_ago(8)
    )


def test_a_fact_inserted_into_the_past_is_found(certificates):
    long_ago(certificates[0])
    code, said = checked()
    assert (code, "has no place in the chain" in said) == (1, True)
    keep_chain()
    code, said = checked()
    assert (code, "it was added later" in said) == (1, True)


def test_the_control_a_fact_of_today_is_not(certificates):
    CertificateEvent.objects.create(
        certificate=certificates[0], kind="revoked", reason="granted_in_error"
    )
    assert checked()[0] == 0
    keep_chain()
    assert checked()[0] == 0


@pytest.fixture
def all_tables():
    """The tables of the chain, which stand again as they were when the test ends."""
    tables = dict(SOURCES)
    yield tables
    SOURCES.clear()
    SOURCES.update(tables)


def test_a_table_that_joins_brings_its_rows_from_before(edition, all_tables):
    del SOURCES["issued"]
    for days in (3, 2):
        CertificateIssue.objects.create(
            certificate=certified(edition), issued_at=days_ago(days + 1), key_id="00",
            signed_payload="x", pdf="a.pdf", pdf_sha256=b"1", picture="a", picture_sha256=b"2",
        )  # fmt: skip
        keep_chain(now=days_ago(days))
    keep_chain(now=days_ago(1))
    SOURCES["issued"] = all_tables["issued"]
    code, said = checked()
    assert (code, "2 wait" in said) == (0, True)
    keep_chain()
    code, said = checked()
    assert (code, "5 facts" in said) == (0, True)


def test_a_fact_inserted_into_the_chain_of_the_past_is_found(certificates):
    with past_triggers():
        long_ago(certificates[0])
        run("update certificates_chainentry set id = id + 100 where id > 1")
        run("update certificates_chainentry set id = id - 99 where id > 100")
        source = SOURCES["ended"]
        (pk, _, fact) = next(source.rows(CertificateEvent.objects.filter(at__lt=days_ago(7))))
        first = ChainEntry.objects.get(place=1)
        ChainEntry.objects.create(
            place=2, placed_at=first.placed_at, kind="ended", row=pk, digest=fact,
            chained=link(
                bytes(first.chained), 2, first.placed_at, "ended", pk, fact
            ),
        )  # fmt: skip
    code, said = checked()
    assert code == 1
    assert "Place 3 " in said
    assert "written anew" in said


def test_a_place_that_was_taken_away_is_found(certificates):
    with past_triggers():
        run("delete from certificates_chainentry where id in (3, 4)")
    code, said = checked()
    assert (code, "Places 3 to 4 of the chain are missing" in said) == (1, True)


def test_a_chain_with_all_digests_made_anew_is_found_by_its_signed_heads(certificates):
    with past_triggers():
        run(CHANGES["a title"], [certificates[0].pk])
        chain_anew(signed=False)
    code, said = checked()
    assert code == 1
    assert said.count("is not what was signed") == 4
    assert "changed" not in said


def test_a_chain_made_and_signed_anew_is_found_by_kept_heads_alone(certificates, kept):
    with past_triggers():
        run(CHANGES["a title"], [certificates[0].pk])
        chain_anew(signed=True)
    assert checked()[0] == 0
    code, said = checked("--heads", kept)
    assert code == 1
    assert said.count("is not the one that was kept elsewhere") == 4


def test_a_fact_taken_out_with_its_place_is_found_by_kept_heads(certificates, kept):
    with past_triggers():
        run("delete from certificates_certificateevent")
        chain_anew(signed=True)
    assert checked()[0] == 0
    assert checked("--heads", kept)[0] == 1


def test_a_deleted_head_is_found(certificates):
    day = timezone.localdate(days_ago(2))
    with past_triggers():
        run("delete from certificates_dayhead where day = %s", [day])
    code, said = checked()
    assert code == 1
    assert f"The heads of the days from {day}" in said


def test_the_newest_day_taken_away_whole_is_found_by_kept_heads_alone(certificates, kept):
    newest = DayHead.objects.latest("day")
    with past_triggers():
        row = ChainEntry.objects.get(place=newest.last_place).row
        run("delete from certificates_chainentry where id = %s", [newest.last_place])
        run("delete from certificates_certificate where id = %s", [row])
        run("delete from certificates_dayhead where day = %s", [newest.day])
    assert checked()[0] == 0
    code, said = checked("--heads", kept)
    assert code == 1
    assert f"The head of {newest.day} was kept elsewhere and is missing here" in said


def test_a_head_by_a_key_that_is_not_ours_is_found(certificates):
    private_key = load_signing_key(make_signing_key().seed_b64)
    head = DayHead.objects.latest("day")
    head.signed = sign(body_of(head), private_key, key_id_of(private_key.public_key()))
    with past_triggers():
        head.save()
    code, said = checked()
    assert (code, "a key that is not in the list" in said) == (1, True)


def test_one_flipped_bit_anywhere_in_a_signature_is_found(certificates):
    head = DayHead.objects.latest("day")
    right = bytes(head.signed)
    for position in range(0, len(right), 7):
        wrong = bytearray(right)
        wrong[position] ^= 1
        head.signed = bytes(wrong)
        with past_triggers():
            head.save()
        assert checked()[0] == 1, position


def test_a_time_of_making_that_hides_an_insertion_is_found_by_kept_heads(certificates, kept):
    with past_triggers():
        run("update certificates_dayhead set made_at = made_at + interval '1 day'")
    assert "another time of its making" in checked("--heads", kept)[1]


class TestWhatItIsGiven:
    def test_only_the_keys_of_a_saved_file_are_believed(self, certificates, client, tmp_path):
        file = tmp_path / "keys.json"
        file.write_bytes(client.get("/.well-known/otau/keys.json").content)
        assert checked("--keys", str(file))[0] == 0
        document = json.loads(file.read_text())
        file.write_text(json.dumps(document | {"keys": []}))
        assert checked("--keys", str(file))[0] == 1

    @pytest.mark.parametrize(
        "text",
        ["", "{}", "[]", "[" * 100_000, '{"format": "otau-heads-1"}', "\ud800 \0",
         '{"format": "otau-heads-1", "heads": [1]}',
         '{"format": "otau-heads-1", "heads": [{"day": "x", "signed": "", "made_at": ""}]}',
         ('{"format": "otau-heads-1", "heads": [{"day": "2026-01-01", "signed": "ж", '
          '"made_at": "2026-01-01T00:00:00+00:00"}]}')],
    )  # fmt: skip
    def test_a_file_that_is_none_is_said_to_be_none(self, text, tmp_path):
        file = tmp_path / "heads.json"
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        code, said = checked("--heads", str(file))
        assert (code, "cannot be used" in said) == (2, True)
        code, said = checked("--keys", str(file))
        assert (code, "cannot be used" in said) == (2, True)

    def test_a_file_that_is_not_there(self):
        assert checked("--heads", "/nowhere/heads.json")[0] == 2

    def test_a_forged_head_accuses_nobody(self, certificates, kept, tmp_path):
        document = json.loads((tmp_path / "heads.json").read_text())
        forged = document["heads"][0] | {"day": "2020-01-01", "signed": "AAAA"}
        document["heads"].append(forged)
        (tmp_path / "heads.json").write_text(json.dumps(document))
        assert "2020-01-01 that was kept elsewhere proves nothing" in checked("--heads", kept)[1]

    def test_it_says_at_most_so_many_things(self, certificates):
        with past_triggers():
            run("update certificates_certificate set hours = 1")
        _, said = checked("--most", "2")
        assert said.count("was changed") == 2
        assert "5 things do not fit" in said


class TestKeepingHeads:
    def test_a_kept_file_grows(self, certificates, kept):
        call_command("publish_heads", "--to", kept, verbosity=0)
        assert checked("--heads", kept)[0] == 0

    def test_a_file_with_another_truth_is_left_as_it_is(self, certificates, kept, tmp_path):
        before = (tmp_path / "heads.json").read_bytes()
        with past_triggers():
            run(CHANGES["a title"], [certificates[0].pk])
            chain_anew(signed=True)
        with pytest.raises(CommandError, match="another head") as caught:
            call_command("publish_heads", "--to", kept)
        assert caught.value.returncode == 1
        assert (tmp_path / "heads.json").read_bytes() == before

    def test_what_is_no_file_of_heads_is_not_overwritten(self, certificates, tmp_path):
        file = tmp_path / "letter.txt"
        file.write_text("Сәлем")
        with pytest.raises(CommandError) as caught:
            call_command("publish_heads", "--to", str(file))
        assert caught.value.returncode == 2
        assert file.read_text() == "Сәлем"
        with pytest.raises(CommandError) as caught:
            call_command("publish_heads", "--to", str(tmp_path / "nowhere" / "heads.json"))
        assert caught.value.returncode == 2
