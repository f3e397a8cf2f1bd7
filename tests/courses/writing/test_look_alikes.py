"""Latin letters inside Cyrillic words, and how long a lesson takes."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.writing.address import LONGEST as LONGEST_ADDRESS
from courses.writing.address import address_of
from courses.writing.length import LONGEST, Length, length_of
from courses.writing.look_alikes import PAIRS, LookAlike, look_alikes
from courses.writing.words import plain

KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
cyrillic_words = st.text(KAZAKH, min_size=2, max_size=12)


@pytest.mark.parametrize(
    "text, found",
    [
        ("Бұл сөз дұрыс.", []),
        ("iс", [LookAlike("iс", "іс")]),
        ("Қаhарман", [LookAlike("Қаhарман", "Қаһарман")]),
        ("Oтбасы мен oтбасы", [LookAlike("Oтбасы", "Отбасы"), LookAlike("oтбасы", "отбасы")]),
        ("WhatsApp, PIN, 111", []),
        ("e-mail-дан, Zoom-ға", []),
        ("әке, ana", []),
        ("қазaқстан қазaқстан", [LookAlike("қазaқстан", "қазақстан")]),
        ("жобаW", []),
        ("", []),
    ],
)
def test_look_alikes_are_found_in_cyrillic_words_only(text, found):
    assert look_alikes(text) == found


@given(st.lists(cyrillic_words, max_size=8))
def test_right_words_are_never_pointed_out(several):
    assert look_alikes(" ".join(several)) == []


@given(cyrillic_words, st.data())
def test_a_letter_put_wrong_is_found_and_put_right(word, data):
    wrong = {meant: latin for latin, meant in PAIRS.items()}
    places = [n for n, letter in enumerate(word) if letter in wrong]
    if not places:
        return
    at = data.draw(st.sampled_from(places))
    spoilt = word[:at] + wrong[word[at]] + word[at + 1 :]
    assert look_alikes(f"«{spoilt}».") == [LookAlike(spoilt, word)]


@given(st.text(max_size=200))
def test_what_is_meant_has_no_look_alike_any_more(text):
    for one in look_alikes(text):
        assert look_alikes(one.meant) == []
        assert len(one.meant) == len(one.word)


@given(st.integers(0, 5000), st.integers(0, 30))
def test_minutes_grow_with_words_and_activities(words, activities):
    length = Length(words, activities, 0)
    assert length.minutes == max(1, math.ceil(words / 130 + activities))
    assert Length(words + 1, activities, 0).minutes >= length.minutes
    assert Length(words, activities + 1, 0).minutes > length.minutes or words == 0
    assert length.is_too_long == (length.minutes > LONGEST)


@given(st.integers(1, 60), st.integers(0, 4000))
def test_a_lesson_within_its_minutes_is_never_beyond_them(stated, words):
    length = Length(words, 0, 0)
    if length.minutes <= stated:
        assert not length.is_beyond(stated)


def test_what_people_do_not_read_is_not_counted():
    parts = [
        {"kind": "short", "lines": ["Бірінші сөйлем.", "Екінші.", "Үшінші."], "id": "s"},
        {"kind": "html", "role": "text", "html": "<h2>Бір ой</h2><p>Екі-үш <b>сөз</b>.</p>", "id": "x"},
        {"kind": "single", "key": "first", "required": True, "prompt": "<p>Не болды?</p>",
         "options": [{"key": "a", "text": "Иә"}, {"key": "b", "text": "Жоқ"}], "hint": "Ойлан."},
        {"kind": "video", "src": "snapshots/film.mp4", "type": "video/mp4", "bytes": 7,
         "transcript": "<p>Ұзақ мәтін.</p>"},
    ]  # fmt: skip
    assert length_of(parts) == Length(words=9, activities=1, media=1)


@given(st.text())
def test_an_address_is_short_and_latin(title):
    address = address_of(title)
    assert address
    assert len(address) <= LONGEST_ADDRESS
    assert set(address) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_an_address_reads_as_the_title():
    assert address_of("Қызып тұрғанда сөз өтпейді") == "qyzyp-turganda-soz-otpeidi"


def test_tags_part_words():
    assert plain("<p>бір</p><p>екі&nbsp;үш</p>") == "бір екі үш"
