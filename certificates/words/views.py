"""The words of the paper in Wagtail's admin: in force, proposed, looked at, published."""

import io
import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from accounts.requests import StaffRequest
from certificates.rendering.lettering import RenderingFailed
from certificates.words.actions import (
    ask_to_publish,
    draft_words,
    end_proposal,
    propose_return,
    publish_words,
)
from certificates.words.exceptions import WordsError, WordsUnfit
from certificates.words.forms import DeclineForm, ReturnForm, WordsForm
from certificates.words.history import certificates_by_template, differences, in_force, versions
from certificates.words.models import TEXTS, CertificateTemplate, TemplateProposal, TemplateWords
from certificates.words.paper import issuer_of, paper_words, template_for
from certificates.words.permissions import may_propose, may_publish
from certificates.words.previews import KINDS, drawn
from certificates.words.samples import Case
from courses.models import Course
from web.guards import private_to
from workshop.views.frame import shown

logger = logging.getLogger(__name__)

ICON = "doc-full"


guarded = private_to(may_propose)
for_publishers = private_to(may_publish)


@guarded
@require_safe
def words(request: StaffRequest) -> HttpResponse:
    """Show what is in force, what is proposed, and every version with what it changed."""
    rows = versions()
    open_ones = TemplateProposal.objects.select_related("course", "proposed_by").order_by("pk")
    buttons = [
        HeaderButton(
            _("Propose words"), url=reverse("certificates_words_begin"), icon_name="plus",
            classname="button",
        )
    ]  # fmt: skip
    context = {
        "versions": rows, "in_force": in_force(rows), "waiting": open_ones.waiting(),
        "drafts": open_ones.drafts().filter(proposed_by=request.user),
        "before": certificates_by_template().get(None, 0), "header_buttons": buttons,
        "some_have_own": any(one.is_in_force and one.template.course_id for one in rows),
    }  # fmt: skip
    return shown(
        request, "certificates/words/words.html", _("Words of the certificate"), context, icon=ICON
    )


@guarded
@require_http_methods(["GET", "POST"])
def begin(request: StaffRequest) -> HttpResponse:
    """Write new words, beginning with those in force or with those of an earlier proposal."""
    source, course = _source(request)
    return _written(request, source, course=course)


@guarded
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, words_id: int) -> HttpResponse:
    """Go on with one's own draft."""
    found = get_object_or_404(TemplateProposal, pk=words_id)
    if not found.is_draft or found.proposed_by_id != request.user.pk:
        messages.error(request, _("This is no draft of yours any more."))
        return redirect("certificates_words_one", found.pk)
    return _written(request, found, course=found.course_id, draft=found)


def _source(request: StaffRequest) -> tuple[TemplateWords | None, int | None]:
    """Return the words to begin with, and for which course; both are asked for in the address."""
    given = request.GET.get("from", "")
    if given.isdecimal() and given.isascii() and len(given) < 10:
        earlier = TemplateProposal.objects.filter(pk=int(given), follows_all=False).first()
        if earlier is not None:
            return earlier, earlier.course_id
    code = request.GET.get("course", "")
    course = Course.objects.filter(code=code).first() if code.isascii() and code.isalnum() else None
    return template_for(course), course.pk if course else None


def _written(
    request: StaffRequest,
    source: TemplateWords | None,
    *,
    course: int | None,
    draft: TemplateProposal | None = None,
) -> HttpResponse:
    initial = _texts(source) | {"course": course, "note": draft.note if draft else ""}
    form = WordsForm(request.POST or None, initial=initial, source=source)
    if request.method == "POST" and form.is_valid() and (given := form.words()) is not None:
        try:
            found = draft_words(words=given, by=request.user, draft=draft)
        except WordsUnfit as problem:
            form.tell(problem)
        except WordsError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Kept as a draft. Look at it before you hand it over."))
            return redirect("certificates_words_one", found.pk)
    title = _("Change the draft") if draft else _("Propose words")
    back = reverse("certificates_words_one", args=[draft.pk]) if draft else _above()[0]
    context = {"form": form, "back_url": back, "has_logo": bool(source and source.logo)}
    return shown(request, "certificates/words/form.html", title, context, icon=ICON, above=_above())


def _texts(source: TemplateWords | None) -> dict[str, Any]:
    if source is not None:
        return model_to_dict(source, fields=TEXTS)
    issuer, chosen = issuer_of(None), paper_words(None)
    return {
        "issuer_kk": issuer.kk, "issuer_ru": issuer.ru,
        "title_kk": chosen.title_kk, "title_ru": chosen.title_ru,
    }  # fmt: skip


@guarded
@require_safe
def one(request: StaffRequest, words_id: int) -> HttpResponse:
    """Show one proposal: what it changes, how it looks, what became of it."""
    return _one(request, _found(words_id))


def _one(request: StaffRequest, found: TemplateProposal, form: Any = None) -> HttpResponse:
    is_own = found.proposed_by_id == request.user.pk
    published = CertificateTemplate.objects.filter(proposal=found).first()
    context = {
        "proposal": found, "template": published, "is_own": is_own,
        "differences": differences(template_for(found.course), found),
        "cases": [] if found.follows_all else list(Case),
        "may_publish": may_publish(request.user) and not is_own,
        "form": form or DeclineForm(),
    }  # fmt: skip
    title = (
        _("Version %(number)s") % {"number": published.number}
        if published
        else _("Words proposal %(number)s") % {"number": found.pk}
    )
    return shown(request, "certificates/words/one.html", title, context, icon=ICON, above=_above())


@guarded
@require_http_methods(["GET", "POST"])
def give_up(request: StaffRequest) -> HttpResponse:
    """Propose that a course has the words of all courses again."""
    own = [one.course.pk for one in in_force(versions()) if one.course and one.is_own]
    form = ReturnForm(request.POST or None, courses=own)
    if request.method == "POST" and form.is_valid():
        try:
            found = propose_return(**form.cleaned_data, by=request.user)
        except WordsError as problem:
            form.add_error("course", str(problem))
        else:
            messages.success(request, _("Handed over. Somebody else publishes or declines it."))
            return redirect("certificates_words_one", found.pk)
    context = {"form": form, "submit_label": _("Propose"), "back_url": _above()[0], "person": None}
    return shown(
        request, "workshop/ask.html", _("Back to the words of all courses"), context, icon=ICON,
        above=_above(),
    )  # fmt: skip


@guarded
@require_POST
def ask(request: StaffRequest, words_id: int) -> HttpResponse:
    """Hand a draft to a second person."""
    found = _found(words_id)
    try:
        ask_to_publish(proposal=found, by=request.user)
    except WordsError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Handed over. Somebody else publishes or declines it."))
    return redirect("certificates_words_one", found.pk)


@for_publishers
@require_POST
def publish(request: StaffRequest, words_id: int) -> HttpResponse:
    """Publish what another proposed."""
    found = _found(words_id)
    try:
        made = publish_words(proposal=found, by=request.user)
    except WordsError as problem:
        messages.error(request, str(problem))
        return redirect("certificates_words_one", found.pk)
    messages.success(
        request,
        _("Version %(number)s is in force for what is certified from now on.")
        % {"number": made.number},
    )
    return redirect("certificates_words")


@guarded
@require_POST
def end(request: StaffRequest, words_id: int) -> HttpResponse:
    """Take one's own proposal back, or decline another's with a reason."""
    found = _found(words_id)
    reason = ""
    if found.proposed_by_id != request.user.pk:
        if not may_publish(request.user):
            raise PermissionDenied
        form = DeclineForm(request.POST)
        if not form.is_valid():
            return _one(request, found, form)
        reason = form.cleaned_data["reason"]
    try:
        end_proposal(proposal=found, by=request.user, reason=reason)
    except WordsError as problem:
        messages.error(request, str(problem))
        return redirect("certificates_words_one", found.pk)
    messages.success(request, _("The proposal has ended."))
    return redirect("certificates_words")


@guarded
@require_safe
def preview(request: StaffRequest, words_id: int, case: str, kind: str) -> HttpResponseBase:
    """Draw a sample with the longest or the shortest data; it is kept nowhere."""
    found = _found(words_id)
    if case not in list(Case) or kind not in KINDS or found.follows_all:
        raise Http404
    try:
        content, content_type = drawn(found, Case(case), kind)
    except RenderingFailed:
        logger.exception("words proposal %s cannot be drawn", found.pk)
        return HttpResponse(_("This sample cannot be drawn."), "text/plain", status=503)
    name = f"sample-{found.pk}-{case}.{content_type.rpartition('/')[2]}"
    return FileResponse(io.BytesIO(content), content_type=content_type, filename=name)


def _found(words_id: int) -> TemplateProposal:
    return get_object_or_404(
        TemplateProposal.objects.select_related("course", "proposed_by", "decided_by"), pk=words_id
    )


def _above() -> tuple[str, str]:
    return reverse("certificates_words"), _("Words of the certificate")
