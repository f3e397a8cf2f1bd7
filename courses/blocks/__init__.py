"""What a lesson is made of. Activities are one struct deep, so that translation finds them."""

from courses.blocks.features import RICH_TEXT
from courses.blocks.keys import KeyBlock, new_key
from courses.blocks.lesson import LessonBlocks, SourceBlock
from courses.blocks.measure import MeasureBlocks

__all__ = ["RICH_TEXT", "KeyBlock", "LessonBlocks", "MeasureBlocks", "SourceBlock", "new_key"]
