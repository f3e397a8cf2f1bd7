"""How lower pages lead to a request: the same words for everybody, whatever they asked."""

from django import template

from cms.models import FamilySupportCentre

register = template.Library()


@register.inclusion_tag("centres/ask_link.html")
def ask_link(centre: FamilySupportCentre | None = None) -> dict[str, object]:
    """Lead to the questions for `centre`, or without one to the choice of a centre.

    Draws nothing for a centre without a mailbox.
    """
    return {"centre": centre, "can_be_asked": centre is None or bool(centre.email)}


@register.inclusion_tag("centres/ask_row.html")
def ask_row() -> dict[str, object]:
    """Lead to the choice of a centre, as a row of a list."""
    return {}
