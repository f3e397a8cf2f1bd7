"""What was published, corrected and withdrawn: when, by whom, why, and as it was."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.http import require_safe

from courses.answer_keys import key_lines
from courses.differences.contents import content_at_publication, content_before
from courses.differences.course import course_difference, lesson_difference
from courses.models import (
    Course,
    Edition,
    LessonSnapshot,
    LessonWithdrawal,
    WithdrawalProposal,
)
from courses.outline import outline
from courses.views.access import history_readers_only
from courses.views.withdrawals import titles_of

ON_A_PAGE = 10


@history_readers_only
@require_safe
def history(request: HttpRequest, course_id: int) -> HttpResponse:
    """List a course's editions with their corrections, and its withdrawals."""
    course = get_object_or_404(Course, pk=course_id)
    editions = Edition.objects.filter(course=course).order_by("-number")
    page = Paginator(editions, ON_A_PAGE).get_page(request.GET.get("p"))
    corrections: dict[int, list[LessonSnapshot]] = {}
    made = LessonSnapshot.objects.filter(
        edition__in=list(page), correction__gt=0, language="kk"
    ).without_words()  # fmt: skip
    for snapshot in made.order_by("-made_at"):
        corrections.setdefault(snapshot.edition_id, []).append(snapshot)
    gone = list(LessonWithdrawal.objects.filter(course=course).order_by("-withdrawn_at"))
    confirmed = WithdrawalProposal.objects.filter(course=course, decision="confirmed")
    proposals = {proposal.lesson_key: proposal for proposal in confirmed}
    titles = titles_of({withdrawal.lesson_key for withdrawal in gone})
    context = {
        "course": course,
        "page": page,
        "rows": [(edition, corrections.get(edition.pk, [])) for edition in page],
        "withdrawals": [
            (one, proposals.get(one.lesson_key), titles.get(one.lesson_key, "")) for one in gone
        ],
    }
    return render(request, "courses/admin/history.html", context)


@history_readers_only
@require_safe
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Show an edition as it was: its outline in both languages, and what it changed."""
    found = get_object_or_404(Edition.objects.select_related("course"), pk=edition_id)
    before = Edition.objects.filter(course=found.course, number__lt=found.number)
    previous = before.order_by("-number").first()
    difference = None
    if previous:
        difference = course_difference(
            content_before(previous, found.published_at), content_at_publication(found)
        )
    snapshots: dict[tuple[str, str], list[LessonSnapshot]] = {}
    for snapshot in found.lessons.without_words().order_by("correction"):
        snapshots.setdefault((snapshot.language, str(snapshot.lesson_key)), []).append(snapshot)
    sides = []
    for text in found.texts.order_by("language"):
        course = outline(found, text.language)
        modules = [
            (
                module,
                [(le, snapshots[text.language, str(le.key)]) for le in module.lessons],
            )
            for module in course.modules
        ]
        sides.append((text, modules))
    context = {
        "edition": found, "previous": previous, "difference": difference, "sides": sides,
    }  # fmt: skip
    return render(request, "courses/admin/edition.html", context)


@history_readers_only
@require_safe
def snapshot(request: HttpRequest, snapshot_id: int) -> HttpResponse:
    """Show a lesson as it was, with why it was corrected and what that changed."""
    found = get_object_or_404(
        LessonSnapshot.objects.select_related("edition__course"), pk=snapshot_id
    )
    same_lesson = LessonSnapshot.objects.filter(
        edition=found.edition_id, lesson_key=found.lesson_key
    )
    difference = None
    if found.correction:
        rows = list(same_lesson.filter(correction__in=[found.correction - 1, found.correction]))
        difference = lesson_difference(
            {row.language: row for row in rows if row.correction < found.correction},
            {row.language: row for row in rows if row.correction == found.correction},
        )
    context = {
        "snapshot": found,
        "versions": same_lesson.without_words().order_by("language", "correction"),
        "difference": difference,
    }
    return render(request, "courses/admin/snapshot.html", context)


@history_readers_only
@require_safe
def frame(request: HttpRequest, snapshot_id: int) -> HttpResponse:
    """Draw the lesson as learners had it, with the right answers marked. Nothing can be sent."""
    found = get_object_or_404(LessonSnapshot, pk=snapshot_id)
    parts = [(part, key_lines(part, found.answers.get(part.get("key")))) for part in found.parts]
    with translation.override(found.language):
        context = {"lesson": found, "parts": parts}
        return render(request, "courses/admin/snapshot_frame.html", context)
