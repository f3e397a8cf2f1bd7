"""Entries of the admin's menu that only some people see."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from wagtail import hooks
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


def register_menu_item(
    label: str | Promise, page: str, *, name: str, icon: str, order: int, may: Callable[[Any], bool]
) -> None:
    """Put an entry into the admin's menu, for those of whom `may` says so.

    `page` is the name of its address, `name` tells it apart in the menu, and those with a smaller
    `order` stand above it. Called where an app registers its hooks.
    """

    def item() -> MenuItem:
        return MenuItemFor(label, reverse(page), name=name, icon_name=icon, order=order, may=may)

    hooks.register("register_admin_menu_item", item)
