"""What the editor does with the blocks of activities."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.rich_text import RichText

from courses.activities import ACTIVITIES
from courses.blocks import LessonBlocks
from courses.models import LessonPage
from courses.snapshots.reading import READERS, Reading
from tests import cast

BODY = LessonBlocks()


def value_of(kind, **changes):
    """The example of a block, as the editor would send it."""
    block = BODY.child_blocks[kind]
    value = block.get_preview_value()
    return block.to_python(block.get_prep_value(value) | changes)


def refused(kind, **changes):
    """The child because of which a block is refused."""
    with pytest.raises(StructBlockValidationError) as caught:
        BODY.child_blocks[kind].clean(value_of(kind, **changes))
    return set(caught.value.block_errors)


def rows(*values):
    """A list as it is stored."""
    return [{"type": "item", "value": value, "id": str(n)} for n, value in enumerate(values)]


@pytest.mark.parametrize("kind", ACTIVITIES)
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_example_of_every_kind_is_sound_in_both_languages(kind, language):
    with translation.override(language):
        value = BODY.child_blocks[kind].clean(value_of(kind))
        reading = Reading(language, False, READERS)
        READERS[kind](reading, value, kind)
    assert reading.content.problems == []
    assert [part["kind"] for part in reading.content.parts] == [kind]


@pytest.mark.parametrize("kind", ACTIVITIES)
def test_every_kind_has_an_icon_a_name_a_line_of_what_it_is_for_and_a_group(kind):
    block = BODY.child_blocks[kind]
    assert block.meta.icon != "placeholder"
    assert block.label
    assert block.get_description()
    assert block.meta.group
    assert block.is_previewable


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ACTIVITIES)
def test_the_picker_shows_the_example_as_a_learner_meets_it(signed_in, settings, kind):
    settings.STAFF_SECOND_FACTOR = False
    editor = signed_in(cast.make_staff(superuser=True))
    block = LessonPage._meta.get_field("body").stream_block.child_blocks[kind]
    page = editor.get("/admin/block-preview/", {"id": block.definition_prefix})
    assert page.status_code == 200
    assert 'id="activity-example"' in page.text
    assert "<button" not in page.text


@pytest.mark.parametrize("kind", ["scale", "reflection", "together"])
def test_what_is_private_or_needs_a_partner_cannot_be_required(kind):
    names = BODY.child_blocks[kind].child_blocks.keys()
    assert not names & {"is_required", "pass_rule", "shown_after", "hint"}


def cleaned(kind, draft=False, **changes):
    """A lesson of one block, saved; its value."""
    stored = BODY.child_blocks[kind].get_prep_value(value_of(kind, **changes))
    body = BODY.to_python([{"type": kind, "value": stored, "id": "5b0c"}])
    return (BODY.clean_deferred if draft else BODY.clean)(body)[0].value


def test_keys_are_made_where_they_are_empty_and_stay_when_words_and_places_change():
    items = [{"key": "", "text": "а"}, {"key": "", "text": "ә"}]
    first = cleaned("order", key="", items_in_order=rows(*items))
    keys = [item["key"] for item in first["items_in_order"]]
    assert first["key"]
    assert all(keys)
    assert len({*keys}) == 2
    stored = BODY.child_blocks["order"].get_prep_value(first)
    stored["items_in_order"].reverse()
    stored["items_in_order"][0]["value"]["text"] = "б"
    second = cleaned("order", key=first["key"], items_in_order=stored["items_in_order"])
    assert [item["key"] for item in second["items_in_order"]] == keys[::-1]
    assert second["key"] == first["key"]


def test_a_page_that_saves_itself_again_and_again_finds_the_same_keys():
    """The form of the browser knows nothing of the keys that were made: it sends none again."""
    items = [{"key": "", "text": "а"}, {"key": "", "text": "ә"}]
    once, again = (
        cleaned("order", draft=draft, key="", items_in_order=rows(*items))
        for draft in (True, False)
    )
    assert once["key"] == again["key"]
    assert [i["key"] for i in once["items_in_order"]] == [i["key"] for i in again["items_in_order"]]


def test_both_sides_of_a_pair_get_keys_of_their_own():
    pair = {"key": "", "right_key": "", "feedback": "<p>…</p>"}
    pairs = rows(pair | {"left": "а", "right": "б"},
                 pair | {"left": "в", "right": "г"})  # fmt: skip
    value = cleaned("pairs", pairs=pairs)
    keys = [pair[name] for pair in value["pairs"] for name in ("key", "right_key")]
    assert all(keys)
    assert len({*keys}) == 4


def test_what_cannot_be_asked_is_refused_where_it_stands():
    twice = {"key": "a", "text": "Бір"}
    assert refused("order", items_in_order=rows(twice, twice)) == {"items_in_order"}
    same = rows({"key": "a", "text": "Бір"}, {"key": "b", "text": " бір "})
    assert refused("order", items_in_order=same) == {"items_in_order"}
    assert refused("order", items_in_order=rows(twice)) == {"items_in_order"}
    assert refused("truefalse", feedback_true="") == {"feedback_true"}
    assert refused("truefalse", right="") == {"right"}
    assert refused("number", feedback_big="") == {"feedback_big"}
    assert refused("number", tolerance="-1") == {"tolerance"}
    assert refused("scale", high="Қиын") == {"high"}
    assert refused("scale", steps=8) == {"steps"}
    assert refused("together", alone="") == {"alone"}
    two = rows({"key": "a", "text": "Бір"}, {"key": "b", "text": "Екі"})
    assert refused("order", items_in_order=two, pass_rule="one_off") == {"pass_rule"}
    assert refused("order", shown_after=11) == {"shown_after"}
    option = {"key": "a", "text": "<p>Бір</p>", "is_right": True, "feedback": "<p>…</p>"}
    other = option | {"key": "b", "text": "<p>Екі</p>"}
    assert refused("multiple", options=rows(option, other)) == {"options"}


def test_a_draft_may_be_unfinished():
    empty = {"right": "", "feedback_true": "", "feedback_false": "", "prompt": ""}
    block = BODY.child_blocks["truefalse"]
    block.clean_deferred(value_of("truefalse", **empty))
    with pytest.raises(ValidationError):
        block.clean(value_of("truefalse", **empty))


def test_what_was_duplicated_gets_a_key_of_its_own_and_the_first_keeps_its_own():
    body = BODY.to_python([
        {"type": kind, "value": BODY.child_blocks[kind].get_prep_value(value_of(kind)), "id": str(n)}
        for n, kind in enumerate(("order", "together", "order"))
    ])  # fmt: skip
    keys = [child.value["key"] for child in BODY.clean(body)]
    assert keys[0] == "example"
    assert len({*keys}) == 3
    items = [{"key": "a", "text": text} for text in ("Бір", "Екі")]
    for draft in (True, False):
        value = cleaned("order", draft=draft, items_in_order=rows(*items))
        keys = [item["key"] for item in value["items_in_order"]]
        assert keys[0] == "a"
        assert keys[1] not in ("", "a")


def test_a_page_written_before_pass_rules_has_the_usual_ones():
    block = BODY.child_blocks["single"]
    old = {name: value for name, value in block.get_prep_value(value_of("single")).items()
           if name not in ("pass_rule", "shown_after")}  # fmt: skip
    (value,) = block.bulk_to_python([old])
    assert (value["pass_rule"], value["shown_after"]) == ("right", 0)
    assert isinstance(value["prompt"], RichText)
    block.clean(value)
