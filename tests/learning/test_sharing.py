"""An answer to an exercise for two is shared, taken back, opened."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from accounts.signals import accounts_joined
from courses.models import LessonWithdrawal
from enrolments.actions import leave_couple, withdraw
from enrolments.models import CoupleMember, Enrolment
from learning.actions import share_answer
from learning.exceptions import NotInCouple
from learning.models import Reflection, SharedAnswer
from tests import cast
from tests.learning import for_two, renewal, story
from tests.learning.for_two import HERS, HIS, buttons, has_both, keep_and_share, page, send

pytestmark = pytest.mark.django_db

WAYS = [{}, story.htmx()]


@pytest.fixture
def hers(aigerim, edition):
    return story.begin(aigerim, edition)


@pytest.fixture
def his(daniyar, edition):
    return story.begin(daniyar, edition)


@pytest.fixture
def couple(aigerim, daniyar, edition, hers, his):
    for_two.ask_for_two(edition)
    return for_two.make_couple(aigerim, daniyar)


@pytest.fixture
def her(signed_in, aigerim, couple):
    return signed_in(aigerim)


@pytest.fixture
def him(signed_in, daniyar, couple):
    return signed_in(daniyar)


def shown(client, response):
    """What the person sees after pressing a button."""
    if response.status_code == 302:
        assert "#activity-together" in response.url
        return client.get(response.url.partition("#")[0]).text
    return response.text


@pytest.mark.parametrize("way", WAYS)
def test_both_share_and_each_reads_the_other_beside_what_to_talk_about(her, him, way):
    keep_and_share(her, HERS)
    keep_and_share(him, HIS)
    for client, own, other in ((her, HERS, "Данияр Оспанов"), (him, HIS, "Айгерім Сәрсенова")):
        html = shown(client, send(client, "open", own, **way))
        assert has_both(html)
        both = html.split('class="two-answers"')[1].split("<form")[0]
        assert HERS in both
        assert HIS in both
        assert other in both
        assert "<p>не туралы</p>" in both
        assert both.index(own) < both.index(HERS if own == HIS else HIS)
        assert has_both(page(client))
        assert buttons(page(client)) == []


def test_before_both_share_no_word_of_the_other_is_in_any_page(her, him):
    keep_and_share(her, HERS)
    send(him, "keep", HIS)
    assert HIS not in page(her)
    assert HERS not in page(him)
    send(him, "share", HIS)
    assert HIS not in page(her), "sharing is not yet opening"
    assert HERS not in page(him)


@pytest.mark.parametrize("way", WAYS)
def test_what_was_shared_is_taken_back_until_one_opens_the_two(her, him, way):
    keep_and_share(her, HERS)
    assert buttons(page(her)) == ["take-back"]
    assert "share" in buttons(shown(her, send(her, "take-back", HERS, **way)))
    assert not SharedAnswer.objects.exists()
    send(her, "share", HERS)
    keep_and_share(him, HIS)
    assert buttons(page(her)) == ["take-back", "open"]
    send(her, "take-back", HERS)
    assert buttons(page(him)) == ["take-back"]
    assert send(him, "open", HIS).status_code == 422
    assert not has_both(page(him))


@pytest.mark.parametrize("way", WAYS)
def test_once_one_opened_them_neither_takes_theirs_back(her, him, way):
    keep_and_share(her, HERS)
    keep_and_share(him, HIS)
    send(him, "open", HIS)
    assert buttons(page(her)) == ["open"]
    for client, text in ((her, HERS), (him, HIS)):
        response = send(client, "take-back", text, **way)
        assert response.status_code == 409
        assert text in response.text
    assert SharedAnswer.objects.count() == 2
    send(her, "open", HERS)
    assert has_both(page(her))


def test_that_opening_is_final_is_said_before(her, him):
    keep_and_share(her, HERS)
    keep_and_share(him, HIS)
    html = page(her)
    button = html.split('id="share-together"')[1].split(">")[0]
    assert 'value="open" aria-describedby="sharing-together"' in button
    said = html.split('id="sharing-together">')[1].split("</p>")[0]
    assert said == translation.gettext(
        "As soon as one of you opens the two answers, neither of you can take yours back."
    )


def test_a_changed_text_is_a_new_answer_and_is_not_shared(her, him):
    keep_and_share(her, HERS)
    send(her, "keep", HERS)
    assert buttons(page(her)) == ["take-back"], "the same words are the same answer"
    send(her, "keep", "Басқа сөз")
    assert buttons(page(her)) == ["share"]
    keep_and_share(him, HIS)
    send(her, "share", "Басқа сөз")
    send(him, "open", HIS)
    assert "Басқа сөз" in page(him)
    send(her, "keep", "Енді басқаша")
    assert not has_both(page(him))
    assert "Енді басқаша" not in page(him)
    assert not has_both(page(her))


def test_a_deleted_text_is_shown_to_nobody(her, him):
    keep_and_share(her, HERS)
    keep_and_share(him, HIS)
    send(him, "open", HIS)
    send(her, "delete")
    assert not has_both(page(him))
    assert HERS not in page(him)
    assert SharedAnswer.objects.count() == 1


@pytest.mark.parametrize("way", WAYS)
def test_only_what_is_kept_is_shared_and_only_as_it_was_seen(her, way):
    response = send(her, "share", HERS, **way)
    assert response.status_code == 422
    assert HERS in response.text, "nothing typed is lost"
    send(her, "keep", HERS)
    response = send(her, "share", HERS + " және тағы", **way)
    assert response.status_code == 422
    assert "және тағы" in response.text
    assert not SharedAnswer.objects.exists()
    assert send(her, "share", HERS.replace("\n", "\r\n") + "\r\n", **way).status_code in (200, 302)
    assert SharedAnswer.objects.count() == 1
    send(her, "share", HERS, **way)
    assert SharedAnswer.objects.count() == 1


def test_whoever_is_in_no_couple_keeps_and_does_not_share(signed_in, irina, edition):
    story.begin(irina, edition)
    for_two.ask_for_two(edition)
    alone = signed_in(irina)
    send(alone, "keep", HERS)
    html = page(alone)
    assert buttons(html) == []
    assert 'class="sharing"' in html
    for do in ("share", "open", "take-back"):
        assert send(alone, do, HERS).status_code == 422
    assert not SharedAnswer.objects.exists()


def test_a_stranger_and_another_couple_read_nothing(her, him, signed_in, irina, edition):
    mehmet = cast.make_learner(name="Мехмет")
    for_two.make_couple(irina, mehmet)
    story.begin(irina, edition)
    stranger = signed_in(irina)
    keep_and_share(stranger, "Ирина")
    keep_and_share(her, HERS)
    assert send(stranger, "open", "Ирина").status_code == 422
    assert HERS not in page(stranger)
    assert buttons(page(her)) == ["take-back"]


def test_a_reflection_to_oneself_is_never_shared(her):
    address = story.reflection_url()
    her.post(address, {"do": "keep", "text": HERS})
    her.post(address, {"do": "share", "text": HERS})
    assert Reflection.objects.count() == 1
    assert not SharedAnswer.objects.exists()
    assert buttons(page(her)) == []


def test_in_a_lesson_about_violence_there_is_nothing_to_share(her, him, edition):
    keep_and_share(her, HERS)
    keep_and_share(him, HIS)
    send(him, "open", HIS)
    for_two.ask_for_two(edition, is_sensitive=True)
    for client in (her, him):
        html = page(client)
        assert not has_both(html)
        assert buttons(html) == []
        assert HERS not in html
    SharedAnswer.objects.all().delete()
    assert send(her, "share", HERS).status_code == 302
    assert not SharedAnswer.objects.exists()


def test_leaving_the_couple_ends_what_can_be_seen(her, him, aigerim, daniyar, signed_in):
    keep_and_share(her, HERS)
    keep_and_share(him, HIS)
    only_hers_shared = page_when_alone_shared(her, him)
    send(her, "open", HERS)
    assert leave_couple(user=daniyar)
    assert HERS not in page(him)
    assert HIS not in page(her)
    assert page(her) == only_hers_shared, "she reads what she would if he had never answered"
    assert SharedAnswer.objects.get().reflection.enrolment.user == aigerim
    # In another couple nothing of the first is shared; she shares anew if she wants to.
    leave_couple(user=aigerim)
    mehmet = cast.make_learner(name="Мехмет")
    for_two.make_couple(aigerim, mehmet)
    assert buttons(page(her)) == ["share"]
    send(her, "share", HERS)
    assert buttons(page(her)) == ["take-back"]


def page_when_alone_shared(her, him):
    send(him, "take-back", HIS)
    found = page(her)
    send(him, "share", HIS)
    return found


def test_withdrawing_from_the_course_ends_what_can_be_seen(her, him, his, edition, daniyar):
    keep_and_share(her, HERS)
    keep_and_share(him, HIS)
    before = page_when_alone_shared(her, him)
    send(her, "open", HERS)
    withdraw(enrolment=his)
    assert send(him, "open", HIS).status_code == 404
    assert page(her) == before
    # Taken again it is a new enrolment, in which nothing is kept yet.
    story.begin(daniyar, edition)
    assert page(her) == before
    assert buttons(page(him)) == []
    keep_and_share(him, "Жаңа жауап")
    send(her, "open", HERS)
    assert "Жаңа жауап" in page(her)
    assert HIS not in page(her)


def test_an_answer_of_an_earlier_completed_enrolment_is_not_shown(her, him, his, daniyar, edition):
    """Its owner comes to no page any more on which it could be taken back."""
    keep_and_share(her, HERS)
    keep_and_share(him, HIS)
    before = page_when_alone_shared(her, him)
    Enrolment.objects.filter(pk=his.pk).update(completed_at=timezone.now())
    assert page(her) != before, "completing changes nothing"
    story.begin(daniyar, edition)
    assert page(her) == before


def test_a_withdrawn_lesson_shows_nothing_and_shares_nothing(her, him, hers):
    keep_and_share(her, HERS)
    keep_and_share(him, HIS)
    send(her, "open", HERS)
    LessonWithdrawal.objects.create(
        course=hers.course, lesson_key=for_two.place(hers).lesson_key, reason="…", withdrawn_by="m"
    )
    for client in (her, him):
        assert HERS not in client.get(story.lesson_url()).text
    assert send(him, "open", HIS).status_code == 302
    assert SharedAnswer.objects.filter(opened_at=None).count() == 1


def for_two_again(snapshot):
    """A newer edition in other words, with the same keys."""
    for part in snapshot.parts:
        if part["kind"] == "together":
            part["prompt"] = "<p>Басқа сөзбен</p>"


def without_exercise(snapshot):
    snapshot.parts = [part for part in snapshot.parts if part["kind"] != "together"]


def take_newest(client):
    response = client.post("/kk/edition/neke/", {"do": "take", "edition": "2"})
    assert response.status_code == 302


def test_one_on_a_newer_edition_shares_with_one_on_the_older(her, him, edition, his):
    keep_and_share(her, HERS)
    keep_and_share(him, HIS)
    renewal.renew(edition, for_two_again)
    take_newest(him)
    his.refresh_from_db()
    assert his.edition.number == 2
    send(her, "open", HERS)
    assert HIS in page(her)
    send(him, "open", HIS)
    assert HERS in page(him)
    assert "Басқа сөзбен" in page(him)


@pytest.mark.parametrize(
    "change", [without_exercise, lambda one: setattr(one, "is_sensitive", True)]
)
def test_an_answer_whose_exercise_is_gone_from_the_owners_edition_is_not_shown(
    her, him, edition, change
):
    keep_and_share(her, HERS)
    keep_and_share(him, HIS)
    before = page_when_alone_shared(her, him)
    send(her, "open", HERS)
    renewal.renew(edition, change)
    assert has_both(page(her)), "he has not taken the newer edition"
    take_newest(him)
    assert page(her) == before
    assert HIS not in page(her)
    assert not has_both(page(him))


def test_what_a_person_owns_goes_with_all_that_is_shared(her, him, hers, aigerim):
    keep_and_share(her, HERS)
    keep_and_share(him, HIS)
    send(him, "open", HIS)
    Enrolment.objects.filter(user=aigerim).delete()
    assert SharedAnswer.objects.count() == 1
    assert HERS not in page(him)
    CoupleMember.objects.all().delete()
    assert not SharedAnswer.objects.exists()


def test_an_answer_of_somebody_whose_account_is_closed_is_not_shown(her, him, aigerim):
    keep_and_share(her, HERS)
    keep_and_share(him, HIS)
    send(him, "open", HIS)
    type(aigerim).objects.filter(pk=aigerim.pk).update(is_active=False)
    assert HERS not in page(him)


def test_what_is_shared_comes_along_when_two_accounts_become_one(her, him, daniyar, signed_in):
    keep_and_share(her, HERS)
    keep_and_share(him, HIS)
    send(her, "open", HERS)
    kept = cast.make_learner(name="Данияр")
    accounts_joined.send(sender=None, kept=kept, gone=daniyar)
    assert HIS in page(her)
    joined = signed_in(kept)
    assert buttons(page(joined)) == ["open"]
    send(joined, "open", HIS)
    assert HERS in page(joined)


@pytest.mark.parametrize(("do", "most"), [("share", 20), ("take-back", 20), ("open", 20)])
def test_a_button_asks_the_database_a_few_things_only(
    her, him, do, most, django_assert_max_num_queries
):
    keep_and_share(him, HIS)
    send(her, "keep", HERS)
    if do != "share":
        send(her, "share", HERS)
    with django_assert_max_num_queries(most):
        assert send(her, do, HERS, **story.htmx()).status_code == 200


def test_the_page_with_both_answers_is_stored_nowhere(her, him, caplog):
    keep_and_share(her, HERS)
    keep_and_share(him, HIS)
    for response in (send(her, "open", HERS, **story.htmx()), her.get(story.lesson_url())):
        assert has_both(response.text)
        assert "no-store" in response.headers["Cache-Control"]
        assert "private" in response.headers["Cache-Control"]
    assert HIS not in caplog.text
    for row in Reflection.objects.all():
        assert HIS.encode() not in bytes(row.sealed_text)
        assert HERS.encode() not in bytes(row.sealed_text)


def test_marks_in_the_others_answer_are_shown_as_text(her, him):
    keep_and_share(her, HERS)
    keep_and_share(him, "<script>alert(1)</script><b>қалың</b>")
    send(her, "open", HERS)
    assert "<script>alert" not in page(her)
    assert "&lt;b&gt;" in page(her)


def test_a_get_shares_opens_and_takes_back_nothing(her, him):
    keep_and_share(her, HERS)
    keep_and_share(him, HIS)
    for do in ("open", "take-back"):
        her.get(story.reflection_url(activity="together"), {"do": do})
    assert SharedAnswer.objects.filter(opened_at=None).count() == 2


def test_the_database_refuses_what_is_not_within_the_couple(her, hers, his, aigerim, daniyar):
    send(her, "keep", HERS)
    text = Reflection.objects.get()
    his_place = CoupleMember.objects.get(user=daniyar)
    with pytest.raises(IntegrityError, match="not in the couple"), transaction.atomic():
        SharedAnswer.objects.create(reflection=text, member=his_place)
    place = CoupleMember.objects.get(user=aigerim)
    leave_couple(user=aigerim)
    with pytest.raises(IntegrityError, match="not in the couple"), transaction.atomic():
        SharedAnswer.objects.create(reflection=text, member=place)
    with pytest.raises(NotInCouple):
        share_answer(**vars(for_two.place(hers)), text=HERS)


def test_the_database_refuses_another_text_under_a_share_and_a_second_share(her, aigerim):
    keep_and_share(her, HERS)
    text = Reflection.objects.get()
    with pytest.raises(IntegrityError, match="shared"), transaction.atomic():
        Reflection.objects.filter(pk=text.pk).update(kept_at=timezone.now())
    share = SharedAnswer.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedAnswer.objects.create(reflection=text, member=share.member)
    with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic():
        SharedAnswer.objects.filter(pk=share.pk).update(shared_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedAnswer.objects.filter(pk=share.pk).update(
            opened_at=share.shared_at - timedelta(seconds=1)
        )
