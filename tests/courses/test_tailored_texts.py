"""A text that depends on people's circumstances: who reads what, and what keeps it even."""

import copy
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.actions import correct_lesson, publish_edition
from courses.circumstances import UNKNOWN, Circumstance, Reason, case_for, tailored
from courses.differences.parts import part_differences
from courses.exceptions import CorrectionRefused, EditionIncomplete
from courses.models import LessonPage
from courses.writing.length import length_of
from courses.writing.remarks import remarks_on
from learning.models import LessonProgress
from tests import cast
from tests.courses import samples, school
from tests.courses.samples import block
from tests.courses.side_by_side import lesson, translate
from tests.learning import story

KEYS = st.sampled_from(Circumstance.values)
PARTS = st.lists(KEYS, min_size=1, unique=True).map(
    lambda keys: {"html": "", "cases": [{"key": key, "html": f"<p>{key}</p>"} for key in keys]}
)


@given(PARTS, st.sets(KEYS))
def test_a_person_reads_the_first_case_that_is_theirs(part, mine):
    keys = [case["key"] for case in part["cases"]]
    chosen = case_for(part, mine)
    assert (chosen in mine and not mine & {*keys[: keys.index(chosen)]}) if chosen else (
        not mine & {*keys}
    )  # fmt: skip


@given(PARTS)
def test_who_was_not_asked_reads_the_text_for_everybody_and_can_open_each_case(part):
    shown = tailored(part, UNKNOWN)
    assert (shown.html, shown.because) == (part["html"], None)
    assert [html for _label, html in shown.folded] == [case["html"] for case in part["cases"]]


@given(PARTS, KEYS)
def test_whoever_has_a_case_of_their_own_reads_no_other(part, mine):
    reason = Reason("said", "/where/")
    shown = tailored(part, {mine: reason})
    if case_for(part, {mine}):
        assert (shown.html, shown.because, shown.folded) == (f"<p>{mine}</p>", reason, ())


def part_of(text: str, **cases: str) -> dict:
    rows = [{"key": key.replace("_", "-"), "html": html} for key, html in cases.items()]
    return {"kind": "tailored", "key": "t", "id": "t", "html": text, "cases": rows}


def test_the_longest_text_counts_for_the_length_of_the_lesson():
    one = part_of("<p>бір екі</p>", expecting="<p>бір екі үш</p>", remarried="<p>бір</p>")
    assert length_of([one]).words == 3


def write(value, language=None, slug="lesson1"):
    pages = LessonPage.objects.filter(slug=slug)
    for page in pages.filter(locale__language_code=language) if language else pages:
        page.body = [block("tailored", value), *page.body.raw_data]
        page.save_revision().publish()


LONG = "<p>" + "сөз " * 20 + "</p>"


@pytest.mark.django_db
@pytest.mark.parametrize("words, is_told", [(12, True), (14, False), (26, False), (28, True)])
def test_a_case_that_takes_another_time_is_pointed_out(loaded, words, is_told):
    write(samples.tailored(LONG, with_parents="<p>" + "сөз " * words + "</p>"))
    said = remarks_on(lesson("lesson1")).sentences()
    label = samples.words("If you live with parents")
    assert any(label in sentence for sentence in said) == is_told


@pytest.mark.django_db
@pytest.mark.parametrize("signed", [False, True])
def test_anybody_reads_the_text_for_everybody_and_opens_the_rest_without_a_request(
    loaded, client, signed_in, signed
):
    write(samples.tailored("<p>Бәріңізге</p>", expecting="<p>Күтеміз</p>"))
    edition = publish_edition(course=loaded, by="methodologist@example.org")
    address = "/kk/courses/small/lesson1/"
    if signed:
        person = cast.make_learner()
        story.begin(person, edition)
        client, address = signed_in(person), "/kk/learn/small/lesson1/"
    html = client.get(address).content.decode()
    shown = re.search(r'<div class="tailored".*?</details>', html, re.DOTALL)[0]
    assert shown.index("Бәріңізге") < shown.index("<details") < shown.index("Күтеміз")
    assert samples.words("If you are expecting a child") in shown
    assert not re.search(r"hx-|href|<form|data-", shown)
    assert " open" not in re.search(r"<details[^>]*>", shown)[0]


@pytest.mark.django_db
def test_a_lesson_that_speaks_of_violence_keeps_nothing_of_who_reads_its_cases(loaded, signed_in):
    write(samples.tailored("<p>Бәріңізге</p>", expecting="<p>Күтеміз</p>"), slug="lesson4")
    edition = publish_edition(course=loaded, by="methodologist@example.org")
    person = cast.make_learner()
    story.begin(person, edition)
    client, address = signed_in(person), "/kk/learn/small/lesson4/"
    story.go_on(client, address)
    html = client.get(address).content.decode()
    shown = html.split('<div class="tailored"')[1].split("<h2")[0]
    assert "Күтеміз" in shown
    assert "mark-link" not in shown
    assert not LessonProgress.objects.exists()


@pytest.mark.django_db
def test_cases_that_differ_between_the_languages_are_not_published(loaded):
    write(samples.tailored(expecting="<p>а</p>"), "kk")
    write(samples.tailored(remarried="<p>а</p>"), "ru")
    with pytest.raises(EditionIncomplete) as refused:
        publish_edition(course=loaded, by="methodologist@example.org")
    said = [problem.message for problem in refused.value.problems]
    assert samples.words("The cases of a tailored text differ between the languages.") in said


@pytest.mark.django_db
def test_cases_that_differ_between_the_languages_are_no_correction(small):
    write(samples.tailored(expecting="<p>а</p>"), "kk")
    write(samples.tailored(remarried="<p>а</p>"), "ru")
    told = samples.words("The cases of a tailored text differ between the languages.")
    with pytest.raises(CorrectionRefused, match=told):
        correct_lesson(edition=small, lesson_key=school.key("lesson-1"), by="m@example.org")


@pytest.mark.django_db
def test_the_editor_refuses_two_cases_for_the_same_people():
    block_of = LessonPage.body.field.stream_block.child_blocks["tailored"]
    value = block_of.to_python(
        samples.tailored(with_parents="<p>А</p>", **{"with-parents": "<p>Б</p>"})
    )
    with pytest.raises(StructBlockValidationError) as refused:
        block_of.clean(value)
    said = samples.words("Two cases are for the same people. Keep one of them.")
    assert said in json.dumps(refused.value.as_json_data(), ensure_ascii=False)


@pytest.mark.django_db
def test_each_case_is_translated_beside_its_source(loaded, signed_in, settings):
    settings.STAFF_SECOND_FACTOR = False
    admin = signed_in(cast.make_staff(superuser=True))
    page = lesson("lesson1", "kk")
    page.body = [block("tailored", samples.tailored(expecting="<p>Күтеміз</p>")),
                 *page.body.raw_data]  # fmt: skip
    page.save_revision().publish()
    target = lesson("lesson1", "ru")
    answer = translate(admin, target, {
        "body/our-house/text": "Для всех", "body/our-house/cases/i0/text": "Ждём",
    })  # fmt: skip
    assert answer.status_code == 302
    value = lesson("lesson1", "ru").get_latest_revision_as_object().body[0].value
    assert value["text"].source.count("Для всех") == 1
    (case,) = value["cases"]
    assert (case["circumstance"], "Ждём" in case["text"].source) == ("expecting", True)


def test_the_words_of_a_case_are_compared_under_its_name():
    old = [part_of("<p>а</p>", expecting="<p>бір</p>", remarried="<p>екі</p>")]
    new = copy.deepcopy(old)
    new[0]["cases"][1]["html"] = "<p>үш</p>"
    (found,) = part_differences(old, {}, new, {})
    assert [wording.label for wording in found.wordings] == [str(Circumstance.REMARRIED.label)]
    assert found.sentences == []


def test_cases_in_another_order_are_a_difference():
    old = [part_of("<p>а</p>", expecting="<p>бір</p>", remarried="<p>екі</p>")]
    new = copy.deepcopy(old)
    new[0]["cases"].reverse()
    (found,) = part_differences(old, {}, new, {})
    assert len(found.sentences) == 1
    assert found.wordings == []
