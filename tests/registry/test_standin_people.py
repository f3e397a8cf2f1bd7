"""What the stand-in knows: couples of every kind, and numbers of nobody."""

import csv
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from registry.gateway import ApplicationRecord, ApplicationState
from registry.standin.applications import build_applications, office_codes
from registry.standin.people import invent_iin, invent_phone, make_iin
from web.iin import is_valid_iin
from web.regions import Region

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def applications() -> list[ApplicationRecord]:
    return build_applications(today=TODAY)


class TestWhatItKnows:
    def test_about_two_hundred_applications_under_different_numbers(
        self, applications: list[ApplicationRecord]
    ) -> None:
        assert 180 <= len(applications) <= 250
        assert len({one.number for one in applications}) == len(applications)

    def test_every_state_in_every_region(self, applications: list[ApplicationRecord]) -> None:
        seen = {(one.region, one.state) for one in applications}
        assert seen == {(region, state) for region in Region for state in ApplicationState}

    def test_the_same_day_and_seed_make_the_same_applications(
        self, applications: list[ApplicationRecord]
    ) -> None:
        assert build_applications(today=TODAY) == applications
        assert build_applications(today=TODAY, seed=1) != applications

    def test_another_day_moves_the_dates_and_nothing_else(
        self, applications: list[ApplicationRecord]
    ) -> None:
        later = build_applications(today=TODAY + timedelta(days=7))
        for before, after in zip(applications, later, strict=True):
            assert after.filed_on - before.filed_on == timedelta(days=7)
            assert (after.number, after.state, after.applicants) == (
                before.number,
                before.state,
                before.applicants,
            )

    def test_dates_fit_the_states(self, applications: list[ApplicationRecord]) -> None:
        for one in applications:
            assert one.filed_on <= TODAY
            if one.state in {ApplicationState.CONFIRMED, ApplicationState.MOVED}:
                assert one.ceremony_date is not None
                assert one.ceremony_date >= TODAY
            if one.state in {ApplicationState.MARRIED, ApplicationState.ANNULLED}:
                assert one.ceremony_date is not None
                assert one.ceremony_date < TODAY

    def test_a_moved_ceremony_is_not_on_the_fifteenth_day(
        self, applications: list[ApplicationRecord]
    ) -> None:
        moved = [one for one in applications if one.state is ApplicationState.MOVED]
        for one in moved:
            assert one.ceremony_date is not None
            assert one.ceremony_date - one.filed_on > timedelta(days=15)

    def test_every_refiled_application_leads_to_its_successor(
        self, applications: list[ApplicationRecord]
    ) -> None:
        by_number = {one.number: one for one in applications}
        refiled = [one for one in applications if one.state is ApplicationState.REFILED]
        for one in refiled:
            assert one.superseded_by is not None
            assert by_number[one.superseded_by].applicants == one.applicants
            assert by_number[one.superseded_by].filed_on > one.filed_on

    def test_couples_of_every_kind(self, applications: list[ApplicationRecord]) -> None:
        phones = [{person.phone for person in one.applicants} for one in applications]
        assert sum(one == {None} for one in phones) >= 10
        assert sum(len(one) == 1 and None not in one for one in phones) >= 10
        people = [person for one in applications for person in one.applicants]
        abroad = {person.identity.country for person in people} - {"KZ"}
        assert len(abroad) >= 3
        married_before = Counter(
            one.applicants[0].identity
            for one in applications
            if one.state in {ApplicationState.MARRIED, ApplicationState.CONFIRMED}
        )
        assert max(married_before.values()) == 2

    def test_people_who_are_nobody(self, applications: list[ApplicationRecord]) -> None:
        for person in (person for one in applications for person in one.applicants):
            if person.identity.kind == "iin":
                assert is_valid_iin(person.identity.number)
                assert person.identity.number[6] == "9"
            assert person.phone is None or re.fullmatch(r"\+7700000\d{4}", person.phone)
            assert not re.search(r"[a-zA-Z]", person.name) or person.name.isascii()

    def test_one_number_is_one_person(self, applications: list[ApplicationRecord]) -> None:
        names: dict[str, set[str]] = {}
        for person in (person for one in applications for person in one.applicants):
            names.setdefault(person.identity.number, set()).add(person.name)
        assert all(len(one) == 1 for one in names.values())

    def test_offices_are_two_in_every_region_and_named_in_both_languages(self) -> None:
        codes = office_codes()
        assert list(codes) == list(Region)
        with (ROOT / "registry/data/offices.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            assert row["code"].startswith(row["region"])
            assert row["name_kk"].endswith(" АХАТ бөлімі")
            assert row["name_ru"].startswith("Отдел РАГС ")
            assert not re.search(r"[a-zA-Z]", row["name_kk"] + row["name_ru"])
        assert all(len(offices) == 2 for offices in codes.values())


class TestNumbers:
    def test_the_check_digit_is_added(self) -> None:
        assert make_iin("98051539990") == "980515399903"

    def test_a_number_that_is_never_issued_is_not_made(self) -> None:
        with pytest.raises(ValueError, match="never issued"):
            make_iin("82121424009")

    def test_invented_numbers_are_right_in_form(self) -> None:
        chance = Random(7)
        for _ in range(500):
            assert is_valid_iin(invent_iin(chance))
            assert re.fullmatch(r"\+7700000\d{4}", invent_phone(chance))
