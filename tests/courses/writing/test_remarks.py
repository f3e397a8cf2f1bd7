"""What the editor's panel says of a saved draft."""

import pytest

from courses.actions import publish_edition
from courses.models import Course
from tests.courses import samples
from tests.courses.samples import block
from tests.courses.writing.conftest import lesson, words

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a drawing's rendition to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
FILM = {"about": "Как она слушает", "text": "<p>Она ждёт.</p>"}
TOLD = "A film would serve here. It would show: %(about)s"
UNEVEN = (
    "The text “%(case)s” is much longer or shorter than the one for everybody. Make them"
    " about equally long: every path takes the same time."
)


def write(*blocks, language="ru"):
    page = lesson(language=language)
    page.body = [*blocks, *page.body.raw_data]
    page.save_revision().publish()
    return page


def said(client, page):
    """The panel of the editor, and what is fetched of it after each save."""
    return [
        client.get(address).content.decode()
        for address in (f"/admin/pages/{page.pk}/edit/", f"/admin/lessons/{page.pk}/remarks/")
    ]


def test_whoever_writes_is_told_that_a_film_would_serve(methodologist, loaded):
    told = words(TOLD, about="Как она слушает")
    page = lesson()
    assert not any(told in html for html in said(methodologist, page))
    page = write(block("to_film", FILM))
    assert all(told in html for html in said(methodologist, page))


def test_a_film_to_be_made_hinders_no_edition_and_is_not_shown_in_the_preview(loaded):
    page = write(block("to_film", FILM))
    write(block("to_film", FILM), language="kk")
    shown = page.make_preview_request(preview_mode="").content.decode()
    assert "Она ждёт." in shown
    assert "Как она слушает" not in shown
    assert publish_edition(course=Course.objects.get(), by="methodologist@example.org").number == 1


def test_whoever_writes_is_told_of_cases_that_take_another_time(methodologist, loaded):
    cases = samples.tailored("<p>Раз два три четыре пять шесть.</p>", expecting="<p>Раз.</p>")
    page = write(block("tailored", cases))
    told = words(UNEVEN, case=words("If you are expecting a child"))
    assert all(told in html for html in said(methodologist, page))


def test_a_latin_letter_in_what_a_film_will_show_is_found(methodologist, loaded):
    page = write(block("to_film", FILM | {"about": "Кaк она слушает"}))
    told = words("In “%(word)s” there is a Latin letter that only looks Cyrillic.", word="Кaк")
    assert told in said(methodologist, page)[0]
