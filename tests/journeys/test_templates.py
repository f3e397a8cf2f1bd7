"""No page of a learner is forgotten: its template is looked at, or there is a reason not to."""

import re

from django.urls import resolve

from config.embedded.places import ROOT
from tests.journeys import pages

TEMPLATES = ROOT / "templates"
# Rooms of staff, looked at in tests of their own.
STAFF = ("courses/admin/", "desk/", "reports/", "workshop/", "allauth/", "account/", "mfa/")
TABLES = (
    pages.EVERYBODY
    | pages.TRYING
    | pages.LEARNER
    | pages.COMPLETED
    | pages.BEGINNER
    | pages.PARENT
    | pages.CLERK
)


def pages_of_learners() -> set[str]:
    """Return the templates that fill the frame of every page people see."""
    names = {
        str(file.relative_to(TEMPLATES)): file.read_text() for file in TEMPLATES.rglob("*.html")
    }
    frame = r'{% extends "(base|accounts/code)\.html" %}'
    return {
        name for name, text in names.items()
        if re.match(frame, text) and not name.startswith(STAFF)
    }  # fmt: skip


def pages_of_the_desk() -> set[str]:
    """Return the templates that fill the frame of the desk."""
    frame = r'{% extends "(desk_base|desk/(base|answer_base))\.html" %}'
    names = {
        str(file.relative_to(TEMPLATES)): file for file in (TEMPLATES / "desk").rglob("*.html")
    }
    frames = {"desk/base.html", "desk/answer_base.html"}
    return {name for name, file in names.items() if re.match(frame, file.read_text())} - frames


def template_of(name: str, path: str) -> str:
    """Return the template of a page: that of its view's own name, in its app's folder."""
    if other := pages.OTHER_TEMPLATES.get(name):
        return other
    found = resolve(f"/kk{path.partition('?')[0]}")
    return f"{found.func.__module__.split('.')[0]}/{found.url_name}.html"


def test_every_template_of_a_page_is_looked_at():
    """Add a new page to the tables of pages.py, or say there where it is seen, or why not."""
    seen = {template_of(name, path) for name, path in TABLES.items()}

    missing = pages_of_learners() - seen - pages.SEEN_IN.keys() - pages.NOT_SEEN.keys()

    assert not missing, f"in no table of tests/journeys/pages.py: {sorted(missing)}"


def test_every_page_of_the_desk_is_looked_at():
    """A new page of the desk gets a row in CLERK, or a state in AT_THE_DESK."""
    seen = {
        pages.OTHER_TEMPLATES.get(name) or template_of(name, path).replace("certificates/", "desk/")
        for name, path in pages.CLERK.items()
    }
    states = pages.AT_THE_DESK.keys() | pages.NOT_AT_THE_DESK.keys()

    assert pages_of_the_desk() - seen - states == set()
    assert states - pages_of_the_desk() == set(), "a reason that outlives its template"


def test_no_reason_outlives_its_template():
    gone = (pages.SEEN_IN.keys() | pages.NOT_SEEN.keys()) - pages_of_learners()
    assert not gone, sorted(gone)
