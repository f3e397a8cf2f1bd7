"""Pages that belong to no part of the domain: health, refusals."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from redis.exceptions import RedisError


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether the database and the cache answer too; 503 names the one that does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return HttpResponse("database", status=503, content_type="text/plain")
    try:
        cache.set("readyz", 1, timeout=5)
    except (RedisError, OSError):
        return HttpResponse("cache", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


def forbidden_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose security token is missing or old: say so and offer to go back."""
    return render(request, "web/forbidden_form.html", status=403)
