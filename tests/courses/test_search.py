"""The search: what is found and what never is, by whoever comes to the site."""

import re
from html import unescape

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from cms.actions.tree import plant_tree
from cms.models import FamilySupportCentre, HelpLine, InfoPage
from courses.actions import correct_lesson, index_course, publish_edition, withdraw_lesson
from courses.models import LessonPage, LessonSnapshot, SearchEntry, SearchWord
from courses.receivers import index_after_migrating
from tests import cast
from tests.courses import school
from web.redaction import redact

pytestmark = pytest.mark.django_db

LINK = re.compile(r'class="result__title" href="([^"]+)"')


def ask(client, query, language="kk", **user):
    return client.get(f"/{language}/search/", {"q": query}, **user)


def found(client, query, language="kk") -> list[str]:
    """The addresses that were found, in order."""
    return [unescape(path) for path in LINK.findall(ask(client, query, language).content.decode())]


def lesson_of(edition, title, *, sensitive=False, language="kk", **parts) -> LessonSnapshot:
    """A lesson of `edition` with these words, which nothing has indexed yet."""
    lesson = edition.lessons.filter(language=language).order_by("position").last()
    number = edition.lessons.filter(language=language).count() + 1
    return LessonSnapshot.objects.create(
        edition=edition, language=language, lesson_key=school.key(title),
        module_key=lesson.module_key, position=number, slug=f"lesson-{number}", title=title,
        minutes=5, is_required=False, is_sensitive=sensitive, answers={},
        parts=[
            {"kind": "short", "lines": [parts.get("short", "…")]},
            {"kind": "html", "role": "text", "html": f"<p>{parts.get('text', '…')}</p>"},
        ],
    )  # fmt: skip


def help_line(**words) -> HelpLine:
    columns = {"key": "line", "phone": "150", "name_kk": "Желі", "name_ru": "Линия",
               "what_kk": "Жастарға кеңес", "what_ru": "Советы молодым"} | words  # fmt: skip
    return HelpLine.objects.create(**columns)


def centre(**words) -> FamilySupportCentre:
    columns = {"key": "one", "region": "KZ-75", "name_kk": "Бірінші орталық",
               "name_ru": "Первый центр", "city_kk": "Қаскелең", "city_ru": "Каскелен",
               "address_kk": "Көше, 1", "address_ru": "Улица, 1", "phone": "+7 000"}  # fmt: skip
    return FamilySupportCentre.objects.create(**(columns | words))


# ---- What is found ------------------------------------------------------------------------------


def test_a_title_weighs_more_than_the_short_version_and_that_more_than_the_text(client, edition):
    lesson_of(edition, "Үшінші", text="Қарыз туралы.")
    lesson_of(edition, "Екінші", short="Қарыз туралы.")
    lesson_of(edition, "Қарыз", text="Басқа.")
    index_course(course=edition.course)

    slugs = [path.split("/")[-2] for path in found(client, "қарыздар")]

    titles = [edition.lessons.get(language="kk", slug=slug).title for slug in slugs]
    assert titles == ["Қарыз", "Екінші", "Үшінші"]


def test_what_was_found_is_marked_and_its_words_are_escaped(client, edition):
    lesson_of(edition, "Екінші", text="Мынау &lt;script&gt; мен қарызы бар.")
    index_course(course=edition.course)

    html = ask(client, "қарыз <b>").content.decode()

    assert "<mark>қарызы</mark>" in html
    assert "Мынау &lt;script&gt; мен" in html
    assert 'value="қарыз &lt;b&gt;"' in html


def test_a_query_may_mix_two_languages_and_the_page_of_the_words_stands_first(client, edition):
    lesson_of(edition, "Қарыз", language="kk")
    lesson_of(edition, "Долг", language="ru")
    index_course(course=edition.course)

    assert found(client, "долги", "kk")[0].startswith("/ru/courses/")
    assert found(client, "қарыз", "ru")[0].startswith("/kk/courses/")


def test_a_lesson_of_both_languages_is_shown_once_in_that_of_the_page(client, edition):
    for language in ("kk", "ru"):
        lesson_of(edition, "Экран", language=language)
    index_course(course=edition.course)

    for language in ("kk", "ru"):
        (path,) = found(client, "экран", language)
        assert path.startswith(f"/{language}/")


def test_a_slip_finds_what_was_meant_and_a_word_of_nowhere_finds_nothing(client, edition):
    lesson_of(edition, "Бюджет")
    index_course(course=edition.course)

    assert len(found(client, "бюджит")) == 1
    assert found(client, "шынтуайт") == []


def test_help_lines_are_found_as_they_are_now(client):
    line = help_line()

    assert found(client, "жастар") == ["/kk/help/#line-line"]
    assert found(client, "молодым", "ru") == ["/ru/help/#line-line"]
    assert found(client, "150") == ["/kk/help/#line-line"]

    line.what_kk = "Қарттарға кеңес"
    line.save()
    assert found(client, "жастар") == []
    assert found(client, "қарттар") == ["/kk/help/#line-line"]

    line.delete()
    assert found(client, "қарттар") == []


def test_the_address_of_a_found_line_and_centre_leads_to_its_place(client):
    help_line()
    centre()

    for path in (*found(client, "жастар"), *found(client, "Қаскелеңде")):
        page, anchor = path.split("#")
        assert f'id="{anchor}"' in client.get(page).content.decode()


def test_centres_are_found_by_town_as_they_are_now(client):
    one = centre()
    assert found(client, "Қаскелеңнен") == ["/kk/centres/#centre-one"]
    assert found(client, "Каскелен", "ru") == ["/ru/centres/#centre-one"]

    one.delete()
    assert found(client, "Қаскелеңнен") == []


def test_a_page_is_found_while_it_is_published(client):
    home = plant_tree()["kk"]
    page = InfoPage(title="Қоғамдық кеңес", slug="council", locale=Locale.objects.get(language_code="kk"))  # fmt: skip
    home.add_child(instance=page)
    page.save_revision().publish()
    assert found(client, "қоғам кеңесі") == ["/kk/council/"]
    assert client.get("/kk/council/").status_code == 200

    page.unpublish()
    assert found(client, "қоғам кеңесі") == []

    page.save_revision().publish()
    page.delete()
    assert found(client, "қоғам кеңесі") == []


# ---- What never is ------------------------------------------------------------------------------


def test_a_withdrawn_lesson_is_found_by_nobody_from_that_moment(client, small):
    assert "/kk/courses/small/lesson1/" in found(client, "Сабақ 1")
    lesson = small.lessons.get(language="kk", slug="lesson1")

    withdraw_lesson(course=small.course, lesson_key=lesson.lesson_key, reason="…", by="…")

    assert "/kk/courses/small/lesson1/" not in found(client, "Сабақ 1")
    assert "/ru/courses/small/lesson1/" not in found(client, "Урок 1", "ru")
    publish_edition(course=small.course, by="methodologist@example.org")
    assert "/kk/courses/small/lesson1/" not in found(client, "Сабақ 1")


def test_a_withdrawn_lesson_is_not_shown_even_by_an_index_that_was_not_told(client, small):
    entries = SearchEntry.objects.filter(course=small.course)
    lesson = small.lessons.get(language="kk", slug="lesson1")
    before = entries.count()
    withdraw_lesson(course=small.course, lesson_key=lesson.lesson_key, reason="…", by="…")
    kept = SearchEntry.objects.filter(slug="lesson2", language="kk")

    assert entries.count() == before - 2
    kept.update(lesson_key=lesson.lesson_key)
    assert "/kk/courses/small/lesson2/" not in found(client, "Сабақ 2")


def test_a_lesson_about_violence_is_found_by_title_and_short_version_and_shows_no_word(
    client, edition
):
    lesson_of(edition, "Шеңбер", sensitive=True, short="Қасында адам бар.", text="Жасырын сөз.")
    index_course(course=edition.course)

    assert len(found(client, "шеңбер")) == len(found(client, "қасындағы адам")) == 1
    assert found(client, "жасырын") == []
    html = ask(client, "шеңбер адам").content.decode()
    assert "result__text" not in html
    assert "Қасында" not in html


def test_neither_right_answers_nor_feedback_are_found(client, small):
    assert found(client, "secret-feedback") == []
    assert not SearchEntry.objects.filter(text__contains="secret").exists()


def test_only_the_latest_edition_is_found(client, small):
    for page in LessonPage.objects.filter(slug="lesson1"):
        page.title = "Бюджет"
        page.save_revision().publish()
    assert "/kk/courses/small/lesson1/" in found(client, "Сабақ 1")
    assert found(client, "бюджет") == []

    publish_edition(course=small.course, by="methodologist@example.org")

    assert found(client, "бюджет") == ["/kk/courses/small/lesson1/"]
    assert SearchEntry.objects.filter(lesson_key=school.key("lesson-1")).count() == 2


def test_a_correction_is_found_at_once_and_the_slip_no_more(client, small):
    page = LessonPage.objects.get(slug="lesson1", locale__language_code="kk")
    page.title = "Бюджет"
    page.save_revision().publish()

    correct_lesson(edition=small, lesson_key=page.translation_key, by="methodologist@example.org")

    assert found(client, "бюджет") == ["/kk/courses/small/lesson1/"]
    assert SearchWord.objects.filter(language="kk", form="бюджет").exists()
    page.title = "Қарыз"
    page.save_revision().publish()
    correct_lesson(edition=small, lesson_key=page.translation_key, by="methodologist@example.org")
    assert found(client, "бюджет") == []
    assert not SearchWord.objects.filter(language="kk", form="бюджет").exists()


# ---- Whatever is typed --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    ["қарыз " * 334, "қ" * 2000, "қар\x00ыз", "'", "''; drop table x; --", "\\", "a & | ! :* <->",
     '"', "%", "_", "🙂🙂", "мен сен ол", "и на", "т", "і", "   ", "%s", "{}", "\ud800", "\u202eқарыз",
     "İİİ", "１１１", "<script>alert(1)</script>"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_whatever_is_typed_is_answered_calmly(client, edition, query, language):
    lesson_of(edition, "Қарыз")
    index_course(course=edition.course)

    response = ask(client, query.encode("utf-8", "surrogatepass"), language)

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_without_a_query_there_is_only_the_field(client):
    html = client.get("/kk/search/").content.decode()

    assert 'name="q"' in html
    assert 'class="notice' not in html
    assert client.post("/kk/search/", {"q": "қарыз"}).status_code == 405


def test_when_nothing_is_found_the_page_says_where_to_go_on(client):
    html = ask(client, "шынтуайт").content.decode()

    assert 'class="notice' in html
    assert 'href="/kk/courses/"' in html.split("<main")[1]
    assert 'href="/kk/help/"' in html.split("<main")[1]


def test_more_than_twenty_are_cut_and_the_page_says_so(client, edition):
    for number in range(25):
        lesson_of(edition, f"Қарыз {number}")
    index_course(course=edition.course)

    response = ask(client, "қарыз")

    assert len(LINK.findall(response.content.decode())) == 20
    assert response.context["found"].is_cut


@pytest.mark.parametrize("path", ["/courses/", "/help/", "/search/"])
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_field_stands_where_one_looks_for_something(client, path, language):
    html = client.get(f"/{language}{path}").content.decode()

    assert f'action="/{language}/search/" role="search"' in html
    assert 'autocomplete="off"' in html


def test_the_switch_of_language_keeps_the_query(client):
    html = ask(client, "той").content.decode()

    assert 'href="/ru/search/?q=%D1%82%D0%BE%D0%B9"' in html


# ---- What it costs, what is kept ----------------------------------------------------------------


@pytest.mark.parametrize("lessons", [2, 30])
def test_a_search_asks_the_database_four_times_at_most(client, lessons):
    edition = cast.make_edition(lessons=lessons)
    for number in range(lessons):
        lesson_of(edition, f"Қарыз {number}", text="Қарыз бен той туралы.")
    index_course(course=edition.course)
    ask(client, "қарыз")

    for query in ("қарызы бар тойлар", "қариз бен тои", "шынтуайт", "т"):
        with CaptureQueriesContext(connection) as queries:
            ask(client, query)
        assert len(queries) <= 4, [query["sql"] for query in queries]


def test_whoever_is_signed_in_costs_their_session_and_name_besides(
    client, signed_in, aigerim, edition, django_assert_max_num_queries
):
    lesson_of(edition, "Қарыз")
    index_course(course=edition.course)
    browser = signed_in(aigerim)
    ask(browser, "қарыз")

    with django_assert_max_num_queries(5):
        ask(browser, "қарызы")


def test_nothing_that_was_searched_is_kept_or_told(client, edition, caplog):
    written = "select sum(n_tup_ins + n_tup_upd) from pg_stat_xact_user_tables"
    with connection.cursor() as cursor:
        before = cursor.execute(written).fetchone()
        with caplog.at_level("DEBUG", logger="django.request"):
            response = ask(client, "құпиясөз")
        after = cursor.execute(written).fetchone()

    assert before == after
    assert "құпиясөз" not in caplog.text
    assert "%D2%9B" not in caplog.text
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "strict-origin"
    assert "құпиясөз" not in response.content.decode().split("</head>")[0]
    assert not response.cookies


@pytest.mark.parametrize(
    ("said", "kept"),
    [('"GET /kk/search/?q=%D2%9B%D0%B0 HTTP/1.1" 200 12', '"GET /kk/search/?[search] HTTP/1.1" 200 12'),
     ("Not Found: /ru/search/?q=a b", "Not Found: /ru/search/?[search] b"),
     ("/kk/search?q=той", "/kk/search?[search]"),
     ("/kk/centres/?region=KZ-75", "/kk/centres/?region=KZ-75")],
)  # fmt: skip
def test_a_log_that_has_addresses_has_no_query(said, kept):
    assert redact(said) == kept


def test_an_index_of_an_older_form_is_made_anew_when_migrating(client, edition, capsys):
    lesson_of(edition, "Қарыз")
    index_after_migrating(using="default")
    assert len(found(client, "қарыз")) == 1

    SearchEntry.objects.update(made_by=0, title="Ескі")
    index_after_migrating(using="default")
    assert SearchEntry.objects.filter(title="Қарыз").exists()
    assert not SearchEntry.objects.filter(made_by=0).exists()

    SearchEntry.objects.update(title="Ескі")
    index_after_migrating(using="default")
    assert not SearchEntry.objects.filter(title="Қарыз").exists()
    call_command("index_search")
    assert SearchEntry.objects.filter(title="Қарыз").exists()
    assert str(SearchEntry.objects.count()) in capsys.readouterr().out
