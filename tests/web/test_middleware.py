"""Who may keep an answer."""

import pytest

from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/kk/nothing-here/", "/kk/sign-in/", "/ru/help/", "/kk/courses/"])
def test_no_page_may_be_kept_by_a_shared_cache(client, path):
    kept = client.get(path)["Cache-Control"]

    assert "private" in kept
    assert "no-cache" in kept or "no-store" in kept


def test_what_is_public_says_so(client):
    assert "public" in client.get("/.well-known/otau/keys.json")["Cache-Control"]


def test_only_the_desk_may_ask_for_the_camera(client, signed_in):
    assert "camera=()" in client.get("/kk/sign-in/")["Permissions-Policy"]
    desk = signed_in(cast.make_clerk())
    assert "camera=(self)" in desk.get("/kk/desk/")["Permissions-Policy"]
    assert "camera=()" in desk.get("/kk/help/")["Permissions-Policy"]
