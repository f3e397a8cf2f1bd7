import pytest
from django.urls import reverse

from enrolments.models import Couple, Invitation
from tests import cast
from tests.enrolments import story

pytestmark = pytest.mark.django_db


@pytest.fixture
def her(signed_in, aigerim):
    return signed_in(aigerim)


@pytest.fixture
def him(signed_in, daniyar):
    return signed_in(daniyar)


def test_the_token_leaves_the_address_at_once(client, her, aigerim):
    link = story.make_link(her)
    response = client.get(link)
    assert response.status_code == 302
    assert response.url == story.invitation_url()
    page = client.get(response.url)
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert page.status_code == 200
    assert token not in page.text
    assert aigerim.name not in page.text
    assert "next=%2Fkk%2Finvitation%2F" in page.text
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_the_invitation_waits_through_signing_in(client, her, daniyar):
    client.get(story.make_link(her))
    client.force_login(daniyar, backend="accounts.backends.CodeBackend")
    assert 'value="accept"' in client.get(story.invitation_url()).text


def test_what_cannot_be_used_looks_the_same_whatever_the_reason(signed_in, him, daniyar):
    pages = []

    def see(link):
        response = him.get(link, follow=True)
        pages.append((response.status_code, story.text_of(response)))

    see(reverse("enrolments:invitation_link", args=["x" * 24]))
    see(reverse("enrolments:invitation_link", args=["x" * 400]))
    used, other = cast.make_learner(), cast.make_learner()
    link = story.make_link(signed_in(used))
    second = signed_in(other)
    second.get(link)
    second.post(story.invitation_url(), {"answer": "accept"})
    see(link)
    browser = signed_in(cast.make_learner())
    link = story.make_link(browser)
    browser.post(reverse("enrolments:withdraw_invitation"))
    see(link)
    past = story.make_link(signed_in(cast.make_learner()))
    Invitation.objects.open().update(made_at="2020-01-01T00:00:00Z")
    see(past)
    gone = cast.make_learner()
    link = story.make_link(signed_in(gone))
    gone.is_active = False
    gone.save()
    see(link)
    assert len(pages) == 6
    assert set(pages) == {(404, pages[0][1])}


def test_whoever_opens_the_link_cannot_tell_refusal_from_silence(client, signed_in, her, him):
    link = story.make_link(her)
    others = client, her, signed_in(cast.make_learner())

    def seen():
        pages = [browser.get(link, follow=True) for browser in others]
        return [(page.status_code, story.text_of(page)) for page in pages]

    silent = seen()
    him.get(link)
    him.post(story.invitation_url(), {"answer": "decline"})
    assert Invitation.objects.get().declined_at
    assert seen() == silent
    others[2].post(story.invitation_url(), {"answer": "accept"})
    assert Couple.objects.count() == 1


def test_the_inviters_own_account_is_told_so_and_what_to_do(her, aigerim):
    link = story.make_link(her)
    page = her.get(link, follow=True)
    assert page.status_code == 200
    assert 'value="accept"' not in page.text
    assert aigerim.name not in story.text_of(page)
    assert story.couple_url() in page.text
    her.post(story.invitation_url(), {"answer": "accept"})
    assert not Couple.objects.exists()


def test_somebody_in_a_couple_is_told_what_to_do(signed_in, her, him):
    story.join(her, him)
    link = story.make_link(signed_in(cast.make_learner()))
    page = him.get(link, follow=True)
    assert page.status_code == 200
    assert 'value="accept"' not in page.text
    him.post(story.invitation_url(), {"answer": "accept"})
    assert Couple.objects.count() == 1


def test_a_link_of_somebody_who_has_joined_another_is_closed(signed_in, her, him):
    link = story.make_link(her)
    other = signed_in(cast.make_learner())
    her.get(story.make_link(other))
    her.post(story.invitation_url(), {"answer": "accept"})
    assert him.get(link, follow=True).status_code == 404


def test_accepting_again_leads_to_the_couple(her, him):
    link = story.make_link(her)
    him.get(link)
    him.post(story.invitation_url(), {"answer": "accept"})
    assert him.get(link, follow=True).redirect_chain[-1][0] == story.couple_url()
    assert him.post(story.invitation_url(), {"answer": "accept"}).status_code == 302
    assert Couple.objects.count() == 1


def test_an_answer_that_is_neither_asks_again(her, him):
    him.get(story.make_link(her))
    assert him.post(story.invitation_url(), {"answer": "maybe"}).url == story.invitation_url()
    assert not Couple.objects.exists()


def test_answering_needs_signing_in(client, her):
    client.get(story.make_link(her))
    response = client.post(story.invitation_url(), {"answer": "accept"})
    assert response.status_code == 302
    assert "next=" in response.url
    assert not Couple.objects.exists()


def test_without_a_link_there_is_nothing_to_answer(him):
    assert him.get(story.invitation_url()).status_code == 404
    assert him.post(story.invitation_url(), {"answer": "accept"}).status_code == 404
