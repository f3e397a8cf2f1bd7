"""The questions before and after a course as parts of their file."""

from dataclasses import replace
from typing import Any

from courses.curriculum import Option, Part
from courses.curriculum.parts import question_id
from courses.curriculum.writing.parts import own_id
from courses.exporting.words import stored
from courses.models import CoursePage


def read_questions(page: CoursePage) -> tuple[Part, ...]:
    """Return the questions of a course page in order."""
    return tuple(_question(page, block) for block in page.measure)


def _question(page: CoursePage, block: Any) -> Part:
    value = block.value
    options = tuple(
        Option(option["key"] or "", stored(option["text"]), bool(option["is_right"]), "", 0)
        for option in value.get("options") or ()
    )
    part = Part(
        block.block_type, 0, key=value["key"] or "", html=stored(value["text"]), options=options
    )
    return replace(part, id=own_id(block.id or "", question_id(page.course.key, part)))
