"""Kazakh and Russian side by side, text by text."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.models import Page

from courses.actions.translate import Saved, Shown, begin_translation, save_translation
from courses.exceptions import TranslationError, TranslationHomeless, TranslationOverlaps
from courses.permissions import may_begin_translation, may_translate_into
from courses.translation.forms import TranslationForm, text_name
from courses.translation.page import groups, progress
from courses.translation.structure import sentence
from courses.translation.twins import LANGUAGES, OTHER, Twins, twins_of_page
from courses.translation.words import are_equal, plain


@require_http_methods(["GET", "POST"])
def translate(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show a page of either language beside its translation; save the translation as a draft.

    `?from=ru` turns the two round, `?todo=1` shows only what is to do.
    """
    twins = access_twins(page_id)
    source = source_language(request, twins)
    target = OTHER[source]
    if target not in twins.pages:
        guard_begin(request, twins, source)
        return render(
            request, "courses/admin/translation_begin.html", context_of(request, twins, source)
        )
    if not may_translate_into(request.user, twins.pages[target]):
        raise PermissionDenied
    if request.method == "POST":
        return save(request, twins, source)
    return show(request, twins, source, form_of(request, twins, source))


@require_POST
def begin(request: HttpRequest, page_id: int) -> HttpResponse:
    """Make the page that is missing in the other language, as a draft."""
    twins = access_twins(page_id)
    source = source_language(request, twins)
    if OTHER[source] not in twins.pages:
        guard_begin(request, twins, source)
        try:
            begin_translation(source=twins.pages[source].specific, user=request.user)
        except TranslationError as error:
            messages.error(request, str(error))
            return redirect(request.get_full_path().replace("/begin/", "/"))
        messages.success(request, _("The page is begun as a draft. Nothing is published."))
    elif not may_translate_into(request.user, twins.pages[OTHER[source]]):
        raise PermissionDenied
    return redirect(address(twins.pages[source], source))


def save(request: HttpRequest, twins: Twins, source: str) -> HttpResponse:
    """Save what was typed, or show it again with what is wrong."""
    form = form_of(request, twins, source)
    if not form.is_valid():
        messages.error(request, _("Nothing was saved yet. Please mend what is marked below."))
        return show(request, twins, source, form, status=422)
    shown = Shown(
        form.cleaned_data["source_revision"],
        form.cleaned_data["target_revision"],
        form.going_shown(),
    )
    try:
        if form.homeless():
            raise TranslationHomeless
        saved = save_translation(
            source=twins.pages[source], target=twins.pages[OTHER[source]], typed=form.typed(),
            agreed=form.agreed(), shown=shown, user=request.user, by=label(request.user),
        )  # fmt: skip
    except TranslationError as error:
        messages.error(request, str(error))
        return show_again(request, twins.first, source, form, error, shown)
    say(request, saved)
    todo = {"todo": "1"} if request.GET.get("todo") else {}
    return redirect(address(twins.pages[source], source, **todo))


def show_again(
    request: HttpRequest,
    page: Page,
    source: str,
    sent: TranslationForm,
    error: TranslationError,
    shown: Shown,
) -> HttpResponse:
    """Show the drafts of now with what was typed, and others' words where both wrote."""
    twins = twins_of_page(page)
    base = twins.words_at(OTHER[source], shown.target_revision)
    form = TranslationForm.again(twins.rows(source), sent, base, language=OTHER[source])
    form.initial = {**form.initial, **hidden_values(twins, source)}
    theirs = twins.words(OTHER[source])
    both = error.addresses if isinstance(error, TranslationOverlaps) else []
    overlaps = {one: theirs.get(one, "") for one in both}
    homeless = sent.homeless() + [
        plain(text)
        for one, text in sent.typed().items()
        if text_name(one) not in form.fields and not are_equal(text, base.get(one, ""))
    ]
    return show(
        request, twins, source, form, status=409, overlaps=overlaps, homeless=homeless
    )  # fmt: skip


def show(
    request: HttpRequest,
    twins: Twins,
    source: str,
    form: TranslationForm,
    *,
    status: int = 200,
    overlaps: dict[str, str] | None = None,
    homeless: list[str] | None = None,
) -> HttpResponse:
    """Show the page with its form."""
    target = OTHER[source]
    everything = twins.rows(source)
    lock = twins.pages[target].specific.get_lock()
    context = context_of(request, twins, source) | {
        "form": form,
        "media": form.media,
        "groups": groups(twins, source, form, overlaps or {}),
        "progress": progress(everything),
        "open": sum(row.is_open for row in everything),
        "only_open": bool(request.GET.get("todo")),
        "structure": [(one, sentence(one)) for one in twins.differences(source)],
        "homeless": homeless or [],
        "lock": lock.get_message(request.user) if lock and lock.for_user(request.user) else "",
    }
    return render(request, "courses/admin/translation.html", context, status=status)


def form_of(request: HttpRequest, twins: Twins, source: str) -> TranslationForm:
    """Return the form with a field for each text that is shown, or that was sent."""
    rows = twins.rows(source)
    if request.method == "POST":
        rows = [
            row
            for row in rows
            if text_name(row.piece.address) in request.POST or row.piece.kind == "file"
        ]
        return TranslationForm(rows, request.POST, language=OTHER[source])
    if request.GET.get("todo"):
        rows = [row for row in rows if row.is_open]
    initial = hidden_values(twins, source)
    return TranslationForm(rows, language=OTHER[source], initial=initial)


def hidden_values(twins: Twins, source: str) -> dict[str, Any]:
    """What the page remembers of what it shows."""
    return {
        "source_revision": twins.pages[source].latest_revision_id,
        "target_revision": twins.pages[OTHER[source]].latest_revision_id,
        "going": [one.address for one in twins.differences(source) if one.kind == "goes"],
    }


def access_twins(page_id: int) -> Twins:
    """Return the two languages of a course, module or lesson page, or 404."""
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        raise Http404
    try:
        return twins_of_page(page)
    except KeyError as error:
        raise Http404 from error


def source_language(request: HttpRequest, twins: Twins) -> str:
    """Return the language that is translated from: Kazakh unless turned round or missing."""
    wanted = request.GET.get("from", LANGUAGES[0])
    if wanted not in LANGUAGES:
        wanted = LANGUAGES[0]
    return wanted if wanted in twins.pages else OTHER[wanted]


def guard_begin(request: HttpRequest, twins: Twins, source: str) -> None:
    """Let pass only those who may make the missing page."""
    above = twins.pages[source].get_parent()
    parent = Page.objects.filter(
        translation_key=above.translation_key, locale__language_code=OTHER[source]
    ).first()  # fmt: skip
    if not may_begin_translation(request.user, parent):
        raise PermissionDenied


def context_of(request: HttpRequest, twins: Twins, source: str) -> dict[str, Any]:
    """What both pages of this address show."""
    target = OTHER[source]
    return {
        "twins": twins,
        "source": source,
        "target": target,
        "source_page": twins.pages[source],
        "target_page": twins.pages.get(target),
        "turned": address(twins.pages[source], target) if target in twins.pages else "",
        "here": address(twins.pages[source], source),
        "todo": address(twins.pages[source], source, todo="1"),
        "header_icon": "copy",
        "header_title": twins.title,
        "breadcrumbs_items": [
            {"url": reverse("courses_two_languages"), "label": _("Two languages")},
            {"url": "", "label": twins.title},
        ],
    }


def address(page: Page, source: str, **query: str) -> str:
    """The address of a page beside its translation from `source`."""
    query = ({"from": source} if source != LANGUAGES[0] else {}) | query
    url = reverse("courses_translate", args=[page.pk])
    return url + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")


def say(request: HttpRequest, saved: Saved) -> None:
    """Say what a save did."""
    if saved.revision:
        messages.success(
            request, _("Saved as a draft. Nothing is published: people read what they read before.")
        )
    elif saved.matched:
        messages.success(request, _("What you marked counts as done."))
    else:
        messages.info(request, _("Nothing was changed."))


def label(user: Any) -> str:
    """How the record calls whoever translates."""
    return str(user.email or user)[:254]
