"""Staff: a password and a second factor, and no way round them."""

import os
import subprocess
import sys
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from config.embedded.places import ROOT
from tests import cast

pytestmark = pytest.mark.django_db
LOGIN, ACTIVATE = "/kk/staff/login/", "/kk/staff/2fa/totp/activate/"
PASSWORD = "a long enough password"


@pytest.fixture
def clerk(db):
    return cast.make_staff(email="clerk@example.org", password=PASSWORD)


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def type_password(client, **data):
    return client.post(LOGIN, {"login": "clerk@example.org", "password": PASSWORD} | data)


@pytest.fixture
def switch_on(client, tasks_at_once):
    def switch_on():
        client.get(ACTIVATE)
        with tasks_at_once():
            return client.post(ACTIVATE, {"code": code_of(client.session["mfa.totp.secret"])})

    return switch_on


def test_staff_without_a_second_factor_are_led_to_it_from_every_page(client, clerk):
    assert type_password(client).status_code == 302
    for address in (
        "/kk/courses/",
        "/kk/account/",
        "/admin/",
        "/kk/staff/2fa/",
        "/kk/staff/password/",
    ):
        response = client.get(address)
        assert response.status_code == 302, address
        assert response["Location"].startswith(ACTIVATE)
    assert client.get(ACTIVATE).status_code == 200
    assert client.post("/kk/staff/logout/").status_code == 302


def test_switching_it_on_opens_the_site_and_shows_recovery_codes(client, clerk, switch_on):
    type_password(client)
    response = switch_on()
    assert response["Location"] == "/kk/staff/2fa/recovery-codes/"
    assert client.get(response["Location"]).text.count("<li><strong") == 10
    assert client.get("/kk/courses/").status_code == 200


def test_the_next_time_the_password_alone_is_not_enough(client, clerk):
    secret = generate_totp_secret()
    TOTP.activate(clerk, secret)
    response = type_password(client)
    assert response["Location"] == "/kk/staff/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert client.post(response["Location"], {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in client.session
    client.post(response["Location"], {"code": code_of(secret)})
    assert client.session["_auth_user_id"] == str(clerk.pk)
    assert client.get("/kk/courses/").status_code == 200


def test_a_recovery_code_works_once(client, clerk):
    TOTP.activate(clerk, generate_totp_secret())
    code = RecoveryCodes.activate(clerk).get_unused_codes()[0]
    for works in (True, False):
        browser = client.__class__()
        response = type_password(browser)
        browser.post(response["Location"], {"code": code})
        assert ("_auth_user_id" in browser.session) is works


def test_a_session_from_before_the_second_factor_ends(client, clerk):
    type_password(client)
    TOTP.activate(clerk, generate_totp_secret())
    assert client.get("/kk/courses/")["Location"].startswith(LOGIN)
    assert "_auth_user_id" not in client.session


def test_the_secret_is_sealed_in_the_database(clerk):
    secret = generate_totp_secret()
    TOTP.activate(clerk, secret)
    assert secret not in str(Authenticator.objects.get().data)


def test_the_second_factor_cannot_be_switched_off_where_it_is_demanded(client, clerk, switch_on):
    type_password(client)
    switch_on()
    response = client.post("/kk/staff/2fa/totp/deactivate/")
    assert "error-summary" in response.text
    assert Authenticator.objects.filter(type="totp").exists()


def test_where_it_is_not_demanded_the_password_is_enough(client, clerk, settings):
    settings.STAFF_SECOND_FACTOR = False
    response = type_password(client)
    assert response["Location"] == reverse("desk:desk") if has_desk() else "/kk/staff/2fa/"
    assert client.get("/kk/courses/").status_code == 200


def has_desk():
    try:
        return bool(reverse("desk:desk"))
    except NoReverseMatch:
        return False


def test_editors_come_out_in_the_admin(client, settings):
    settings.STAFF_SECOND_FACTOR = False
    cast.make_staff(email="clerk@example.org", password=PASSWORD, superuser=True)
    assert type_password(client)["Location"] == "/admin/"


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example"])
def test_staff_come_out_on_this_site_only(client, clerk, settings, next_page):
    settings.STAFF_SECOND_FACTOR = False
    assert "evil" not in type_password(client, next=next_page)["Location"]


@pytest.mark.parametrize(
    "data",
    [{"password": "wrong"}, {"login": "nobody@example.org"}, {"login": ""}, {"password": ""}],
)
def test_a_wrong_password_and_an_unknown_address_sound_the_same(client, clerk, data):
    response = type_password(client, **data)
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
    assert "error-summary" in response.text


def test_a_learner_never_enters_by_password(client, aigerim):
    aigerim.set_password(PASSWORD)
    aigerim.save()
    type_password(client, login=aigerim.email)
    assert "_auth_user_id" not in client.session


def test_the_staffs_pages_do_not_exist_for_learners(aigerim, signed_in):
    browser = signed_in(aigerim)
    for address in (ACTIVATE, "/kk/staff/2fa/", "/kk/staff/password/", "/kk/staff/reauthenticate/"):
        assert browser.get(address).status_code == 404


def test_nobody_signs_up_or_resets_a_password(client):
    for name in (
        "account_signup",
        "account_reset_password",
        "account_email",
        "socialaccount_signup",
    ):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for address in ("signup/", "password/reset/", "email/"):
        assert client.get(f"/kk/staff/{address}").status_code == 404
    assert client.get("/admin/password_reset/").status_code in (302, 404)


def test_the_admins_own_door_leads_to_ours(client):
    assert client.get("/admin/login/?next=/admin/")["Location"] == f"{LOGIN}?next=/admin/"
    assert client.get("/admin/")["Location"].startswith(LOGIN)


def test_no_other_door_says_whether_a_password_is_right(client, clerk):
    for password in ("wrong", PASSWORD):
        response = client.post(
            "/kk/_util/login/", {"username": "clerk@example.org", "password": password}
        )
        assert (response.status_code, response["Location"]) == (302, LOGIN)
    assert "_auth_user_id" not in client.session


def test_the_password_is_changed_with_the_old_one(clerk, signed_in):
    browser = signed_in(clerk)
    new = {"password1": "another long password", "password2": "another long password"}
    browser.post("/kk/staff/password/", {"oldpassword": "wrong"} | new)
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)
    short = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    assert "error-summary" in browser.post("/kk/staff/password/", short).text
    response = browser.post("/kk/staff/password/", {"oldpassword": PASSWORD} | new)
    assert response["Location"] == "/kk/staff/2fa/"
    clerk.refresh_from_db()
    assert clerk.check_password("another long password")


def test_guessing_one_accounts_password_is_slowed_and_the_office_goes_on(client, clerk):
    cast.make_staff(email="colleague@example.org", password=PASSWORD)
    for _ in range(11):
        type_password(client, password="wrong")
    assert "_auth_user_id" not in type_password(client).client.session
    type_password(client, login="colleague@example.org")
    assert "_auth_user_id" in client.session
    cache.clear()


def test_learners_pages_tell_staff_so(clerk, signed_in):
    response = signed_in(clerk).get("/kk/learn/")
    assert response.status_code == 403
    assert cast.said("This page is for learners") in response.text


@pytest.mark.parametrize("address", [LOGIN, ACTIVATE])
def test_the_pages_stand_in_our_frame_under_the_strict_policy(client, clerk, address):
    type_password(client)
    response = client.get(address) if address == ACTIVATE else client.__class__().get(address)
    main = response.text.split("<main")[1]
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert not any(word in main for word in ("<script", "style=", "onclick"))
    assert 'class="field"' in main


def test_production_refuses_to_start_without_the_second_factor():
    key = "name:" + "A" * 43 + "="
    other = "name:" + "B" * 43 + "="
    environment = {
        "PATH": os.environ["PATH"], "OTAU_MODE": "production", "SECRET_KEY": "x" * 60,
        "SEALING_KEYS": key, "LOOKUP_KEYS": other, "CERTIFICATE_SIGNING_KEY": key,
        "DOCUMENT_SIGNING": "x",
        "BASE_URL": "https://otau.example", "ALLOWED_HOSTS": "otau.example",
        "DATABASE_URL": "postgres://u:p@localhost/x", "REDIS_URL": "redis://localhost/0",
        "CACHE_URL": "redis://localhost/1", "EMAIL_URL": "smtp://localhost:25",
        "SMS_BACKEND": "x.y", "EGOV_CLIENT_ID": "otau", "EGOV_CLIENT_SECRET": "s",
    }  # fmt: skip
    outcomes = {}
    for value in ("true", "false"):
        done = subprocess.run(
            [sys.executable, "-c", "import config.settings"], cwd=ROOT, check=False,
            env=environment | {"STAFF_SECOND_FACTOR": value}, capture_output=True, text=True,
        )  # fmt: skip
        outcomes[value] = (done.returncode, done.stderr)
    assert outcomes["true"][0] == 0, outcomes["true"][1]
    assert outcomes["false"][0] != 0
    assert "STAFF_SECOND_FACTOR" in outcomes["false"][1]


def test_an_old_session_types_the_password_again_before_it_touches_the_second_factor(client, clerk):
    type_password(client)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 3600
    session.save()
    response = client.get(ACTIVATE)
    assert response["Location"].startswith("/kk/staff/reauthenticate/")
    assert cast.said("Please type your password again.") in client.get(response["Location"]).text
    client.post("/kk/staff/reauthenticate/", {"password": "wrong"})
    assert client.get(ACTIVATE).status_code == 302
    client.post("/kk/staff/reauthenticate/", {"password": PASSWORD})
    assert client.get(ACTIVATE).status_code == 200
