"""What a learner does in a lesson."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.blocks.features import ONE_LINE, PLAIN_TEXT
from courses.blocks.keys import KeyBlock


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
        if self.is_deferred_validation:
            return cleaned
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
