"""The specification, and the pages about the interface."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from api.described import operations
from api.frame import specification
from api.problems import KINDS
from api.scopes import Scope


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Serve the OpenAPI document. No key is needed to read it."""
    return HttpResponse(specification(), content_type="application/json")


@require_safe
def to_docs(request: HttpRequest) -> HttpResponse:
    """Lead to the page in the language asked for."""
    return redirect(reverse("interface:docs"))


@require_safe
def to_problem(request: HttpRequest, code: str) -> HttpResponse:
    """Lead from the URI of a kind of problem to the page that explains it."""
    if code not in KINDS:
        raise Http404
    return redirect(reverse("interface:problem", args=[code]))


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show every operation: what it takes, what it answers, which right it needs."""
    context = {
        "operations": operations(),
        "scopes": [(scope.value, scope.label) for scope in Scope],
        "problems": sorted(KINDS.values(), key=lambda kind: (kind.status, kind.code)),
    }
    return render(request, "api/docs.html", context)


@require_safe
def problem(request: HttpRequest, code: str) -> HttpResponse:
    """Explain one kind of problem."""
    if code not in KINDS:
        raise Http404
    return render(request, "api/problem.html", {"kind": KINDS[code]})
