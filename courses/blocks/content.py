"""What a learner sees and hears in a lesson, and what can be taken along as a file."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from courses.blocks.captions import CaptionsBlock
from courses.blocks.features import PLAIN_TEXT
from courses.blocks.groups import TO_SEE_AND_HEAR
from courses.blocks.keys import KeyBlock


class PictureBlock(blocks.StructBlock):
    """A picture with its text equivalent, or marked as decoration."""

    key = KeyBlock()
    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        required=False, max_length=300, label=_("what it shows"),
        help_text=_("Read out to those who do not see the picture."),
    )  # fmt: skip
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
        description = _("A photograph or drawing, with words for those who do not see it.")
        group = TO_SEE_AND_HEAR
        preview_value = {"image": None}
        preview_template = "courses/admin/preview_picture.html"


class RecordingBlock(blocks.StructBlock):
    """What sound and films have in common: a file of ours, or a link to a page elsewhere."""

    def clean(self, value):
        """Refuse a recording that is in no place, or in two."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        has_file, has_link = bool(cleaned.get("media")), bool(cleaned.get("link"))
        errors = {}
        if has_file and has_link:
            errors["link"] = ValidationError(
                _("Choose a file or give a link, not both. Take one of them away.")
            )
        elif not has_file and not has_link:
            errors["media"] = ValidationError(_("Choose a file, or give a link below."))
        elif has_link and (cleaned.get("captions") or "").strip():
            errors["captions"] = ValidationError(
                _("Captions are shown with an uploaded video only. Take them or the link away.")
            )
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned


LINK_HELP = _(
    "Instead of a file: a page elsewhere, such as https://www.youtube.com/watch?v=… Learners are "
    "told where the link leads; it is never played inside the lesson."
)
TRANSCRIPT_HELP = _("Every word that is said: for those who do not hear, and for slow networks.")


class AudioBlock(RecordingBlock):
    """Sound with its words."""

    key = KeyBlock()
    media = AudioChooserBlock(required=False, label=_("audio"))
    link = blocks.URLBlock(required=False, label=_("or a link"), help_text=LINK_HELP)
    transcript = blocks.RichTextBlock(
        features=PLAIN_TEXT, label=_("transcript"), help_text=TRANSCRIPT_HELP
    )

    class Meta:
        icon = "wagtailmedia-audio"
        label = _("Audio")
        description = _("A recording to listen to: a file or a link, with its words.")
        group = TO_SEE_AND_HEAR
        preview_value = {"media": None}

        @staticmethod
        def preview_part() -> dict[str, Any]:
            """Show the player with its words."""
            return {
                "src": "example.mp3", "type": "audio/mpeg", "bytes": 1_400_000,
                "transcript": "<p>" + gettext("The words of the recording stand here.") + "</p>",
            }  # fmt: skip


class VideoBlock(RecordingBlock):
    """A film with its words."""

    key = KeyBlock()
    media = VideoChooserBlock(required=False, label=_("video"))
    link = blocks.URLBlock(required=False, label=_("or a link"), help_text=LINK_HELP)
    captions = CaptionsBlock(
        required=False, label=_("captions"),
        help_text=_("What is said, line by line, in the language of the lesson. An uploaded video "
                    "is published with captions only."),
    )  # fmt: skip
    transcript = blocks.RichTextBlock(
        features=PLAIN_TEXT, label=_("transcript"), help_text=TRANSCRIPT_HELP
    )

    class Meta:
        icon = "wagtailmedia-video"
        label = _("Video")
        description = _("A film: a file with captions, or a link. It never starts by itself.")
        group = TO_SEE_AND_HEAR
        preview_value = {"media": None}

        @staticmethod
        def preview_part() -> dict[str, Any]:
            """Show the player with its words."""
            return {
                "src": "example.mp4", "type": "video/mp4", "bytes": 8_600_000,
                "transcript": "<p>" + gettext("The words of the recording stand here.") + "</p>",
            }  # fmt: skip


class DocumentBlock(blocks.StructBlock):
    """A file to take along."""

    document = DocumentChooserBlock(label=_("document"))
    title = blocks.CharBlock(
        required=False, max_length=200, label=_("title"),
        help_text=_("What learners read on the link. Left empty, it is the document's own title."),
    )  # fmt: skip

    class Meta:
        icon = "doc-full"
        label = _("Document")
        description = _("A file to take along, such as a PDF to be printed.")
        group = TO_SEE_AND_HEAR
        preview_value = {"document": None}

        @staticmethod
        def preview_part() -> dict[str, Any]:
            """Show the link to a file."""
            return {
                "src": "example.pdf", "title": gettext("Our family budget, one page"),
                "type": "application/pdf", "bytes": 180_000,
            }  # fmt: skip
