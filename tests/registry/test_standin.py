"""The stand-in: its side of the contract, and its switches."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests

from registry.gateway import ApplicationState, HttpGateway
from registry.standin import cast
from registry.standin.server import (
    DEMONSTRATION_TOKEN,
    Mode,
    StandInServer,
    running_standin,
)
from web.regions import Region

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).resolve().parents[2]
AIGERIM, AIGERIM_AND_DANIYAR = cast.AIGERIM, cast.AIGERIM_AND_DANIYAR


@pytest.fixture
def standin() -> Iterator[StandInServer]:
    with running_standin(today=TODAY) as server:
        yield server


def post(standin: StandInServer, path: str, document: object, **more: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer {DEMONSTRATION_TOKEN}"} | more.pop("headers", {})
    return requests.post(standin.url + path, json=document, headers=headers, timeout=5, **more)


def question(**changes: Any) -> dict[str, Any]:
    identity = {"kind": "iin", "country": "KZ", "number": AIGERIM.identity.number}
    return {"number": AIGERIM_AND_DANIYAR.number, "identity": identity} | changes


class TestItsSideOfTheContract:
    def test_a_question_is_answered_as_documented(self, standin: StandInServer) -> None:
        response = post(standin, "/v1/applications/query", question())
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "application/json; charset=utf-8"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.json() == {
            "found": True,
            "application": {
                "number": "43-02-00001",
                "state": "confirmed",
                "filed_on": "2026-11-19",
                "ceremony_date": "2026-12-04",
                "office_code": "KZ-43-02",
                "region": "KZ-43",
                "applicants": [
                    {
                        "identity": {
                            "kind": "iin",
                            "country": "KZ",
                            "number": AIGERIM.identity.number,
                        },
                        "name": "Бекова Айгерім Серікқызы",
                        "phone": "+77000000101",
                    },
                    {
                        "identity": {
                            "kind": "iin",
                            "country": "KZ",
                            "number": cast.DANIYAR.identity.number,
                        },
                        "name": "Сейтов Данияр Маратұлы",
                        "phone": "+77000000102",
                    },
                ],
                "version": 2,
                "updated_at": "2026-11-19T10:30:00+05:00",
                "superseded_by": None,
            },
        }

    def test_a_wrong_pair_and_an_unknown_number_are_answered_alike(
        self, standin: StandInServer
    ) -> None:
        stranger = {"kind": "iin", "country": "KZ", "number": cast.IRINA.identity.number}
        impossible = {"kind": "iin", "country": "KZ", "number": "123456789012"}
        for asked in (
            question(identity=stranger),
            question(identity=impossible),
            question(number="00-00-00000"),
        ):
            response = post(standin, "/v1/applications/query", asked)
            assert (response.status_code, response.json()) == (200, {"found": False})

    @pytest.mark.parametrize(
        "document",
        [
            [],
            {},
            {"number": "43-02-00001"},
            question(number=1),
            question(number=""),
            question(identity="980515399903"),
            question(identity={"kind": "iin", "number": "980515399903"}),
            question(identity={"kind": "photo", "country": "KZ", "number": "1"}),
            question(identity={"kind": "iin", "country": "KZ", "number": 1}),
            question(more=1),
        ],
    )
    def test_a_question_of_another_form_is_refused(
        self, standin: StandInServer, document: object
    ) -> None:
        response = post(standin, "/v1/applications/query", document)
        assert response.status_code == 400
        assert "980515399903" not in response.text

    @pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 10_000])
    def test_a_body_that_is_not_json_is_refused(self, standin: StandInServer, body: bytes) -> None:
        response = requests.post(
            f"{standin.url}/v1/applications/query",
            data=body,
            headers={"Authorization": f"Bearer {DEMONSTRATION_TOKEN}"},
            timeout=5,
        )
        assert response.status_code == 400 if body else response.status_code in {400, 413}

    @pytest.mark.parametrize("path", ["/v1/applications/query", "/control", "/control/state"])
    @pytest.mark.parametrize("token", ["", "Bearer", "Bearer another", "Bearer ключ"])
    def test_nothing_is_told_or_changed_without_the_token(
        self, standin: StandInServer, path: str, token: str
    ) -> None:
        headers = {"Authorization": token.encode()}
        assert post(standin, path, question(), headers=headers).status_code == 401

    def test_an_unknown_address_is_a_404(self, standin: StandInServer) -> None:
        assert post(standin, "/v2/applications/query", question()).status_code == 404
        assert requests.get(f"{standin.url}/", timeout=5).status_code == 404

    def test_it_listens_on_this_machine_only(self, standin: StandInServer) -> None:
        assert standin.server_address[0] == "127.0.0.1"


class TestSwitches:
    def test_modes_are_switched_while_it_runs(self, standin: StandInServer) -> None:
        health = f"{standin.url}/healthz"
        assert requests.get(health, timeout=5).json() == {"status": "ok", "mode": "normal"}
        assert post(standin, "/control", {"mode": "down"}).status_code == 200
        assert post(standin, "/v1/applications/query", question()).status_code == 503
        assert requests.get(health, timeout=5).json() == {"status": "ok", "mode": "down"}
        post(standin, "/control", {"mode": "malformed"})
        assert "<html>" in post(standin, "/v1/applications/query", question()).text
        post(standin, "/control", {"mode": "slow", "seconds": 0.05})
        assert post(standin, "/v1/applications/query", question()).json()["found"] is True
        assert standin.mode == Mode("slow", seconds=0.05)
        post(standin, "/control", {"mode": "normal"})
        assert post(standin, "/v1/applications/query", question()).json()["found"] is True

    @pytest.mark.parametrize(
        "document",
        [
            {},
            [],
            {"mode": "broken"},
            {"mode": ["down"]},
            {"mode": "slow", "seconds": -1},
            {"mode": "slow", "seconds": "2"},
            {"mode": "slow", "seconds": True},
            {"mode": "malformed", "variant": "unheard_of"},
            {"mode": "normal", "more": 1},
        ],
    )
    def test_a_switch_turned_to_nonsense_changes_nothing(
        self, standin: StandInServer, document: object
    ) -> None:
        response = post(standin, "/control", document)
        assert response.status_code == 400
        assert response.json()["error"]
        assert standin.mode == Mode()

    def test_an_application_is_given_another_state(self, standin: StandInServer) -> None:
        gateway = HttpGateway(standin.url, DEMONSTRATION_TOKEN)
        number = AIGERIM_AND_DANIYAR.number
        before = gateway.ask(number=number, identity=AIGERIM.identity)
        changed = post(
            standin,
            "/control/state",
            {
                "number": number,
                "state": "moved",
                "office_code": "KZ-75-02",
                "ceremony_date": "2026-12-09",
            },
        )
        assert changed.status_code == 200
        after = gateway.ask(number=number, identity=AIGERIM.identity)
        assert before is not None
        assert after is not None
        assert after.state is ApplicationState.MOVED
        assert (after.office_code, after.region) == ("KZ-75-02", Region.ALMATY_CITY)
        assert after.ceremony_date == date(2026, 12, 9)
        assert after.version == before.version + 1

    def test_a_refiled_application_is_given_its_successor_and_loses_it(
        self, standin: StandInServer
    ) -> None:
        number = AIGERIM_AND_DANIYAR.number
        refiled = {"number": number, "state": "refiled", "superseded_by": "43-02-00002"}
        assert post(standin, "/control/state", refiled).json()["superseded_by"] == "43-02-00002"
        confirmed = {"number": number, "state": "confirmed"}
        assert post(standin, "/control/state", confirmed).json()["superseded_by"] is None

    @pytest.mark.parametrize(
        ("document", "status"),
        [
            ({"number": "00-00-00000", "state": "married"}, 404),
            ({"number": "43-02-00001"}, 400),
            ({"number": "43-02-00001", "state": "postponed"}, 400),
            ({"number": "43-02-00001", "state": 1}, 400),
            ({"number": "43-02-00001", "state": "moved", "office_code": "XX-1"}, 400),
            ({"number": "43-02-00001", "state": "moved", "ceremony_date": "soon"}, 400),
        ],
    )
    def test_a_state_that_cannot_be_is_refused(
        self, standin: StandInServer, document: object, status: int
    ) -> None:
        assert post(standin, "/control/state", document).status_code == status

    def test_the_cast_is_listed_for_the_demonstration(self, standin: StandInServer) -> None:
        assert requests.get(f"{standin.url}/cast", timeout=5).status_code == 401
        listed = requests.get(
            f"{standin.url}/cast",
            headers={"Authorization": f"Bearer {DEMONSTRATION_TOKEN}"},
            timeout=5,
        ).json()["applications"]
        assert [one["number"] for one in listed[: len(cast.CAST)]] == [
            one.number for one in cast.CAST
        ]
        assert listed[0]["story"]
        assert listed[-1]["story"] is None


class TestTheCommand:
    def test_it_runs_until_it_is_told_to_stop(self) -> None:
        with _command("--port", "0", "--malformed", "unknown_state") as process:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.match(r"(http://127\.0\.0\.1:\d+) plays the registry", line)
            assert found, line
            answer = requests.post(
                f"{found[1]}/v1/applications/query",
                json=question(),
                headers={"Authorization": f"Bearer {DEMONSTRATION_TOKEN}"},
                timeout=5,
            )
            assert answer.json()["application"]["state"] == "postponed"
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=10)
            assert process.returncode == 0
        # Its log says that it was asked, and nothing of what.
        assert "POST /v1/applications/query" in errors
        assert AIGERIM.identity.number not in errors
        assert "Traceback" not in errors

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [(["--slow", "-1"], 1), (["--port", "99999"], 1), (["--slow", "1", "--down"], 2)],
    )
    def test_it_says_what_is_wrong_and_does_not_start(
        self, arguments: list[str], code: int
    ) -> None:
        with _command(*arguments) as process:
            _, errors = process.communicate(timeout=60)
        assert process.returncode == code
        assert errors
        assert "Traceback" not in errors


def _command(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "django", "registry_standin", *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
