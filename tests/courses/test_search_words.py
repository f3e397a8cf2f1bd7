"""Words in their forms: letters made alike, Kazakh endings taken off, slips counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.search.excerpts import excerpt
from courses.search.finding import distance, likeness
from courses.search.folding import asked_words, fold, tidy
from courses.search.kazakh import stem
from courses.search.synonyms import asks_for_help, meant_by

FORMS = [
    "кездесу кездесуге кездеседі кездескен кездесулер кездесуі кездессе",
    "бала балалар балаға баланың балаларымызға баласы баласын балам балаңыз балада баламен",
    "ұйқы ұйқысы ұйқыға ұйықтау ұйықтамайды ұйықтайды ұйықтамаса",
    "ажырасу ажырасқан ажырасамыз ажырасуға ажыраспай ажырасқанда",
    "ұрыс ұрысу ұрысып ұрысқанда ұрыстар ұрыста",
    "қарыз қарызы қарызды қарызсыз қарыздар қарызымыз қарыздарын",
    "ене енем енесі енеммен енеге енемнің",
    "күйеу күйеуі күйеуім күйеуіммен күйеуге",
    "отбасы отбасының отбасылық отбасымен отбасында",
    "той тойы тойға тойдан тойдың",
    "үй үйде үйге үйдің үйі үйінде үйлер үйден",
    "жүрек жүрегі жүрегім жүректе",
    "кітап кітабы кітапты кітаптар",
    "халық халқы халықты халқымыз",
    "көңіл көңілі көңілім көңілдің",
    "құқық құқығы құқықтар құқығым",
    "келін келінге келіні келіндер",
    "дауыс дауысы дауысын дауыспен",
    "заң заңы заңда заңдар заңға",
    "түн түнгі түннен",
    "жылау жылай жылайды жылап жылағанда жылауы",
    "тұру тұрғым тұрғысы тұрса тұрған",
]
APART = [
    "кездесу",
    "бала",
    "ұйқы",
    "ажырасу",
    "ұрыс",
    "қарыз",
    "ене",
    "күйеу",
    "отбасы",
    "той",
    "үй",
    "жүрек",
    "неке",
    "келін",
    "келу",
]


def stem_of(word: str) -> str:
    return stem(fold(word, "kk"))


@pytest.mark.parametrize("forms", FORMS, ids=lambda forms: forms.split()[0])
def test_the_forms_of_a_kazakh_word_have_one_stem(forms):
    stems = {word: stem_of(word) for word in forms.split()}

    assert len(set(stems.values())) == 1, stems


def test_different_words_have_different_stems():
    assert len({stem_of(word) for word in APART}) == len(APART)


@given(st.text(alphabet="абвгдежзиклмнопрстуфхцчшщыэюя", min_size=1, max_size=30))
def test_a_stem_is_never_empty_and_never_longer_than_its_word(word):
    assert 0 < len(stem(word)) <= len(word)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("кокоnис", "көкөніс"), ("уйкы", "ұйқы"), ("бирге", "бірге"), ("жуктилик", "жүктілік"),
     ("карыз", "қарыз"), ("ГҮЛ", "гул"), ("каинене", "қайнене"), ("дастур", "дәстүр")],
)  # fmt: skip
def test_letters_of_a_russian_keyboard_are_those_they_stand_for(typed, meant):
    assert fold(typed.replace("n", "н"), "kk") == fold(meant, "kk")


def test_russian_keeps_its_letters_but_yo():
    assert fold("Ребёнок ЙОД", "ru") == "ребенок йод"


@given(st.text(max_size=200))
def test_folding_keeps_every_place_of_a_text(text):
    text = tidy(text)

    assert len(fold(text, "kk")) == len(fold(text, "ru")) == len(text)


def test_a_latin_letter_within_a_cyrillic_word_is_the_one_it_looks_like():
    assert asked_words("кeздecу Otau") == ["кездесу", "otau"]


def test_a_word_is_asked_once_and_signs_are_none():
    assert asked_words("«Той», той! – 'той' & | :* \x00 🙂") == ["той"]


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [("бюджит", "бюджет", 1), ("ссроа", "ссора", 1), ("травлля", "травля", 1),
     ("махабат", "махаббат", 1), ("бюджет", "бюджет", 0), ("", "той", 3), ("ойын", "тойын", 1)],
)  # fmt: skip
def test_a_letter_changed_added_left_out_or_swapped_is_one_slip(one, other, letters):
    assert distance(one, other) == distance(other, one) == letters


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("той", "тау", 0), ("той", "тои", 0), ("бюджит", "бюджет", 1), ("буджит", "бюджет", 0),
     ("беспладее", "бесплодие", 2), ("шантаж", "шантажист", 1)],
)  # fmt: skip
def test_the_longer_a_word_the_more_slips_it_may_have(one, other, slips):
    assert likeness(one, other) == slips


def test_people_call_things_otherwise_than_lessons_do():
    assert meant_by("свекровью", "ru") == ("старшие",)
    assert meant_by("енеммен", "kk") == ("үлкендермен",)
    assert meant_by("той", "kk") == ()


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [("насилие", "ru", True), ("бьет", "ru", True), ("бьёт", "ru", True), ("ұрып", "kk", True),
     ("зорлық", "kk", True), ("ұрыс", "kk", False), ("ссора", "ru", False)],
)  # fmt: skip
def test_whoever_speaks_of_blows_asks_for_help(word, language, expected):
    assert asks_for_help(word, language) is expected


def test_an_excerpt_is_the_line_with_most_of_the_words():
    text = "Бір сөз.\nАқша да, қарыз да айтылады.\nАқша."
    pieces = excerpt(text, "kk", {"акша", "карыз"})

    assert "".join(piece.text for piece in pieces) == "Ақша да, қарыз да айтылады."
    assert [piece.text for piece in pieces if piece.is_found] == ["Ақша", "қарыз"]


def test_a_long_line_is_cut_at_words_around_what_was_found():
    text = "сөз " * 100 + "қарыз " + "сөз " * 100
    pieces = excerpt(text, "kk", {"карыз"})
    shown = "".join(piece.text for piece in pieces)

    assert shown.startswith("… сөз")
    assert shown.endswith("сөз …")
    assert "қарыз" in [piece.text for piece in pieces if piece.is_found]
    assert len(shown) < 240


@given(st.text(max_size=600), st.sampled_from(["а", "бала", "сөз"]))
def test_an_excerpt_is_made_of_any_text(text, word):
    text = tidy(text)
    shown = "".join(p.text for p in excerpt(f"{text} {word} {text}", "kk", {fold(word, "kk")}))

    assert len(shown) <= 240


def test_without_a_text_there_is_no_excerpt():
    assert excerpt("", "kk", {"акша"}) == ()
