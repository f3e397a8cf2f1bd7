"""How the workshop goes, for whoever is new to it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from workshop.views.frame import shown


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Show the way of a lesson from the first word to its learners. No queries of its own."""
    title = _("How a lesson comes to its learners")
    return shown(request, "workshop/guide.html", title, {}, icon="help")
