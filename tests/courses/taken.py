"""Courses to take along, for tests that look at them."""

import html
import re

from courses.actions.take_along import files_of, make_missing_files

PAGE = "/kk/courses/small/take-along/"
WHOLE = f"{PAGE}whole/"


def made(edition, languages="kk", *, is_whole=False):
    """Make what is not there and return the row of one file."""
    make_missing_files(edition=edition)
    return next(
        row for row in files_of(edition)[0]
        if (row.languages, row.is_whole) == (languages, is_whole)
    )  # fmt: skip


def address(row):
    return f"/kk/courses/{row.edition.course.slug}/take-along/{row.digest}/{row.name}"


def taken(client, row, **headers):
    """What anybody gets at the address of a file."""
    return client.get(address(row), headers=headers)


def file_in(client, edition, languages="kk", *, is_whole=False):
    """The text of a file, as anybody gets it."""
    return taken(client, made(edition, languages, is_whole=is_whole)).content.decode()


def links_in(response):
    """The addresses of files on a page."""
    return [
        html.unescape(found)
        for found in re.findall(r'href="([^"]+/take-along/[0-9a-f]{64}/[^"]+)"', response.text)
    ]
