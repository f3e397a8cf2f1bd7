"""The short address on an office's leaflet: typed, scanned, and counted as the office's."""

import pytest
from django.utils import timezone

from enrolments.models import Enrolment
from registry.actions.offices import load_offices
from registry.management.commands.load_offices import OFFICES
from registry.models import RegistryOffice
from registry.short_codes import office_of_code, read_code, region_of_source, source_of
from tests import cast, parents

BEGIN = "/kk/begin/neke/"


@pytest.fixture(autouse=True)
def course(db):
    load_offices(file=OFFICES)
    return cast.make_edition().course


@pytest.mark.parametrize(
    "address",
    ["/o/7501", "/O/7501", "/o/7501/", "/o/75-01", "/o/75O1", "/o/75o1", "/o/75\u041e1", "/o/750l",
     "/o/750I", "/o/750\u0406", "/o/kz-75-01", "/0/7501", "/\u043e/7501", "/\u041e/7501",
     "/o/7501/kk", "/O/7501/KK", "/o/75 01", "/o/75.01"],
)  # fmt: skip
def test_it_is_found_as_it_is_typed(client, address):
    assert client.get(address)["Location"] == f"{BEGIN}?from=office-7501"


@pytest.mark.parametrize("address", ["/o/7501/ru", "/O/7501/RU"])
def test_the_russian_side_leads_to_russian(client, address):
    assert client.get(address)["Location"] == "/ru/begin/neke/?from=office-7501"


def test_without_a_language_the_browsers_is_taken(client):
    answer = client.get("/o/7501", headers={"Accept-Language": "ru"})
    assert answer["Location"].startswith("/ru/begin/neke/")
    answer = client.get("/o/7501", headers={"Accept-Language": "tr"})
    assert answer["Location"].startswith(BEGIN)


@pytest.mark.parametrize(
    "code", ["9999", "x", "-", "%00", "%ED%A0%80", "%F0%9F%98%80", "7" * 200, "KZ", "..", "<b>"]
)
def test_an_unknown_code_leads_to_the_course_without_an_office(client, code):
    assert client.get(f"/o/{code}")["Location"] == BEGIN


def test_it_is_no_place_to_send_things_to(client):
    assert client.post("/o/7501").status_code == 405
    assert "no-store" in client.get("/o/7501")["Cache-Control"]
    assert client.get("/o/7501//evil.example.org").status_code == 404


def test_a_closed_offices_leaflets_go_on_working(client):
    RegistryOffice.objects.filter(code="KZ-75-01").update(closed_at=timezone.now())
    assert client.get("/o/7501")["Location"] == f"{BEGIN}?from=office-7501"


def test_without_the_course_it_leads_to_all_courses(client, settings):
    settings.REGISTRY_COURSE = "NONE"
    assert client.get("/o/7501")["Location"] == "/kk/courses/"


@pytest.mark.parametrize("is_for_two", [True, False])
def test_whoever_begins_by_it_is_counted_under_office_and_region(signed_in, is_for_two):
    if not is_for_two:
        parents.make_edition()
    client = signed_in(cast.make_learner())
    client.get(client.get("/o/7501")["Location"])
    client.post(BEGIN if is_for_two else parents.begin_url())
    enrolment = Enrolment.objects.get()
    assert (enrolment.source, enrolment.region) == ("office-7501", "KZ-75")


@pytest.mark.parametrize("source", ["", "leaflet", "office-9999", "office-", "office-%00"])
def test_any_other_source_names_no_region(signed_in, source):
    client = signed_in(cast.make_learner())
    client.get(BEGIN, {"from": source})
    client.post(BEGIN)
    assert Enrolment.objects.get().region == ""
    assert region_of_source(source) == ""


def test_a_code_that_fits_two_offices_is_neithers():
    cast.make_office("KZ-75-0-1")
    assert office_of_code("7501") is None
    assert office_of_code("7502") is not None  # the control


def test_a_source_is_short_and_says_the_office_alone():
    office = RegistryOffice(code="KZ-75-ABCDEFGHIJKLMN", region="KZ-75")
    assert source_of(office) == "office-75abcdefgh1jk1mn"
    assert len(source_of(office)) <= Enrolment._meta.get_field("source").max_length
    assert read_code("КZ-75-01") == read_code("kz 75/01") == "7501"
