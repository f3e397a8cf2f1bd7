"""Who may keep an answer."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/kk/nothing-here/", "/kk/sign-in/", "/ru/help/", "/kk/courses/"])
def test_no_page_may_be_kept_by_a_shared_cache(client, path):
    kept = client.get(path)["Cache-Control"]

    assert "private" in kept
    assert "no-cache" in kept or "no-store" in kept


def test_what_is_public_says_so(client):
    assert "public" in client.get("/.well-known/otau/keys.json")["Cache-Control"]
