"""Sorting by the Kazakh alphabet."""

from hypothesis import given
from hypothesis import strategies as st

from web.kazakh import kazakh_sort_key

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
words = st.text(alphabet=ALPHABET, max_size=8)


def test_the_letters_are_in_the_order_of_the_alphabet() -> None:
    assert len(ALPHABET) == 42
    assert "".join(sorted(set(ALPHABET), key=kazakh_sort_key)) == ALPHABET


@given(words, words)
def test_words_are_in_the_order_of_the_alphabet(one: str, other: str) -> None:
    by_alphabet = [ALPHABET.index(a) for a in one] < [ALPHABET.index(a) for a in other]
    assert (kazakh_sort_key(one) < kazakh_sort_key(other)) is by_alphabet


def test_names_sort_as_a_reader_expects() -> None:
    names = ["Ярослав", "Үміт", "Ұлжан", "Улан", "Қанат", "Лаура", "Кәрім", "Әсел", "Азат", "Інжу"]
    assert sorted(names, key=kazakh_sort_key) == [
        "Азат",
        "Әсел",
        "Кәрім",
        "Қанат",
        "Лаура",
        "Улан",
        "Ұлжан",
        "Үміт",
        "Інжу",
        "Ярослав",
    ]


def test_a_shorter_word_comes_first() -> None:
    assert kazakh_sort_key("Алма") < kazakh_sort_key("Алматы")
    assert kazakh_sort_key("Ақ бота") < kazakh_sort_key("Ақбота")


def test_case_spaces_and_composition_make_no_difference() -> None:
    assert kazakh_sort_key("  ӘСЕЛ   Қайрат ") == kazakh_sort_key("әсел қайрат")
    # Й as one character, and as И with a breve.
    assert kazakh_sort_key("Ай") == kazakh_sort_key("А\u0438\u0306")


def test_an_empty_text_has_an_empty_key() -> None:
    assert kazakh_sort_key(" ") == ""


@given(words)
def test_a_key_is_at_most_twice_as_long(word: str) -> None:
    assert len(kazakh_sort_key(word)) <= 2 * len(word)
