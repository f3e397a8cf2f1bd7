"""Who may do what in the workshop, as data. `workshop.actions.groups` brings the database in step.

A role is a group. What is not written here nobody has by a role: whoever maintains workflows,
sites, locales or the registry's offices is an operator with a superuser's account.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member of the staff does in the workshop."""

    TRAINER = "trainer", _("Trainer")
    METHODOLOGIST = "methodologist", _("Methodologist")
    SITE_EDITOR = "site_editor", _("Site editor")
    ADMINISTRATOR = "administrator", _("Administrator")
    OFFICER = "officer", _("Data protection officer")

    @property
    def group_name(self) -> str:
        """The name of the role's group: what Wagtail shows of it, in both languages."""
        return GROUP_NAMES[self]


GROUP_NAMES = {
    Role.TRAINER: "Тренерлер · Тренеры",
    Role.METHODOLOGIST: "Әдіскерлер · Методисты",
    Role.SITE_EDITOR: "Сайт редакторлары · Редакторы сайта",
    Role.ADMINISTRATOR: "Әкімшілер · Администраторы",
    Role.OFFICER: "Дербес деректерді қорғауға жауаптылар · Ответственные за защиту данных",
}
# A group of its own for each module, named by the module's key.
MODULE_GROUP = "Модуль тренерлері · Тренеры модуля: "
# Groups that Wagtail's own migrations made; they go when nobody is in them.
WAGTAILS_GROUPS = ("Editors", "Moderators")


@dataclass(frozen=True)
class Rights:
    """What one role may do: names of permissions, where each of them counts."""

    everywhere: frozenset[str] = frozenset()
    """`app.codename`, the whole site."""
    files: frozenset[str] = frozenset()
    """`app.codename`, in the root collection of pictures, recordings and documents. Whoever may
    add a file may change and remove their own."""
    courses: frozenset[str] = frozenset()
    """Codenames for pages, on the list of courses of each language and below it."""
    site: frozenset[str] = frozenset()
    """Codenames for pages, on the home page of each language and below it but for the courses."""

    def __or__(self, other: "Rights") -> "Rights":
        """Both together."""
        return Rights(
            self.everywhere | other.everywhere, self.files | other.files,
            self.courses | other.courses, self.site | other.site,
        )  # fmt: skip


ADD_FILES = frozenset(
    {
        "wagtailimages.add_image",
        "wagtailimages.choose_image",
        "wagtaildocs.add_document",
        "wagtaildocs.choose_document",
    }
)
ADD_RECORDINGS = frozenset({"wagtailmedia.add_media"})
CHANGE_FILES = frozenset({"wagtailimages.change_image", "wagtaildocs.change_document"})
CHANGE_RECORDINGS = frozenset({"wagtailmedia.change_media"})
ADMIN = "wagtailadmin.access_admin"

TRAINER = Rights(
    everywhere=frozenset({ADMIN, "reports.view_lesson_figures"}),
    files=ADD_FILES | ADD_RECORDINGS,
)
METHODOLOGIST = Rights(
    everywhere=frozenset(
        {
            ADMIN,
            "courses.add_course",
            "courses.change_course",
            "courses.view_course",
            "courses.view_edition",
            "courses.publish_edition",
            "courses.withdraw_lesson",
            "courses.translate_lesson",
            "courses.move_files",
            "reports.view_lesson_figures",
            "workshop.give_modules",
            "certificates.propose_words",
        }
    ),
    files=ADD_FILES | ADD_RECORDINGS | CHANGE_FILES | CHANGE_RECORDINGS,
    courses=frozenset({"add_page", "change_page", "publish_page", "lock_page", "unlock_page"}),
)
SITE_EDITOR = Rights(
    everywhere=frozenset(
        {ADMIN}
        | {
            f"cms.{verb}_{thing}"
            for verb in ("add", "change", "delete", "view")
            for thing in ("helpline", "familysupportcentre")
        }
    ),
    files=ADD_FILES | CHANGE_FILES,
    site=frozenset({"add_page", "change_page", "publish_page"}),
)
ADMINISTRATOR = (
    TRAINER
    | METHODOLOGIST
    | SITE_EDITOR
    | Rights(
        everywhere=frozenset(
            {
                "workshop.give_roles",
                "workshop.view_assignment",
                "accounts.answer_appeals",
                "registry.view_registryminute",
                "enrolments.decide_policies",
                "api.manage_api_clients",
                "certificates.run_bulk_jobs",
                "certificates.see_certificates",
                "certificates.decide_certificates",
                "certificates.publish_words",
            }
        )
    )
)
# Oversees those who look people up, administrators among them: a role of its own.
OFFICER = Rights(
    everywhere=frozenset(
        {
            ADMIN,
            "accounts.answer_appeals",
            "accounts.oversee_record",
            "certificates.see_certificates",
        }
    )
)
RIGHTS = {
    Role.TRAINER: TRAINER,
    Role.METHODOLOGIST: METHODOLOGIST,
    Role.SITE_EDITOR: SITE_EDITOR,
    Role.ADMINISTRATOR: ADMINISTRATOR,
    Role.OFFICER: OFFICER,
}
# A trainer's rights on the pages of a module that was given to them, in each language.
IN_A_MODULE = frozenset({"add_page", "change_page"})
# Who reviews what was submitted.
REVIEWERS = (Role.METHODOLOGIST, Role.ADMINISTRATOR)
