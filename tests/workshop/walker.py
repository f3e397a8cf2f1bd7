"""Every address of the admin, with arguments, and what an answer means."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail.admin.models import EditingSession
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Site, Task, UploadedFile, Workflow
from wagtailmedia.models import get_media_model

from accounts.actions.appeals import make_appeal
from api.actions import make_client, make_key
from certificates.jobs.deciding import open_job
from certificates.models import BulkJob, BulkJobRow
from certificates.words.models import TemplateProposal
from cms.models import FamilySupportCentre, HelpLine, InfoPage
from courses.actions import propose_withdrawal, publish_edition
from courses.models import CourseIndexPage, CurriculumTransfer, LessonPage
from courses.writing.phone import make_link
from enrolments.models import PolicyProposal
from tests import cast
from tests.certificates.at_the_counter import make_worker
from tests.certificates.at_the_desk import certified
from tests.courses import samples
from tests.workshop import story
from workshop.actions.incidents import count_incident, open_incident
from workshop.models import Assignment, Incident

PAGE_ARGUMENTS = {"page_id", "parent_page_id", "page_to_move_id", "lesson_key"}
ADMIN = re.compile(r"^admin/")
# Where the admin sends people that is not below admin/.
BEYOND = {"courses:draft", "courses:try_activity"}


@dataclass(frozen=True)
class Address:
    """A pattern of the admin: its full name, its text, the names of its arguments."""

    name: str
    pattern: str
    arguments: tuple[str, ...]

    @property
    def is_about_a_page(self) -> bool:
        return bool(PAGE_ARGUMENTS & set(self.arguments))


def addresses() -> list[Address]:
    """Return every address of the admin, in the order of the patterns."""
    found: dict[str, Address] = {}
    for name, pattern, arguments in _below(get_resolver(), "", (), ()):
        if ADMIN.match(pattern) or name in BEYOND:
            # The first pattern answers.
            found.setdefault(shape(pattern), Address(name, pattern, arguments))
    return list(found.values())


def _below(resolver, prefix, spaces, arguments):
    for one in resolver.url_patterns:
        text = prefix + str(one.pattern).replace("^", "").replace("$", "").replace("\\.", ".")
        names = (*arguments, *one.pattern.converters, *one.pattern.regex.groupindex)
        if isinstance(one, URLPattern):
            yield ":".join([*spaces, one.name or text]), text, tuple(dict.fromkeys(names))
        else:
            space = (*spaces, one.namespace) if one.namespace else spaces
            yield from _below(one, text, space, names)


def shape(pattern: str) -> str:
    """Return a pattern without the names and kinds of its arguments."""
    return re.sub(r"<[^>]*>", "<>", pattern)


def filled(address: Address, values: dict[str, Any]) -> str:
    """Return the path of an address with its arguments from `values`. KeyError: one is missing."""
    space = address.name.rpartition(":")[0]
    path = address.pattern
    for name in address.arguments:
        key = f"{space}:{name}"
        value = values.get(f"{address.name}:{name}", values.get(key, values.get(name)))
        if value is None:
            raise KeyError(f"{address.name} needs {name}")
        path = re.sub(rf"<(?:\w+:)?{name}>|\(\?P<{name}>[^)]*\)", str(value), path)
    return "/" + path + str(values.get(f"{address.name}?", ""))


class Walker(Client):
    """A browser that keeps nothing of an answer but the answer.

    The one of Django copies the context of every template of every page, which takes most of the
    time here; and it raises what the site answers with 500.
    """

    def request(self, **request: Any) -> Any:
        """Ask the site, with the cookies of the one who was signed in; new ones are not kept."""
        return self.handler(self._base_environ(**request))


@contextmanager
def undrawn() -> Iterator[None]:
    """Let views decide and collect what they show, and leave the drawing out."""
    with patch.object(Template, "render", lambda *_args, **_kwargs: SafeString("")):
        yield


# What an address that takes only POST wants to be told.
SENT = {"seen": "1"}


def allowed(response: Any) -> bool:
    """Whether an answer let the person in; what was asked wrongly counts as let in."""
    assert response.status_code < 500, response.status_code
    if response.status_code in (301, 302):
        place = response["Location"]
        refused = ("/staff/login/", "/admin/login/", "/kk/admin/")
        return place != "/admin/" and not any(part in place for part in refused)
    return response.status_code not in (403, 404)


def counted_incident(by) -> Incident:
    """Return a breach of the last hour that concerns nobody."""
    now = timezone.now()
    made = open_incident(
        by=by, known_at=now, began_at=now - timedelta(hours=1), ended_at=now, happened="?"
    )
    count_incident(incident=made)
    return made


def bulk_job(by) -> BulkJob:
    """Return a job about one certificate of somebody, for an operator to look at."""
    job = open_job(kind="key", reason="key_revoked", basis="?", by=by)
    certificate = certified(user=cast.make_learner(), course=cast.make_course("BULK", "bulk"))
    BulkJobRow.objects.create(job=job, certificate=certificate)
    return job


def proposed_words(by) -> TemplateProposal:
    """Return words of the paper that wait for a second person."""
    texts = {f"{name}_{language}": "?" for name in ("issuer", "title") for language in ("kk", "ru")}
    return TemplateProposal.objects.create(
        **texts, note="?", proposed_by=by, asked_at=timezone.now()
    )


def furnish(lesson: LessonPage, trainer) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return values for arguments, and the pages that addresses about a page are tried with."""
    course = lesson.get_parent().get_parent().specific.course
    edition = publish_edition(course=course, by="walker")
    other = LessonPage.objects.filter(locale=lesson.locale).exclude(
        path__startswith=lesson.path[: -lesson.steplen]
    ).first()  # fmt: skip
    index = CourseIndexPage.objects.get(locale=lesson.locale)
    info = InfoPage(title="Анықтама", slug="info", locale=lesson.locale)
    index.get_parent().add_child(instance=info)
    info.save_revision()
    submitted = story.submit(lesson, trainer)
    state = submitted.current_workflow_state
    image = get_image_model().objects.first()
    # In no lesson: the rights decide, not what it is used for.
    image = get_image_model().objects.create(
        title="i", file=image.file, width=image.width, height=image.height
    )
    document = samples.document()
    media = get_media_model().objects.create(
        title="m", type="audio", duration=1, file=ContentFile(b"m", "m.mp3")
    )
    uploads = {
        model: UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(model),
            file=ContentFile(samples.PDF, "u.pdf"), uploaded_by_user=trainer,
        ).pk
        for model in (type(image), type(document))
    }  # fmt: skip
    exported = CurriculumTransfer(
        kind="export", course=course, state="done", ended_at=timezone.now(), asked_by="walker",
        report={"lessons": 4},
    )  # fmt: skip
    exported.store(ContentFile(b"z"))
    exported.save()
    policy = PolicyProposal.objects.create(
        course=course, valid_from="2100-01-01", basis="?", proposed_by=trainer
    )
    clerk = cast.make_clerk()
    system, _secret = make_key(
        by=trainer, expires_at=timezone.now() + timedelta(days=9),
        client=make_client(by=trainer, name_kk="s", name_ru="s", scopes=[]),
    )  # fmt: skip
    values = {
        "image_id": image.pk,
        "document_id": document.pk,
        "doc_id": document.pk,
        "media_id": media.pk,
        "media_type": "audio",
        "filter_spec": "max-100x100",
        "wagtailimages:uploaded_file_id": uploads[type(image)],
        "wagtaildocs:uploaded_file_id": uploads[type(document)],
        "collection_id": Collection.get_first_root_node().add_child(name="c").pk,
        "app_label": "courses",
        "model_name": "lessonpage",
        "action": "delete",
        "wagtail_bulk_action?": f"?id={lesson.pk}",
        "wagtail_bulk_action:app_label": "wagtailcore",
        "wagtail_bulk_action:model_name": "page",
        "content_type_app_name": "courses",
        "content_type_model_name": "lessonpage",
        "app_name": "courses",
        "destination_id": lesson.get_parent().pk,
        "action_name": "approve",
        "task_state_id": state.current_task_state_id,
        "task_id": Task.objects.filter(active=True).first().pk,
        "workflow_state_id": state.pk,
        "revision_id": submitted.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "workflow_pk": Workflow.objects.filter(active=True).first().pk,
        "page_pk": index.pk,
        "wagtailadmin_workflows:pk": Workflow.objects.filter(active=True).first().pk,
        "object_id": lesson.pk,
        "session_id": EditingSession.objects.create(
            user=trainer, content_object=lesson, last_seen_at=submitted.latest_revision_created_at
        ).pk,
        "course_id": course.pk,
        "edition_id": edition.pk,
        "snapshot_id": edition.lessons.filter(lesson_key=lesson.translation_key).first().pk,
        "proposal_id": propose_withdrawal(
            course=course,
            lesson_key=lesson.translation_key,
            reason="Because it harms",
            by="walker",
            by_id=0,
        ).pk,
        "transfer_id": exported.pk,
        "courses:draft:token": make_link(lesson.translation_key)[0],
        "language": "kk",
        "part": "p1",
        "policy_proposal_id": policy.pk,
        "bulk_job_id": bulk_job(trainer).pk,
        "which": "before",
        "words_id": proposed_words(trainer).pk,
        "certificates_words_preview:case": "shortest",
        "certificates_words_preview:kind": "pdf",
        "appeal_id": make_appeal(user=cast.make_learner(), about="other", text="?").pk,
        "incident_id": counted_incident(trainer).pk,
        "number": certified(
            user=cast.make_learner(), course=cast.make_course("WALK", "walk")
        ).number,
        "act": "revoke",
        "client_id": system.client_id,
        "key_id": system.pk,
        "user_id": trainer.pk,
        "assignment_id": Assignment.objects.get(user=trainer).pk,
        "uidb64": "x",
        "token": "x",
        "wagtailsettings:pk": 1,
        "no_api_action:pk": lesson.pk,
        "wagtailadmin_collections:pk": Collection.objects.last().pk,
        "wagtailsites:pk": Site.objects.first().pk,
        "wagtaillocales:pk": Locale.objects.first().pk,
        "wagtailusers_users:pk": trainer.pk,
        "wagtailusers_groups:pk": trainer.groups.first().pk,
        "wagtaildocs_chooser:pk": document.pk,
        "wagtailimages_chooser:pk": image.pk,
        "wagtailadmin_api:documents:pk": document.pk,
        "wagtailadmin_api:images:pk": image.pk,
        "wagtailadmin_api:pages:pk": lesson.pk,
        "wagtailadmin_pages:pk": lesson.pk,
    }
    snippets = {
        "registry_registryoffice": clerk.clerkships.get().office,
        "registry_clerkship": clerk.clerkships.get(),
        "centres_centrepost": make_worker().centre_posts.get(),
        "courses_course": course,
        "cms_helpline": HelpLine.objects.create(
            key="l", phone="1", name_kk="l", name_ru="l", what_kk="l", what_ru="l"
        ),
        "cms_familysupportcentre": FamilySupportCentre.objects.create(
            key="c", region="KZ-75", name_kk="c", name_ru="c", city_kk="c", city_ru="c",
            address_kk="c", address_ru="c", phone="1",
        ),
    }  # fmt: skip
    for name, row in snippets.items():
        values[f"wagtailsnippets_{name}:pk"] = row.pk
        values[f"wagtailsnippetchoosers_{name}:pk"] = row.pk
    return values, {"given": submitted, "other": other, "site": info}
