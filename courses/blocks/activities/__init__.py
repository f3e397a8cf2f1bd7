"""What a learner does in a lesson."""

from courses.blocks.activities.arranging import OrderBlock, PairsBlock
from courses.blocks.activities.choices import (
    MultipleChoiceBlock,
    SingleChoiceBlock,
    TrueFalseBlock,
)
from courses.blocks.activities.measuring import NumberBlock, ScaleBlock
from courses.blocks.activities.thinking import ReflectionBlock, TogetherBlock

__all__ = [
    "MultipleChoiceBlock",
    "NumberBlock",
    "OrderBlock",
    "PairsBlock",
    "ReflectionBlock",
    "ScaleBlock",
    "SingleChoiceBlock",
    "TogetherBlock",
    "TrueFalseBlock",
]
