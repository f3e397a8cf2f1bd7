"""The list of courses with their editions, and publishing the next one, in Wagtail's admin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from courses.actions import publish_edition
from courses.exceptions import EditionIncomplete, SeenOtherwise
from courses.forms import PublishForm
from courses.models import Course, Edition, WithdrawalProposal
from courses.permissions import may_publish_editions
from courses.publishing import outlook
from courses.seen import seen_course
from courses.views.access import history_readers_only, label, publishers_only


@history_readers_only
def editions(request: HttpRequest) -> HttpResponse:
    """List the courses with their latest editions."""
    latest = {
        edition.course_id: edition
        for edition in Edition.objects.order_by("course_id", "-number").distinct("course_id")
    }
    rows = [(course, latest.get(course.pk)) for course in Course.objects.order_by("place", "code")]
    context = {
        "rows": rows,
        "may_publish": may_publish_editions(request.user),
        "waiting": WithdrawalProposal.objects.open().count(),
    }
    return render(request, "courses/admin/editions.html", context)


@publishers_only
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, course_id: int) -> HttpResponse:
    """Show what is missing, left out and changed; ask why; publish."""
    course = get_object_or_404(Course, pk=course_id)
    form = PublishForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            edition = publish_edition(
                course=course, by=label(request.user), note=form.cleaned_data["note"],
                news=form.news, seen=request.POST.get("seen", ""),
            )  # fmt: skip
        except EditionIncomplete:
            pass  # the page below names everything that is missing
        except SeenOtherwise as error:
            messages.warning(request, str(error))
            status = 409
        else:
            messages.success(
                request,
                _("Edition %(number)s of %(course)s is published in both languages.")
                % {"number": edition.number, "course": course.code},
            )
            return redirect("courses_editions")
    # First what it stands for: what is approved between the two is asked about once more.
    context = {"course": course, "form": form, "seen": seen_course(course)}
    context["outlook"] = outlook(course)
    return render(request, "courses/admin/publish.html", context, status=status)
