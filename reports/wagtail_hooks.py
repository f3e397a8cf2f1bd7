"""What the reports app adds to Wagtail's admin. This module only registers."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.menu import register_menu_item
from reports.views import figures, registry


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Addresses below /admin/."""
    return [
        path("lesson-figures/", figures.courses, name="reports_figures"),
        path("lesson-figures/<int:course_id>/", figures.course, name="reports_course_figures"),
        path("lesson-figures/<int:course_id>/file/", figures.file, name="reports_figures_file"),
        path(
            "lesson-figures/<int:course_id>/<uuid:lesson_key>/",
            figures.lesson,
            name="reports_lesson_figures",
        ),
        path("registry-answers/", registry.registry, name="reports_registry"),
    ]


register_menu_item(
    _("How lessons go"),
    "reports_figures",
    name="lesson-figures",
    icon="order-down",
    order=260,
    may=figures.may_see,
)


register_menu_item(
    _("The registry's system"),
    "reports_registry",
    name="registry-answers",
    icon="link",
    order=265,
    may=registry.may_see,
)


@hooks.register("register_permissions")
def figures_permission() -> QuerySet[Permission]:
    """Offer the permission to see how lessons go in the form of groups."""
    return Permission.objects.filter(
        content_type__app_label="reports", codename="view_lesson_figures"
    )
