"""The questions before and after a course into the lines of their file."""

from collections.abc import Iterable

from courses.curriculum.parts import Part
from courses.curriculum.writing.containers import container, one_line, text_rows


def write_question(part: Part) -> list[str]:
    """A question of knowledge with its options, or a statement without any."""
    options = [
        f"- [{'x' if option.is_right else ' '}] {{{option.key}}} {one_line(option.text)}"
        for option in part.options
    ]
    rows = [*text_rows(part.html), *([""] if options else []), *options]
    return container(part.kind, rows, {"key": part.key, "id": part.id})


def write_questions(parts: Iterable[Part]) -> str:
    """Return the text of `measure.kk.md` or `measure.ru.md`."""
    return "\n\n".join("\n".join(write_question(part)) for part in parts) + "\n"
