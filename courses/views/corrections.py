"""Correcting a lesson of the latest edition, in Wagtail's admin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from courses.actions import correct_lesson
from courses.actions.correct import correction
from courses.differences.course import lesson_difference
from courses.exceptions import CorrectionRefused, LessonUnknown, SeenOtherwise
from courses.forms import ReasonForm
from courses.models import Edition
from courses.seen import seen_lesson
from courses.views.access import access_lesson, label, publishers_only


@publishers_only
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what would change for learners at once, ask why, correct."""
    page, course = access_lesson(page_id)
    edition = get_object_or_404(Edition.objects.latest_of(course))
    form = ReasonForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = correct_lesson(
                edition=edition, lesson_key=page.translation_key, by=label(request.user),
                reason=form.cleaned_data["reason"], seen=request.POST.get("seen", ""),
            )  # fmt: skip
        except (CorrectionRefused, LessonUnknown):
            pass  # the page below says why, and what to do
        except SeenOtherwise as error:
            messages.warning(request, str(error))
            status = 409
        else:
            said = _("The lesson says the same already; nothing was changed.")
            if made:
                said = _("The corrected lesson is shown now, in both languages.")
            messages.success(request, said)
            return redirect("wagtailadmin_pages:edit", page.pk)
    context = {"page": page, "course": course, "edition": edition, "form": form}
    context["seen"] = seen_lesson(course, page.translation_key)
    try:
        before, after = correction(edition=edition, lesson_key=page.translation_key)
    except (CorrectionRefused, LessonUnknown) as error:
        context["refusal"] = str(error)
    else:
        context["lesson"] = lesson_difference(
            {one.language: one for one in before}, {one.language: one for one in after}
        )
    return render(request, "courses/admin/correct.html", context, status=status)
