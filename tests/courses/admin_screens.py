"""The screens of Wagtail's admin that trainers, methodologists and administrators open."""

import io
from collections.abc import Iterator
from datetime import timedelta

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, Comment, CommentReply, Locale, Page, Site, Task, Workflow
from wagtailmedia.models import Media

from cms.models import HelpLine
from courses.models import LessonPage, ModulePage

SITE_WIDE = [
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_explore_root",
    "wagtailadmin_pages:search",
    "wagtailadmin_collections:index",
    "wagtailadmin_collections:add",
    "wagtailadmin_workflows:index",
    "wagtailadmin_workflows:add",
    "wagtailadmin_workflows:task_index",
    "wagtailadmin_workflows:select_task_type",
    "wagtailadmin_workflows:task_chooser",
    "wagtailadmin_reports:locked_pages",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_reports:workflow_tasks",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:aging_pages",
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_choose_page",
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_phone_link",
    "wagtailadmin_choose_page_anchor_link",
    "wagtailimages:index",
    "wagtailimages:add",
    "wagtailimages:add_multiple",
    "wagtailimages_chooser:choose",
    "wagtaildocs:index",
    "wagtaildocs:add",
    "wagtaildocs:add_multiple",
    "wagtaildocs_chooser:choose",
    "wagtailembeds:chooser",
    "wagtailmedia:index",
    "wagtailmedia:chooser",
    "wagtailsnippets:index",
    "wagtailsnippets_cms_helpline:list",
    "wagtailsnippets_cms_helpline:add",
    "wagtailusers_users:index",
    "wagtailusers_users:add",
    "wagtailusers_groups:index",
    "wagtailusers_groups:add",
    "wagtailsites:index",
    "wagtailsites:add",
    "wagtaillocales:index",
    "courses_editions",
]
OF_A_PAGE = [
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:history",
    "wagtailadmin_pages:usage",
    "wagtailadmin_pages:delete",
    "wagtailadmin_pages:unpublish",
    "wagtailadmin_pages:move",
    "wagtailadmin_pages:copy",
    "wagtailadmin_pages:set_privacy",
    "wagtailadmin_pages:workflow_history",
    "wagtailadmin_pages:confirm_workflow_cancellation",
]
BULK_OF_PAGES = ["delete", "move", "publish", "unpublish"]
BULK_OF_FILES = ["delete", "add_tags", "add_to_collection"]
BULK_OF_USERS = ["delete", "assign_role", "set_active_state"]


def picture_file() -> ContentFile:
    """Return a small picture."""
    written = io.BytesIO()
    Picture.new("RGB", (40, 20), "white").save(written, "PNG")
    return ContentFile(written.getvalue(), name="kese.png")


def furnish(user) -> LessonPage:
    """Make one of everything that screens show; return a lesson that is in review."""
    picture = Image.objects.create(title="Кесе", file=picture_file(), width=40, height=20)
    picture.tags.add("кесе")
    Document.objects.create(title="Парақ", file=ContentFile(b"a", name="paraq.pdf"))
    Media.objects.create(title="Дыбыс", file=ContentFile(b"a", name="dybys.mp3"), type="audio")
    HelpLine.objects.get_or_create(
        key="111",
        defaults={"phone": "111", "name_kk": "Көмек", "name_ru": "Помощь",
                  "checked_on": timezone.localdate()},
    )  # fmt: skip
    Collection.get_first_root_node().add_child(name="Дыбыстар")
    lesson = LessonPage.objects.filter(locale__language_code="kk").order_by("path").first()
    lesson.title = "Жаңа атау"
    lesson.save_revision(user=user)
    comment = Comment.objects.create(
        page=lesson, user=user, text="Қысқарту керек", contentpath="title"
    )
    CommentReply.objects.create(comment=comment, user=user, text="Иә")
    Workflow.objects.get(active=True).start(lesson, user)
    other = LessonPage.objects.filter(locale__language_code="kk").order_by("path").last()
    other.go_live_at = timezone.now() + timedelta(days=3)
    other.save_revision(user=user, approved_go_live_at=other.go_live_at)
    other.locked, other.locked_by, other.locked_at = True, user, timezone.now()
    other.save()
    return lesson


def addresses(lesson: LessonPage, user) -> Iterator[str]:
    """Yield the address of every screen."""
    yield from (reverse(name) for name in SITE_WIDE)
    yield from (reverse(name, args=[lesson.pk]) for name in OF_A_PAGE)
    first, last = (lesson.revisions.order_by("pk")[i].pk for i in (0, lesson.revisions.count() - 1))
    yield reverse("wagtailadmin_pages:revisions_compare", args=[lesson.pk, "live", last])
    yield reverse("wagtailadmin_pages:revisions_revert", args=[lesson.pk, first])
    state = lesson.current_workflow_task_state
    yield reverse(
        "wagtailadmin_pages:workflow_history_detail", args=[lesson.pk, state.workflow_state.pk]
    )
    for action in ("approve", "reject"):
        yield reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, action, state.pk])
    module = lesson.get_parent()
    yield reverse("wagtailadmin_explore", args=[module.pk])
    yield reverse("wagtailadmin_pages:add_subpage", args=[module.pk])
    yield reverse("wagtailadmin_pages:edit", args=[module.pk])
    yield reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk])
    yield reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, other_module(lesson).pk])
    yield reverse("wagtailadmin_pages:type_use", args=["courses", "lessonpage"])
    other = LessonPage.objects.filter(locked=True).get()
    yield reverse("wagtailadmin_pages:edit", args=[other.pk])
    yield reverse(
        "wagtailadmin_pages:revisions_unschedule", args=[other.pk, other.latest_revision_id]
    )
    yield reverse("wagtailadmin_choose_page") + "?page_type=courses.lessonpage&q=zz"
    yield reverse("wagtailadmin_pages:search") + "?q=zz"
    yield from addresses_of_things(user)
    yield from bulk_addresses(lesson, user)


def other_module(lesson: LessonPage) -> Page:
    """Return another module in the language of the lesson."""
    modules = ModulePage.objects.filter(locale=lesson.locale).exclude(pk=lesson.get_parent().pk)
    return modules.first()


def addresses_of_things(user) -> Iterator[str]:
    """Yield the screens of one picture, document, sound, snippet, person, group and so on."""
    picture = Image.objects.first()
    for name in ("edit", "delete", "image_usage"):
        yield reverse(f"wagtailimages:{name}", args=[picture.pk])
    yield reverse("wagtailimages_chooser:select_format", args=[picture.pk])
    document = Document.objects.first()
    for name in ("edit", "delete", "document_usage"):
        yield reverse(f"wagtaildocs:{name}", args=[document.pk])
    media = Media.objects.first()
    for name in ("edit", "delete", "media_usage"):
        yield reverse(f"wagtailmedia:{name}", args=[media.pk])
    for kind in ("audio", "video"):
        yield reverse("wagtailmedia:add", args=[kind])
        yield reverse("wagtailmedia:chooser_typed", args=[kind])
    for name in ("edit", "delete", "usage", "history"):
        yield reverse(f"wagtailsnippets_cms_helpline:{name}", args=[HelpLine.objects.first().pk])
    for name in ("edit", "delete", "history", "usage"):
        yield reverse(f"wagtailusers_users:{name}", args=[user.pk])
    for name in ("edit", "delete"):
        yield reverse(f"wagtailusers_groups:{name}", args=[Group.objects.first().pk])
        yield reverse(f"wagtailsites:{name}", args=[Site.objects.first().pk])
        yield reverse(f"wagtaillocales:{name}", args=[Locale.objects.first().pk])
        collection = Collection.objects.order_by("path").last()
        yield reverse(f"wagtailadmin_collections:{name}", args=[collection.pk])
    yield reverse("wagtailadmin_collections:set_privacy", args=[collection.pk])
    workflow, task = Workflow.objects.get(active=True), Task.objects.get(active=True)
    for name in ("edit", "disable", "usage"):
        yield reverse(f"wagtailadmin_workflows:{name}", args=[workflow.pk])
    yield reverse("wagtailadmin_workflows:edit_task", args=[task.pk])
    yield reverse("wagtailadmin_workflows:disable_task", args=[task.pk])
    yield reverse("wagtailadmin_workflows:add_task", args=["wagtailcore", "groupapprovaltask"])


def bulk_addresses(lesson: LessonPage, user) -> Iterator[str]:
    """Yield the screens on which many things are dealt with at once."""
    module = lesson.get_parent()
    for action in BULK_OF_PAGES:
        yield bulk("wagtailcore", "page", action, lesson.pk, module.pk)
    for action in BULK_OF_FILES:
        yield bulk("wagtailimages", "image", action, Image.objects.first().pk)
        yield bulk("wagtaildocs", "document", action, Document.objects.first().pk)
    for action in BULK_OF_USERS:
        yield bulk("accounts", "user", action, user.pk)
    yield bulk("cms", "helpline", "delete", HelpLine.objects.first().pk)


def bulk(app: str, model: str, action: str, *keys: object) -> str:
    """Return the address of a bulk action."""
    address = reverse("wagtail_bulk_action", args=[app, model, action])
    return f"{address}?next=/admin/&" + "&".join(f"id={key}" for key in keys)
