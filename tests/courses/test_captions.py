"""Captions: what is read, what is refused and how it is said."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from courses.blocks.captions import CaptionsBlock
from courses.captions import read_captions, write_captions
from tests.courses.samples import CAPTIONS


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def problems(text: str) -> list[str]:
    return [str(problem) for problem in read_captions(text)[1]]


def test_what_is_written_is_read_again():
    cues, wrong = read_captions(CAPTIONS)
    assert wrong == []
    assert [(cue.start, cue.end, cue.text) for cue in cues] == [
        (0, 2000, "Сәлем!"),
        (2000, 5500, "Қалың қалай?"),
    ]
    assert write_captions(cues) == CAPTIONS


def test_what_subtitle_programs_write_is_understood():
    text = (
        "\ufeff1\r\n00:00:01,000 --> 00:00:02,500\r\nБір\r\nекі\r\n\r\n\r\n"
        "NOTE a note --> of ours\r\n\r\n2\r\n01:02.000 --> 01:03.000 align:start\r\nҮш\r\n"
    )
    cues, wrong = read_captions(text)
    assert wrong == []
    assert [(cue.start, cue.end, cue.text) for cue in cues] == [
        (1000, 2500, "Бір\nекі"),
        (62000, 63000, "Үш"),
    ]


@pytest.mark.parametrize(
    "text, line, words",
    [
        ("WEBVTT\n", 1, "There is no caption."),
        ("WEBVTT\n\nСәлем", 3, "“Сәлем” has no times."),
        ("WEBVTT\n\n0:1 --> 0:2\nСәлем", 3, "cannot be read as times"),
        ("WEBVTT\n\n00:61:00.000 --> 00:62:00.000\nСәлем", 3, "An hour has 60 minutes"),
        ("WEBVTT\n\n00:00:03.000 --> 00:00:01.000\nСәлем", 3, "ends before it begins"),
        ("WEBVTT\n\n00:00:03.000 --> 00:00:03.000\nСәлем", 3, "ends before it begins"),
        ("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n\n", 3, "has no words"),
        (
            "00:01.000 --> 00:03.000\nА\n00:03.000 --> 00:04.000\nБ",
            1,
            "Put an empty line between them",
        ),
        (
            "00:01.000 --> 00:03.000\nА\n\n00:02.000 --> 00:04.000\nБ",
            4,
            "before the one above it ends (00:00:03.000)",
        ),
        ("00:00.000 --> 00:01.000\nа\n\n" + "а" * 200_001, 1, "too long"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, line, words):
    said = problems(text)
    assert said[0].startswith(f"Line {line}: ")
    assert words in said[0]


def test_everything_wrong_is_said_at_once_but_not_without_end():
    block = CaptionsBlock(required=False)
    text = "WEBVTT\n\n" + "Сөз\n\n" * 8
    with pytest.raises(ValidationError) as refused:
        block.clean(text)
    assert refused.value.messages[0].startswith("Line 3: ")
    assert refused.value.messages[-1] == "There is more to mend: 3."


def test_nothing_is_nothing():
    block = CaptionsBlock(required=False)
    assert block.clean("") == ""
    assert block.clean(" \n") == ""


def test_captions_are_kept_as_plainly_as_they_can_be_written():
    assert CaptionsBlock(required=False).clean(CAPTIONS.replace("\n", "\r\n")) == CAPTIONS
