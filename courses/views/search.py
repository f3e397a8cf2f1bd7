"""The search over lessons, help lines, centres and pages. What is asked is kept nowhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from courses.search.finding import find
from courses.search.folding import tidy
from courses.views.public import language

LONGEST = 200


@require_safe
@cache_control(private=True, no_store=True)
def search(request: HttpRequest) -> HttpResponse:
    """Answer the query in `q`: any text, of which the first words are searched.

    No page after this one learns the query from the browser: only the site's name is told.
    """
    query = tidy(request.GET.get("q", "")[: LONGEST * 2])[:LONGEST]
    found = find(query, language()) if query else None
    response = render(request, "search/search.html", {"query": query, "found": found})
    response["Referrer-Policy"] = "strict-origin"
    return response
