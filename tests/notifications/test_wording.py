"""Every message of every kind, in both languages, by both channels, says nothing to a stranger."""

import email.policy
import re

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation

from accounts.delivery import Letter
from notifications.actions import owe_message
from notifications.models import Message
from notifications.texts import SUBJECTS, headers_of, subject_of, text_of
from notifications.topics import TOPICS
from tests import cast
from tests.notifications.story import FOR_LEARNERS, choose

pytestmark = pytest.mark.django_db

FOR_STAFF = [kind for kind in Message.Kind.values if kind.startswith("work_")]
CONTACTS = {"email": "a@example.org", "sms": "+77011234567"}
# Two parts of an SMS in Kazakh or Russian (UCS-2) hold 67 characters each.
LONGEST_SMS = 134
PREVIEW = 100


@pytest.fixture
def in_production(settings):
    """An address as long as the real one will be."""
    settings.BASE_URL = "https://otau.example.kz"


def owed(user, kind, language):
    user.language = language
    choose(user)
    return owe_message(recipient=user, kind=kind, dedupe_key="x")


@pytest.mark.parametrize("kind", FOR_LEARNERS)
@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("channel", CONTACTS)
def test_a_message_to_a_learner_says_nothing_to_a_stranger(
    aigerim, kind, language, channel, in_production
):
    message = owed(aigerim, kind, language)
    subject, text = subject_of(message), text_of(message, CONTACTS[channel])
    seen = {"subject": subject, "text": text, "preview": f"{subject} {text[:PREVIEW]}"}
    assert {where: cast.unsaid_words(words) for where, words in seen.items()} == {
        "subject": [], "text": [], "preview": [],
    }  # fmt: skip
    assert aigerim.name.split()[0] not in subject + text
    assert f"https://otau.example.kz/{language}/s/" in text
    assert translation.get_language() == "kk"
    if channel == "sms":
        assert text.startswith("Otau: ")
        assert len(text.strip()) <= LONGEST_SMS
        assert len(re.findall("https://", text)) == 1
    else:
        assert subject.startswith("Otau: ")
        assert "http" not in text[: PREVIEW // 2]


def test_a_word_that_must_not_be_said_would_be_noticed():
    for words in ("Сіздің некеңіз", "До свадьбы пять дней", "Your wedding", "Жүктілік", "насилие"):
        assert cast.unsaid_words(words)


@pytest.mark.parametrize("kind", FOR_LEARNERS)
def test_the_sender_and_every_header_are_neutral(aigerim, kind, in_production):
    message = owed(aigerim, kind, "kk")
    letter = Letter(
        subject_of(message), "", to=["a@example.org"], headers=headers_of(message)
    ).message()
    assert str(letter["From"]) == settings.DEFAULT_FROM_EMAIL == "Otau <otau@example.org>"
    for name, value in letter.items():
        assert not cast.unsaid_words(f"{name}: {value}")
        assert kind not in str(value)


@pytest.mark.parametrize(
    "address",
    ["https://otau.example.kz", "https://a-rather-long-name-of-a-state-body.example.gov.kz"],
)
def test_the_header_that_stops_is_whole_as_it_is_sent(aigerim, settings, address):
    settings.BASE_URL = address
    message = owed(aigerim, "nothing_begun", "kk")
    letter = Letter("s", "b", to=["a@example.org"], headers=headers_of(message))
    raw = letter.message(policy=email.policy.SMTP).as_bytes().decode()
    unfolded = re.sub(r"\r?\n[ \t]", " ", raw)
    found = re.search(r"^List-Unsubscribe:\s+<(\S+)>\s*$", unfolded, re.MULTILINE)
    assert found, raw
    assert found[1] in text_of(message, "a@example.org")
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in unfolded


def test_reminders_and_news_are_told_apart_by_the_subject_alone(aigerim):
    subjects = {kind: str(SUBJECTS[Message.Kind(kind)]) for kind in FOR_LEARNERS}
    assert len(set(subjects.values())) == 2


# What is told to people of the workshop says which page it is about.
@pytest.mark.parametrize("kind", FOR_STAFF)
@pytest.mark.parametrize("contact", CONTACTS.values())
def test_every_kind_for_staff_names_the_page_and_leads_to_it(aigerim, kind, contact):
    context = {"title": "Тыңдау", "path": "/admin/pages/7/edit/", "comment": "Дұрыс емес"}
    message = owe_message(recipient=aigerim, kind=kind, dedupe_key="x", context=context)
    subject, text = subject_of(message), text_of(message, contact)
    assert subject.startswith("Otau: ")
    assert "Тыңдау" not in subject
    assert not cast.unsaid_words(subject)
    assert "Тыңдау" in text
    assert "/admin/pages/7/edit/" in text
    assert "List-Unsubscribe" not in headers_of(message)


def test_every_kind_has_a_subject_and_a_topic():
    assert set(SUBJECTS) == set(Message.Kind) == set(TOPICS)


def test_folded_as_words_are_a_long_link_would_be_broken(aigerim, settings):
    """The control of the header: the library's own folding encodes it."""
    settings.BASE_URL = "https://a-rather-long-name-of-a-state-body.example.gov.kz"
    message = owed(aigerim, "nothing_begun", "kk")
    letter = EmailMessage("s", "b", to=["a@example.org"], headers=headers_of(message))
    assert b"List-Unsubscribe: =?utf-8?q?" in letter.message().as_bytes()
