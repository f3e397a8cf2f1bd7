"""Two links at once are still five at most. The control, without the lock, ends in six."""

import pytest

from certificates.exceptions import TooManyNameLinks
from certificates.holder.actions import MOST_ALIVE, open_name
from certificates.models import NameLink
from tests import cast
from tests.certificates.at_the_desk import certified
from tests.enrolments.story import at_once, slow_after, without_row_locks

pytestmark = pytest.mark.django_db(transaction=True)


def make_the_fifth_twice_at_once():
    """Somebody with one link less than one may have makes two at once; return the outcomes."""
    user = cast.make_learner()
    certificate = certified(user=user)

    def job(token):
        def run():
            with slow_after("select count", seconds=0.2):
                return open_name(certificate=certificate, token=token, days=7, by=user)

        return run

    for number in range(MOST_ALIVE - 1):
        open_name(certificate=certificate, token=str(number) * 24, days=7, by=user)
    return at_once(job("a" * 24), job("b" * 24))


def test_of_two_links_at_once_one_is_refused():
    outcomes = make_the_fifth_twice_at_once()
    assert sorted(type(one) for one in outcomes if isinstance(one, Exception)) == [TooManyNameLinks]
    assert NameLink.objects.alive().count() == MOST_ALIVE


def test_control_without_the_lock_there_are_six(monkeypatch):
    with without_row_locks(monkeypatch):
        make_the_fifth_twice_at_once()
    assert NameLink.objects.alive().count() == MOST_ALIVE + 1
