"""Counting: at once for the daily counters, folded each minute for the figures of lessons."""

from reports.actions.daily import count, count_application
from reports.actions.figures import fold_figures, note, note_pair

__all__ = ["count", "count_application", "fold_figures", "note", "note_pair"]
