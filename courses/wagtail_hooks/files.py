"""Courses out into files and in from files: menu, addresses, permission."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.menu import register_menu_item
from courses.permissions import may_move_files
from courses.views import files


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Addresses below /admin/."""
    return [
        path("curriculum-files/", files.files, name="courses_files"),
        path("curriculum-files/export/<int:course_id>/", files.export, name="courses_export"),
        path("curriculum-files/<int:transfer_id>/", files.transfer, name="courses_transfer"),
        path(
            "curriculum-files/<int:transfer_id>/download/", files.download,
            name="courses_transfer_download",
        ),
    ]  # fmt: skip


register_menu_item(
    _("Course files"),
    "courses_files",
    name="course-files",
    icon="download",
    order=255,
    may=may_move_files,
)


@hooks.register("register_permissions")
def files_permission() -> QuerySet[Permission]:
    """Offer the permission to move files in the form of groups."""
    return Permission.objects.filter(content_type__app_label="courses", codename="move_files")
