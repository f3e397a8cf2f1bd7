from datetime import date

import pytest
from django.db import IntegrityError, transaction

from enrolments.models import CoursePolicy
from enrolments.questions import PolicyInForce, policy_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(edition):
    return edition.course


def test_voluntary_and_without_end_unless_a_policy_says_so(course):
    assert policy_for(course=course, region="KZ-75", on=date(2026, 5, 1)) == PolicyInForce(
        is_required=False, validity_months=None, live_session=False
    )


def test_the_region_goes_before_the_country_and_the_newest_that_has_begun_counts(course):
    def policy(region, day, **fields):
        CoursePolicy.objects.create(course=course, region=region, valid_from=day, **fields)

    policy("", "2026-01-01", validity_months=12)
    policy("", "2026-06-01", validity_months=24)
    policy("KZ-75", "2026-02-01", is_required=True)
    policy("KZ-75", "2026-04-01", is_required=True, live_session=True)

    def ask(region, *day):
        return policy_for(course=course, region=region, on=date(*day))

    assert ask("KZ-43", 2025, 12, 31) == PolicyInForce()
    assert ask("KZ-43", 2026, 1, 1).validity_months == 12
    assert ask("", 2026, 7, 1).validity_months == 24
    assert not ask("KZ-75", 2026, 1, 31).is_required
    assert ask("KZ-75", 2026, 2, 1) == PolicyInForce(is_required=True)
    assert ask("KZ-75", 2026, 7, 1).live_session
    assert not ask("KZ-19", 2026, 7, 1).is_required


def test_one_query(course, django_assert_num_queries):
    with django_assert_num_queries(1):
        policy_for(course=course, region="KZ-75", on=date(2026, 5, 1))


def test_what_was_approved_is_never_changed(course):
    policy = CoursePolicy.objects.create(course=course, valid_from="2026-01-01")
    with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic():
        CoursePolicy.objects.filter(pk=policy.pk).update(is_required=True)


def test_of_one_day_the_one_approved_last_counts(course):
    for is_required in (True, False, True):
        CoursePolicy.objects.create(course=course, valid_from="2026-01-01", is_required=is_required)
    assert policy_for(course=course, region="KZ-75", on=date(2026, 1, 1)).is_required
