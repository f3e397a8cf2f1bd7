"""What editors do to pages, for tests that look at what it means."""

from courses.models import LessonPage


def page_of(name="lesson1", language="ru"):
    """Return a lesson's page; of the course that was loaded first, where there are two."""
    pages = LessonPage.objects.filter(slug=name, locale__language_code=language)
    return pages.order_by("pk")[:1].get()


def edit_blocks(page, kind, change, *, approved=True):
    """Change the value of the first block of a kind; publish it, or leave it a draft."""
    body = page.body.get_prep_value()
    block = next(block for block in body if block["type"] == kind)
    block["value"] = change(block["value"]) or block["value"]
    page.body = body
    revision = page.save_revision()
    if approved:
        revision.publish()
    return block["id"]


def both(name, kind, change):
    """Change a lesson in both languages."""
    for language in ("kk", "ru"):
        edit_blocks(page_of(name, language), kind, change)


def right_is(letter):
    """Make another option of a question the right one."""

    def change(value):
        for option in value["options"]:
            option["value"]["is_right"] = option["value"]["key"] == letter

    return change
