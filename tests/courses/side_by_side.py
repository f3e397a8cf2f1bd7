"""The side-by-side page as a translator uses it: fields by address, sent back as a browser does."""

import json

from wagtail.models import Page

from courses.models import LessonPage
from courses.translation.forms import right_name, text_name
from courses.translation.twins import twins_of_page


def lesson(name="lesson1", language="ru"):
    return LessonPage.objects.get(slug=name, locale__language_code=language)


def typed_rich(words):
    """What the rich text editor sends."""
    block = {"key": "abcde", "text": words, "type": "unstyled", "depth": 0,
             "inlineStyleRanges": [], "entityRanges": []}  # fmt: skip
    return json.dumps({"blocks": [block], "entityMap": {}})


def sent(response, changes=None, right=()):
    """The fields of the page as a browser would send them, with `changes` by address."""
    form = response.context["form"]
    data = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if name.startswith("right-"):
            if value:
                data[name] = "on"
        elif name.startswith("text-"):
            data[name] = field.widget.format_value(value) or ""
        else:
            data[name] = "" if value is None else value
    kinds = {row.piece.address: row.piece.kind for row in form.rows}
    for address, words in (changes or {}).items():
        assert text_name(address) in data, f"{address} is not on the page"
        data[text_name(address)] = typed_rich(words) if kinds[address] == "rich" else words
    for address in right:
        assert right_name(address) in form.fields, f"{address} has no such mark"
        data[right_name(address)] = "on"
    return data


def fields(response):
    """What stands in the fields of the page, by address."""
    form = response.context["form"]
    return {row.piece.address: form[text_name(row.piece.address)].value() for row in form.rows}


def address_of(page):
    return f"/admin/translate/{page.pk}/"


def translate(client, page, changes=None, right=(), query=""):
    """Open the page, type, save; return the answer."""
    url = address_of(page) + query
    return client.post(url, sent(client.get(url), changes, right))


def states(page, source="kk"):
    """The state of every text by address, as the page stands in the database now."""
    twins = twins_of_page(Page.objects.get(pk=page.pk))
    return {row.piece.address: row.state.value for row in twins.rows(source)}


def edit(page, **fields):
    """Save a draft as the ordinary editor does; blocks are changed by a function."""
    draft = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    for name, value in fields.items():
        if callable(value):
            field = draft._meta.get_field(name)
            stored = field.stream_block.get_prep_value(getattr(draft, name))
            value = field.to_python(value(list(stored)))
        setattr(draft, name, value)
    draft.save_revision(clean=False)
    return draft


def draft_of(page):
    return Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()


def body(page):
    """The stored blocks of the latest draft."""
    return json.loads(Page.objects.get(pk=page.pk).latest_revision.content["body"])


def new_text(words, ident="11111111-1111-4111-8111-111111111111"):
    return {"type": "text", "id": ident, "value": f"<p>{words}</p>"}


def without(kind):
    return lambda blocks: [one for one in blocks if one["type"] != kind]
