"""django-ninja, framed: our parser, our problems, our specification."""

import json
import logging
from functools import cache
from typing import Any

from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from api.authentication import no_key
from api.idempotency import AlreadyAnswered
from api.problems import BAD_REQUEST, BUSY, BY_STATUS, INTERNAL, NOT_FOUND, Problem, invalid
from api.specification import completed

logger = logging.getLogger("django.request")
DATABASE_IS_BACK_AFTER = 5  # seconds


class OtauAPI(NinjaAPI):
    """The interface. What is raised under an operation becomes a problem."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """Return the specification with what holds for every operation."""
        schema = super().get_openapi_schema(**kwargs)
        completed(schema, self._get_bound_routers())
        return schema

    def set_default_exception_handlers(self) -> None:
        """Every error is answered as a problem."""
        for error, handler in HANDLERS.items():
            self.add_exception_handler(error, handler)


def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer an error of ours; write it down without what was sent."""
    logger.error("The interface failed at %s.", request.path, exc_info=error)
    got_request_exception.send(sender=None, request=request)
    return Problem(INTERNAL).response()


def database_away(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer while the database does not, or took too long."""
    logger.warning("The database does not answer the interface: %s.", type(error).__name__)
    return Problem(BUSY, retry_after=DATABASE_IS_BACK_AFTER).response()


def from_ninja(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what django-ninja raised itself; it wraps what our parser raises."""
    if isinstance(error.__cause__, Problem):
        return error.__cause__.response()
    return Problem(BY_STATUS.get(error.status_code, BAD_REQUEST)).response()


HANDLERS: dict[type[Exception], Any] = {
    Exception: failed,
    OperationalError: database_away,
    InterfaceError: database_away,
    Http404: lambda request, error: Problem(NOT_FOUND).response(),
    UnreadablePostError: lambda request, error: Problem(BAD_REQUEST).response(),
    HttpError: from_ninja,
    AuthenticationError: lambda request, error: no_key().response(),
    ValidationError: lambda request, error: invalid(error.errors).response(),
    Problem: lambda request, problem: problem.response(),
    AlreadyAnswered: lambda request, answer: answer.response(),
}


@cache
def specification() -> str:
    """Return the OpenAPI document as it is served and checked in."""
    from api.urls import api

    return json.dumps(api.get_openapi_schema(path_prefix="api/v1"), indent=2) + "\n"
