"""What cannot stand on a paper is refused, and it is said which text and why."""

import pytest
from django.core.files.base import ContentFile

from certificates.words.forms import WordsForm
from certificates.words.logo import LogoUnfit, keep, prepared
from certificates.words.models import TEXTS, TemplateProposal
from certificates.words.rules import problems_of
from tests.certificates import words_story as words
from tests.workshop import story

NEW = "/admin/certificate-words/new/"
EMPTY = dict.fromkeys((*TEXTS, "logo"), "")


def wrong(**changes) -> set[str]:
    return set(problems_of(EMPTY | words.SHORT | changes))


def test_short_and_long_words_are_taken():
    assert wrong() == set()
    assert problems_of(EMPTY | words.LONG | {"logo": "x"}) == {}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"issuer_kk": ""}, {"issuer_kk"}),
        ({"title_ru": ""}, {"title_ru"}),
        ({"sentence_kk": "Бағдарлама"}, {"sentence_ru"}),
        ({"signatory_name_kk": "Г. С."}, {"signatory_name_ru", "signatory_post_kk"}),
        ({"signatory_post_ru": "Директор"}, {"signatory_post_kk", "signatory_name_ru"}),
        ({"logo": "x"}, {"logo_alt_kk", "logo_alt_ru"}),
        ({"logo_alt_kk": "Белгі"}, {"logo_alt_kk", "logo_alt_ru"}),
        ({"issuer_kk": "ЖСН 850101300123"}, {"issuer_kk"}),
        ({"title_kk": "漢字"}, {"title_kk"}),
        ({"title_kk": "a\x00b"}, {"title_kk"}),
        ({"title_kk": "a\ud800b"}, {"title_kk"}),
        ({"title_kk": "a\U0010ffffb"}, {"title_kk"}),
        ({"title_kk": "Қ" * 60}, {"title_kk"}),
        ({"title_ru": "Щ" * 60}, {"title_ru"}),
        ({"issuer_ru": "Министерство " * 15}, {"issuer_ru"}),
        ({"issuer_ru": "Щ" * 45}, {"issuer_ru"}),
        ({"sentence_kk": "Шымкент " * 36, "sentence_ru": "А"}, {"sentence_kk"}),
        (words.SIGNATORY | {"signatory_name_ru": "Ж" * 60}, {"signatory_name_ru"}),
        (words.SIGNATORY | {"signatory_post_ru": "Директор " * 20}, {"signatory_post_ru"}),
        ({"title_kk": "Некеге рұқсат"}, {"title_kk"}),
        ({"title_ru": "Допуск к браку"}, {"title_ru"}),
        ({"title_ru": "Обязательный курс"}, {"title_ru"}),
    ],
)
def test_what_cannot_be_printed_is_refused_at_its_own_field(changes, fields):
    assert wrong(**changes) == fields


def test_an_acting_director_obliges_nobody():
    posts = {"signatory_post_kk": "Директордың міндетін атқарушы",
             "signatory_post_ru": "Исполняющий обязанности директора"}  # fmt: skip
    assert wrong(**(words.SIGNATORY | posts)) == set()


def test_missing_letters_are_named():
    (reason,) = problems_of(EMPTY | words.SHORT | {"title_kk": "Сертификат 漢字"})["title_kk"]
    assert "漢字" in reason


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title_kk": "Қ" * 60}, "title_kk"), ({"title_kk": "Қ" * 6000}, "title_kk"),
        ({"title_ru": "\x00"}, "title_ru"), ({"issuer_ru": "850101300123"}, "issuer_ru"),
        ({"course": "0"}, "course"), ({"course": "x"}, "course"), ({"picture": "0"}, "picture"), ({"picture": "9" * 40}, "picture"),
        ({"picture": "x"}, "picture"), ({"note": " "}, "note"), ({"note": "н" * 1001}, "note"),
        ({"sentence_ru": "Одна"}, "sentence_kk"),
    ],
)  # fmt: skip
def test_the_form_says_it_at_the_field_and_keeps_nothing(signed_in, changes, field):
    browser = signed_in(story.make_person("methodologist"))
    response = browser.post(NEW, words.typed(**changes))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not TemplateProposal.objects.exists()


@pytest.mark.django_db
def test_a_logo_comes_from_the_library_and_stays_until_it_is_taken_off(signed_in):
    author = story.make_person("methodologist")
    browser = signed_in(author)
    alt = {"logo_alt_kk": "Белгі", "logo_alt_ru": "Знак"}
    image = words.in_library(words.png((900, 500)))
    browser.post(NEW, words.typed(picture=image.pk, **alt))
    draft = TemplateProposal.objects.get()
    assert len(draft.logo) == 64
    place = f"/admin/certificate-words/{draft.pk}/edit/"
    browser.post(place, words.typed(title_kk="Куәлік", **alt))
    kept = TemplateProposal.objects.get()
    assert (kept.logo, kept.title_kk) == (draft.logo, "Куәлік")
    browser.post(place, words.typed(no_logo="on"))
    assert TemplateProposal.objects.get().logo == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        words.png((200, 200)), words.png((1500, 300)), words.png(colour="#D9D2C5"),
        words.png(colour="white"), words.png(ground=(0, 0, 0, 0), colour=(255, 255, 255, 255),
                                             mode="RGBA"),
    ],
    ids=["small", "narrow", "pale", "white", "white on clear"],
)  # fmt: skip
def test_a_logo_that_would_not_print_is_refused(content):
    with pytest.raises(LogoUnfit):
        prepared(words.in_library(content))


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", words.png()[:400], b"\x89PNG\r\n\x1a\n"])
def test_a_picture_whose_file_is_lost_or_damaged_is_refused(content):
    image = words.in_library(words.png())
    image.file.storage.delete(image.file.name)
    if content:
        image.file.storage.save(image.file.name, ContentFile(content))
    with pytest.raises(LogoUnfit):
        prepared(type(image).objects.get(pk=image.pk))


@pytest.mark.django_db
def test_a_drawing_is_no_logo():
    image = words.in_library(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg")
    with pytest.raises(LogoUnfit, match="SVG"):
        prepared(image)


@pytest.mark.django_db
def test_the_form_says_why_a_logo_is_refused():
    image = words.in_library(words.png((200, 200)))
    form = WordsForm(words.typed(picture=str(image.pk)))
    assert form.is_valid()
    assert form.words() is None
    assert "250" in form.errors["picture"][0]


@pytest.mark.django_db
def test_a_logo_on_clear_ground_stands_on_white_and_is_kept_once():
    made = prepared(words.in_library(words.png(mode="RGBA", ground=(0, 0, 0, 0))))
    assert b"tEXt" not in made
    assert keep(made) == keep(made)
