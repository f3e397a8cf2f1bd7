"""A page as texts by address: whatever blocks there are, the translation can follow its source."""

import json
import uuid

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st
from wagtail import blocks
from wagtail.fields import StreamField

from courses.blocks import KeyBlock
from courses.models import CoursePage, LessonPage, ModulePage
from courses.translation.segments import pieces, texts
from courses.translation.structure import differences, rebuilt
from courses.translation.words import are_equal, changed_words, is_blank, looks_untranslated

WORDS = st.text("абвгдеңғқһ <b>&;", max_size=12)
KEYS = st.text("abc123", min_size=1, max_size=3)


class Captions(blocks.FieldBlock):
    """A kind of text of our own: its form field takes characters."""

    def __init__(self, **kwargs):
        self.field = forms.CharField(required=False)
        super().__init__(**kwargs)


class Line(blocks.StructBlock):
    who = blocks.CharBlock(required=False)
    html = blocks.RichTextBlock(features=["bold"])


class Anything(blocks.StructBlock):
    """A kind of block that nobody told the translation about: lists in structs in lists."""

    key = KeyBlock()
    title = blocks.CharBlock()
    note = blocks.TextBlock(required=False)
    address = blocks.URLBlock(required=False)
    day = blocks.DateBlock(required=False)
    number = blocks.IntegerBlock(required=False)
    mood = blocks.ChoiceBlock(choices=[("a", "A"), ("b", "B")], required=False)
    flag = blocks.BooleanBlock(required=False)
    captions = Captions()
    lines = blocks.ListBlock(Line())
    words = blocks.ListBlock(blocks.CharBlock())
    inner = blocks.StreamBlock([("text", blocks.RichTextBlock()), ("line", Line())])


def ident():
    return st.uuids().map(str)


def items(value, kind="item"):
    return st.fixed_dictionaries({"type": st.just(kind), "id": ident(), "value": value})


LINES = st.fixed_dictionaries({"who": WORDS, "html": WORDS})
THINGS = st.fixed_dictionaries({
    "key": st.one_of(st.just(""), KEYS), "title": WORDS, "note": WORDS,
    "address": st.sampled_from(["", "https://example.org"]), "day": st.just("2026-11-01"),
    "number": st.integers(0, 9), "mood": st.sampled_from("ab"), "flag": st.booleans(), "captions": WORDS,
    "lines": st.lists(items(LINES), max_size=3), "words": st.lists(items(WORDS), max_size=3),
    "inner": st.lists(st.one_of(items(WORDS, "text"), items(LINES, "line")), max_size=3),
})  # fmt: skip
BODIES = st.lists(st.one_of(items(WORDS, "text"), items(THINGS, "any")), max_size=4)


class Body(blocks.StreamBlock):
    text = blocks.RichTextBlock()
    any = Anything()


FIELD = StreamField(Body(), verbose_name="body")
FIELD.set_attributes_from_name("body")


@pytest.fixture(autouse=True)
def _only_the_body(monkeypatch):
    """Pages of these tests have one field."""
    for module in ("segments", "structure"):
        monkeypatch.setattr(f"courses.translation.{module}.content_fields", lambda _model: [FIELD])


def told(source, target):
    return differences(list(pieces(LessonPage, source)), list(pieces(LessonPage, target)))


def shape(content):
    """Everything but the words."""
    return [
        (piece.address, piece.kind, None if piece.is_text else piece.value)
        for piece in pieces(LessonPage, content)
    ]


def property_of(test):
    """A property does not depend on the fixture, which is the same for every example."""
    from hypothesis import HealthCheck, settings

    return settings(
        max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )(test)


@property_of
@given(source=BODIES, target=BODIES, data=st.data())
def test_taking_over_the_structure_and_filling_in_gives_equal_shapes_and_every_word(
    source, target, data
):
    source, target = {"body": source}, {"body": json.dumps(target)}
    words = {address: piece.value for address, piece in texts(pieces(LessonPage, target)).items()}
    taken = rebuilt(LessonPage, source, words)
    assert shape(taken) == shape(source)
    assert told(source, taken) == []
    filled = {
        # A link that is empty is the source's.
        address: piece.value if piece.kind == "link" else data.draw(WORDS)
        for address, piece in texts(pieces(LessonPage, source)).items()
        if piece.kind != "link" or piece.value
    }
    full = rebuilt(LessonPage, taken, filled)
    assert shape(full) == shape(source)
    assert {a: p.value for a, p in texts(pieces(LessonPage, full)).items() if a in filled} == filled


@property_of
@given(source=BODIES)
def test_the_source_in_its_own_structure_is_the_source(source):
    words = {
        address: piece.value
        for address, piece in texts(pieces(LessonPage, {"body": source})).items()
    }
    assert rebuilt(LessonPage, {"body": source}, words) == {"body": source}


@property_of
@given(source=BODIES)
def test_every_text_has_an_address_of_its_own(source):
    everything = pieces(LessonPage, {"body": source})
    addresses = [piece.address for piece in everything if piece.kind != "frame"]
    assert len(addresses) == len(set(addresses))


@property_of
@given(source=BODIES, data=st.data())
def test_reordering_keeps_every_word_and_is_noticed(source, data):
    keys = [item["value"]["key"] for item in source if item["type"] == "any"]
    named = [key for key in keys if key]
    if len(set(named)) < len(named):
        return  # two blocks with one key are refused before they get here
    words = {
        address: piece.value
        for address, piece in texts(pieces(LessonPage, {"body": source})).items()
    }
    turned = {"body": data.draw(st.permutations(source))}
    assert set(texts(pieces(LessonPage, turned))) == set(words)
    moved = rebuilt(LessonPage, turned, words)
    assert moved == turned
    found = told(turned, {"body": source})
    assert {one.kind for one in found} == ({"moves"} if turned["body"] != source else set())


def block(kind, value, ident=None):
    return {"type": kind, "id": ident or str(uuid.uuid4()), "value": value}


def anything(**values):
    empty = {"key": "k", "title": "", "lines": [], "words": [], "inner": []}
    return block("any", empty | values)


def test_what_comes_what_goes_and_what_changes_is_told_with_the_words_that_would_go():
    source = {"body": [anything(flag=True, words=[block("item", "жаңа", "1")])]}
    target = {"body": [
        anything(flag=False, lines=[block("item", {"who": "Дана", "html": "<p>Сәлем</p>"}, "2")]),
        block("text", "<p>Артық сөз</p>"),
    ]}  # fmt: skip
    found = told(source, target)
    assert [one.kind for one in found] == ["comes", "goes", "goes", "changes"]
    assert [one.words for one in found][1:3] == ["Дана Сәлем", "Артық сөз"]
    assert found[3].address == "body/k/flag"


def test_blocks_with_other_ids_are_found_by_their_lasting_key():
    source = {"body": [anything(title="бір")]}
    target = {"body": [anything(title="один")]}
    assert told(source, target) == []
    assert texts(pieces(LessonPage, target))["body/k/title"].value == "один"


def test_keys_addresses_dates_numbers_and_choices_are_not_translated():
    kinds = {
        piece.address.rsplit("/", 1)[1]: piece.kind
        for piece in pieces(LessonPage, {"body": [anything()]})
    }
    fixed = {name for name, kind in kinds.items() if kind == "fixed"}
    assert fixed == {"key", "day", "number", "mood", "flag"}
    assert kinds["address"] == "link"
    assert kinds["captions"] == "lines"


@pytest.mark.parametrize("model", [CoursePage, ModulePage, LessonPage])
def test_the_title_is_translated_and_the_address_is_not(model, monkeypatch):
    monkeypatch.undo()
    kinds = {piece.address: piece.kind for piece in pieces(model, {})}
    assert (kinds["title"], kinds["slug"]) == ("plain", "fixed")
    assert kinds.get("hours", "fixed") == kinds.get("minutes", "fixed") == "fixed"
    assert kinds.get("summary", "lines") == "lines"


def test_the_editors_marks_change_no_word():
    assert are_equal("<p>Сәлем, <strong>әлем</strong></p>\n<ul><li>бір</li></ul>",
                     '<p data-block-key="x1">Сәлем, <b>әлем</b></p><ul><li data-block-key="y">бір</li></ul><p></p>')  # fmt: skip
    assert not are_equal("<p>Сәлем</p>", "<p><b>Сәлем</b></p>")
    assert is_blank('<p data-block-key="x1"></p>')
    assert is_blank(None)


def test_names_and_numbers_may_be_the_same_in_both_languages_words_may_not():
    assert looks_untranslated("Отбасы", "<p>Отбасы</p>") is False
    assert looks_untranslated("Отбасы", "Отбасы")
    assert not looks_untranslated("stat.gov.kz 111", "stat.gov.kz 111")


def test_changed_words_are_marked():
    found = changed_words("<p>Бір екі үш</p>", "<p>Бір төрт үш</p>")
    assert [(one.kind, one.words) for one in found] == [
        ("same", "Бір"), ("gone", "екі"), ("new", "төрт"), ("same", "үш"),
    ]  # fmt: skip
