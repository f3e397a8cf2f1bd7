"""The edit page of a lesson says where its approved change stands."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from courses.models import LessonPage
from courses.permissions import may_publish_editions
from courses.publishing import waits_for_edition


@hooks.register("before_edit_page")
def say_where_the_change_stands(request: HttpRequest, page: Page) -> None:
    """Say that an approved change waits, with the two doors for whoever may open them."""
    if request.method != "GET" or not isinstance(page, LessonPage) or not page.live:
        return
    waiting = waits_for_edition(page)
    if waiting is None:
        return
    buttons = []
    if may_publish_editions(request.user):
        buttons = [
            messages.button(reverse("courses_correct", args=[page.pk]), _("Correct now")),
            messages.button(
                reverse("courses_publish", args=[waiting.course_id]), _("Publish an edition")
            ),
        ]
    said = _(
        "What is approved here differs from edition %(number)s, which learners take: it waits for "
        "the next edition. A slip of the pen can be corrected now."
    )
    messages.warning(request, said % {"number": waiting.number}, buttons=buttons)
