"""To think over alone, and to talk over together. Never required, never graded."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.activities.graded import ActivityBlock
from courses.blocks.features import PLAIN_TEXT
from courses.blocks.keys import KeyBlock


class ReflectionBlock(ActivityBlock):
    """A question to oneself; the words are kept sealed or not at all."""

    key = KeyBlock()
    prompt = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("question"))

    class Meta:
        icon = "edit"
        label = _("Reflection")
        description = _("A question to oneself. What is written is private and never graded.")
        preview_value = {
            "key": "example",
            "prompt": "<p>Соңғы рет не үшін рақмет айттыңыз?</p>",
        }


class TogetherBlock(ActivityBlock):
    """An exercise for two, which says how to do it alone: nobody needs a partner to go on."""

    key = KeyBlock()
    prompt = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("what to do"))
    alone = blocks.RichTextBlock(
        features=PLAIN_TEXT, label=_("how to do it alone"),
        help_text=_("For those whose partner is far away, or who learn by themselves."),
    )  # fmt: skip
    talk = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("what to talk about"))

    class Meta:
        icon = "group"
        label = _("Exercise for two")
        description = _("To do with one's partner, or alone; never required, never graded.")
        preview_value = {
            "key": "example",
            "prompt": "<p>Әрқайсысыңыз үш тілегіңізді жазыңыз.</p>",
            "alone": "<p>Өз тілектеріңізді жазып, біреуін жақын адамға айтыңыз.</p>",
            "talk": "<p>Қай тілектеріңіз ұқсас? Қайсысы тосын болды?</p>",
        }
