"""How lower pages lead to the notices about a person's data, where there are any."""

from django import template

from accounts.models import User
from notifications.questions import notices_of

register = template.Library()


@register.inclusion_tag("notifications/notices_row.html")
def notices_row(user: User) -> dict[str, bool]:
    """Lead to the notices, as a row of a list; nothing for whoever has none. One query."""
    return {"has_notices": notices_of(user).exists()}
