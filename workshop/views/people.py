"""People of the workshop: who has which role, from when to when."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from accounts.actions.passwords import owe_password_link
from accounts.models import User
from accounts.requests import StaffRequest
from accounts.tasks import send_password_link
from web.bells import ring
from web.guards import only_if
from workshop.actions.assignments import end_role, give_role, invite_colleague, move_trainer
from workshop.exceptions import AddressTaken, NotYoursToGive, WorkshopError
from workshop.forms import ColleagueForm, EndForm, MoveForm, RoleForm, module_choices
from workshop.models import Assignment
from workshop.permissions import may_give, may_give_all, may_see_people
from workshop.roles import Role
from workshop.views.frame import shown

ON_A_PAGE = 50


guarded = only_if(may_see_people)


def visible_people(user: User) -> QuerySet[User]:
    """Everybody who has or had a role that `user` may give."""
    roles = [role for role in Role if may_give(user, role)]
    held = Assignment.objects.filter(user=OuterRef("pk"), role__in=roles)
    return User.objects.filter(Exists(held))


def visible_assignments(user: User) -> QuerySet[Assignment]:
    """The assignments of the roles that `user` may give."""
    return Assignment.objects.filter(role__in=[role for role in Role if may_give(user, role)])


@guarded
def people(request: StaffRequest) -> HttpResponse:
    """List the people with their roles of today and to come; `?over` those who have left."""
    over = "over" in request.GET
    mine = visible_assignments(request.user)
    current = Assignment.objects.not_over().filter(pk__in=mine.values("pk"))
    holds = Exists(current.filter(user=OuterRef("pk")))
    found = visible_people(request.user).filter(~holds if over else holds)
    found = found.order_by("name", "pk").prefetch_related(
        Prefetch("assignments", current.order_by("began_on", "pk"), to_attr="roles_now")
    )
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    modules = dict(module_choices())
    rows = [(person, described(vars(person)["roles_now"], modules)) for person in page]
    return shown(
        request, "workshop/people.html", _("People of the workshop"),
        {
            "rows": rows, "page": page, "over": over,
            "header_buttons": [
                HeaderButton(
                    _("Add a colleague"), url=reverse("workshop_add"), icon_name="plus",
                    classname="button",
                )
            ],
        },
    )  # fmt: skip


def described(assignments: Any, modules: dict[str, str]) -> list[dict[str, Any]]:
    """Return what the table says of each assignment."""
    today = timezone.localdate()
    return [
        {
            "assignment": one,
            "role": Role(one.role).label,
            "module": modules.get(str(one.module_key), _("a module that was deleted"))
            if one.module_key
            else "",
            "is_to_come": one.began_on > today,
            "is_over": one.ended_on is not None and one.ended_on <= max(today, one.began_on),
            "can_move": one.role == Role.TRAINER,
        }
        for one in assignments
    ]


@guarded
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """Give a role to a colleague by e-mail address; somebody new is invited."""
    form = ColleagueForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            person = bring_in(request.user, form.cleaned_data)
        except WorkshopError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The role is given to %(name)s.") % {"name": person})
            return redirect("workshop_person", person.pk)
    return asked(request, form, _("Add a colleague"), _("Give the role"))


def bring_in(by: User, data: dict[str, Any]) -> User:
    """Give the role to whose address it is, or invite them. Raises what the actions raise."""
    period = {
        "role": Role(data["role"]), "module_key": data["module"],
        "began_on": data["began_on"], "ended_on": data["ended_on"],
    }  # fmt: skip
    person = User.objects.filter(email=data["email"]).first()
    is_colleague = person is not None and (person.is_staff or person.assignments.exists())
    if person is not None and is_colleague:
        return give_role(by=by, user=person, **period).user
    if not may_give_all(by):
        # The same for nobody's address and a learner's: who learns is nobody's business.
        raise NotYoursToGive(_("Only an administrator invites new colleagues."))
    if person is not None:
        raise AddressTaken
    assignment, link = invite_colleague(
        by=by, email=data["email"], name=data["name"], language=data["language"] or "kk", **period
    )
    ring(send_password_link, link.pk)
    return assignment.user


@guarded
@require_http_methods(["GET", "POST"])
def person(request: StaffRequest, user_id: int) -> HttpResponse:
    """Show the roles of one person, those that are over too, and give another one."""
    somebody = get_object_or_404(visible_people(request.user), pk=user_id)
    form = RoleForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            give_role(
                by=request.user, user=somebody, role=Role(data["role"]),
                module_key=data["module"], began_on=data["began_on"], ended_on=data["ended_on"],
            )  # fmt: skip
        except WorkshopError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The role is given to %(name)s.") % {"name": somebody})
            return redirect("workshop_person", somebody.pk)
    history = visible_assignments(request.user).filter(user=somebody)
    history = history.select_related("given_by", "ended_by").order_by("-began_on", "-pk")
    context = {
        "person": somebody, "form": form, "rows": described(history, dict(module_choices())),
        "may_send_link": may_give_all(request.user) and somebody.email,
        "submit_label": _("Give the role"),
    }  # fmt: skip
    return shown(request, "workshop/person.html", str(somebody), context, above=above())


@guarded
@require_http_methods(["GET", "POST"])
def move(request: StaffRequest, assignment_id: int) -> HttpResponse:
    """Move a trainer to another module."""
    mine = visible_assignments(request.user).filter(role=Role.TRAINER)
    assignment = get_object_or_404(mine.select_related("user"), pk=assignment_id)
    form = MoveForm(request.POST or None, assignment=assignment)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            move_trainer(
                by=request.user, assignment=assignment, module_key=data["module"], on=data["on"]
            )
        except WorkshopError as error:
            form.add_error(None, str(error))
        else:
            return redirect("workshop_person", assignment.user_id)
    return asked(
        request, form, _("Move to another module"), _("Move to this module"), assignment.user
    )


@guarded
@require_http_methods(["GET", "POST"])
def end(request: StaffRequest, assignment_id: int) -> HttpResponse:
    """End a role on a day."""
    mine = visible_assignments(request.user).select_related("user")
    assignment = get_object_or_404(mine, pk=assignment_id)
    form = EndForm(request.POST or None, assignment=assignment)
    if request.method == "POST" and form.is_valid():
        try:
            end_role(by=request.user, assignment=assignment, on=form.cleaned_data["on"])
        except WorkshopError as error:
            form.add_error(None, str(error))
        else:
            return redirect("workshop_people")
    return asked(request, form, _("End the role"), _("End the role"), assignment.user)


@guarded
@require_POST
def send_link(request: StaffRequest, user_id: int) -> HttpResponse:
    """Have a link sent by which a colleague sets a new password."""
    if not may_give_all(request.user):
        raise PermissionDenied
    somebody = get_object_or_404(visible_people(request.user), pk=user_id, is_active=True)
    if somebody.is_superuser and not request.user.is_superuser:
        raise PermissionDenied
    link = owe_password_link(user=somebody, by=request.user)
    ring(send_password_link, link.pk)
    messages.success(
        request, _("A link to set a password goes to %(email)s.") % {"email": somebody.email}
    )
    return redirect("workshop_person", somebody.pk)


def above() -> tuple[str, str]:
    """Where the pages about one person hang: address and title."""
    return reverse("workshop_people"), _("People of the workshop")


def asked(
    request: HttpRequest, form: Any, title: str, label: str, somebody: User | None = None
) -> HttpResponse:
    """Show a form alone on a page."""
    context = {"form": form, "submit_label": label, "person": somebody}
    return shown(request, "workshop/ask.html", title, context, above=above())
