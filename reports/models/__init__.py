"""What is counted when it happens, and nothing about one person."""

from reports.models.daily import ApplicationCount, DailyCount
from reports.models.figures import FigureDelta, LessonFigure

__all__ = ["ApplicationCount", "DailyCount", "FigureDelta", "LessonFigure"]
