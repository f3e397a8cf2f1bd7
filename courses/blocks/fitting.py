"""What makes one lesson fit different people, without becoming another lesson."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.features import ONE_LINE
from courses.blocks.groups import TO_READ

# How many sentences a short version may have; those of our own courses have five.
FEWEST_SENTENCES, MOST_SENTENCES = 3, 5


class ShortBlock(blocks.StructBlock):
    """The lesson in a few plain sentences, for people who read with effort."""

    lines = blocks.ListBlock(
        blocks.RichTextBlock(features=ONE_LINE, label=_("sentence")),
        min_num=FEWEST_SENTENCES, max_num=MOST_SENTENCES, label=_("sentences"),
    )  # fmt: skip

    class Meta:
        icon = "list-ul"
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
