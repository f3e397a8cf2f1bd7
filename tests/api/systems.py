"""A system of somebody else's, played by Django's test client."""

import copy
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from api.actions import make_client, make_key
from api.models import ApiClient, ApiKey
from api.scopes import Scope
from registry.standin import cast as people
from tests import cast


class System:
    """What asks: a client with a key. `ask` returns the answer; `.data` of it is its JSON."""

    def __init__(self, client: ApiClient, key: ApiKey, secret: str) -> None:
        self.client, self.key, self.secret = client, key, secret
        self.browser = Client(raise_request_exception=False)

    def ask(self, path: str, body: Any = None, *, method: str = "", **headers: str):
        """Ask at `path` below /api/v1/; POST with a body, GET without."""
        sent = {"authorization": f"Bearer {self.secret}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        method = method or ("GET" if body is None else "POST")
        response = self.browser.generic(
            method, f"/api/v1/{path}", b"" if body is None else data,
            content_type=headers.pop("content_type", "application/json"), headers=sent,
        )  # fmt: skip
        response.data = json.loads(response.content) if response.content else None  # type: ignore[attr-defined]
        return response


def make_system(*scopes: str, office: str = "", region: str = "", days: int = 365) -> System:
    """Return a system with access: every scope and the whole country where nothing is said."""
    client = make_client(
        by=cast.make_staff(), name_kk="Жүйе", name_ru="Система",
        scopes=[Scope(one) for one in scopes] or list(Scope),
        office=cast.make_office(office, office[:5]) if office else None, region=region,
    )  # fmt: skip
    return with_key(client, days=days)


def with_key(client: ApiClient, days: int = 365) -> System:
    """Give a client a key; return the system that has it."""
    key, secret = make_key(
        by=cast.make_staff(), client=client, expires_at=timezone.now() + timedelta(days=days)
    )
    return System(client, key, secret)


def identity(who) -> dict[str, str]:
    """Return the identity of one of the stand-in's cast as a system sends it."""
    one = who.identity
    return {"kind": one.kind, "country": one.country, "number": one.number}


AIGERIM, DANIYAR = identity(people.AIGERIM), identity(people.DANIYAR)


def application(number: str = "75-01-00001", **fields: Any) -> dict[str, Any]:
    """Return what a registry's system sends of an application; `fields` differ."""
    sent = {
        "number": number, "state": "confirmed", "filed_on": "2026-11-17",
        "ceremony_date": "2026-12-02", "office_code": "KZ-75-01", "region": "KZ-75",
        "applicants": [
            {"identity": AIGERIM, "name": "СӘРСЕНОВА АЙГЕРІМ", "phone": "+77000000101"},
            {"identity": DANIYAR, "name": "ОСПАНОВ ДАНИЯР", "phone": None},
        ],
        "version": 2, "updated_at": "2026-11-17T10:30:00+05:00", "superseded_by": None,
    }  # fmt: skip
    return copy.deepcopy(sent | fields)


def moment(day: int, hour: int = 10) -> str:
    """Return a moment of November 2026 as the registry writes it."""
    return datetime(2026, 11, day, hour, tzinfo=UTC).isoformat()
