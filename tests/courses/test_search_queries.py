"""Real queries over the courses that ship: what has to come first for each of them."""

import csv
import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings

from cms.actions.site import load_site
from courses.actions import publish_edition
from courses.actions.load import load_course
from courses.curriculum import read_course

CURRICULUM = Path(settings.BASE_DIR) / "curriculum"
FIRST = re.compile(r'class="result__title" href="([^"]+)"')
with (Path(__file__).parent / "search_queries.csv").open(encoding="utf-8") as file:
    QUERIES = list(csv.DictReader(file))


@pytest.mark.django_db
def test_what_is_meant_comes_first(client):
    """One test, so that everything that ships is loaded once."""
    load_site(folder=CURRICULUM / "site", demo=True)
    for name in ("neke", "ata", "saulyq"):
        course, _report = load_course(files=read_course(CURRICULUM / name))
        publish_edition(course=course, by="methodologist@example.org")

    wrong = []
    for row in QUERIES:
        response = client.get(f"/{row['page']}/search/", {"q": row["query"]})
        found = [unescape(path) for path in FIRST.findall(response.content.decode())]
        if found[:1] != [row["first"]]:
            wrong.append(f"{row['page']} {row['query']}: {row['first']}, found {found[:3]}")

    assert not wrong, "\n".join(wrong)


def test_there_are_sixty_queries_and_more_of_both_languages_none_twice():
    pages = Counter(row["page"] for row in QUERIES)

    assert pages.total() >= 60
    assert min(pages.values()) >= 30
    assert len({(row["page"], row["query"]) for row in QUERIES}) == len(QUERIES)
