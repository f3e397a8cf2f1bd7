"""Writing pages from files, without treading on what people wrote in the admin."""

from copy import copy
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from cms.actions.memory import LoadReport, digest_of, edited_since, remember, retire, was_written


@transaction.atomic
def write_page(
    *,
    model: type[Page],
    parent: Page,
    language: str,
    key: UUID,
    values: dict[str, Any],
    source: str,
    report: LoadReport,
    overwrite: bool = False,
) -> Page:
    """Bring the page with `key` in `language` to `values` (its title and slug among them).

    The page is made below `parent`, published, and remembered. Nothing is written when it says
    the same already. A page that was edited in the admin since the last load is left alone and
    named in `report.refused`, unless `overwrite`. `source` names the file in messages.
    """
    locale = Locale.objects.get(language_code=language)
    page = model.objects.filter(translation_key=key, locale=locale).first()
    if page is None:
        page = model(locale=locale, translation_key=key, **values)
        parent.add_child(instance=page)
        _publish(page, values)
        report.created.append(f"{source} → “{page.title}”")
        return page
    draft = page.get_latest_revision_as_object()
    wanted = copy(draft)
    for name, value in values.items():
        setattr(wanted, name, value)
    now, then = _digest(draft, values), _digest(wanted, values)
    if now == then and page.live and not page.has_unpublished_changes:
        remember(_place(page), then)
        report.unchanged += 1
        return page
    if edited_since(_place(page), now, is_there=page.live) and not overwrite:
        report.refused.append(_refusal(source, page))
        return page
    for name, value in values.items():
        setattr(page, name, value)
    page.has_unpublished_changes = False
    page.save()
    _publish(page, values)
    report.updated.append(f"{source} → “{page.title}”")
    return page


def retire_page(*, page: Page, report: LoadReport) -> None:
    """Unpublish a page that a loader wrote and whose file is gone; leave others alone."""
    if page.live and was_written(_place(page)):
        page.unpublish()
        retire(_place(page))
        report.retired.append(
            _("“%(title)s” (page %(number)s)") % {"title": page.title, "number": page.pk}
        )


def put_in_order(parent: Page, keys: list[UUID]) -> bool:
    """Order the children of `parent` as `keys` are, others last; return whether any moved."""
    children = list(parent.get_children().order_by("path"))
    places = {key: place for place, key in enumerate(keys)}
    wanted = sorted(children, key=lambda child: places.get(child.translation_key, len(keys)))
    if wanted == children:
        return False
    for child in wanted:
        fresh = Page.objects.get(pk=child.pk)
        fresh.move(Page.objects.get(pk=parent.pk), pos="last-child")
    return True


def _publish(page: Page, values: dict[str, Any]) -> None:
    page.save_revision().publish()
    remember(_place(page), _digest(page, values))


def _place(page: Page) -> str:
    return f"page:{page.pk}"


def _refusal(source: str, page: Page) -> str:
    return _(
        "%(file)s: the page “%(title)s” (page %(number)s, %(address)s) was edited in the admin "
        "since it was loaded. Copy what should stay into the file, then load with --overwrite; or "
        "leave the page as it is and take the change out of the file."
    ) % {
        "file": source, "title": page.title, "number": page.pk,
        "address": f"/admin/pages/{page.pk}/edit/",
    }  # fmt: skip


def _digest(page: Page, values: dict[str, Any]) -> str:
    return digest_of(page, sorted(values))
