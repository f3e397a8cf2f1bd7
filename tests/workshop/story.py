"""What people of the workshop do in the admin."""

from django.utils import timezone
from wagtail.test.utils.form_data import querydict_from_html

from accounts.models import User
from tests import cast
from workshop.actions.assignments import give_role
from workshop.roles import Role


def make_person(role, *, module=None, name="Қызметкер", language="kk", email=None) -> User:
    """Return somebody who has a role from today on."""
    person = cast.make_staff(name=name, email=email)
    person.language = language
    person.save()
    give_role(
        by=None, user=person, role=Role(role), module_key=module and module.translation_key,
        began_on=timezone.localdate(),
    )  # fmt: skip
    return User.objects.get(pk=person.pk)


def draft(page, user, title="Жаңа атау"):
    """Save a draft of `page` in the name of `user`."""
    page = page.specific_class.objects.get(pk=page.pk).get_latest_revision_as_object()
    page.title = title
    return page.save_revision(user=user)


def submit(page, user, title="Жаңа атау"):
    """Save a draft and submit it for review; return the page."""
    draft(page, user, title)
    page = type(page).objects.get(pk=page.pk)
    if page.current_workflow_state:
        page.current_workflow_state.resume(user)
    else:
        page.get_workflow().start(page, user)
    return type(page).objects.get(pk=page.pk)


def review(browser, page, action, comment=""):
    """Approve or reject through the address the admin's buttons call."""
    state = page.current_workflow_task_state
    return browser.post(
        f"/admin/pages/workflow/action/{page.pk}/{action}/{state.pk}/",
        {"comment": comment},
    )  # fmt: skip


def form_of(browser, page, action):
    """Return what the editor would send for `action`; for pages without blocks."""
    html = browser.get(f"/admin/pages/{page.pk}/edit/").text
    return querydict_from_html(html, form_id="page-edit-form").dict() | {f"action-{action}": "1"}
