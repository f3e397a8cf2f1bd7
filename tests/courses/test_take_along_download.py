"""A file to take along is downloaded: whole, in parts, again; by anybody, gone when it must be."""

import pytest
from django.conf import settings

from courses.actions import withdraw_lesson
from courses.models import LessonSnapshot, TakeAlongFile
from tests.courses.taken import address, made, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(small):
    return made(small)


def test_the_whole_file_says_its_name_size_and_tag_and_is_the_same_for_everybody(
    row, client, signed_in, aigerim
):
    response = taken(client, row)
    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="otau-small-1-kk.html"'
    assert response["ETag"] == f'"{row.digest}"'
    assert response["Accept-Ranges"] == "bytes"
    assert int(response["Content-Length"]) == row.size == len(response.content)
    # Anybody may keep it, nobody without asking again, no proxy may make it another.
    assert set(response["Cache-Control"].split(", ")) == {"public", "no-cache", "no-transform"}
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    mine = taken(signed_in(aigerim), row)
    assert mine.content == response.content
    assert "Cookie" not in mine.get("Vary", "")


def test_a_download_that_broke_off_is_gone_on_with_and_the_parts_make_the_whole(row, client):
    whole = taken(client, row).content
    got = whole[:1000]
    while len(got) < len(whole):  # as `curl -C -` does, the network breaking each time
        response = taken(client, row, range=f"bytes={len(got)}-")
        assert response.status_code == 206
        assert response["Content-Range"] == f"bytes {len(got)}-{len(whole) - 1}/{len(whole)}"
        assert int(response["Content-Length"]) == len(response.content) == len(whole) - len(got)
        got += response.content[: len(whole) // 5]
    assert got == whole


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-9"}, {"If-None-Match": "*"}])
def test_an_answer_that_holds_a_session_is_kept_by_nobody_else(row, signed_in, aigerim, headers):
    """The first one of a day writes the session anew; a stale one is taken from the browser."""
    if "If-None-Match" in headers:
        headers = {"If-None-Match": f'"{row.digest}"'}
    client = signed_in(aigerim)
    client.get("/kk/")
    session = client.session
    session["listed"] = session["listed"] | {"day": "2026-01-01"}
    session.save()
    first = taken(client, row, **headers)
    stale = signed_in(aigerim)
    stale.cookies["otau_session"] = "x" * 32
    for response in (first, taken(stale, row, **headers)):
        assert "otau_session" in response.cookies
        assert "public" not in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
        assert "Cookie" in response["Vary"]
    assert "public" in taken(client, row, **headers)["Cache-Control"]


@pytest.mark.parametrize(
    ("asked", "first", "end"),
    [
        ("bytes=0-0", 0, 1), ("bytes=10-19", 10, 20), ("BYTES=5-", 5, None), ("bytes=-7", -7, None),
        ("bytes=0-999999999", 0, None), ("bytes=-999999999", 0, None),
    ],
)  # fmt: skip
def test_one_range_is_answered_with_those_bytes(row, client, asked, first, end):
    response = taken(client, row, range=asked)
    assert response.status_code == 206
    assert response.content == taken(client, row).content[first:end]


@pytest.mark.parametrize(
    "asked",
    ["bytes=", "bytes=-", "bytes=9-3", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b", "bytes=٣-"],
)
def test_what_is_no_single_range_is_answered_with_the_whole_file(row, client, asked):
    response = taken(client, row, range=asked.encode().decode("latin-1"))
    assert (response.status_code, len(response.content)) == (200, row.size)
    assert "Content-Range" not in response


@pytest.mark.parametrize("asked", ["bytes={size}-", "bytes=999999999-", "bytes=-0"])
def test_a_range_outside_the_file_is_refused_with_its_size(row, client, asked):
    response = taken(client, row, range=asked.format(size=row.size))
    assert (response.status_code, response.content) == (416, b"")
    assert response["Content-Range"] == f"bytes */{row.size}"


def test_the_beginning_of_another_file_is_never_gone_on_with(row, client):
    other = {"range": "bytes=100-", "if-range": f'"{"0" * 64}"'}
    assert taken(client, row, **other).status_code == 200
    assert taken(client, row, **other | {"if-range": f'W/"{row.digest}"'}).status_code == 200
    assert (
        taken(client, row, **other | {"if-range": "Sun, 22 Nov 2026 07:00:00 GMT"}).status_code
        == 200
    )
    assert taken(client, row, **other | {"if-range": f'"{row.digest}"'}).status_code == 206


def test_who_has_the_file_is_told_so_without_a_byte_of_it(row, client):
    for tags in (f'"{row.digest}"', f'"x", W/"{row.digest}"'):
        response = taken(client, row, **{"if-none-match": tags, "range": "bytes=5-"})
        assert (response.status_code, response.content) == (304, b"")
        assert response["ETag"] == f'"{row.digest}"'
    assert taken(client, row, **{"if-none-match": '"x"'}).status_code == 200


def test_it_is_not_compressed_on_its_way_because_ranges_count_its_own_bytes(row, client):
    """The control: pages of the site are."""
    response = taken(client, row, **{"accept-encoding": "gzip, br"})
    assert "Content-Encoding" not in response
    assert len(response.content) == row.size
    assert client.get("/kk/courses/small/", headers={"accept-encoding": "gzip"})["Content-Encoding"]


def test_asking_for_the_head_reads_nothing(row, client):
    response = client.head(address(row), headers={"range": "bytes=5-"})
    assert (response.status_code, response.content) == (200, b"")
    assert int(response["Content-Length"]) == row.size


def test_another_name_course_or_digest_leads_nowhere(row, client):
    for wrong in (
        address(row).replace("-kk.html", "-ru.html"), address(row).replace("/small/", "/other/"),
        address(row).replace(row.digest, "0" * 64), address(row) + "/",
        address(row).rsplit("/", 1)[0] + "/",
    ):  # fmt: skip
        assert client.get(wrong).status_code == 404, wrong
    assert client.post(address(row)).status_code == 405


def test_a_file_that_the_storage_lost_is_not_found(row, client):
    (settings.PRIVATE_ROOT / row.stored_as).unlink()
    assert taken(client, row).status_code == 404


def test_with_the_withdrawal_of_a_lesson_no_file_with_it_is_to_be_had(
    small, row, client, django_capture_on_commit_callbacks
):
    stored = settings.PRIVATE_ROOT / row.stored_as
    assert stored.exists()
    harmful = LessonSnapshot.objects.get(language="kk", slug="lesson1")
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_lesson(course=small.course, lesson_key=harmful.lesson_key, reason="зиян", by="two")
        assert not TakeAlongFile.objects.exists()  # in the same transaction
    assert taken(client, row).status_code == 404
    assert taken(client, row, range="bytes=100-").status_code == 404
    assert not stored.exists()
    again = made(small)
    assert again.digest != row.digest
    text = taken(client, again).content.decode()
    assert 'id="kk-lesson2"' in text
    assert "lesson1" not in text


def test_a_download_costs_one_query_for_anybody(row, client, django_assert_num_queries):
    with django_assert_num_queries(1):
        taken(client, row, range="bytes=100-")
