"""What the workshop adds to Wagtail's admin. This module only registers."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from cms.menu import register_menu_item
from courses.models import CurriculumTransfer
from workshop import reviewing
from workshop.panels import POLICIES, AppealsPanel, LessonsPanel, WaitingPanel
from workshop.permissions import may_answer, may_decide_policies, may_oversee, may_see_people
from workshop.views import appeals, guide, incidents, lessons, patterns, people, policies


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Addresses below /admin/."""
    return [
        path("guide/", guide.guide, name="workshop_guide"),
        path("lessons/", lessons.lessons, name="workshop_lessons"),
        path("appeals/", appeals.appeals, name="workshop_appeals"),
        path("appeals/<int:appeal_id>/", appeals.appeal, name="workshop_appeal"),
        path("policies/", policies.policies, name="workshop_policies"),
        path("policies/propose/", policies.propose, name="workshop_propose_policy"),
        path("policies/history/", policies.history, name="workshop_policy_history"),
        path("policies/<int:policy_proposal_id>/", policies.policy, name="workshop_policy"),
        path(
            "policies/<int:policy_proposal_id>/decide/",
            policies.decide,
            name="workshop_decide_policy",
        ),
        path("patterns/", patterns.patterns, name="workshop_patterns"),
        path("incidents/", incidents.incidents, name="workshop_incidents"),
        path("incidents/open/", incidents.open_one, name="workshop_open_incident"),
        path("incidents/<int:incident_id>/", incidents.incident, name="workshop_incident"),
        path("incidents/<int:incident_id>/tell/", incidents.tell, name="workshop_tell"),
        path(
            "incidents/<int:incident_id>/report/",
            incidents.report_file,
            name="workshop_incident_report",
        ),
        path("people/", people.people, name="workshop_people"),
        path("people/add/", people.add, name="workshop_add"),
        path("people/<int:user_id>/", people.person, name="workshop_person"),
        path("people/<int:user_id>/link/", people.send_link, name="workshop_send_link"),
        path("people/roles/<int:assignment_id>/move/", people.move, name="workshop_move"),
        path("people/roles/<int:assignment_id>/end/", people.end, name="workshop_end"),
    ]


register_menu_item(
    _("People"),
    "workshop_people",
    name="people",
    icon="group",
    order=280,
    may=may_see_people,
)


register_menu_item(
    _("Questions about decisions"),
    "workshop_appeals",
    name="appeals",
    icon="help",
    order=285,
    may=may_answer,
)


register_menu_item(
    _("Course policies"),
    "workshop_policies",
    name="policies",
    icon="clipboard-list",
    order=287,
    may=may_decide_policies,
)


register_menu_item(
    _("Unusual look-ups"),
    "workshop_patterns",
    name="patterns",
    icon="view",
    order=286,
    may=may_oversee,
)


register_menu_item(
    _("Personal data incidents"),
    "workshop_incidents",
    name="incidents",
    icon="warning",
    order=287,
    may=may_oversee,
)


@hooks.register("register_help_menu_item")
def guide_menu_item() -> MenuItem:
    """The way of a lesson, first in the help."""
    return MenuItem(
        _("How a lesson comes to its learners"), reverse("workshop_guide"), name="guide",
        icon_name="help", order=10,
    )  # fmt: skip


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Name the workshop's own permissions, those to answer questions and to oversee the record."""
    return Permission.objects.filter(
        content_type__app_label__in=["workshop", "accounts", "enrolments"],
        codename__in=[
            "give_roles",
            "give_modules",
            "answer_appeals",
            "decide_policies",
            "oversee_record",
        ],
    )


# Replaced by the panel of what waits: reviews and own submissions in one place.
NOT_NEEDED = ("workflow_objects_to_moderate", "user_objects_in_workflow_moderation")


@hooks.register("construct_homepage_panels")
def panels(request: HttpRequest, panels: list[Any]) -> None:
    """Put what waits and how lessons stand first; drop what they replace."""
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in NOT_NEEDED]
    panels.append(WaitingPanel())
    if may_answer(request.user):
        panels.append(AppealsPanel())
    if may_decide_policies(request.user):
        panels.append(POLICIES)
    if LessonsPanel.concerns(request.user):
        panels.append(LessonsPanel())


@hooks.register("before_publish_page")
def leave_own_words_to_another(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to publish what the person alone has written, if another methodologist is there."""
    return reviewing.refuse_own(request, page)


@hooks.register("before_bulk_action")
def leave_own_words_to_another_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """The same for many pages at once."""
    return reviewing.refuse_own_in_bulk(request, action_type, objects)


@hooks.register("before_copy_page")
def leave_copies_to_another(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The same for copies that would be published as they are made."""
    return reviewing.refuse_published_copies(request, page)


@hooks.register("before_load_curriculum")
def leave_own_files_to_another(
    request: HttpRequest, transfer: CurriculumTransfer
) -> HttpResponse | None:
    """The same for files, whose pages are published as they are loaded."""
    return reviewing.refuse_own_files(request, transfer)


@hooks.register("before_edit_page")
def say_who_approves(request: HttpRequest, page: Page) -> None:
    """Tell a reviewer why the button to approve is not there."""
    reviewing.explain(request, page)
