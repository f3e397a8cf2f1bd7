"""Who may keep an answer."""

import pytest

from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/kk/nothing-here/", "/kk/sign-in/", "/ru/help/", "/kk/courses/"])
def test_no_page_may_be_kept_by_a_shared_cache(client, path):
    kept = client.get(path)["Cache-Control"]

    assert "private" in kept
    assert "no-cache" in kept or "no-store" in kept


# What is the same for everybody.
PUBLIC = [
    "/.well-known/otau/keys.json", "/.well-known/otau/status.cbor", "/.well-known/otau/heads.json",
    "/kk/c/offline/", "/robots.txt",
]  # fmt: skip


@pytest.mark.parametrize("path", PUBLIC)
def test_what_is_public_says_so_and_one_copy_is_enough_for_everybody(
    client, signed_in, aigerim, path
):
    hers = signed_in(aigerim)
    hers.get("/kk/")
    for browser in (client, hers):
        response = browser.get(path)
        assert "public" in response["Cache-Control"]
        assert "Cookie" not in response.get("Vary", "")
        assert not response.cookies


@pytest.mark.parametrize("path", PUBLIC)
def test_what_is_public_and_brings_a_cookie_is_that_browsers_alone(signed_in, aigerim, path):
    """The first answer of a day writes the session anew; a stale session is taken away."""
    hers = signed_in(aigerim)
    hers.get("/kk/")
    session = hers.session
    session["listed"] = session["listed"] | {"day": "2026-01-01"}
    session.save()
    stale = signed_in(aigerim)
    stale.cookies["otau_session"] = "x" * 32
    for browser in (hers, stale):
        response = browser.get(path)
        assert "otau_session" in response.cookies
        assert "public" not in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
        assert "Cookie" in response["Vary"]
    assert "public" in hers.get(path)["Cache-Control"]


def test_only_the_desk_may_ask_for_the_camera(client, signed_in):
    assert "camera=()" in client.get("/kk/sign-in/")["Permissions-Policy"]
    desk = signed_in(cast.make_clerk())
    assert "camera=(self)" in desk.get("/kk/desk/")["Permissions-Policy"]
    assert "camera=()" in desk.get("/kk/help/")["Permissions-Policy"]
