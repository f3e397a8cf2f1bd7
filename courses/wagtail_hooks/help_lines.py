"""A help line that lessons show is not deleted, neither singly nor in bulk."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages

from cms.models import HelpLine
from courses.help_lines import help_line_refusal


@hooks.register("before_delete_snippet")
def keep_help_lines_in_use(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Refuse to delete a help line that a lesson shows. Wagtail asks here for bulk actions too."""
    lines = [one for one in instances if isinstance(one, HelpLine)]
    reason = help_line_refusal(lines)
    if not reason:
        return None
    messages.error(request, reason)
    return redirect("wagtailsnippets_cms_helpline:list")
