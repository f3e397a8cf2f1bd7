"""What is counted when it happens, and nothing about one person."""

from reports.models.daily import ApplicationCount, DailyCount
from reports.models.figures import FigureDelta, LessonFigure
from reports.models.pairs import PairDelta, PairSum

__all__ = [
    "ApplicationCount",
    "DailyCount",
    "FigureDelta",
    "LessonFigure",
    "PairDelta",
    "PairSum",
]
