"""The page that verifies without a network, and its worker, as they are served."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

VENDORED = Path(settings.BASE_DIR) / "static" / "vendor" / "noble-ed25519"


def worker(client, language="kk") -> dict:
    response = client.get(f"/{language}/c/offline/worker.js")
    found = re.match(r"const OFFLINE = (\{.*\});\n", response.text)
    assert found, response.text[:200]
    return json.loads(found.group(1))


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_page_is_the_same_for_everybody_and_asks_no_database(client, rf, language):
    address = f"/{language}/c/offline/"
    plain = client.get(address)
    client.cookies["preferences"] = "largest.more.none"
    other = client.get(address, headers={"User-Agent": "another"})

    assert plain.content == other.content
    assert "csrf" not in plain.text
    assert "nonce" not in plain.text
    assert "nonce" not in plain["Content-Security-Policy"]
    assert plain["Permissions-Policy"].startswith("camera=(self)")
    assert "public" in plain["Cache-Control"]


@pytest.mark.django_db
def test_who_is_signed_in_sees_the_same_page(client, signed_in, aigerim):
    hers = signed_in(aigerim).get("/kk/c/offline/")

    assert hers.content == client.get("/kk/c/offline/").content


def test_the_worker_keeps_every_file_the_page_names_and_both_languages(client):
    kept = worker(client)["addresses"]
    html = client.get("/ru/c/offline/").text

    assert {"/kk/c/offline/", "/ru/c/offline/", "/desk.css"} <= set(kept)
    for name in ("jsqr.min.js", "ed25519.js", "camera.js", "offline.js", "otau.css"):
        assert any(address.endswith(name) for address in kept), name
    named = set(re.findall(r'="(/static/[^"]+)"', html))
    assert named <= set(kept)
    for address in named:
        assert finders.find(address.removeprefix("/static/")), address
    assert worker(client, "ru") == worker(client, "kk")


def test_the_worker_is_asked_for_anew_and_has_the_small_scope_of_its_folder(client):
    response = client.get("/kk/c/offline/worker.js")

    assert response["Content-Type"].startswith("text/javascript")
    assert "no-cache" in response["Cache-Control"]
    assert "Service-Worker-Allowed" not in response
    assert client.head("/kk/c/offline/").status_code == 200
    assert client.post("/kk/c/offline/", {"text": "x"}).status_code == 405


def test_switched_off_the_worker_ends_itself_and_the_page_says_so(client, settings):
    settings.OFFLINE_VERIFICATION = False

    text = client.get("/kk/c/offline/worker.js").text
    page = client.get("/kk/c/offline/").text

    assert "unregister" in text
    assert "addresses" not in text
    assert "offline.js" not in page
    assert 'href="/kk/c/"' in page


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("ed25519.js", "a4f631d1876b5d9e43a86cd71194ca27b5e1451edf4ba4db9a418f40a475569a"),
        ("LICENSE", "394c2e6e5552e5dba202bee6390b9d6aa2754d657f5b9869e83b3d265a315501"),
    ],
)
def test_the_vendored_library_is_the_published_one(name, digest):
    assert hashlib.sha256((VENDORED / name).read_bytes()).hexdigest() == digest


def test_every_verdict_has_its_words(client):
    html = client.get("/kk/c/offline/").text
    script = (Path(settings.BASE_DIR) / "static/js/offline-judge.js").read_text()
    proof = (Path(settings.BASE_DIR) / "static/js/offline-proof.js").read_text()
    returned = set(re.findall(r'verdict: "(\w+)"', script)) | set(
        re.findall(r'return "(\w+)"', script)
    )
    returned |= set(re.findall(r'is(?::| =) "(\w+)"', proof)) - {"proof"}

    worded = set(re.findall(r'<template id="verdict-(\w+)"', html))
    assert returned == worded
