"""Real queries over the courses that ship: what has to come first for each of them."""

import csv
import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.utils import translation

from cms.actions.site import load_site
from courses.actions import publish_edition
from courses.actions.load import load_course
from courses.curriculum import read_course

CURRICULUM = Path(settings.BASE_DIR) / "curriculum"
FIRST = re.compile(r'class="result__title" href="([^"]+)"')
with (Path(__file__).parent / "search_queries.csv").open(encoding="utf-8") as file:
    QUERIES = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker, tmp_path_factory):
    """Everything that ships, published: loaded once, and taken back at the end."""
    with (
        django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        translation.override("kk"), transaction.atomic(),
    ):  # fmt: skip
        load_site(folder=CURRICULUM / "site", demo=True)
        for name in ("neke", "ata", "saulyq"):
            course, _report = load_course(files=read_course(CURRICULUM / name))
            publish_edition(course=course, by="methodologist@example.org")
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("row", QUERIES, ids=lambda row: f"{row['page']} {row['query']}")
def test_what_is_meant_comes_first(shipped, row):
    html = Client().get(f"/{row['page']}/search/", {"q": row["query"]}).content.decode()

    found = [unescape(path) for path in FIRST.findall(html)]

    assert found[:1] == [row["first"]], (row["why"], found[:5])


def test_there_are_sixty_queries_and_more_of_both_languages_none_twice():
    pages = Counter(row["page"] for row in QUERIES)

    assert pages.total() >= 60
    assert min(pages.values()) >= 30
    assert len({(row["page"], row["query"]) for row in QUERIES}) == len(QUERIES)
