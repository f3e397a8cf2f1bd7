"""The questions before and after a course, as an edition freezes them."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from courses.snapshots.html import inline_html, public_html


@dataclass
class MeasureContent:
    """What learners see of the questions, which options are right, and what is missing."""

    items: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def shape(self) -> list[tuple[Any, ...]]:
        """What is equal in both languages."""
        return [
            (
                item["kind"], item["key"], self.answers.get(item["key"]),
                [option["key"] for option in item.get("options", [])],
            )
            for item in self.items
        ]  # fmt: skip


def read_measure(page: Any, language: str) -> MeasureContent:
    """Read the questions of a CoursePage that is in `language`."""
    content = MeasureContent()
    for child in page.measure:
        value, kind = child.value, child.block_type
        key = value.get("key") or ""
        words = {"key": key}
        if not key:
            content.problems.append(
                _("A question before and after the course has no key. Save the page once.")
            )
        text = public_html(value["text"].source if value.get("text") else "", language)
        if not text:
            content.problems.append(
                _("The question “%(key)s” before and after the course has no words.") % words
            )
        item: dict[str, Any] = {"kind": kind, "key": key, "text": text}
        if kind == "knowledge":
            options = list(value.get("options") or [])
            right = [option["key"] for option in options if option["is_right"]]
            if len(right) != 1 or len(options) < 2:
                content.problems.append(
                    _("The question “%(key)s” before and after the course needs at least two"
                      " options, one of them right.") % words
                )  # fmt: skip
            item["options"] = [
                {
                    "key": option["key"],
                    "text": inline_html(public_html(option["text"].source, language)),
                }
                for option in options
            ]
            content.answers[key] = right[0] if right else ""
        content.items.append(item)
    return content
