"""What holds for every operation of the interface."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from api.actions import end_client, revoke_key
from api.frame import specification
from api.models import ApiKey
from tests import cast
from tests.api.systems import AIGERIM, application, make_system, with_key
from web.redaction import redact

pytestmark = pytest.mark.django_db


def expired(system):
    ApiKey.objects.update(
        made_at=timezone.now() - timedelta(days=9), expires_at=timezone.now() - timedelta(days=1)
    )


def revoked(system):
    revoke_key(by=cast.make_staff(), key=system.key)


def ended(system):
    end_client(by=cast.make_staff(), client=system.client)


def mistyped(system):
    system.secret = system.secret[:-1] + ("a" if system.secret[-1] != "a" else "b")


def unknown(system):
    system.secret = "otau_23456789_abc"


def empty(system):
    system.secret = ""


def far_too_long(system):
    system.secret = "x" * 5000


@pytest.mark.parametrize("what", [expired, revoked, ended, mistyped, unknown, empty, far_too_long])
def test_a_key_that_does_not_open_looks_the_same_whatever_is_wrong_with_it(almaty, what):
    without = Client().post("/api/v1/applications", "{}", content_type="application/json")
    what(almaty)

    answer = almaty.ask("applications", application())

    assert answer.status_code == without.status_code == 401
    assert answer.content == without.content
    assert answer["WWW-Authenticate"] == without["WWW-Authenticate"] == 'Bearer realm="otau"'


def test_the_control_a_living_key_opens(almaty):
    assert almaty.ask("applications", application()).status_code == 200


def test_a_key_without_the_scope_is_told_which_one_is_needed(db):
    answer = make_system("counts:read").ask("applications", application())

    assert (answer.status_code, answer.data["code"]) == (403, "out-of-scope")
    assert 'scope="applications:write"' in answer["WWW-Authenticate"]


def test_only_the_digest_of_a_key_is_kept(almaty):
    kept = ApiKey.objects.values().get()

    assert almaty.secret.startswith(kept["prefix"])
    assert almaty.secret not in repr(kept)
    assert len(bytes(kept["digest"])) == 32


def test_the_last_use_is_written_at_most_once_a_minute(almaty, django_assert_num_queries):
    almaty.ask("applications", {})
    first = ApiKey.objects.get().last_used_at

    with django_assert_num_queries(1):
        almaty.ask("applications", {})

    assert first is not None
    assert ApiKey.objects.get().last_used_at == first


def test_a_problem_speaks_both_languages_and_first_the_one_asked_for(almaty):
    kazakh = almaty.ask("applications", {})
    russian = almaty.ask("applications", {}, accept_language="ru-KZ, en;q=0.5")

    assert kazakh["Content-Type"] == "application/problem+json"
    assert (kazakh["Content-Language"], russian["Content-Language"]) == ("kk", "ru")
    assert kazakh.data["title"] == kazakh.data["title_kk"]
    assert russian.data["title"] == russian.data["title_ru"]
    assert kazakh.data["type"].endswith("/api/v1/problems/invalid")
    assert kazakh.data["status"] == kazakh.status_code == 422


@pytest.mark.parametrize(
    "body, code",
    [
        (b'{"a": 1, "a": 2}', "malformed-json"),
        (b'{"a": NaN}', "malformed-json"),
        (b'{"a": 1e999}', "malformed-json"),
        (b'{"a": "\xff"}', "malformed-json"),
        (b"[" * 100_000, "malformed-json"),
        (b"1" * 5000, "malformed-json"),
        (b"{", "malformed-json"),
        (b"", "invalid"),
        (b"[]", "invalid"),
        (b"null", "invalid"),
        (b'{"number": "\\ud800"}', "invalid"),
        (b'{"\\u0000": 1}', "invalid"),
    ],
)
def test_a_body_is_strict_json(almaty, body, code):
    answer = almaty.ask("applications", body)

    assert answer.status_code in (400, 422)
    assert answer.data["code"] == code


def test_a_body_has_to_say_what_it_is_and_how_long(almaty):
    body = json.dumps(application()).encode()
    key = {"authorization": f"Bearer {almaty.secret}"}

    def post(kind="application/json", headers=None, **extra):
        return almaty.browser.generic(
            "POST", "/api/v1/applications", body, content_type=kind,
            headers=key | (headers or {}), **extra,
        )  # fmt: skip

    assert post("text/plain").status_code == 415
    assert post("application/json; charset=windows-1251").status_code == 415
    assert post(CONTENT_LENGTH="9" * 9).status_code == 413
    assert post(CONTENT_LENGTH="-1").status_code == 400
    assert post(headers={"transfer-encoding": "chunked"}).status_code == 411
    assert post("application/json; charset=UTF-8").status_code == 200


def test_addresses_and_methods_that_are_not_there_are_problems_too(almaty):
    for path in ("nothing", "applications/", "", "admin/"):
        answer = almaty.ask(path)
        assert (answer.status_code, answer.data["code"]) == (404, "not-found"), path
    answer = almaty.ask("applications")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert answer.data["code"] == "method-not-allowed"


def test_below_api_there_is_no_cookie_no_session_and_no_language_to_go_to(almaty, signed_in):
    """Somebody's browser that is signed in is nobody here."""
    browser = signed_in(cast.make_staff(superuser=True))

    for path in ("/api/v1/nothing", "/api/v1/applications", "/api/v1/openapi.json", "/api/nothing"):
        response = browser.get(path)
        assert response.status_code in (200, 404, 405)
        assert "Set-Cookie" not in response.headers
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert response["Cache-Control"] == "no-store"
    answer = browser.post("/api/v1/applications", "{}", content_type="application/json")
    assert answer.status_code == 401
    assert not almaty.ask("applications", application()).cookies


def test_a_stranger_to_our_address_is_refused(almaty):
    answer = almaty.ask("applications", application(), host="elsewhere.example")

    assert (answer.status_code, answer.data["code"]) == (400, "bad-request")


def test_an_error_of_ours_is_a_problem_without_what_was_sent(almaty, caplog, monkeypatch):
    def broken(**kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr("api.routers.applications.tell_of_applications", broken)

    answer = almaty.ask("applications", application())

    assert (answer.status_code, answer.data["code"]) == (500, "internal-error")
    assert "broken" not in answer.text
    assert "broken" in caplog.text
    assert AIGERIM["number"] not in caplog.text


def test_a_key_asks_so_many_times_a_minute_and_is_told_how_many_are_left(
    almaty, settings, monkeypatch
):
    settings.API_REQUESTS_A_MINUTE = 2
    monkeypatch.setattr("api.limits.time.time", lambda: 1_000_000_000.0)
    other = with_key(almaty.client)

    first, second, third = (almaty.ask("applications", {}) for _ in range(3))

    assert first["RateLimit-Policy"] == '"requests";q=2;w=60'
    assert first["RateLimit"] == '"requests";r=1;t=20'
    assert second["RateLimit"] == '"requests";r=0;t=20'
    assert (third.status_code, third.data["code"]) == (429, "too-many-requests")
    assert third["Retry-After"] == "20"
    assert other.ask("applications", {}).status_code == 422


def test_while_the_cache_is_away_nobody_is_limited(almaty, settings):
    settings.API_REQUESTS_A_MINUTE = 0
    cache = settings.CACHES["default"] | {"LOCATION": "unix:///nowhere/valkey.socket"}
    settings.CACHES = {"default": cache}

    answer = almaty.ask("applications", application())

    assert answer.status_code == 200
    assert "RateLimit" not in answer.headers


def test_a_key_written_into_an_address_by_mistake_reaches_no_log(almaty):
    said = redact(f'"GET /api/v1/openapi.json?key={almaty.secret} HTTP/1.1" 200')

    assert almaty.secret.removeprefix(almaty.key.prefix) not in said
    assert f"{almaty.key.prefix}_[key] HTTP" in said


def test_what_is_served_is_what_is_checked_in(almaty, settings):
    served = Client().get("/api/v1/openapi.json")

    call_command("write_openapi", "--check")
    assert served.content.decode() == specification()
    assert (settings.BASE_DIR / "docs" / "openapi.json").read_text() == served.content.decode()
    assert settings.BASE_URL not in specification()
