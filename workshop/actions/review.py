"""The review: one step, on the list of courses of both languages."""

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    Task,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from courses.models import CourseIndexPage
from workshop.models import ReviewTask
from workshop.roles import REVIEWERS

# A name is content: it stands in the database once, so it is written in both languages.
REVIEW = "Тексеру · Проверка"
WAGTAILS_WORKFLOW = "Moderators approval"
FORMER = "Бұрынғы тексеру · Прежняя проверка"


def keep_review() -> list[str]:
    """Bring the workflow of course pages in step; return what was changed, a line each."""
    changes: list[str] = []
    task = ReviewTask.objects.filter(name=REVIEW).first()
    if task is None:
        task = ReviewTask.objects.create(name=REVIEW)
        changes.append("review: step made")
    elif not task.active:
        ReviewTask.objects.filter(pk=task.pk).update(active=True)
        changes.append("review: step switched on")
    groups = set(
        Group.objects.filter(name__in=[role.group_name for role in REVIEWERS]).values_list(
            "pk", flat=True
        )
    )
    if groups != set(task.groups.values_list("pk", flat=True)):
        task.groups.set(groups)
        changes.append("review: reviewers")
    workflow = Workflow.objects.filter(name=REVIEW).first()
    if workflow is None:
        workflow = Workflow.objects.create(name=REVIEW)
        changes.append("review: made")
    elif not workflow.active:
        Workflow.objects.filter(pk=workflow.pk).update(active=True)
        changes.append("review: switched on")
    steps = WorkflowTask.objects.filter(workflow=workflow)
    if list(steps.values_list("task_id", flat=True)) != [task.pk]:
        steps.delete()
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        changes.append("review: steps")
    return changes + _keep_places(workflow) + _drop_wagtails_own()


def _keep_places(workflow: Workflow) -> list[str]:
    """Let the workflow count on the lists of courses, and on no other page of ours."""
    wanted = set(CourseIndexPage.objects.values_list("pk", flat=True))
    ours = ContentType.objects.filter(app_label__in=["cms", "courses"])
    places = WorkflowPage.objects.filter(page__content_type__in=ours)
    has = dict(places.values_list("page_id", "workflow_id"))
    if has == dict.fromkeys(wanted, workflow.pk):
        return []
    places.delete()
    WorkflowPage.objects.bulk_create(WorkflowPage(workflow=workflow, page_id=pk) for pk in wanted)
    return ["review: pages"]


def _drop_wagtails_own() -> list[str]:
    """Delete the workflow that Wagtail begins with; what was reviewed by it is kept, closed."""
    changes: list[str] = []
    for workflow in Workflow.objects.filter(name=WAGTAILS_WORKFLOW):
        if WorkflowState.objects.filter(workflow=workflow).exists():
            WorkflowPage.objects.filter(workflow=workflow).delete()
            workflow.deactivate()
            Workflow.objects.filter(pk=workflow.pk).update(name=FORMER)
        else:
            workflow.delete()
        changes.append(f"{WAGTAILS_WORKFLOW}: gone")
    for task in Task.objects.filter(name=WAGTAILS_WORKFLOW):
        if TaskState.objects.filter(task=task).exists():
            task.specific.deactivate()
            Task.objects.filter(pk=task.pk).update(name=FORMER)
        else:
            task.delete()
        changes.append(f"{WAGTAILS_WORKFLOW}: step gone")
    return changes
