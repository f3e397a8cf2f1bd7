"""Two people at one page: the second one to save is told, and what they typed is kept.

Wagtail refuses to save over somebody by itself (its autosave), but not when one presses a button.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from wagtail.log_actions import log
from wagtail.models import Page, Revision

# The page of the conflict sends it back with what it says it will replace.
REPLACES = "replaces_revision"


def is_out_of_date(request: HttpRequest, page: Page) -> bool:
    """Whether what is posted was begun from another version than the newest one of `page`."""
    latest = page.latest_revision
    posted = request.POST
    if latest is None or posted.get(REPLACES) == str(latest.pk):
        return False
    # What this editor saved by itself is either still the newest, or somebody saved since.
    if overwrites := posted.get("overwrite_revision_id"):
        return bool(overwrites != str(latest.pk))
    if loaded := posted.get("loaded_revision_id"):
        # Wagtail's autosave writes into the same revision again; then only the moment differs.
        moment = posted.get("loaded_revision_created_at", latest.created_at.isoformat())
        return bool(loaded != str(latest.pk) or moment != latest.created_at.isoformat())
    return False


@transaction.atomic
def keep_beside(*, page: Page, by: Any) -> Revision:
    """Store what `page` holds as a version of its own, without making it the newest one.

    It stands in the history just before the newest, so that nothing takes it for the draft.
    """
    latest = Revision.objects.select_for_update().get(pk=page.latest_revision_id)
    kept = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        user=by,
        created_at=latest.created_at - timedelta(microseconds=1),
        content=page.serializable_data(),
        object_str=str(page),
    )
    log(instance=page, action="courses.kept_beside", user=by, revision=kept)
    return kept
