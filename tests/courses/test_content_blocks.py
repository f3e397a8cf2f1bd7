"""Every content block, from the page in the admin to the page of a learner."""

import gc
import html as markup
import json
import mimetypes
import re

import pytest
from django.core.files.storage import default_storage

from cms.models import HelpLine
from courses.actions import publish_edition
from courses.exceptions import EditionIncomplete
from courses.models import LessonPage, LessonSnapshot
from tests import cast
from tests.courses import samples
from tests.courses.samples import CAPTIONS, block, items

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture
def admin(signed_in):
    return signed_in(cast.make_staff(superuser=True))


def write(blocks, slug="lesson1"):
    """Put `blocks` at the head of the lesson in both languages, live."""
    for page in LessonPage.objects.filter(slug=slug):
        page.body = blocks + list(page.body.raw_data)
        page.save_revision().publish()


def publish(course):
    return publish_edition(course=course, by="methodologist@example.org")


def snapshot(slug="lesson1", language="kk"):
    return LessonSnapshot.objects.filter(slug=slug, language=language).latest("pk")


def problems(course) -> list[str]:
    with pytest.raises(EditionIncomplete) as refused:
        publish(course)
    return [problem.message for problem in refused.value.problems]


def visible(response) -> str:
    return response.content.decode().split("<main")[1]


def test_every_content_block_becomes_a_part_with_a_lasting_id(loaded):
    write(samples.content_blocks())
    publish(loaded)
    parts = {part["id"]: part for part in snapshot().parts}
    assert parts["block-short-"]["lines"] == ["Тыңдаңыз.", "Сұраңыз.", "Айтыңыз."]
    assert parts["block-heading-"] == {
        "kind": "heading", "level": 3, "text": "Шағын тақырып <1>", "id": "block-heading-",
    }  # fmt: skip
    assert parts["block-quotation-"]["html"] == "<p>Жылы сөз</p>"
    assert parts["block-quotation-"]["source"] == "Мақал"
    assert parts["block-dialogue-"]["lines"][1] == {"who": "Дәурен", "html": "Жұмыста."}
    assert parts["block-term-"]["term"] == "Медиатор"
    assert parts["block-checklist-"]["items"] == ["Бірінші", "Екінші"]
    assert parts["our-house"]["cases"] == [{"key": "expecting", "html": "<p>Күтеміз</p>"}]
    assert parts["walk"]["back"] == "<p>Қалай болды?</p>"
    assert parts["block-helpline-"]["line"] == "family-111"
    assert parts["block-document-"]["title"] == "Бюджет"
    assert parts["block-document-"]["bytes"] == len(samples.PDF)
    film, elsewhere = parts["block-video-v1"], parts["block-video-v2"]
    assert (film["type"], film["link"]) == ("video/mp4", "")
    with default_storage.open(film["captions"]) as kept:
        assert kept.read().decode() == CAPTIONS
    assert (elsewhere["src"], elsewhere["captions"], elsewhere["bytes"]) == ("", "", 0)
    assert parts["block-audio-a2"]["link"] == "https://example.kz/radio"


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_content_block_is_shown_to_anybody(loaded, client, language):
    write(samples.content_blocks())
    publish(loaded)
    html = visible(client.get(f"/{language}/courses/small/lesson1/"))
    assert "<h3>Шағын тақырып &lt;1&gt;</h3>" in html
    assert re.search(r"<details[^>]*>\s*<summary>", html)
    assert "Бетпе-бет әңгіме" not in html
    for words in (
        "Тыңдаңыз.",
        "Бәріңізге",
        "Күтеміз",
        "Ол күтеді",
        "Серуендеңіз",
        "Қалай болды?",
        "Жылы сөз",
        "Мақал",
        "Дәурен",
        "Жұмыста.",
        "Медиатор",
        "Екінші",
        "Бюджет",
    ):
        assert words in html
    assert 'href="tel:111"' in html
    assert {"kk": "Отбасы желісі", "ru": "Семейная линия"}[language] in html
    track = re.search(r"<track[^>]*>", html)[0]
    assert 'kind="captions"' in track
    assert f'srclang="{language}"' in track
    assert track.endswith(" default>")
    assert "autoplay" not in html
    assert 'preload="none"' in html
    assert re.search(r'download="Бюджет.pdf">Бюджет</a>', html)


def test_the_files_of_a_lesson_are_kept_under_addresses_that_browsers_understand(loaded, client):
    write(samples.content_blocks())
    publish(loaded)
    html = visible(client.get("/kk/courses/small/lesson1/"))
    addresses = re.findall(r'(?:src|href)="/media/([^"]+)"', html)
    assert all(default_storage.exists(address) for address in addresses)
    endings = {address.rpartition(".")[2] for address in addresses}
    assert endings == {"mp4", "mp3", "vtt", "pdf", "svg"}
    assert mimetypes.guess_type("captions.vtt")[0] == "text/vtt"


def test_a_link_says_where_it_leads_and_is_never_embedded(loaded, client):
    write(samples.content_blocks())
    publish(loaded)
    html = markup.unescape(visible(client.get("/ru/courses/small/lesson1/")))
    assert 'href="https://www.youtube.com/watch?v=abc" rel="external noreferrer"' in html
    assert samples.words("Watch (opens %(site)s)", "ru", site="youtube.com") in html
    assert samples.words("Listen (opens %(site)s)", "ru", site="example.kz") in html
    assert "<iframe" not in html


def test_a_help_line_is_shown_as_it_is_today(loaded, client):
    write(samples.content_blocks())
    publish(loaded)
    HelpLine.objects.update(phone="8 800 111")
    html = visible(client.get("/kk/courses/small/lesson1/"))
    assert 'href="tel:8800111"' in html


def test_many_help_lines_cost_one_query(loaded, client, django_assert_num_queries):
    keys = [samples.help_line(f"line-{n}", f"10{n}").pk for n in range(5)]
    write([block("helpline", {"line": keys[0]})], "lesson1")
    write([block("helpline", {"line": key}) for key in keys], "lesson2")
    publish(loaded)
    for slug in ("lesson1", "lesson2"):
        client.get(f"/kk/courses/small/{slug}/")
        with django_assert_num_queries(4):
            client.get(f"/kk/courses/small/{slug}/")


FILM = {"key": "v1", "media": None, "link": "", "captions": CAPTIONS, "transcript": "<p>С</p>"}


@pytest.mark.parametrize(
    "kind, value, message",
    [
        ("video", {}, "A sound or film block has no file."),
        ("audio", {}, "A sound or film block has no file."),
        ("video", {"media": "film", "link": "https://a.kz/"},
         "A sound or a film has a file and a link. Take one of them away."),
        ("video", {"media": "film", "captions": ""},
         "A video has no captions. Write what is said, line by line."),
        ("video", {"media": "film", "transcript": ""}, "A sound or a film has no transcript."),
        ("video", {"link": "https://a.kz/", "transcript": ""},
         "A sound or a film has no transcript."),
        ("short", {"lines": items("<p>а</p>", "<p>б</p>")},
         "A short version has three to five sentences, none of them empty."),
        ("short", {"lines": items("<p>а</p>", "<p>б</p>", "")},
         "A short version has three to five sentences, none of them empty."),
        ("tailored", samples.tailored(text="", expecting="<p>Б</p>"),
         "A tailored text has nothing for everybody."),
        ("tailored", samples.tailored(),
         "A tailored text has a case without people or without words, or none."),
        ("tailored", samples.tailored(expecting=""),
         "A tailored text has a case without people or without words, or none."),
        ("tailored", samples.tailored(widows="<p>Б</p>"),
         "A tailored text has a case without people or without words, or none."),
        ("tailored", samples.tailored(with_parents="<p>А</p>", **{"with-parents": "<p>Б</p>"}),
         "Two cases are for the same people. Keep one of them."),
        ("week", {"key": "w", "text": "<p>А</p>", "back": ""},
         "A week lacks what to do, or what to look back at."),
        ("week", {"key": "w", "text": "", "back": "<p>А</p>"},
         "A week lacks what to do, or what to look back at."),
        ("to_film", {"about": "А", "text": ""}, "A text that stands for a film has no words."),
        ("heading", {"level": "2", "text": " "}, "A heading has no words."),
        ("quotation", {"text": "", "source": ""}, "A quotation has no words."),
        ("dialogue", {"lines": items({"who": "А", "what": "<p>Б</p>"})},
         "A dialogue has fewer than two lines."),
        ("dialogue", {"lines": items({"who": "", "what": "<p>Б</p>"}, {"who": "А", "what": ""})},
         "A line of a dialogue lacks its speaker or its words."),
        ("term", {"term": "", "explanation": "<p>Б</p>"},
         "An explained word lacks the word or the explanation."),
        ("checklist", {"title": "", "items": items("<p>а</p>", "<p>б</p>")},
         "A checklist has no title."),
        ("checklist", {"title": "А", "items": items("<p>а</p>")},
         "A checklist has two to ten steps, none of them empty."),
        ("document", {"document": None, "title": ""},
         "A document block has no document. Choose one."),
        ("helpline", {"line": None},
         "A help line is chosen no more, or was deleted. Choose one."),
    ],
)  # fmt: skip
def test_what_is_missing_keeps_a_lesson_from_being_published(loaded, kind, value, message):
    if kind in ("audio", "video"):
        value = FILM | value
        if value["media"]:
            value["media"] = samples.media("film.mp4", samples.MP4, "video").pk
    write([block(kind, value)])
    assert samples.words(message) in problems(loaded)


SAID = {"lines": items("<p>а</p>", "<p>б</p>", "<p>в</p>")}


def test_a_short_version_that_does_not_open_the_lesson_is_not_published(loaded):
    write([block("text", "<p>Сөз</p>"), block("short", SAID)])
    told = samples.words("The short version stands before all else. Move it to the top.")
    assert told in problems(loaded)
    write([block("short", SAID)])
    told = samples.words("A lesson has one short version. Take this one away.")
    assert told in problems(loaded)


@pytest.mark.parametrize(
    "kinds, message",
    [
        (["text", "short"], "The short version stands before all else. Move it to the top."),
        (["short", "short"], "A lesson has one short version. Take this one away."),
    ],
)
def test_the_editor_says_that_a_short_version_opens_the_lesson(loaded, admin, kinds, message):
    page = lesson()
    data = body_form(page, "text") | {"body-count": "2"}
    for n, kind in enumerate(kinds):
        at = f"body-{n}"
        data |= {f"{at}-deleted": "", f"{at}-order": str(n), f"{at}-type": kind, f"{at}-id": ""}
        if kind == "text":
            data[f"{at}-value"] = rich("Сөз")
            continue
        data[f"{at}-value-lines-count"] = "3"
        for m in range(3):
            row = f"{at}-value-lines-{m}"
            data |= {f"{row}-deleted": "", f"{row}-order": str(m), f"{row}-id": "",
                     f"{row}-value": rich("Сөз")}  # fmt: skip
    response = admin.post(f"/admin/pages/{page.pk}/edit/", data)
    assert response.status_code == 200
    assert message_in(response, message)


def test_captions_that_cannot_be_read_keep_a_lesson_from_being_published(loaded):
    film = samples.media("film.mp4", samples.MP4, "video")
    write([block("video", FILM | {"media": film.pk, "captions": "Сәлем"})])
    assert any("«Сәлем»" in problem for problem in problems(loaded))


def test_a_file_that_is_gone_is_named_and_not_an_error_page(loaded, admin):
    film, paper = samples.media("film.mp4", samples.MP4, "video"), samples.document()
    film.file.storage.delete(film.file.name)
    paper.file.storage.delete(paper.file.name)
    write([
        block("video", FILM | {"media": film.pk}),
        block("document", {"document": paper.pk, "title": ""}),
    ])  # fmt: skip
    said = problems(loaded)
    for title in ("film.mp4", "Бюджет"):
        words = "The file of “%(title)s” is in the store no more. Upload it again."
        assert samples.words(words, title=title) in said
    page = LessonPage.objects.get(slug="lesson1", locale__language_code="kk")
    assert admin.get(f"/admin/pages/{page.pk}/view_draft/").status_code == 200


# --- In the admin ---


def body_form(page, kind, **fields):
    """What the browser sends when a page with one block is saved."""
    data = {
        "title": page.title, "slug": page.slug, "minutes": "10", "is_required": "on",
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": kind,
        "body-0-id": "", "sources-count": "0", "action-publish": "1",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }  # fmt: skip
    return data | {f"body-0-value-{name}": value for name, value in fields.items()}


def rich(text: str) -> str:
    blocks = [{"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
               "entityRanges": []}]  # fmt: skip
    return json.dumps({"blocks": blocks, "entityMap": {}})


def lesson():
    return LessonPage.objects.get(slug="lesson1", locale__language_code="kk")


def test_a_video_with_captions_is_saved_from_the_page_without_javascript(loaded, admin):
    film, page = samples.media("film.mp4", samples.MP4, "video"), lesson()
    data = body_form(page, "video", key="", media=str(film.pk), link="",
                     captions=CAPTIONS.replace("\n", "\r\n"), transcript=rich("Сөзі"))  # fmt: skip
    response = admin.post(f"/admin/pages/{page.pk}/edit/", data)
    assert response.status_code == 302
    value = lesson().body[0].value
    assert value["captions"] == CAPTIONS
    assert value["key"]


@pytest.mark.parametrize(
    "fields, message",
    [
        ({"link": "", "media": ""}, "Choose a file, or give a link below."),
        ({"link": "https://a.kz/film", "media": "film"},
         "Choose a file or give a link, not both. Take one of them away."),
        ({"link": "https://a.kz/film", "media": "", "captions": CAPTIONS},
         "Captions are shown with an uploaded video only. Take them or the link away."),
    ],
)  # fmt: skip
def test_a_recording_is_in_exactly_one_place(loaded, admin, fields, message):
    page = lesson()
    film = samples.media("film.mp4", samples.MP4, "video")
    fields = {"captions": "", "transcript": rich("С"), "key": ""} | fields
    fields["media"] = str(film.pk) if fields["media"] else ""
    response = admin.post(f"/admin/pages/{page.pk}/edit/", body_form(page, "video", **fields))
    assert response.status_code == 200
    # Wagtail hands errors to the page as JSON within an attribute.
    assert message_in(response, message)


def test_broken_captions_are_refused_with_the_line(loaded, admin):
    film, page = samples.media("film.mp4", samples.MP4, "video"), lesson()
    data = body_form(page, "video", key="", media=str(film.pk), link="", transcript=rich("С"),
                     captions="WEBVTT\n\n00:00:03.000 --> 00:00:01.000\nСәлем")  # fmt: skip
    response = admin.post(f"/admin/pages/{page.pk}/edit/", data)
    assert message_in(response, "The caption ends before it begins. Swap the two times.")
    said = samples.words("The caption ends before it begins. Swap the two times.")
    assert message_in(response, samples.words("Line %(line)d: %(message)s", line=3, message=said))


def message_in(response, msgid: str) -> bool:
    html = markup.unescape(markup.unescape(response.content.decode()))
    said = samples.words(msgid)
    return said in html or json.dumps(said)[1:-1] in html


# Wagtail leaves the temporary file of a drawing's rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_text_area_of_captions_knows_its_editor_and_its_words(loaded, admin):
    html = markup.unescape(admin.get(f"/admin/pages/{lesson().pk}/edit/").content.decode())
    assert "js/admin/captions.js" in html
    assert "css/admin.css" in html
    assert 'data-controller=\\"captions\\"' in html
    gc.collect()


def test_the_words_of_a_draft_are_shown_and_the_preview_writes_nothing(loaded, admin):
    write(samples.content_blocks())
    before = sorted(name for folder in ("snapshots",) for name in stored(folder))
    response = admin.get(f"/admin/pages/{lesson().pk}/view_draft/")
    assert response.status_code == 200
    assert "Дәурен" in visible(response)
    assert sorted(stored("snapshots")) == before


def stored(folder: str) -> list[str]:
    return default_storage.listdir(folder)[1] if default_storage.exists(folder) else []


# --- Help lines in use ---

REFUSED = (
    "“%(line)s” cannot be deleted: the lesson “%(lesson)s” and perhaps others show it. Correct its "
    "number here instead, or choose another line in the lessons and publish an edition."
)


@pytest.mark.parametrize("bulk", [False, True])
@pytest.mark.parametrize("published", [False, True])
def test_a_help_line_that_a_lesson_shows_is_not_deleted(loaded, admin, published, bulk):
    line = samples.help_line()
    write([block("helpline", {"line": line.pk})])
    if published:
        publish(loaded)
        page = LessonPage.objects.filter(slug="lesson1")
        for one in page:
            one.body = [child for child in one.body.raw_data if child["type"] != "helpline"]
            one.save_revision().publish()
    address = (
        f"/admin/bulk/cms/helpline/delete/?id={line.pk}" if bulk
        else f"/admin/snippets/cms/helpline/delete/{line.pk}/"
    )  # fmt: skip
    response = admin.post(address, follow=True)
    assert HelpLine.objects.filter(pk=line.pk).exists()
    start = samples.words(REFUSED, line=line, lesson="\0").split("\0")[0]
    assert start in markup.unescape(response.content.decode())


def test_a_help_line_that_no_lesson_shows_is_deleted(loaded, admin):
    line = samples.help_line()
    admin.post(f"/admin/snippets/cms/helpline/delete/{line.pk}/")
    assert not HelpLine.objects.exists()


def test_the_key_of_a_help_line_is_lasting(admin):
    line = samples.help_line()
    fields = [f.name for f in HelpLine._meta.fields if f.name != "id"]
    data = {name: str(getattr(line, name)) for name in fields} | {"key": "other"}
    response = admin.post(f"/admin/snippets/cms/helpline/edit/{line.pk}/", data)
    words = (
        "The key is lasting, because lessons name the line by it. It was “%(key)s”: put that back."
    )
    assert samples.words(words, key="family-111") in markup.unescape(response.content.decode())
    assert HelpLine.objects.filter(key="family-111").exists()


# --- The picker ---


def test_every_content_block_has_icon_words_group_and_an_example(admin, db):
    samples.help_line()
    blocks = LessonPage.body.field.stream_block.child_blocks
    kinds = {
        "short", "text", "heading", "situation", "tip", "warning", "quotation", "dialogue", "term",
        "tailored", "week", "to_film", "helpline", "checklist", "takeaway", "picture", "audio", "video", "document",
    }  # fmt: skip
    for kind in kinds:
        one = blocks[kind]
        assert one.is_previewable, kind
        assert one.meta.group, kind
        assert len(str(one.get_description())) in range(20, 90), kind
        assert one.meta.icon not in ("placeholder", "snippet"), kind
        response = admin.get(f"/admin/block-preview/?id={one.definition_prefix}")
        assert response.status_code == 200, kind
        drawn = visible(response)
        assert 'class="prose"' in drawn
        assert len(re.sub(r"<[^>]+>|\s", "", drawn.split('class="prose">')[1])) > 15, kind
