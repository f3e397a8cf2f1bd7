"""The body of a lesson: every block that may stand in it."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StructValue

from courses.blocks.activities import (
    MultipleChoiceBlock,
    NumberBlock,
    OrderBlock,
    PairsBlock,
    ReflectionBlock,
    ScaleBlock,
    SingleChoiceBlock,
    TogetherBlock,
    TrueFalseBlock,
)
from courses.blocks.content import AudioBlock, PictureBlock, VideoBlock
from courses.blocks.features import PLAIN_TEXT, RICH_TEXT
from courses.blocks.keys import make_keys_differ


class SourceBlock(blocks.StructBlock):
    """Where a stated fact comes from, and when somebody last looked."""

    title = blocks.CharBlock(max_length=300, label=_("title"))
    url = blocks.URLBlock(required=False, label=_("address"))
    checked = blocks.DateBlock(required=False, label=_("checked on"))

    class Meta:
        icon = "link"
        label = _("Source")


class LessonBlocks(blocks.StreamBlock):
    """The body of a lesson."""

    text = blocks.RichTextBlock(features=RICH_TEXT, icon="pilcrow", label=_("Text"))
    situation = blocks.RichTextBlock(features=PLAIN_TEXT, icon="user", label=_("Situation"))
    tip = blocks.RichTextBlock(features=PLAIN_TEXT, icon="info-circle", label=_("Tip"))
    warning = blocks.RichTextBlock(features=PLAIN_TEXT, icon="warning", label=_("Warning"))
    takeaway = blocks.RichTextBlock(features=PLAIN_TEXT, icon="tasks", label=_("To take home"))
    picture = PictureBlock()
    audio = AudioBlock()
    video = VideoBlock()
    single = SingleChoiceBlock()
    multiple = MultipleChoiceBlock()
    truefalse = TrueFalseBlock()
    order = OrderBlock()
    pairs = PairsBlock()
    number = NumberBlock()
    scale = ScaleBlock()
    reflection = ReflectionBlock()
    together = TogetherBlock()

    def clean(self, value, **kwargs):
        """Give a duplicated block a key of its own: answers could not be told apart."""
        cleaned = super().clean(value, **kwargs)
        values = [child.value for child in cleaned if isinstance(child.value, StructValue)]
        make_keys_differ((value for value in values if value.get("key")), "key")
        return cleaned
