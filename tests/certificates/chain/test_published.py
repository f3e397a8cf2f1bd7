"""The heads of days stand where anybody can save them, and name nobody."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.chain import views
from certificates.chain.heads import body_of, keep_chain
from certificates.chain.models import DayHead
from certificates.chain.publishing import kept_heads
from certificates.cose import open_signed
from certificates.signing import public_keys
from tests.certificates.chain.story import days_ago, history

pytestmark = pytest.mark.django_db
HEADS = "/.well-known/otau/heads.json"


def of(year):
    return f"/.well-known/otau/heads/{year}.json"


def long_history(days):
    """Make heads of so many days up to yesterday, which nobody has signed."""
    DayHead.objects.bulk_create(
        DayHead(
            day=timezone.localdate(days_ago(ago)), count=0, last_place=0, head=bytes(32), previous=bytes(32),
            signed=b"\0" * 180, made_at=days_ago(ago - 1),
        )
        for ago in range(days, 0, -1)
    )  # fmt: skip


def test_what_is_published_is_what_was_signed(client, edition):
    history(edition)
    response = client.get(HEADS)
    kept = kept_heads(response.content)
    assert response["Content-Type"] == "application/json"
    assert [head.day for head in DayHead.objects.order_by("day")] == list(kept)
    for head in DayHead.objects.all():
        assert open_signed(kept[head.day].signed, public_keys()) == body_of(head)
        assert kept[head.day].made_at == head.made_at
    first = response.json()["heads"][0]
    assert (first["count"], first["last_place"], first["previous"]) == (6, 6, "00" * 32)


def test_it_names_nobody(client, edition):
    certificates = history(edition)
    text = client.get(HEADS).content.decode()
    for certificate in certificates:
        assert certificate.number not in text
    assert set(json.loads(text)) == {"format", "heads"}
    assert {key for head in json.loads(text)["heads"] for key in head} == {
        "day", "count", "last_place", "head", "previous", "made_at", "signed",
    }  # fmt: skip


def test_it_may_be_kept_by_caches_and_is_sent_once(client, edition):
    history(edition)
    first = client.get(HEADS)
    assert "public" in first["Cache-Control"]
    assert "Set-Cookie" not in first
    again = client.get(HEADS, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(HEADS)["ETag"] == first["ETag"]
    keep_chain(now=days_ago(-1))
    assert client.get(HEADS, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert client.post(HEADS).status_code == 405


def test_earlier_days_are_found_by_year_back_to_the_first(client):
    long_history(800)
    assert DayHead.objects.count() == 800
    document = client.get(HEADS).json()
    days = [head["day"] for head in document["heads"]]
    assert len(days) == views.NEWEST
    assert days == sorted(days)
    while "earlier" in document:
        document = client.get(document["earlier"]).json()
        days = [head["day"] for head in document["heads"]] + days
    assert sorted(set(days)) == [
        day.isoformat() for day in DayHead.objects.order_by("day").values_list("day", flat=True)
    ]


def test_the_queries_are_as_many_for_many_days_as_for_few(client):
    long_history(3)
    counted = []
    for _ in range(2):
        for path in (HEADS, of(timezone.localdate(days_ago(2)).year), "/kk/c/history/"):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(path).status_code == 200
            counted.append(len(queries))
        keep_chain(now=timezone.now() + timedelta(days=30))
    assert counted[:3] == counted[3:]
    assert counted[0] <= 3


@pytest.mark.parametrize("year", [0, 1999, 2001, 9999, 99999999999999999999])
def test_a_year_without_heads_is_not_found(client, year):
    long_history(2)
    assert client.get(of(year)).status_code == 404


def test_before_the_first_day_the_list_is_empty(client):
    assert client.get(HEADS).json() == {"format": "otau-heads-1", "heads": []}
    assert client.get(HEADS)["ETag"]
    assert client.get("/kk/c/history/").status_code == 200


def test_the_page_shows_the_newest_seal_and_where_to_save_it(client, edition):
    history(edition)
    newest = DayHead.objects.latest("day")
    for language in ("kk", "ru"):
        page = client.get(f"/{language}/c/history/").text
        assert bytes(newest.head).hex(" ", 4) in page
        assert re.search(rf'href="{HEADS}"', page)
    assert "/kk/c/history/" in client.get("/kk/c/").text
