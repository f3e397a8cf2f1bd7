"""Pages of certificates: anybody checks one, the holder keeps theirs."""

from collections.abc import Iterable
from typing import cast

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, get_supported_language_variant
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.actions.profile import name_is_settled
from accounts.forms import NameForm
from accounts.models import User
from accounts.requests import HtmxRequest, LearnerRequest
from accounts.views.guards import learner_required
from certificates.actions import certify_by_wish
from certificates.documents.chain import certificate_pem
from certificates.documents.signer import configured_chain
from certificates.documents.stored import EXTENSIONS, Kind, stored_document
from certificates.exceptions import DocumentGone
from certificates.forms import HolderForm, NumberForm
from certificates.holder.listing import listed_certificates, recent_lookups
from certificates.models import Certificate
from certificates.names import name_for
from certificates.numbers import normalise_number, sample_number
from certificates.payload import name_digest, number_salt
from certificates.rendering.facts import Assurance, Mode, NameSource
from certificates.rendering.wording import (
    COURSE,
    HOLDER,
    NAME_NOTES,
    NUMBER,
    Bilingual,
    fact_lines,
)
from certificates.signing import is_signed_by_a_stolen_key
from certificates.state import state_of
from courses.models import Audience, EditionText
from enrolments.models import Enrolment
from web.limits import address, used_up
from web.tokens import same_digest

# Generous for a clerk who mistypes, dear for somebody who tries a list of names.
NAMES_PER_ADDRESS = {"limit": 12, "seconds": 10 * 60}
# More than one address can try in that time, so that nobody alone shuts out the others.
NAMES_PER_CERTIFICATE = {"limit": 90, "seconds": 60 * 60}


@require_GET
def to_certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Send whoever scanned a QR code to the page in their language."""
    try:
        language = get_supported_language_variant(get_language() or "kk")
    except LookupError:
        language = "kk"
    return redirect(f"/{language}/c/{normalise_number(number) or number}/")


@require_GET
@cache_control(public=True, max_age=3600)
def document_root(request: HttpRequest) -> HttpResponse:
    """Serve the root certificate that a reader has to trust to trust a document's signature."""
    root = certificate_pem(configured_chain().root)
    response = HttpResponse(root, content_type="application/pem-certificate-chain")
    response["Content-Disposition"] = 'attachment; filename="otau-document-root.pem"'
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Take a number from somebody who has only the paper."""
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("certificates:certificate", form.cleaned_data["number"])
    return render(
        request,
        "certificates/check.html",
        {"form": form},
        status=422 if form.is_bound and form.errors else 200,
    )


@never_cache
@require_http_methods(["GET", "POST"])
def certificate(request: HtmxRequest, number: str) -> HttpResponse:
    """Show the facts of a certificate to compare with the paper; compare a name that is typed."""
    normal = normalise_number(number)
    if normal is None:
        return render(request, "certificates/damaged.html", status=404)
    if normal != number:
        return redirect("certificates:certificate", normal)
    found = on_record(normal)
    if found is None:
        context = {"number": normal, "is_sample": normal == sample_number()}
        return render(request, "certificates/unknown.html", context, status=404)
    form = HolderForm(request.POST or None)
    outcome, status = None, 200
    if request.method == "POST":
        if not form.is_valid():
            status = 422
        elif too_many_names(address(request), normal):
            outcome, status = "wait", 429
        else:
            digest = name_digest(form.cleaned_data["name"], number_salt(normal))
            same = same_digest(digest, found.name_digest)
            outcome = "match" if same else "no_match"
    return render(
        request,
        "certificates/certificate.html" + ("#name_check" if request.htmx else ""),
        {"certificate": found, "state": state_of(found), "form": form, "outcome": outcome,
         "rows": rows(found), "bears_stolen_key": bears_stolen_key(found)},
        status=status,
    )  # fmt: skip


def on_record(number: str) -> Certificate | None:
    """Return the certificate with what its page says; read once more if replaced meanwhile."""
    row = Certificate.objects.select_related("issue", "superseded_by").prefetch_related("events")
    found = row.filter(number=number).first()
    if found and state_of(found) == "superseded" and not hasattr(found, "superseded_by"):
        found = row.filter(number=number).first()
    return found


def bears_stolen_key(certificate: Certificate) -> bool:
    """Whether the code on the paper was signed when others had the key, too."""
    return hasattr(certificate, "issue") and is_signed_by_a_stolen_key(certificate.issue)


def too_many_names(who: str, number: str) -> bool:
    """Count a name that `who` tried, an address or a system; whether they or all tried too many.

    What somebody tries after their own limit is not compared and does not count for the
    certificate: whoever goes on would shut out everybody who has the paper before them.
    """
    if used_up("name", f"{who}|{number}", **NAMES_PER_ADDRESS):
        return True
    return used_up("name-of", number, **NAMES_PER_CERTIFICATE)


def rows(certificate: Certificate) -> list[dict[str, object]]:
    """Return the facts in the paper's own words and order, in the language of the page.

    Whoever compares is told that a line that differs means a changed paper: none may differ here.
    Where the name is from stands there in place of the name.
    """
    russian = (get_language() or "").startswith("ru")
    lines = fact_lines(
        hours=certificate.hours,
        edition_number=certificate.edition_number,
        mode=cast("Mode", certificate.mode),
        completed_on=certificate.completed_on,
        issued_on=timezone.localdate(certificate.certified_at),
        valid_until=certificate.valid_until,
        assurance=cast("Assurance", certificate.assurance),
    )
    facts: list[dict[str, object]] = [
        {"name": line.label[russian], "value": line.value[russian]} for line in lines
    ]
    title = Bilingual(certificate.course_title_kk, certificate.course_title_ru)
    name_note = NAME_NOTES[cast("NameSource", certificate.name_source)]
    return [
        {"name": NUMBER[russian], "value": certificate.number, "kind": "number"},
        {"name": HOLDER[russian], "value": name_note[russian]},
        {"name": COURSE[russian], "value": title[russian], "kind": "main"},
        *facts,
        {
            "name": _("Issued by"),
            "value": certificate.issuer_ru if russian else certificate.issuer_kk,
        },
    ]


@learner_required
@require_GET
def certificates(request: LearnerRequest) -> HttpResponse:
    """Show the holder's certificates, the newest first; one that is being made says so."""
    listed = listed_certificates(request.user)
    context: dict[str, object] = {
        "certificates": listed, "waiting": [one for one in listed if one.is_pending]
    }  # fmt: skip
    if request.htmx:
        return render(request, "certificates/certificates.html#list", context)
    context |= {"offers": offers(request.user), "lookups": recent_lookups(request.user)}
    return render(request, "certificates/certificates.html", context)


def offers(user: User) -> list[dict[str, object]]:
    """Return the completed courses of which the person may have a certificate and has none."""
    completed = list(
        Enrolment.objects.completed()
        .filter(user=user, course__audience=Audience.EVERYBODY)
        .annotate(is_certified=Exists(Certificate.objects.filter(enrolment=OuterRef("pk"))))
        .select_related("course")
        .order_by("course", "-completed_at")
        .distinct("course")
    )
    wanted = [one for one in completed if not one.is_certified]
    titles = titles_of(wanted)
    return [{"enrolment": one, "title": titles[one.edition_id]} for one in wanted]


def titles_of(enrolments: Iterable[Enrolment]) -> dict[int, str]:
    """Return the titles of editions, in the language of the page."""
    editions = [enrolment.edition_id for enrolment in enrolments]
    texts = EditionText.objects.filter(edition__in=editions, language=get_language())
    return dict(texts.values_list("edition", "title")) if editions else {}


@never_cache
@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: LearnerRequest, course: str) -> HttpResponse:
    """Ask for the name and make a certificate of a course for everybody, if one is wanted."""
    enrolment = access_completed(request, course)
    if enrolment.certificates.exists():
        return redirect("certificates:certificates")
    settled = settled_name(request.user)
    is_typed = request.method == "POST" and not settled
    form = NameForm(request.POST if is_typed else None, initial={"name": request.user.name})
    if request.method == "POST" and (settled or form.is_valid()):
        certify_by_wish(enrolment=enrolment, name=settled or form.cleaned_data["name"])
        return redirect("certificates:certificates")
    context = {
        "form": form, "settled": settled, "enrolment": enrolment,
        "title": titles_of([enrolment])[enrolment.edition_id],
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "certificates/wish.html", context, status=status)


@transaction.atomic  # until it ends a correction of the name waits
def settled_name(user: User) -> str:
    """Return the name a certificate bears whatever its holder types; empty where they type it."""
    source, name = name_for(user)
    if source == Certificate.NameSource.DECLARED and not name_is_settled(user):
        return ""
    return name


def access_completed(request: LearnerRequest, course: str) -> Enrolment:
    """Return the person's newest completed enrolment in a course for everybody, or 404."""
    found = (
        Enrolment.objects.completed()
        .for_course(course)
        .filter(user=request.user, course__audience=Audience.EVERYBODY)
        .select_related("course")
        .order_by("-completed_at")
        .first()
    )
    if found is None:
        raise Http404
    return found


@learner_required
@require_GET
def pdf(request: LearnerRequest, number: str) -> HttpResponse:
    """Hand the holder the stored PDF."""
    return stored(request, number, "pdf", "application/pdf")


@learner_required
@require_GET
def picture(request: LearnerRequest, number: str) -> HttpResponse:
    """Hand the holder the stored picture for their phone."""
    return stored(request, number, "picture", "image/png")


def stored(request: LearnerRequest, number: str, kind: Kind, content_type: str) -> HttpResponse:
    """Return the stored file of the person's own certificate, or 404; one that is lost is made."""
    own = (
        Certificate.objects.filter(enrolment__user=request.user, number=normalise_number(number))
        .exclude(issue=None)
        .select_related("issue")
        .first()
    )
    if own is None:
        raise Http404
    try:
        content = stored_document(issue=own.issue, kind=kind)
    except DocumentGone:
        raise Http404 from None
    filename = f"otau-{own.number}.{EXTENSIONS[kind]}"
    response = HttpResponse(content, content_type=content_type)
    disposition = "attachment" if kind == "pdf" else "inline"
    response["Content-Disposition"] = f'{disposition}; filename="{filename}"'
    return response
