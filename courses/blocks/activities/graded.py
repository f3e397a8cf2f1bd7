"""What all activities share, and what the graded ones do."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.activities import FEWEST_FOR_ONE_OFF, MOST_TRIES_BEFORE_SHOWN, ONE_OFF, PASS_RULES
from courses.blocks.keys import KeyedBlock

PASS_RULE_WORDS: dict[str, Any] = {
    "right": _("all of it is right"),
    "one_off": _("at most one mistake"),
    "answered": _("any answer counts"),
}


def plain(value: Any) -> str:
    """Return the words of a rich text value, folded, to compare them."""
    source = getattr(value, "source", value) or ""
    return " ".join(strip_tags(source).split()).casefold()


def refuse(name: str, message: Any) -> None:
    """Refuse a block because of its child `name`."""
    raise StructBlockValidationError(block_errors={name: ValidationError(message)})


def refuse_repeated(name: str, values: Iterable[str], message: Any) -> None:
    """Refuse a block in which a value that is not empty stands twice."""
    filled = [value for value in values if value]
    if len(set(filled)) < len(filled):
        refuse(name, message)


class ActivityBlock(KeyedBlock):
    """Something to do, under a lasting key."""

    def clean(self, value):
        """Check the parts, then the whole; a draft may be unfinished."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            self.check_meaning(cleaned)
        return cleaned

    def check_meaning(self, value: Any) -> None:
        """Refuse, by a StructBlockValidationError, what cannot be asked of anybody."""

    def get_preview_context(self, value, parent_context=None):
        """Draw the example as a learner would meet it."""
        from courses.block_preview import activity_example  # it reads snapshots, which read pages

        context = super().get_preview_context(value, parent_context=parent_context)
        return context | {"activity": activity_example(self.name, value)}

    class Meta:
        group = _("Something to do")
        preview_template = "courses/admin/activity_example.html"


class GradedBlock(ActivityBlock):
    """What every graded activity has beside its question."""

    settings = ("pass_rule", "shown_after", "key")
    last = ("hint", "is_required")

    is_required = blocks.BooleanBlock(
        required=False, label=_("required"),
        help_text=_("The lesson is done when every required task is done."),
    )  # fmt: skip
    hint = blocks.CharBlock(
        required=False, max_length=300, label=_("hint"),
        help_text=_("Shown after an answer that was not right yet."),
    )  # fmt: skip
    shown_after = blocks.IntegerBlock(
        default=0, label=_("show the right answer after"),
        validators=[MinValueValidator(0), MaxValueValidator(MOST_TRIES_BEFORE_SHOWN)],
        help_text=_("After how many tries the right answer is shown. 0: never. One may always "
                    "try again."),
    )  # fmt: skip

    def check_rule(self, value: Any, name: str, items: int) -> None:
        """Refuse “at most one mistake” where that would accept almost anything."""
        if value.get("pass_rule") == ONE_OFF and items < FEWEST_FOR_ONE_OFF:
            refuse(
                "pass_rule",
                _("With fewer than three, “at most one mistake” would accept almost anything."),
            )


def rule_block(kind: str) -> blocks.ChoiceBlock:
    """Return the choice of when an answer to this kind of activity counts."""
    return blocks.ChoiceBlock(
        choices=[(rule, PASS_RULE_WORDS[rule]) for rule in PASS_RULES[kind]], default="right",
        label=_("counts as done when"),
    )  # fmt: skip
