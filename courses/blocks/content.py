"""What a learner reads, sees and hears in a lesson."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from courses.blocks.features import PLAIN_TEXT
from courses.blocks.keys import KeyBlock


class PictureBlock(blocks.StructBlock):
    """A picture with its text equivalent, or marked as decoration."""

    key = KeyBlock()
    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(required=False, max_length=300, label=_("what it shows"))
    is_decorative = blocks.BooleanBlock(required=False, label=_("decoration only"))
    caption = blocks.CharBlock(required=False, max_length=300, label=_("caption"))

    def clean(self, value):
        """Ask for the decision: words for those who do not see it, or decoration."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        if bool(cleaned["alt"].strip()) == bool(cleaned["is_decorative"]):
            raise StructBlockValidationError(
                block_errors={
                    "alt": ValidationError(
                        _("Say what the picture shows, or mark it as decoration only.")
                    )
                }
            )
        return cleaned

    class Meta:
        icon = "image"
        label = _("Picture")


class AudioBlock(blocks.StructBlock):
    """Sound with its words."""

    key = KeyBlock()
    media = AudioChooserBlock(label=_("audio"))
    transcript = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("transcript"))

    class Meta:
        icon = "media"
        label = _("Audio")


class VideoBlock(blocks.StructBlock):
    """A film with its words."""

    key = KeyBlock()
    media = VideoChooserBlock(label=_("video"))
    transcript = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("transcript"))

    class Meta:
        icon = "media"
        label = _("Video")
