"""What a partner, a stranger and a log never see."""

import pytest
from django.urls import reverse

from tests.enrolments import story as couples
from tests.learning import story

pytestmark = pytest.mark.django_db

SECRET = "Бұл менің өз ойым ғана"


def test_a_partner_never_sees_answers_thoughts_or_times(signed_in, aigerim, daniyar, edition):
    her, him = signed_in(aigerim), signed_in(daniyar)
    for person, browser in ((aigerim, her), (daniyar, him)):
        story.begin(person, edition)
        browser.get(story.lesson_url())
    couples.join(her, him)
    pages = [
        reverse("learning:learning"),
        reverse("learning:course", args=["neke"]),
        story.lesson_url(),
        couples.couple_url(),
        reverse("enrolments:leave_couple"),
    ]
    before = {url: couples.text_of(him.get(url)) for url in pages}
    story.answer(her, "a")
    story.answer(her, "a", "b", activity="extra")
    her.post(story.reflection_url(), {"do": "keep", "text": SECRET})
    story.complete(her, 3)
    for url in pages:
        page = him.get(url)
        assert couples.text_of(page) == before[url], url
        assert SECRET not in page.text
        assert "feedback kk" not in page.text
        assert "checked" not in page.text


def test_no_address_and_no_page_names_another(signed_in, aigerim, daniyar, edition):
    story.begin(aigerim, edition)
    stranger = signed_in(daniyar)
    for url in ("/kk/learn/", couples.couple_url(), couples.begin_url()):
        page = stranger.get(url)
        assert aigerim.name not in page.text
        assert aigerim.email not in page.text


def test_the_answer_key_never_leaves_the_server(signed_in, aigerim, edition):
    story.begin(aigerim, edition)
    page = signed_in(aigerim).get(story.lesson_url()).text
    assert "feedback kk" not in page
    assert '"right"' not in page
