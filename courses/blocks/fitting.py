"""What makes one lesson fit different people, without becoming another lesson."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.blocks.features import ONE_LINE, PLAIN_TEXT
from courses.blocks.groups import TO_READ
from courses.blocks.keys import KeyBlock, KeyedBlock
from courses.circumstances import Circumstance

# How many sentences a short version may have; those of our own courses have five.
FEWEST_SENTENCES, MOST_SENTENCES = 3, 5


class ShortBlock(blocks.StructBlock):
    """The lesson in a few plain sentences, for people who read with effort."""

    lines = blocks.ListBlock(
        blocks.RichTextBlock(features=ONE_LINE, label=_("sentence")),
        min_num=FEWEST_SENTENCES, max_num=MOST_SENTENCES, label=_("sentences"),
    )  # fmt: skip

    class Meta:
        icon = "glasses"
        label = _("Short version")
        description = _("The lesson in three to five plain sentences, folded, before all else.")
        group = TO_READ

        @staticmethod
        def preview_value() -> dict[str, Any]:
            """Show three sentences."""
            said = (
                gettext("Listen to the end."),
                gettext("Ask whether you understood."),
                gettext("Only then say what you think."),
            )
            return {"lines": [f"<p>{sentence}</p>" for sentence in said]}


class CaseBlock(blocks.StructBlock):
    """What people in one circumstance read in place of the text for everybody."""

    circumstance = blocks.ChoiceBlock(choices=Circumstance.choices, label=_("for whom"))
    text = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("text"))

    class Meta:
        icon = "user"
        label = _("Case")


class TailoredBlock(KeyedBlock):
    """A text that depends on people's circumstances."""

    key = KeyBlock()
    text = blocks.RichTextBlock(
        features=PLAIN_TEXT, label=_("text for everybody"),
        help_text=_("For whoever is in none of the cases below."),
    )  # fmt: skip
    cases = blocks.ListBlock(
        CaseBlock(), min_num=1, max_num=len(Circumstance), label=_("cases"),
        help_text=_("About as long as the text for everybody: each path takes the same time."),
    )  # fmt: skip

    def clean(self, value):
        """Refuse two cases for one circumstance; a draft may be unfinished."""
        cleaned = super().clean(value)
        chosen = [case["circumstance"] for case in cleaned["cases"]]
        if len(set(chosen)) < len(chosen) and not self.is_deferred_validation:
            twice = ValidationError(_("Two cases are for the same people. Keep one of them."))
            raise StructBlockValidationError(block_errors={"cases": twice})
        return cleaned

    class Meta:
        icon = "crosshairs"
        label = _("Tailored text")
        description = _("One text for everybody, others for those in certain circumstances.")
        group = TO_READ

        @staticmethod
        def preview_value() -> dict[str, Any]:
            """Show a text with one case."""
            text = gettext("Agree which evenings belong to the two of you.")
            case = gettext("Tell the elders kindly which evenings belong to the two of you.")
            return {
                "key": "example", "text": f"<p>{text}</p>",
                "cases": [{"circumstance": Circumstance.WITH_PARENTS, "text": f"<p>{case}</p>"}],
            }  # fmt: skip


class WeekBlock(KeyedBlock):
    """One small thing to do this week, and what to look back at when it is over."""

    key = KeyBlock()
    text = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("what to do this week"))
    back = blocks.RichTextBlock(
        features=PLAIN_TEXT, label=_("what to look back at"),
        help_text=_("In seven days. That it did not work out is a fine answer."),
    )  # fmt: skip

    class Meta:
        icon = "date"
        label = _("This week")
        description = _("One small thing to do this week, and what to look back at.")
        group = TO_READ

        @staticmethod
        def preview_value() -> dict[str, Any]:
            """Show a walk."""
            text = gettext("Go for a walk of ten minutes together, without telephones.")
            back = gettext("What was good about it? What was in the way?")
            return {"key": "example", "text": f"<p>{text}</p>", "back": f"<p>{back}</p>"}


class ToFilmBlock(blocks.StructBlock):
    """Text that stands for a film until there is one; learners hear nothing of the film."""

    about = blocks.CharBlock(
        max_length=300, label=_("what the film will show"),
        help_text=_("For those who will make it. Learners do not see it."),
    )  # fmt: skip
    text = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("text until there is a film"))

    class Meta:
        icon = "media"
        label = _("A film would serve here")
        label_format = "{about}"
        description = _("Text that stands for a film until there is one.")
        group = TO_READ

        @staticmethod
        def preview_value() -> dict[str, Any]:
            """Show what learners read."""
            text = gettext("She puts the telephone away, turns to him and waits until he is done.")
            about = gettext("How somebody listens to the end")
            return {"about": about, "text": f"<p>{text}</p>"}
