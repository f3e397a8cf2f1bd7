"""Two phones at the same moment, with a control in which nothing is locked."""

import pytest

from enrolments.actions import enrol, leave_couple
from learning.actions import (
    keep_reflection,
    open_shared_answers,
    share_answer,
    take_back_answer,
)
from learning.exceptions import AnswersOpened, NotBothShared, NotInCouple
from learning.models import SharedAnswer
from learning.sharing import kept_texts, sharings
from tests import cast
from tests.enrolments.story import at_once, slow_after, without_row_locks
from tests.learning import for_two

pytestmark = pytest.mark.django_db(transaction=True)

RUNS = 4
WORDS = "Серуендеуді қалаймын"


def two_who_kept(run):
    """A new couple, each of whom keeps an answer; their places of the exercise."""
    edition = cast.make_edition(cast.make_course(f"C{run}", f"c{run}"), modules=1, lessons=1)
    for_two.ask_for_two(edition)
    people = [cast.make_learner(email=f"{one}{run}@example.org") for one in ("she", "he")]
    for_two.make_couple(*people)
    places = [vars(for_two.place(enrol(user=one, course=edition.course))) for one in people]
    for place in places:
        keep_reflection(**place, text=WORDS)
    return places


def two_who_shared(run):
    places = two_who_kept(run)
    for place in places:
        share_answer(**place, text=WORDS)
    return places


def slowly(action, place, **more):
    """Do it with a wide window between reading and writing."""

    def do():
        with slow_after("select", 0.01):
            return action(**place, **more)

    return do


def stands(place):
    """Where one of the two stands now."""
    return sharings(kept_texts(place["enrolment"], place["lesson_key"]))[place["activity_key"]]


def test_both_who_share_at_once_both_come_to_open():
    for run in range(RUNS):
        she, he = two_who_kept(run)
        outcomes = at_once(
            slowly(share_answer, she, text=WORDS), slowly(share_answer, he, text=WORDS)
        )
        assert all(isinstance(one, SharedAnswer) for one in outcomes), outcomes
        assert stands(she).is_both
        assert stands(he).is_both


def test_one_answer_shared_from_two_tabs_is_shared_once():
    she, _he = two_who_kept(0)
    outcomes = at_once(*[slowly(share_answer, she, text=WORDS)] * 3)
    assert {one.pk for one in outcomes} == {SharedAnswer.objects.get().pk}


def test_both_who_open_at_once_both_read():
    she, he = two_who_shared(0)
    assert at_once(slowly(open_shared_answers, she), slowly(open_shared_answers, he)) == [None] * 2
    assert stands(she).theirs == stands(he).theirs == WORDS


def take_back_while_opening(run):
    """She takes hers back while he opens the two; what each heard, and whether both still stand."""
    she, he = two_who_shared(run)
    taken, opened = at_once(slowly(take_back_answer, she), slowly(open_shared_answers, he))
    return taken, opened, stands(he)


def is_one_of_the_two(taken, opened, stands):
    """Either she took it back and he read nothing, or he read it and she heard that it is late."""
    if taken is True:
        return isinstance(opened, NotBothShared) and not stands.is_both
    return isinstance(taken, AnswersOpened) and opened is None and stands.is_opened


def test_what_is_taken_back_while_the_other_opens_is_one_or_the_other():
    for run in range(RUNS):
        found = take_back_while_opening(run)
        assert is_one_of_the_two(*found), found


def test_without_the_lock_an_answer_is_opened_and_taken_back(monkeypatch):
    with without_row_locks(monkeypatch):
        faults = (not is_one_of_the_two(*take_back_while_opening(run)) for run in range(10 * RUNS))
        assert any(faults), "the control no longer shows the fault"


def leave_while_sharing(run):
    she, _he = two_who_kept(run)
    shared, left = at_once(
        slowly(share_answer, she, text=WORDS), lambda: leave_couple(user=she["enrolment"].user)
    )
    assert left is True
    assert isinstance(shared, SharedAnswer | NotInCouple), shared
    return SharedAnswer.objects.exists()


def test_whoever_leaves_while_sharing_in_another_tab_shares_nothing_afterwards():
    assert not any(leave_while_sharing(run) for run in range(RUNS))


def test_a_text_changed_while_the_other_opens_is_not_read():
    for run in range(RUNS):
        she, he = two_who_shared(run)
        at_once(slowly(keep_reflection, she, text="Басқа сөз"), slowly(open_shared_answers, he))
        assert not stands(he).is_both
        assert stands(he).theirs == ""
