"""Wagtail's admin speaks Kazakh or Russian on every screen that staff open."""

import gc
import json
import re
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from bs4.element import Comment
from django.contrib.auth.models import Permission
from django.urls import resolve, reverse
from wagtail.models import Page

from config.vendor_strings import PLACEHOLDER, vendor_strings
from tests import cast
from tests.courses import admin_screens

# Wagtail mails by what Django 6.1 calls the old way, and leaves the file of a rendition open.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:get_connection"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
LANGUAGES = ["kk", "ru"]
WORD = re.compile(r"(?<![\w@./-])[A-Za-z][a-z]{2,}(?![\w@/-]|\.\w)")
SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-w-tooltip-content-value")
# Names, keys of a keyboard, what this test calls its things, and what Django prints for nothing.
NAMES = {
    "Wagtail", "JavaScript", "Otau", "English", "Ctrl", "Shift", "Alt", "Esc", "Enter", "None",
    "cup", "html", "http", "blog",
}  # fmt: skip
# What neither Wagtail nor we can translate yet: rows of the database that Wagtail's migrations
# write in English, and what it makes of a name in Python. Administrators alone meet these.
ROWS = {"Root", "Welcome to your new Wagtail site!", "Moderators approval", "Moderators", "Editors"}
MADE_OF_NAMES = {
    "wagtailsites:index": {"Site name", "Root page", "Port"},
    "wagtailsites:delete": {"Site name", "Root page", "Port"},  # it refuses, and leads there
    "wagtailadmin_workflows:task_chooser": {"Task type"},
    "wagtaillocales:index": {"locales"},
    "wagtaillocales:edit": {"Locales"},
    "wagtailusers_users:usage": {"User"},
    "wagtailusers_groups:add": {"Edition", "Locale"},
    "wagtailusers_groups:edit": {"Edition", "Locale"},
}


@pytest.fixture
def methodologist(db, settings):
    settings.STAFF_SECOND_FACTOR = False
    yield cast.make_staff(superuser=True, email="methodologist@example.org", name="Әдіскер")
    gc.collect()


@pytest.fixture
def lesson(methodologist, loaded):
    return admin_screens.furnish(methodologist)


def speak(user, language: str) -> None:
    """Let the admin speak to `user` in `language`."""
    user.language = language
    user.save()


def said(html: str) -> list[str]:
    """Return what a page says: its text, and the attributes that are shown or read aloud."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup(["script", "style", "svg"]):
        tag.decompose()
    texts = [text for text in soup.find_all(string=True) if not isinstance(text, Comment)]
    texts += [tag[name] for tag in soup.find_all(True) for name in SPOKEN if tag.get(name)]
    return [" ".join(text.split()) for text in texts]


def page_of(client, address: str) -> str:
    """Return the HTML of a page, or of a modal window, which comes inside JSON."""
    response = client.get(address, follow=True)
    assert response.status_code == 200, address
    if response["Content-Type"].startswith("application/json"):
        return json.loads(response.content)["html"]
    return response.content.decode()


def view_of(address: str) -> str:
    """Return the name of the view at an address."""
    return resolve(address.partition("?")[0]).view_name


def known_names(*more: str) -> re.Pattern[str]:
    """Return a pattern of what may stand in English, the longest first."""
    permissions = Permission.objects.values_list("name", flat=True)
    labels = {re.sub(r" [\w ]+$", "", name) for name in permissions}
    names = sorted({*ROWS, *permissions, *labels, *NAMES, *more}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})(?!\w)")


def english(texts: list[str], names: re.Pattern[str]) -> set[str]:
    """Return the texts that hold an English word which is no name."""
    suspects = {text for text in texts if WORD.search(text)}
    return {text for text in suspects if WORD.search(names.sub("", text))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_of_the_admin_says_a_word_of_english(signed_in, methodologist, lesson, language):
    client = signed_in(methodologist)
    speak(methodologist, language)
    left = {}
    for address in admin_screens.addresses(lesson, methodologist):
        names = known_names(*MADE_OF_NAMES.get(view_of(address), ()))
        if found := english(said(page_of(client, address)), names):
            left[address] = found
    assert left == {}


def test_english_on_a_screen_is_noticed(signed_in, methodologist, lesson):
    speak(methodologist, "en")
    client = signed_in(methodologist)
    for name in ("wagtailadmin_home", "wagtailimages:index", "wagtailadmin_choose_page"):
        assert len(english(said(page_of(client, reverse(name))), known_names())) > 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scripts_of_the_admin_have_all_their_words(signed_in, methodologist, language):
    speak(methodologist, language)
    response = signed_in(methodologist).get(reverse("wagtailadmin_javascript_catalog"))
    sent = response.content.decode()
    catalogue = json.loads(sent.split("const newcatalog = ")[1].split(";\n")[0])
    wanted = [s for s in vendor_strings() if s.domain == "djangojs"]
    assert len(wanted) > 80
    for string in wanted:
        told = catalogue[string.text]
        forms = told if isinstance(told, list) else [told]
        assert all(re.search("[а-яё]", PLACEHOLDER.sub("", form).lower()) for form in forms)


@pytest.mark.parametrize(
    "language, month, weekday, moment",
    [
        ("kk", "Қаңтар", "Дүйсенбі", "2026 ж. 5 қаңтар, 14:30"),
        ("ru", "Январь", "Понедельник", "5 января 2026 года, 14:30"),
    ],
)
def test_dates_of_the_admin_are_told_in_its_language(
    signed_in, methodologist, loaded, language, month, weekday, moment
):
    page = Page.objects.get(slug="lesson1", locale__language_code=language)
    revision = page.specific.save_revision(user=methodologist)
    type(revision).objects.filter(pk=revision.pk).update(
        created_at=datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
    )
    speak(methodologist, language)
    html = page_of(
        signed_in(methodologist),
        reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision.pk]),
    )
    words = json.loads(BeautifulSoup(html, "html.parser").find(id="wagtail-config").text)
    assert words["STRINGS"]["MONTHS"][0] == month
    assert words["STRINGS"]["WEEKDAYS"][1] == weekday
    assert moment in html
