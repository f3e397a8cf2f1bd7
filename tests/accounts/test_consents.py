"""What somebody has agreed to: every text as it was, and when it was taken back."""

import pytest

from accounts.actions.consent import give_consent, publish_consent_text, withdraw_consent
from accounts.models import Consent
from tests import cast

pytestmark = pytest.mark.django_db
PAGE = "/kk/account/consent/all/"


@pytest.fixture
def texts(aigerim):
    """Aigerim agreed to the first text, took it back, and agreed to a second one in Russian."""
    withdraw_consent(user=aigerim)
    newer = publish_consent_text(version="2026-09-01", text_kk="Жаңа келісім", text_ru="Новое")
    give_consent(user=aigerim, text=newer, language="ru")
    return newer


def test_every_consent_is_listed_newest_first_with_its_days(aigerim, signed_in, texts):
    page = signed_in(aigerim).get(PAGE)
    assert page.text.index("2026-09-01") < page.text.index("2026-01-01")
    assert [one.withdrawn_at is None for one in page.context["page"]] == [True, False]
    assert "no-store" in page["Cache-Control"]


def test_each_text_is_readable_as_it_was_in_both_languages(aigerim, signed_in, texts):
    first, newer = Consent.objects.filter(user=aigerim).order_by("given_at")
    browser = signed_in(aigerim)
    page = browser.get(f"{PAGE}{first.pk}/").text
    assert "Келісім" in page
    assert "Согласие" in page
    page = browser.get(f"{PAGE}{newer.pk}/").text
    # The language in which it was agreed to stands first, whatever that of the page is.
    assert page.index('lang="ru">') < page.index("Новое") < page.index("Жаңа келісім")


def test_somebody_elses_consent_is_not_there(aigerim, irina, signed_in):
    theirs = Consent.objects.get(user=irina)
    assert signed_in(aigerim).get(f"{PAGE}{theirs.pk}/").status_code == 404


def test_whoever_withdrew_may_still_read_what_it_was(aigerim, signed_in):
    withdraw_consent(user=aigerim)
    browser = signed_in(aigerim)
    assert browser.get(PAGE).status_code == 200
    assert browser.get(f"{PAGE}{Consent.objects.get(user=aigerim).pk}/").status_code == 200


def test_a_long_history_has_pages_and_costs_the_same(aigerim, signed_in, django_assert_num_queries):
    browser = signed_in(aigerim)
    with django_assert_num_queries(4):
        browser.get(PAGE)
    for _ in range(25):
        withdraw_consent(user=aigerim)
        give_consent(user=aigerim, text=cast.consent_text(), language="kk")
    with django_assert_num_queries(4):
        assert 'rel="next"' in browser.get(PAGE).text
