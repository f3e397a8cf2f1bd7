"""Reading the registry's answer: the contract to the letter, or not at all."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from registry.gateway import (
    ApplicationState,
    IdentityNumber,
)
from registry.gateway.answer import AnswerNotUnderstood, read_answer
from registry.standin.cast import AIGERIM, AIGERIM_AND_DANIYAR, IRINA, MEHMET
from web.regions import Region


def golden() -> dict[str, Any]:
    """The example of docs/registry-gateway.md, written by hand."""
    return {
        "found": True,
        "application": {
            "number": "75-01-00001",
            "state": "confirmed",
            "filed_on": "2026-11-17",
            "ceremony_date": "2026-12-02",
            "office_code": "KZ-75-01",
            "region": "KZ-75",
            "applicants": [
                {
                    "identity": {"kind": "iin", "country": "KZ", "number": "810614900035"},
                    "name": "Соколова Ирина Викторовна",
                    "phone": "+77000000103",
                },
                {
                    "identity": {"kind": "passport", "country": "TR", "number": "U90000145"},
                    "name": "YILMAZ MEHMET",
                    "phone": None,
                },
            ],
            "version": 2,
            "updated_at": "2026-11-17T10:30:00+05:00",
            "superseded_by": None,
        },
    }


def read_golden(document: object) -> object:
    return read_answer(
        json.dumps(document).encode(),
        number="75-01-00001",
        identity=IdentityNumber.passport("TR", "U90000145"),
    )


class TestTheAnswer:
    def test_the_documented_example_is_read_whole(self) -> None:
        record = read_answer(
            json.dumps(golden()).encode(),
            number="75-01-00001",
            identity=IdentityNumber.passport("tr", "u 9000-0145"),
        )
        assert record is not None
        assert record.state is ApplicationState.CONFIRMED
        assert record.region is Region.ALMATY_CITY
        assert (record.filed_on, record.ceremony_date) == (date(2026, 11, 17), date(2026, 12, 2))
        assert record.updated_at == datetime(2026, 11, 17, 5, 30, tzinfo=UTC)
        assert [one.phone for one in record.applicants] == ["+77000000103", None]
        assert record.applicants[1].identity == MEHMET.identity

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            ("found", 1),
            ("found", None),
            ("application", None),
            ("application", []),
            ("application.state", "postponed"),
            ("application.state", None),
            ("application.state", "Confirmed"),
            ("application.filed_on", None),
            ("application.filed_on", "20261117"),
            ("application.filed_on", "2026-02-30"),
            ("application.ceremony_date", ""),
            ("application.ceremony_date", 20261202),
            ("application.office_code", "../etc"),
            ("application.region", "KZ-ALM"),
            ("application.version", "2"),
            ("application.version", True),
            ("application.version", 0),
            ("application.version", 2.0),
            ("application.version", 2**31),
            ("application.office_code", "K" * 21),
            ("application.updated_at", "0001-01-01T00:00:00+14:00"),
            ("application.updated_at", "2026-11-17T10:30:00"),
            ("application.updated_at", "2026-11-17T25:30:00+05:00"),
            ("application.superseded_by", "75-01-00009"),
            ("application.applicants", {}),
            ("application.applicants", []),
            ("application.number", "75-01-00002"),
            ("application.number", ""),
            ("application.applicants.0.name", ""),
            ("application.applicants.0.name", "Ирина\u202e"),
            ("application.applicants.0.name", "И" * 201),
            ("application.applicants.0.phone", "8 700 000 01 03"),
            ("application.applicants.0.identity", "810614900035"),
            ("application.applicants.0.identity.kind", "photo"),
            ("application.applicants.0.identity.number", "810614900036"),
            ("application.applicants.0.identity.country", "TR"),
            ("application.applicants.1.identity.country", "Türkiye"),
            ("application.applicants.1.identity.number", "U90000146"),
            ("application.unexpected", 1),
            ("unexpected", 1),
        ],
    )
    def test_anything_else_is_refused(self, path: str, value: object) -> None:
        document = golden()
        *parents, last = path.split(".")
        place: Any = document
        for parent in parents:
            place = place[int(parent)] if isinstance(place, list) else place[parent]
        place[last] = value
        with pytest.raises(AnswerNotUnderstood):
            read_golden(document)

    @pytest.mark.parametrize("field", sorted(golden()["application"]))
    def test_a_missing_field_is_named(self, field: str) -> None:
        document = golden()
        del document["application"][field]
        with pytest.raises(AnswerNotUnderstood, match=rf"application\.{field} is missing"):
            read_golden(document)

    def test_one_person_twice_is_refused(self) -> None:
        document = golden()
        document["application"]["applicants"] = [document["application"]["applicants"][1]] * 2
        with pytest.raises(AnswerNotUnderstood, match="one person twice"):
            read_golden(document)

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"null",
            b"[]",
            b'"found"',
            b'{"found": false, "found": true}',
            b'{"found": false, "application": null}',
            b'{"found": true}',
            b"\xff\xfe{}",
            b"[" * 60_000,
            b'{"found": false} trailing',
        ],
    )
    def test_a_body_that_is_no_answer_is_refused(self, body: bytes) -> None:
        with pytest.raises(AnswerNotUnderstood):
            read_answer(body, number=AIGERIM_AND_DANIYAR.number, identity=AIGERIM.identity)

    def test_a_refiled_application_may_name_its_successor(self) -> None:
        document = golden()
        document["application"] |= {"state": "refiled", "superseded_by": "75-01-00009"}
        record = read_answer(
            json.dumps(document).encode(), number="75-01-00001", identity=IRINA.identity
        )
        assert record is not None
        assert record.superseded_by == "75-01-00009"
