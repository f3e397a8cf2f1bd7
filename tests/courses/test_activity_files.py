"""Activities in curriculum files: read, refused where they are unsound, kept in pages."""

import pytest

from cms.texts import FilesUnsound
from courses.actions import publish_edition
from courses.actions.export import without_places
from courses.curriculum import read_course
from courses.curriculum.writing import write_course
from courses.exceptions import EditionIncomplete
from courses.exporting.media import MediaBasket
from courses.exporting.pages import course_text
from courses.models import CoursePage, LessonPage, LessonSnapshot
from tests.courses.school import change

pytestmark = pytest.mark.usefixtures("in_english")
LESSON = "02-module2/01-lesson3.kk.md"
KINDS = ["truefalse", "order", "pairs", "number", "scale", "together"]


def findings(folder):
    with pytest.raises(FilesUnsound) as caught:
        read_course(folder)
    return "\n".join(str(finding) for finding in caught.value.findings)


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("key=how-easy", "key=how-easy required", "`::: scale` can never be `required`"),
        ("key=for-two", "key=for-two required", "`::: together` can never be `required`"),
        (
            "::: reflection key=think",
            "::: reflection key=think required",
            "can never be `required`",
        ),
        ("- [x] {true}", "- [ ] {true}", "`truefalse` has the options {true} and {false}"),
        ("- [x] {true}", "- [x] {yes}", "`truefalse` has the options {true} and {false}"),
        ("- [x] {true}", "- [x] {true} Иә", "have their own words"),
        ("  > Ал, қане: true\n", "", "The option has no feedback"),
        ("pass=one-off", "pass=half", "`pass=half` cannot stand on `::: order`"),
        ("key=true-or-not", "key=true-or-not pass=one-off", "`pass=one-off` cannot stand"),
        ("key=both-sides", "key=both-sides pass=one-off", "would accept almost anything"),
        ("shown=3", "shown=many", "`shown=many` must be a whole number"),
        ("- [2] {two}", "- [3] {two}", "`[3]` must be `[2]`"),
        ("- [2] {two}", "- [2] {one}", "The key `one` stands already on line"),
        ("{two} Ал, қане 2", "{two} Ал, қане 1", "The text `ал, қане 1` stands already"),
        ("wrong:\n  > Ал, қане: wrong\n", "", "`wrong:` is missing"),
        ("  > Ал, қане: wrong\n", "", "The feedback is missing"),
        ("- [=] {left-a}", "- [x] {left-a}", "must be `[=]` in a pair"),
        ("  = {right-b} Ал, қане B\n", "", "A key in braces"),
        ("{right-b}", "{right-a}", "The key `right-a` stands already"),
        ("  > Ал, қане: b\n", "", "The feedback is missing"),
        ("value=12.5", "value=12,5", "`value=12,5` must be a number with a point"),
        ("value=12.5 ", "", "`value=` is missing"),
        ("tolerance=0.5", "tolerance=-1", "`tolerance=-1` must be a number"),
        ("small:\n", "smaller:\n", "`small:` is missing"),
        ("steps=5", "steps=9", "`steps=9` must be a whole number from 3 to 7"),
        ('high="Ал, қане 5"', 'high="Ал, қане 1"', "must say different things"),
        ('low="Ал, қане 1"', f'low="{"а" * 61}"', "at most 60 fit"),
        ("alone:\nАл, қане.\n", "", "has no `alone:` that says how to do it alone"),
        ("talk:\n- Ал, қане?\n", "", "has no `talk:` that says what to talk about"),
    ],
)
def test_an_unsound_activity_is_refused_with_what_to_do(folder, old, new, words):
    change(folder / LESSON, old, new)
    found = findings(folder)
    assert words in found
    assert LESSON in found


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("value=12.5", "value=13", "The `value` of `number how-many` differs"),
        ("tolerance=0.5", "tolerance=1", "The `tolerance` of `number how-many` differs"),
        ("steps=5", "steps=7", "The `steps` of `scale how-easy` differs"),
        ("{right-a}", "{right-c}", "The pairs of `pairs both-sides` are"),
        (" pass=one-off", "", "The attribute `pass` of `order steps` differs"),
        (" shown=3", "", "The attribute `shown` of `order steps` differs"),
        (' unit="Ну вот"', "", "has a unit in one language only"),
    ],
)
def test_languages_that_ask_different_things_are_named(folder, old, new, words):
    change(folder / "02-module2/01-lesson3.ru.md", old, new)
    assert words in findings(folder)


@pytest.mark.django_db
def test_every_kind_goes_into_pages_and_back_without_loss(loaded, folder, tmp_path):
    basket = MediaBasket()
    texts = {
        page.locale.language_code: course_text(page, basket)
        for page in CoursePage.objects.select_related("locale", "course")
    }
    write_course(texts, tmp_path / "again")
    basket.write(tmp_path / "again" / "media")
    before, after = read_course(folder).texts, read_course(tmp_path / "again").texts
    for language in ("kk", "ru"):
        (was, now) = (texts[language].modules[1].lessons[0] for texts in (before, after))
        assert {*KINDS} <= {part.kind for part in was.parts}
        assert without_places(now.parts) == without_places(was.parts)


@pytest.mark.django_db
def test_every_kind_is_frozen_in_an_edition_and_shown_for_reading(loaded, client):
    edition = publish_edition(course=loaded, by="methodologist@example.org")
    snapshots = LessonSnapshot.objects.filter(edition=edition, slug="lesson3")
    by_language = {snapshot.language: snapshot for snapshot in snapshots}
    for snapshot in snapshots:
        parts = {part["kind"]: part for part in snapshot.parts}
        assert {*KINDS} <= parts.keys()
        assert [o["key"] for o in parts["order"]["options"]] != ["one", "two", "three"]
        assert [o["key"] for o in parts["pairs"]["right"]] != ["right-a", "right-b"]
        assert (parts["order"]["pass"], parts["order"]["shown_after"]) == ("one_off", 3)
        assert "right" not in parts["number"]
        assert "required" not in parts["scale"].keys() | parts["together"].keys()
        page = client.get(f"/{snapshot.language}/courses/small/lesson3/").text
        assert parts["together"]["alone"] in page
        assert f"{parts['scale']['low']}" in page
        assert ": wrong" not in page
    kk, ru = (by_language[language] for language in ("kk", "ru"))
    shown = [[o["key"] for p in s.parts if p["kind"] == "order" for o in p["options"]]
             for s in (kk, ru)]  # fmt: skip
    assert shown[0] == shown[1]
    assert next(p for p in ru.parts if p["kind"] == "truefalse")["options"][0]["text"] == "Верно"


@pytest.mark.django_db
def test_a_page_without_what_its_activity_needs_is_not_published(loaded):
    page = LessonPage.objects.get(slug="lesson3", locale__language_code="kk")
    blocks = page.body.get_prep_value()
    for block in blocks:
        value = block["value"]
        if block["type"] == "truefalse":
            value |= {"right": "", "feedback_true": ""}
        elif block["type"] == "order":
            value["items_in_order"] = value["items_in_order"][:1]
        elif block["type"] == "number":
            value["value"] = None
        elif block["type"] == "scale":
            value["low"] = ""
        elif block["type"] == "together":
            value["alone"] = ""
        elif block["type"] == "pairs":
            value["pairs"][1]["value"]["left"] = value["pairs"][0]["value"]["left"]
    page.body = page.body.stream_block.to_python(blocks)
    page.save()
    with pytest.raises(EditionIncomplete) as caught:
        publish_edition(course=loaded, by="methodologist@example.org")
    found = {problem.message for problem in caught.value.problems}
    assert len(found) >= 7, found
