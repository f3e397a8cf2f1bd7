"""Requests behind a guard: their user is certainly signed in."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class LearnerRequest(HttpRequest):
    """What a view under `accounts.views.guards.learner_required` is given."""

    user: User
    htmx: HtmxDetails
