"""An editor of lessons, and what their browser posts."""

import pytest
from django.utils import translation

from courses.models import LessonPage
from tests import cast
from tests.courses.conftest import folder, kept, loaded, small  # noqa: F401 fixtures


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture
def methodologist(signed_in):
    return signed_in(cast.make_staff(superuser=True, email="methodologist@example.org"))


@pytest.fixture
def colleague(signed_in):
    return signed_in(
        cast.make_staff(superuser=True, email="colleague@example.org", name="Динара Әбенова")
    )


def lesson(name="lesson1", language="ru") -> LessonPage:
    page = LessonPage.objects.get(slug=name, locale__language_code=language)
    return page.get_latest_revision_as_object()


def words(msgid: str, language: str = "kk", **values) -> str:
    """What stands in the admin for a message, translated or not yet."""
    with translation.override(language):
        return translation.gettext(msgid) % values if values else translation.gettext(msgid)


def draftail(html: str) -> str:
    """What a rich text field posts for plain paragraphs."""
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

    return ContentstateConverter(
        ["h2", "h3", "bold", "italic", "ol", "ul", "link"]
    ).from_database_format(html)


def posted_blocks(prefix: str, blocks: list[dict]) -> dict[str, str]:
    """The fields a stream of blocks becomes in a form; rich text is told by its tags"""
    data = {f"{prefix}-count": str(len(blocks))}
    for n, block in enumerate(blocks):
        at = f"{prefix}-{n}"
        data |= {f"{at}-deleted": "", f"{at}-order": str(n), f"{at}-type": block["type"],
                 f"{at}-id": block.get("id") or ""}  # fmt: skip
        data |= posted_value(f"{at}-value", block["value"])
    return data


def posted_value(prefix: str, value) -> dict[str, str]:
    if isinstance(value, dict):
        data = {}
        for name, one in value.items():
            data |= posted_value(f"{prefix}-{name}", one)
        return data
    if isinstance(value, list):
        data = {f"{prefix}-count": str(len(value))}
        for n, item in enumerate(value):
            at = f"{prefix}-{n}"
            data |= {f"{at}-deleted": "", f"{at}-order": str(n), f"{at}-id": item.get("id") or ""}
            data |= posted_value(f"{at}-value", item["value"])
        return data
    if value is True:
        return {prefix: "on"}
    if value is False or value is None:
        return {}
    text = str(value)
    return {prefix: draftail(text) if text.startswith("<") else text}


def form_of(page: LessonPage, **changed) -> dict[str, str]:
    """What the editor's form of a page posts, begun from the page's newest version."""
    latest = page.latest_revision
    field = page._meta.get_field("body")
    body = changed.pop("body", None) or page.body.get_prep_value()
    # Through the blocks, which fill in what was left to a default.
    stream = field.stream_block.to_python(body)
    body = [block.get_prep_value() for block in stream]
    data = {
        "title": page.title, "slug": page.slug, "minutes": str(page.minutes),
        "is_required": "on" if page.is_required else "", "go_live_at": "", "expire_at": "",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "",
        **posted_blocks("body", body),
        **posted_blocks("sources", page.sources.get_prep_value()),
    }  # fmt: skip
    if latest:
        data |= {"loaded_revision_id": str(latest.pk),
                 "loaded_revision_created_at": latest.created_at.isoformat()}  # fmt: skip
    return data | changed
