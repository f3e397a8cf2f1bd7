"""What pages of lower floors and of learning show of certificates."""

from typing import Any

from django import template

from accounts.models import User
from certificates.models import Certificate
from enrolments.models import Enrolment

register = template.Library()


@register.inclusion_tag("certificates/to_keep.html")
def certificates_to_keep(user: User) -> dict[str, Any]:
    """Show the certificates to save before an account is erased; nothing where there are none."""
    own = Certificate.objects.filter(enrolment__user=user).select_related("issue")
    return {"certificates": own.order_by("-certified_at")}


@register.inclusion_tag("certificates/offer.html")
def certificate_offer(enrolment: Enrolment, *, question_only: bool = False) -> dict[str, Any]:
    """Lead from a completed course to its certificate, or to the question whether one is wanted.

    A course for couples is certified when it is completed; for others it costs one query. At the
    end of a lesson there is the question only.
    """
    is_there = enrolment.course.is_for_couples or enrolment.certificates.exists()
    return {"enrolment": enrolment, "is_there": is_there, "question_only": question_only}
