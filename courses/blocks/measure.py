"""Questions before and after a course: by choice, without marks; only sums of them are kept."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.blocks.features import ONE_LINE, PLAIN_TEXT
from courses.blocks.keys import KeyBlock, settle_keys

MOST_ITEMS = 10


class MeasureOptionBlock(blocks.StructBlock):
    """An option of a question of knowledge; nobody is told whether they were right."""

    key = KeyBlock()
    text = blocks.RichTextBlock(features=ONE_LINE, label=_("text"))
    is_right = blocks.BooleanBlock(required=False, label=_("right"))


class KnowledgeBlock(blocks.StructBlock):
    """A question of which one option is right."""

    key = KeyBlock()
    text = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("question"))
    options = blocks.ListBlock(MeasureOptionBlock(), min_num=2, max_num=8, label=_("options"))

    def clean(self, value):
        """Refuse any number of right options but one; a draft may be unfinished."""
        cleaned = super().clean(value)
        right = sum(bool(option["is_right"]) for option in cleaned["options"])
        if right != 1 and not self.is_deferred_validation:
            wrong = ValidationError(_("Mark exactly one option as right."))
            raise StructBlockValidationError(block_errors={"options": wrong})
        return cleaned

    class Meta:
        icon = "radio-full"
        label = _("Question of knowledge")


class ConfidenceBlock(blocks.StructBlock):
    """How sure somebody is of something, from 1 to 5."""

    key = KeyBlock()
    text = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("statement"))

    class Meta:
        icon = "list-ol"
        label = _("How sure one is, 1 to 5")


class MeasureBlocks(blocks.StreamBlock):
    """The questions before and after a course."""

    knowledge = KnowledgeBlock()
    confidence = ConfidenceBlock()

    class Meta:
        max_num = MOST_ITEMS
        required = False

    def clean(self, value, **kwargs):
        """Give each question and option a key of its own: their languages are matched by it."""
        cleaned = super().clean(value, **kwargs)
        settle_keys(cleaned)
        return cleaned
