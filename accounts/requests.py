"""Requests behind a guard: their user is certainly signed in."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class HtmxRequest(HttpRequest):
    """What any view is given: the middleware says whether htmx asks."""

    htmx: HtmxDetails


class LearnerRequest(HtmxRequest):
    """What a view under `accounts.views.guards.learner_required` is given."""

    user: User


class StaffRequest(HttpRequest):
    """What a view of the admin is given: somebody on the staff."""

    user: User
