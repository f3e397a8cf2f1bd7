"""What a lesson is made of. Activities are one struct deep, so that translation finds them."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

RICH_TEXT = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "blockquote"]
PLAIN_TEXT = ["bold", "italic", "ol", "ul", "link"]
ONE_LINE = ["bold", "italic"]

KEY = RegexValidator(r"^[a-z0-9-]{1,40}$", _("Small Latin letters, digits and hyphens only."))


def new_key() -> str:
    """Return a key for a new activity or option; short, random, lasting."""
    return get_random_string(8, "abcdefghijkmnpqrstuvwxyz23456789")


class KeyBlock(blocks.CharBlock):
    """The lasting key of an activity or option. A new one is made when it is left empty."""

    def __init__(self, **kwargs):
        super().__init__(
            required=False, max_length=40, validators=[KEY], label=_("key"),
            help_text=_("Lasting; made when left empty. Do not change it."), **kwargs,
        )  # fmt: skip

    def clean(self, value):
        """Fill in a key where there is none."""
        return super().clean(value) or new_key()


class OptionBlock(blocks.StructBlock):
    """One option of a choice, with what is said to whoever picks it."""

    key = KeyBlock()
    text = blocks.RichTextBlock(features=ONE_LINE, label=_("text"))
    is_right = blocks.BooleanBlock(required=False, label=_("right"))
    feedback = blocks.RichTextBlock(features=ONE_LINE, label=_("feedback"))


class ChoiceBlock(blocks.StructBlock):
    """What single and multiple choice have in common."""

    key = KeyBlock()
    is_required = blocks.BooleanBlock(required=False, label=_("required"))
    prompt = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("question"))
    options = blocks.ListBlock(OptionBlock(), min_num=2, max_num=8, label=_("options"))
    hint = blocks.CharBlock(required=False, max_length=300, label=_("hint"))

    def clean(self, value):
        """Refuse options without a right one, and two options with one key."""
        cleaned = super().clean(value)
        keys = [option["key"] for option in cleaned["options"]]
        if len(set(keys)) < len(keys):
            raise StructBlockValidationError(
                block_errors={"options": ValidationError(_("Two options have the same key."))}
            )
        right = sum(bool(option["is_right"]) for option in cleaned["options"])
        if right == 0:
            raise StructBlockValidationError(
                block_errors={"options": ValidationError(_("Mark at least one option as right."))}
            )
        self.check_right(right)
        return cleaned

    def check_right(self, right: int) -> None:
        """Refuse a number of right options that this kind of choice cannot have."""


class SingleChoiceBlock(ChoiceBlock):
    """One of several options is right."""

    def check_right(self, right: int) -> None:
        """Exactly one option is right."""
        if right != 1:
            raise StructBlockValidationError(
                block_errors={"options": ValidationError(_("Mark exactly one option as right."))}
            )

    class Meta:
        icon = "radio-full"
        label = _("Single choice")


class MultipleChoiceBlock(ChoiceBlock):
    """All right options have to be picked and no other."""

    class Meta:
        icon = "tick-inverse"
        label = _("Multiple choice")


class ReflectionBlock(blocks.StructBlock):
    """A question to oneself. Never required, never graded; kept sealed or not at all."""

    key = KeyBlock()
    prompt = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("question"))

    class Meta:
        icon = "edit"
        label = _("Reflection")


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
        """Refuse two activities with one key: answers could not be told apart."""
        cleaned = super().clean(value, **kwargs)
        seen: dict[str, int] = {}
        errors = {}
        for position, child in enumerate(cleaned):
            key = child.value.get("key") if hasattr(child.value, "get") else None
            if key and key in seen:
                errors[position] = ValidationError(_("Another block has the same key."))
            elif key:
                seen[key] = position
        if errors:
            raise blocks.StreamBlockValidationError(block_errors=errors)
        return cleaned
