"""What is in a course to take along: everything to read, nothing to fetch, no answer, nobody."""

import hashlib
import io
import re
from base64 import b64encode
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.translation import gettext
from PIL import Image

from courses.actions import publish_edition
from courses.activities import ACTIVITIES
from courses.models import LessonSnapshot
from courses.take_along import making
from courses.take_along.making import MOST_BYTES, make
from courses.take_along.pictures import drawing_address
from enrolments.actions import enrol
from tests import cast
from tests.courses import samples
from tests.courses.editing import page_of
from tests.courses.taken import file_in, made, taken

pytestmark = pytest.mark.django_db
# What makes a browser fetch something, and where from.
FETCHING = {
    "src", "srcset", "poster", "data", "background", "manifest", "action", "formaction", "ping",
}  # fmt: skip


class Read(HTMLParser):
    """A file as a browser takes it in."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.found = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.found += [(tag, name, value or "") for name, value in attrs]

    def all(self, name):
        return [value for _tag, attr, value in self.found if attr == name]


def write(blocks, slug="lesson1"):
    for language in ("kk", "ru"):
        page = page_of(slug, language)
        page.body = [*blocks, *page.body.raw_data]
        page.save_revision().publish()


@pytest.fixture
def full(loaded):
    """An edition whose first lesson has every kind of content, and the third every activity."""
    write(samples.content_blocks())
    return publish_edition(course=loaded, by="m")


@pytest.mark.parametrize("languages", ["kk", "ru", "kk-ru"])
@pytest.mark.parametrize("is_whole", [True, False])
def test_nothing_is_fetched_and_nothing_runs(full, client, languages, is_whole):
    read = Read(file_in(client, full, languages, is_whole=is_whole))
    assert {
        "script",
        "link",
        "iframe",
        "object",
        "form",
        "input",
        "base",
        "source",
        "use",
    }.isdisjoint(read.tags)
    fetched = [(tag, name, value) for tag, name, value in read.found if name in FETCHING]
    assert {(tag, name) for tag, name, _value in fetched} == {("img", "src")}
    assert all(value.startswith("data:image/svg+xml;") for _tag, _name, value in fetched)
    assert not [name for _tag, name, _value in read.found if name.startswith("on")]
    assert "style" not in [name for _tag, name, _value in read.found]


def test_the_policy_in_it_forbids_everything_but_its_own_style_and_pictures(full, client):
    text = file_in(client, full)
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1]
    assert policy == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'"
    )
    assert text.index("Content-Security-Policy") < text.index("<style>")
    assert "url(" not in style
    assert "@import" not in style


def test_every_kind_of_content_can_be_read(full, client):
    text = file_in(client, full)
    for words in (
        "Тыңдаңыз.", "Мәтін", "Шағын тақырып &lt;1&gt;", "Жағдай", "Кеңес", "Ескерту", "Жылы сөз",
        "Мақал", "Қайда болдың?", "Медиатор", "Бәріңізге", "Отбасы желісі", "Осы апта", "Бірінші",
        "Сөзі", "Ол күтеді", "Есте сақтаңыз", "Серуендеңіз", "Қалай болды?",
    ):  # fmt: skip
        assert words in text, words
    assert "Бетпе-бет әңгіме" not in text  # a note to those who will film
    assert "media/" not in text
    with translation.override("kk"):
        folded = gettext("If you are expecting a child")
    assert re.search(
        rf"<details><summary>{folded}</summary><div><p>Күтеміз</p></div></details>", text
    )
    assert '<a class="help__number" href="tel:111">111</a>' in text


def test_every_activity_is_there_to_think_about_and_no_answer_to_any(full, client):
    text = file_in(client, full, "kk-ru", is_whole=True)
    kinds = {part["kind"] for row in LessonSnapshot.objects.all() for part in row.parts}
    assert kinds >= set(ACTIVITIES) - {"multiple"}
    asked = [
        part for row in full.lessons.current() for part in row.parts if part["kind"] in ACTIVITIES
    ]
    assert text.count('class="activity__kind"') == len(asked)
    for option in ("Ал, қане a", "Ал, қане b", "Ну вот 1", "Ну вот A"):
        assert option in text
    for told in ("secret-feedback", "checked", "12.5", ": right", ": wrong", ": small", ": big"):
        assert told not in text, told


def test_no_two_files_of_an_activity_tell_its_answer_by_their_order(full, client):
    """What has a right order stands mixed, as on the site."""
    text = file_in(client, full)
    steps = re.findall(r"<li>Ал, қане ([123])</li>", text)
    assert sorted(steps) == ["1", "2", "3"]
    assert steps != ["1", "2", "3"]


def test_nobody_is_in_it_and_it_is_the_same_whoever_takes_the_course(
    small, client, signed_in, aigerim
):
    row = made(small)
    enrol(user=aigerim, course=small.course)
    text = taken(signed_in(aigerim), row).text
    assert made(small).digest == row.digest
    for word in (aigerim.name, aigerim.email, "methodologist@example.org", "csrf"):
        assert word not in text


def test_it_says_its_edition_its_day_and_that_there_may_be_a_newer_one(small, client, settings):
    text = file_in(client, small, "ru")
    with translation.override("ru"):
        day = translation.gettext("Edition %(number)s, %(day)s.").split("%")[0]
        assert translation.gettext("There may be a newer one:") in text
    assert day in text
    assert f"{settings.BASE_URL}/ru/courses/small/take-along/" in text


def test_both_languages_stand_in_one_file_and_each_lesson_leads_to_its_other(small, client):
    text = file_in(client, small, "kk-ru")
    read = Read(text)
    ids = read.all("id")
    assert len(ids) == len(set(ids))
    assert {"kk", "ru", "kk-lesson1", "ru-lesson1", "kk.help", "ru.contents"} <= set(ids)
    links = [href[1:] for href in read.all("href") if href.startswith("#")]
    assert set(links) <= set(ids)
    assert {"ru-lesson1", "kk-lesson1"} <= set(links)
    assert {"kk", "ru"} <= set(read.all("lang"))
    assert "Ну вот" not in file_in(client, small, "kk")


def test_a_lesson_of_any_address_takes_no_anchor_of_the_file(loaded, client):
    for language in ("kk", "ru"):
        page = page_of("lesson1", language)
        page.slug = "help"
        page.save_revision().publish()
    text = file_in(client, publish_edition(course=loaded, by="m"))
    ids = Read(text).all("id")
    assert len(ids) == len(set(ids))


def test_headings_go_down_step_by_step(small, client):
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", file_in(client, small))]
    assert levels[0] == 1
    assert max(levels) == 4
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_links_to_the_site_have_its_whole_address(loaded, client, settings):
    write(
        [samples.block("text", f'<p><a linktype="page" id="{page_of("lesson2").pk}">онда</a></p>')]
    )
    text = file_in(client, publish_edition(course=loaded, by="m"))
    assert re.search(rf'<a href="{settings.BASE_URL}/[^"]+">онда</a>', text)
    assert 'href="/' not in text


def test_a_lesson_about_violence_is_in_it_only_when_asked_for_and_nothing_else_tells(small, client):
    sensitive = small.lessons.get(language="kk", is_sensitive=True)
    place = f'id="kk-{sensitive.slug}"'
    plain, whole = (file_in(client, small, is_whole=is_whole) for is_whole in (False, True))
    lessons = [text.split(f"<article class=\"lesson\" {place}")[1].split("</article>")[0]
               for text in (plain, whole)]  # fmt: skip
    assert "Ал, қане 4" not in lessons[0]
    assert "Ал, қане 4" in lessons[1].split('<details class="later">')[1].split("</details>\n<p")[0]
    rows = [made(small, is_whole=is_whole) for is_whole in (False, True)]
    assert len({row.name for row in rows}) == 1
    assert len({row.size for row in rows}) == 1
    assert len({text.split("</head>")[0] for text in (plain, whole)}) == 1
    assert len({text.split('class="module"')[0] for text in (plain, whole)}) == 1  # the contents
    for text in lessons:
        assert cast.unsaid_words(text.replace("Ал, қане", "")) == []


def photograph(name, width=900, height=900):
    made = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(made, "webp", quality=90)
    default_storage.save(name, ContentFile(made.getvalue()))
    return {
        "kind": "picture", "id": name, "src": name, "small": "", "alt": f"Сурет {name}",
        "caption": "", "width": width, "height": height,
    }  # fmt: skip


def edition_with(*parts):
    edition = cast.make_edition(modules=1, lessons=1)
    row = edition.lessons.get(language="kk")
    LessonSnapshot.objects.create(
        edition=edition, language="kk", lesson_key=row.lesson_key, correction=1,
        module_key=row.module_key, position=row.position, slug=row.slug, title=row.title,
        minutes=5, is_required=True, is_sensitive=False, parts=list(parts), answers={},
    )  # fmt: skip
    return edition


def test_photographs_are_in_it_and_become_smaller_until_all_fit(monkeypatch):
    edition = edition_with(*(photograph(f"p{n}.webp") for n in range(3)))
    sizes, counts = [], []
    for most in (MOST_BYTES, 400_000, 120_000, 30_000):
        monkeypatch.setattr(making, "MOST_BYTES", most)
        (file,) = make(edition, ("kk",), is_split=False).values()
        assert len(file) <= most
        sizes.append(len(file))
        counts.append(file.count(b"data:image/webp;base64,"))
    assert counts == [3, 3, 3, 0]
    assert sizes == sorted(sizes, reverse=True)
    assert file.decode().count('class="instead">Сурет') == 3  # their words remain


def test_what_is_too_long_without_pictures_too_is_not_made(monkeypatch, client):
    edition = edition_with({"kind": "html", "role": "text", "html": "<p>сөз</p>"})
    monkeypatch.setattr(making, "MOST_BYTES", 1000)
    row = made(edition)
    assert (row.stored_as, row.digest, row.size) == ("", "", 0)
    assert client.get("/kk/courses/neke/take-along/").status_code == 200


def test_a_picture_that_the_storage_lost_leaves_its_words(client):
    part = photograph("p.webp")
    edition = edition_with(part)
    default_storage.delete("p.webp")
    assert 'class="instead">Сурет p.webp</p>' in file_in(client, edition)


def test_a_drawing_stands_in_an_attribute_without_ending_it():
    address = drawing_address('<svg a="#1">\n<text>5% &amp; «ә»</text></svg>'.encode())
    assert address == (
        "data:image/svg+xml;charset=utf-8,%3Csvg a=%22%231%22%3E %3Ctext%3E5%25 %26amp; «ә»"
        "%3C/text%3E%3C/svg%3E"
    )
