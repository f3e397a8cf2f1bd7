"""Entries of the admin's menu that only some people see."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


class MenuItemFor(MenuItem):
    """An entry shown to those of whom `may` says so."""

    def __init__(self, *args: Any, may: Callable[[Any], bool], **kwargs: Any) -> None:
        """`may` is asked with the user of each request."""
        super().__init__(*args, **kwargs)
        self.may = may

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person at this request sees it."""
        return self.may(request.user)
