"""The body of a lesson: every block that may stand in it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.activities import MultipleChoiceBlock, ReflectionBlock, SingleChoiceBlock
from courses.blocks.content import AudioBlock, PictureBlock, VideoBlock
from courses.blocks.features import PLAIN_TEXT, RICH_TEXT
from courses.writing.examples import example_error


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
    reflection = ReflectionBlock()

    def clean(self, value, **kwargs):
        """Refuse two activities with one key (answers could not be told apart), and examples.

        A draft is kept as it is: nothing of what was typed may be lost.
        """
        cleaned = super().clean(value, **kwargs)
        if self.is_deferred_validation:
            return cleaned
        seen: dict[str, int] = {}
        errors = {}
        for position, child in enumerate(cleaned):
            key = child.value.get("key") if hasattr(child.value, "get") else None
            if key and key in seen:
                errors[position] = ValidationError(_("Another block has the same key."))
            elif key:
                seen[key] = position
            if error := example_error(child.block, child.value):
                errors[position] = error
        if errors:
            raise blocks.StreamBlockValidationError(block_errors=errors)
        return cleaned
