"""How the figures of lessons are written in a table."""

from django import template

from reports.figures.export import tens_said
from reports.figures.sentences import said
from reports.figures.tens import Share

register = template.Library()


@register.filter
def people(count: int) -> str:
    """Write a number of people, in tens."""
    return tens_said(count)


@register.filter
def share(value: Share) -> str:
    """Write a part of some people."""
    return said(value)
