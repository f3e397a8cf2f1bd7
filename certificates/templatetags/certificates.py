"""What pages of lower floors show of certificates."""

from typing import Any

from django import template

from accounts.models import User
from certificates.models import Certificate

register = template.Library()


@register.inclusion_tag("certificates/to_keep.html")
def certificates_to_keep(user: User) -> dict[str, Any]:
    """Show the certificates to save before an account is erased; nothing where there are none."""
    own = Certificate.objects.filter(enrolment__user=user).select_related("issue")
    return {"certificates": own.order_by("-certified_at")}
