"""The body of a lesson: every block that may stand in it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

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
from courses.blocks.content import AudioBlock, DocumentBlock, PictureBlock, VideoBlock
from courses.blocks.features import PLAIN_TEXT, RICH_TEXT
from courses.blocks.fitting import ShortBlock, TailoredBlock, ToFilmBlock, WeekBlock
from courses.blocks.keys import settle_keys
from courses.blocks.reading import (
    ChecklistBlock,
    DialogueBlock,
    HeadingBlock,
    HelpLineBlock,
    QuotationBlock,
    SituationBlock,
    TakeawayBlock,
    TermBlock,
    TextBlock,
    TipBlock,
    WarningBlock,
)
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

    short = ShortBlock()
    text = TextBlock(features=RICH_TEXT)
    heading = HeadingBlock()
    situation = SituationBlock(features=PLAIN_TEXT)
    tip = TipBlock(features=PLAIN_TEXT)
    warning = WarningBlock(features=PLAIN_TEXT)
    quotation = QuotationBlock()
    dialogue = DialogueBlock()
    term = TermBlock()
    tailored = TailoredBlock()
    helpline = HelpLineBlock()
    checklist = ChecklistBlock()
    takeaway = TakeawayBlock(features=PLAIN_TEXT)
    week = WeekBlock()
    to_film = ToFilmBlock()
    picture = PictureBlock()
    audio = AudioBlock()
    video = VideoBlock()
    document = DocumentBlock()
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
        """Give a duplicated block a key of its own (answers could not be told apart).

        Examples of the pattern are refused, and a short version that does not open the lesson, but
        not in a draft: nothing typed may be lost.
        """
        cleaned = super().clean(value, **kwargs)
        settle_keys(cleaned)
        if self.is_deferred_validation:
            return cleaned
        errors = misplaced([child.block_type for child in cleaned]) | {
            position: error
            for position, child in enumerate(cleaned)
            if (error := example_error(child.block, child.value))
        }
        if errors:
            raise blocks.StreamBlockValidationError(block_errors=errors)
        return cleaned


def misplaced(kinds: list[str]) -> dict[int, ValidationError]:
    """Return, by position, an error for each short version that does not open the lesson alone."""
    first = kinds.index("short") if "short" in kinds else 0
    return {
        position: ValidationError(
            _("The short version stands before all else. Move it to the top.")
            if position == first
            else _("A lesson has one short version. Take this one away.")
        )
        for position, kind in enumerate(kinds)
        if kind == "short" and position > 0
    }
