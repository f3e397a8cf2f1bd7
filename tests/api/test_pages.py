"""The pages about the interface, for people."""

import pytest
from django.test import Client
from django.test.utils import override_settings

from api.described import operations
from api.problems import KINDS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_page_shows_every_operation_with_its_right_and_every_problem(language):
    page = Client().get(f"/{language}/interface/")

    assert page.status_code == 200
    for one in operations():
        assert f"{one.method} {one.path}" in page.text
        assert one.scope in page.text
    for code in KINDS:
        assert f"/{language}/interface/problems/{code}/" in page.text
    assert "applicants[].identity.number" in page.text


def test_the_page_fetches_nothing_from_anybody_else():
    page = Client().get("/kk/interface/")

    assert "https://" not in page.text.replace("https://www.w3.org", "")
    assert "script-src" in page["Content-Security-Policy"]


@pytest.mark.parametrize("code", sorted(KINDS))
def test_the_uri_of_a_problem_leads_to_its_page_in_the_language_asked_for(code):
    answer = Client().get(f"/api/v1/problems/{code}", headers={"accept-language": "ru"})

    assert (answer.status_code, answer["Location"]) == (302, f"/ru/interface/problems/{code}/")
    assert Client().get(answer["Location"]).status_code == 200


def test_the_address_of_the_documentation_leads_to_the_page():
    assert Client().get("/api/v1/docs")["Location"] == "/kk/interface/"


def test_an_unknown_problem_is_not_found():
    assert Client().get("/api/v1/problems/nothing").status_code == 404
    assert Client().get("/kk/interface/problems/nothing/").status_code == 404


@override_settings(BASE_URL="https://otau.example")
def test_the_type_of_a_problem_is_an_address_of_ours(client):
    answer = client.post("/api/v1/applications", "{}", content_type="application/json")

    assert answer.json()["type"] == "https://otau.example/api/v1/problems/no-valid-key"
