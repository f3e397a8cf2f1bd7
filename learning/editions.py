"""What a newer edition would mean for one learner. Nothing here changes a row."""

from dataclasses import dataclass
from uuid import UUID

from courses.differences.lessons import EditionStep, edition_step
from courses.models import Edition, EditionText
from courses.outline import Outline, OutlineLesson, outline
from enrolments.models import Enrolment
from enrolments.questions import owes_live_session
from learning.models import Answer, LessonProgress


@dataclass(frozen=True)
class Offer:
    """The newest edition, beside the one a person takes; lessons in its order, without withdrawn.

    `again` are lessons they have done and would do once more; `kept` the number of lessons that
    stay done; `left` the required lessons that would be open, and where none is, whether a live
    session is owed.
    """

    edition: Edition
    outline: Outline
    news: str
    new: list[OutlineLesson]
    changed: list[OutlineLesson]
    again: list[OutlineLesson]
    gone: list[OutlineLesson]
    kept: int
    left: int
    owes_live_session: bool
    has_begun: bool


def offer_of(enrolment: Enrolment, newest: Edition, language: str) -> Offer:
    """Return what `newest` would mean for this enrolment, in `language`."""
    step = edition_step(enrolment.edition, newest)
    rows = LessonProgress.objects.filter(enrolment=enrolment)
    done = {row.lesson_key: bool(row.completed_at) for row in rows}
    right = right_answers(enrolment, step)
    here, before = outline(newest, language), outline(enrolment.edition, language)
    lessons = {lesson.key: lesson for lesson in here.open_lessons}
    again, kept = [], set()
    for lesson in step.lessons:
        if not done.get(lesson.key) or lesson.key not in lessons:
            continue
        if not lesson.is_again or (lesson.required and lesson.required <= right[lesson.key]):
            kept.add(lesson.key)
        elif lesson.is_required:
            again.append(lessons[lesson.key])
    text = EditionText.objects.get(edition=newest, language=language)
    again_keys = {lesson.key for lesson in again}
    left = sum(le.is_required and key not in kept for key, le in lessons.items())
    return Offer(
        edition=newest, outline=here, news=text.news, again=again,
        new=[lessons[s.key] for s in step.lessons if s.is_new and s.key in lessons],
        changed=[
            lessons[s.key] for s in step.lessons
            if s.is_changed and s.key in lessons and s.key not in again_keys
        ],
        gone=[lesson for lesson in before.open_lessons if lesson.key in step.gone],
        kept=len(kept),
        left=left,
        owes_live_session=not left and owes_live_session(enrolment),
        has_begun=bool(done),
    )  # fmt: skip


def right_answers(enrolment: Enrolment, step: EditionStep) -> dict[UUID, set[str]]:
    """Return, by lesson of the newer edition, the activities whose right answers still count."""
    right: dict[UUID, set[str]] = {lesson.key: set() for lesson in step.lessons}
    anew = {lesson.key: lesson.asked_anew for lesson in step.lessons}
    answered = Answer.objects.filter(enrolment=enrolment).exclude(done_at=None)
    for lesson_key, activity_key in answered.values_list("lesson_key", "activity_key"):
        if lesson_key in right and activity_key not in anew[lesson_key]:
            right[lesson_key].add(activity_key)
    return right
