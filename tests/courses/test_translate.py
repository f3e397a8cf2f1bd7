"""Translating side by side: drafts only, text by text, nothing typed is lost."""

import gc
import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from wagtail.models import GroupPagePermission, Page, Revision, WorkflowState
from wagtailmedia.models import get_media_model

from courses.models import CoursePage, LessonPage, MatchedText
from courses.translation.forms import name_of, text_name
from courses.translation.twins import twins_of_page
from tests import cast
from tests.courses.side_by_side import (
    address_of,
    body,
    draft_of,
    edit,
    fields,
    lesson,
    new_text,
    sent,
    states,
    translate,
    typed_rich,
    without,
)

# What differs each time a page is sent.
PASSING = re.compile(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"')
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture
def admin(signed_in):
    return signed_in(cast.make_staff(superuser=True, email="methodologist@example.org"))


@pytest.fixture
def staff(signed_in):
    """`staff("translate_lesson")` is a browser of somebody with these rights besides the door's."""

    def sign_in(*codenames, pages=()):
        user = cast.make_staff()
        for codename in ("access_admin", *codenames):
            user.user_permissions.add(Permission.objects.get(codename=codename))
        group = Group.objects.create(name=f"g{user.pk}")
        user.groups.add(group)
        for page in pages:
            for codename in ("add_page", "change_page"):
                GroupPagePermission.objects.create(
                    group=group, page=Page.objects.get(pk=page.pk),
                    permission=Permission.objects.get(codename=codename),
                )  # fmt: skip
        return signed_in(user)

    return sign_in


def as_people_see_it(client):
    """The public course and lesson in both languages, and what the page rows say."""
    rows = list(LessonPage.objects.order_by("pk").values(
        "title", "slug", "live", "minutes", "body", "sources", "live_revision_id", "expire_at",
        "go_live_at",
    ))  # fmt: skip
    public = [
        PASSING.sub("", client.get(f"/{language}/courses/small/{path}").content.decode())
        for language in ("kk", "ru") for path in ("", "lesson1/")
    ]  # fmt: skip
    return rows, public


def test_what_was_loaded_from_files_is_done_in_both_directions(admin, small):
    for source in ("kk", "ru"):
        found = states(lesson(), source)
        assert set(found.values()) == {"done"}, found
        assert "body/first/options/b/feedback" in found
        assert not any(address.endswith("/key") for address in found)


def test_opening_beginning_and_saving_publish_nothing(admin, client, small):
    page = lesson(language="kk")
    edit(page, title="Жаңа атау", body=lambda blocks: [new_text("Жаңа сөз"), *blocks])
    before = as_people_see_it(client)
    assert admin.get(address_of(page)).status_code == 200
    response = translate(admin, page, {"title": "Новое имя"})
    assert response.status_code == 302
    assert as_people_see_it(client) == before
    target = lesson()
    assert target.has_unpublished_changes
    assert draft_of(target).title == "Новое имя"
    assert not WorkflowState.objects.exists()
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_a_control_publishing_is_seen_in_what_people_see(client, small):
    """The comparison of the test above would notice: the row of a published draft is another."""
    before = as_people_see_it(client)
    edit(lesson(), title="Новое имя").get_latest_revision().publish()
    assert as_people_see_it(client) != before


def test_a_changed_source_makes_the_translation_stale_and_the_changed_words_are_marked(
    admin, small
):
    page = lesson(language="kk")
    edit(page, title="Жаңа сабақ")
    assert states(page)["title"] == "stale"
    html = admin.get(address_of(page)).content.decode()
    assert "<del>Сабақ 1</del>" in html
    assert "<ins>Жаңа сабақ</ins>" in html
    # The old translation stands there until a new one is published.
    assert 'value="Урок 1"' in html or ">\nУрок 1</textarea>" in html


def test_resaving_in_the_editor_makes_nothing_stale(admin, small):
    """The editor adds marks of its own to each paragraph; no word changes by it."""
    page = lesson(language="kk")
    edit(page, body=lambda blocks: [
        one | {"value": one["value"].replace("<p>", '<p data-block-key="zz">')}
        if isinstance(one["value"], str) else one for one in blocks
    ])  # fmt: skip
    assert set(states(page).values()) == {"done"}


def test_a_translated_text_is_done_again_and_the_other_way_round_too(admin, small):
    page = lesson(language="kk")
    edit(page, title="Жаңа сабақ")
    translate(admin, page, {"title": "Новый урок"})
    assert states(page)["title"] == "done"
    assert states(page, "ru")["title"] == "done"
    match = MatchedText.objects.get(page_key=page.translation_key, address="title")
    assert (match.kk, match.ru) == ("Жаңа сабақ", "Новый урок")
    assert match.by == "methodologist@example.org"


def test_still_right_marks_done_without_a_change(admin, small):
    page = lesson(language="kk")
    edit(page, title="Сабақ 1.")
    count = Revision.objects.count()
    translate(admin, page, right=["title"])
    assert states(page)["title"] == "done"
    assert Revision.objects.count() == count


def test_a_change_of_the_translation_in_the_ordinary_editor_makes_the_source_stale(admin, small):
    edit(lesson(), title="Совсем другой урок")
    assert states(lesson(), "ru")["title"] == "stale"
    assert states(lesson(), "kk")["title"] == "done"


def test_the_source_itself_in_place_of_a_translation_is_suspicious_until_confirmed(admin, small):
    page = lesson(language="kk")
    translate(admin, page, {"title": "Сабақ 1"})
    assert states(page)["title"] == "same"
    translate(admin, page, right=["title"])
    assert states(page)["title"] == "done"


def test_an_emptied_text_is_empty(admin, small):
    page = lesson(language="kk")
    translate(admin, page, {"body/first/hint": ""})
    assert states(page)["body/first/hint"] == "empty"


def test_new_blocks_appear_removed_ones_go_and_the_order_follows(admin, small):
    page, target = lesson(language="kk"), lesson()
    edit(page, body=lambda blocks: [*without("reflection")(blocks)[::-1], new_text("Жаңа")])
    html = admin.get(address_of(page)).content.decode()
    assert "Ну вот?" in html  # the words of the reflection that would go
    translate(admin, page)
    assert [(one["type"], one["id"]) for one in body(target)] == [
        (one["type"], one["id"]) for one in body(page)
    ]
    texts = [one["value"] for one in body(target) if one["type"] == "situation"]
    assert "Ну вот 1." in texts[0]
    assert body(target)[-1]["value"] == ""
    assert states(page)[f"body/{body(page)[-1]['id']}"] == "empty"


def test_keys_right_answers_flags_files_and_minutes_follow_the_source(admin, small):
    page, target = lesson(language="kk"), lesson()

    def turn(blocks):
        single = next(one["value"] for one in blocks if one["type"] == "single")
        single["is_required"] = False
        for option in single["options"]:
            option["value"]["is_right"] = not option["value"]["is_right"]
        return blocks

    edit(page, body=turn, minutes=12, is_sensitive=True)
    translate(admin, page)
    draft = draft_of(target)
    assert (draft.minutes, draft.is_sensitive) == (12, True)
    single = next(block for block in draft.body if block.block_type == "single").value
    assert [option["is_right"] for option in single["options"]] == [True, False]
    assert not single["is_required"]
    assert single["options"][0]["feedback"].source.count("secret-feedback-a ru") == 1


def test_after_translating_both_pages_can_be_published_into_an_edition(admin, small):
    page, target = lesson(language="kk"), lesson()

    def add(blocks):
        option = lambda key, right: {"type": "item", "id": f"{key}" * 8, "value": {  # noqa: E731
            "key": key, "text": f"<p>Нұсқа {key}</p>", "is_right": right, "feedback": "<p>Жауап</p>"}}  # fmt: skip
        value = {"key": "second", "is_required": True, "prompt": "<p>Сұрақ?</p>", "hint": "",
                 "options": [option("x", True), option("y", False)]}  # fmt: skip
        return [*blocks, {"type": "single", "id": "2" * 8, "value": value}]

    edit(page, body=add)
    form = admin.get(address_of(page) + "?todo=1").context["form"]
    todo = [row.piece.address for row in form.rows]
    assert len(todo) == 5
    translate(admin, page, {one: f"Слово {n}" for n, one in enumerate(todo)}, query="?todo=1")
    assert set(states(page).values()) == {"done"}
    for one in (page, target):
        Page.objects.get(pk=one.pk).specific.get_latest_revision().publish()
    response = admin.post(
        f"/admin/editions/{small.course.pk}/", {"note": "Екінші басылым: жаңа сұрақ"}
    )
    assert response.status_code == 302
    assert small.course.editions.count() == 2


def test_only_what_is_to_do_can_be_shown_and_saving_it_touches_nothing_else(admin, small):
    page, target = lesson(language="kk"), lesson()
    edit(page, title="Жаңа сабақ")
    response = admin.get(address_of(page) + "?todo=1")
    assert [row.piece.address for row in response.context["form"].rows] == ["title"]
    before = body(target)
    admin.post(address_of(page) + "?todo=1", sent(response, {"title": "Новый урок"}))
    assert body(target) == before
    assert set(states(page).values()) == {"done"}


def test_the_languages_can_be_turned_round(admin, small):
    page = lesson()
    edit(page, title="Новый урок")
    response = translate(admin, page, {"title": "Жаңа сабақ"}, query="?from=ru")
    assert response.status_code == 302
    assert draft_of(lesson(language="kk")).title == "Жаңа сабақ"


def test_what_is_too_long_is_said_at_its_field_and_nothing_typed_is_lost(admin, small):
    page = lesson(language="kk")
    count = Revision.objects.count()
    response = translate(admin, page, {
        "title": "ж" * 256, "body/first/hint": "Подумайте ещё.", "body/first/prompt": "Что думаете?",
    })  # fmt: skip
    html = response.content.decode()
    assert response.status_code == 422
    assert "ж" * 256 in html
    shown = fields(response)
    assert shown["body/first/hint"] == "Подумайте ещё."
    assert "Что думаете?" in shown["body/first/prompt"]
    assert Revision.objects.count() == count


def test_what_no_editor_sends_is_refused_and_not_a_failure(admin, small):
    page = lesson(language="kk")
    data = sent(admin.get(address_of(page)))
    for rubbish in ("{", "[]", '{"blocks": 1}'):
        answer = admin.post(address_of(page), data | {text_name("body/first/prompt"): rubbish})
        assert answer.status_code == 422, rubbish


def test_two_people_on_different_texts_both_keep_their_words(admin, small):
    page = lesson(language="kk")
    mine = admin.get(address_of(page))
    translate(admin, page, {"title": "Её урок"})
    answer = admin.post(address_of(page), sent(mine, {"body/first/hint": "Моя подсказка"}))
    assert answer.status_code == 302
    draft = draft_of(lesson())
    assert draft.title == "Её урок"
    assert "Моя подсказка" in str(body(lesson()))


def test_two_people_on_one_text_are_told_and_both_texts_are_shown(admin, small):
    page = lesson(language="kk")
    mine = admin.get(address_of(page))
    translate(admin, page, {"title": "Её урок", "body/first/prompt": "Её вопрос"})
    count = Revision.objects.count()
    data = sent(mine, {"title": "Мой урок", "body/first/hint": "Моя подсказка"})
    answer = admin.post(address_of(page), data)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Её урок" in html
    shown = fields(answer)
    assert (shown["title"], shown["body/first/hint"]) == ("Мой урок", "Моя подсказка")
    assert "Её вопрос" in shown["body/first/prompt"]
    assert Revision.objects.count() == count
    # Saving again is a decision for what stands in the fields; what only she wrote stays hers.
    assert admin.post(address_of(page), sent(answer)).status_code == 302
    draft = draft_of(lesson())
    assert draft.title == "Мой урок"
    assert "Её вопрос" in str(body(lesson()))
    assert "Моя подсказка" in str(body(lesson()))


def test_more_would_go_than_was_said_so_nothing_is_saved(admin, small):
    page = lesson(language="kk")
    mine = admin.get(address_of(page))
    edit(page, body=without("reflection"))
    count = Revision.objects.count()
    answer = admin.post(address_of(page), sent(mine, {"title": "Мой урок"}))
    assert answer.status_code == 409
    assert "Мой урок" in answer.content.decode()
    assert "Ну вот?" in answer.content.decode()
    assert Revision.objects.count() == count
    assert admin.post(address_of(page), sent(answer)).status_code == 302
    assert [one["type"] for one in body(lesson())].count("reflection") == 0


def test_words_for_a_block_that_is_gone_are_given_back(admin, small):
    page = lesson(language="kk")
    edit(page, body=lambda blocks: [*blocks, new_text("Жаңа")])
    mine = admin.get(address_of(page))
    fresh = f"body/{new_text('')['id']}"
    edit(page, body=lambda blocks: blocks[:-1])
    answer = admin.post(address_of(page), sent(mine, {fresh: "Долгий труд"}))
    assert answer.status_code == 409
    assert "Долгий труд" in answer.content.decode()
    assert admin.post(address_of(page), sent(answer)).status_code == 302


def test_a_source_that_changed_while_one_typed_stays_stale(admin, small):
    page = lesson(language="kk")
    edit(page, title="Екінші атау")
    mine = admin.get(address_of(page))
    edit(page, title="Үшінші атау")
    admin.post(address_of(page), sent(mine, {"title": "Второе имя"}))
    assert states(page)["title"] == "stale"
    assert MatchedText.objects.get(
        page_key=page.translation_key, address="title"
    ).kk == "Екінші атау"  # fmt: skip


def test_a_locked_page_is_not_saved_and_what_was_typed_stays(admin, small):
    page, target = lesson(language="kk"), lesson()
    mine = admin.get(address_of(page))
    Page.objects.filter(pk=target.pk).update(locked=True, locked_by=cast.make_staff())
    count = Revision.objects.count()
    answer = admin.post(address_of(page), sent(mine, {"title": "Мой урок"}))
    assert answer.status_code == 409
    assert "Мой урок" in answer.content.decode()
    assert Revision.objects.count() == count


def test_a_missing_page_is_begun_as_a_draft_at_its_place(admin, client, small):
    kk = lesson(language="kk")
    fresh = LessonPage(
        title="Жаңа сабақ", slug="fresh", locale=kk.locale, minutes=7,
        body=[("text", "<p>Сөз</p>")],
    )  # fmt: skip
    Page.objects.get(pk=kk.pk).add_sibling(pos="right", instance=fresh)
    fresh.save_revision().publish()
    before = as_people_see_it(client)[1]
    count = LessonPage.objects.count()
    assert admin.get(address_of(fresh)).status_code == 200
    assert LessonPage.objects.count() == count  # looking makes nothing
    answer = admin.post(address_of(fresh) + "begin/")
    assert answer.url == address_of(fresh)
    made = LessonPage.objects.get(translation_key=fresh.translation_key, locale=lesson().locale)
    assert (made.live, made.slug, made.minutes, made.alias_of) == (False, "fresh", 7, None)
    assert [page.slug for page in made.get_parent().get_children()] == [
        "lesson1",
        "fresh",
        "lesson2",
    ]
    assert set(states(fresh).values()) == {"same", "empty"}
    assert admin.get(answer.url).status_code == 200
    assert as_people_see_it(client)[1] == before
    admin.post(address_of(fresh) + "begin/")
    assert LessonPage.objects.count() == count + 1


def test_a_page_at_the_end_is_begun_at_the_end(admin, small):
    kk = lesson("lesson2", language="kk")
    fresh = LessonPage(
        title="Соңғы сабақ", slug="last", locale=kk.locale, body=[("text", "<p>Сөз</p>")]
    )
    kk.get_parent().add_child(instance=fresh)
    admin.post(address_of(fresh) + "begin/")
    made = LessonPage.objects.get(translation_key=fresh.translation_key, locale=lesson().locale)
    assert [page.slug for page in made.get_parent().get_children()] == [
        "lesson1",
        "lesson2",
        "last",
    ]


def test_a_missing_course_is_begun_with_what_is_above_the_lesson(admin, loaded):
    ru = CoursePage.objects.get(locale__language_code="ru")
    page = lesson(language="kk")
    Page.objects.get(pk=ru.pk).delete()
    admin.post(address_of(page) + "begin/")
    made = lesson()
    assert [one.live for one in made.get_ancestors()[2:]] == [True, False, False]
    assert made.get_parent().get_parent().specific.course == loaded


def test_an_alias_becomes_a_page_of_its_own_when_it_is_translated(admin, loaded):
    page, target = lesson(language="kk"), lesson()
    target.delete()
    alias = page.copy_for_translation(locale=target.locale, alias=True)
    assert alias.alias_of_id == page.pk
    assert states(page)["title"] == "same"
    translate(admin, page, {"title": "Урок"})
    alias.refresh_from_db()
    assert alias.alias_of_id is None
    assert draft_of(alias).title == "Урок"


def test_who_may_translate(staff, small):
    page, target = lesson(language="kk"), lesson()
    assert staff().get(address_of(page)).status_code in (302, 403)
    assert staff(pages=[page]).get(address_of(page)).status_code in (302, 403)
    for client in (staff("translate_lesson"), staff(pages=[target.get_parent()])):
        assert client.get(address_of(page)).status_code == 200
        assert translate(client, page, {"title": "Перевод"}).status_code == 302
        assert client.get(address_of(page.get_parent().get_parent())).status_code in (200, 302)


def test_nobody_begins_a_page_where_they_may_add_none(staff, small):
    page = lesson(language="kk")
    Page.objects.get(pk=lesson("lesson2").pk).delete()
    missing = lesson("lesson2", "kk")
    stranger = staff(pages=[page.get_parent()])
    assert stranger.post(address_of(missing) + "begin/").status_code in (302, 403)
    assert not LessonPage.objects.filter(slug="lesson2", locale=lesson().locale).exists()
    trainer = staff(pages=[page.get_parent(), lesson().get_parent()])
    assert trainer.post(address_of(missing) + "begin/").status_code == 302
    assert LessonPage.objects.filter(slug="lesson2", locale=lesson().locale).exists()


def test_other_pages_and_no_pages_are_not_there(admin, small):
    home = Page.objects.get(depth=2, locale__language_code="kk")
    for pk in (home.pk, 999999):
        assert admin.get(f"/admin/translate/{pk}/", follow=True).status_code == 404


# Wagtail leaves the temporary file of a drawing's rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_way_there_stands_at_the_page_and_in_lists(admin, small):
    page = lesson()
    for url in (f"/admin/pages/{page.pk}/edit/", f"/admin/pages/{page.get_parent().pk}/"):
        assert address_of(page) in admin.get(url).content.decode(), url
    gc.collect()


def test_every_text_has_its_anchor_and_its_label(admin, small):
    html = admin.get(address_of(lesson())).content.decode()
    assert f'id="t-{name_of("body/first/options/a/text")}"' in html
    assert html.count(f'id="id_{text_name("title")}"') == 1
    assert f'for="id_{text_name("title")}"' in html


def test_saving_nothing_makes_no_draft(admin, small):
    count = Revision.objects.count()
    assert translate(admin, lesson()).status_code == 302
    assert Revision.objects.count() == count


def test_rich_text_keeps_bold_and_links_of_the_editor(admin, small):
    page = lesson(language="kk")
    assert typed_rich("x")
    texts = [one for one in states(page) if one.startswith("body/")]
    rich = next(
        one for one in texts
        if "tel:111" in {row.piece.address: row.target for row in
                         admin.get(address_of(page)).context["form"].rows}[one]
    )  # fmt: skip
    translate(admin, page, {"title": "Другое имя"})
    stored = next(one for one in body(lesson()) if rich == f"body/{one['id']}")["value"]
    assert 'href="tel:111"' in stored
    assert "<b>" in stored or "<strong>" in stored


def recording(name, data=b"ID3"):
    media = get_media_model()(title=name, type="audio", duration=0)
    media.file.save(f"{name}.mp3", ContentFile(data))
    return media.pk


def with_audio(pk):
    value = {"key": "talk", "media": pk, "transcript": "<p>Сөз</p>"}
    return lambda blocks: [
        *without("audio")(blocks), {"type": "audio", "id": "a" * 8, "value": value}
    ]  # fmt: skip


def media_in(page):
    return next(one for one in body(page) if one["type"] == "audio")["value"]["media"]


def test_a_recording_is_taken_over_and_follows_until_the_translation_has_one_of_its_own(
    admin, small
):
    page, target = lesson(language="kk"), lesson()
    first, second, third, own = (recording(name) for name in ("one", "two", "three", "own"))
    edit(page, body=with_audio(first))
    translate(admin, page, {"body/talk/transcript": "Слово"})
    assert media_in(target) == first
    edit(page, body=with_audio(second))
    translate(admin, page)
    assert media_in(target) == second
    # Russian people hear it in Russian from now on.
    edit(target, body=with_audio(own))
    html = admin.get(address_of(page)).content.decode()
    assert "two" in html
    assert "own" in html
    translate(admin, page, {"title": "Урок"})
    assert media_in(target) == own
    edit(page, body=with_audio(third))
    assert states(page)["body/talk/media"] == "stale"
    translate(admin, page, {"title": "Урок 1"})
    assert media_in(target) == own
    translate(admin, page, right=["body/talk/media"])
    assert media_in(target) == own
    assert states(page)["body/talk/media"] == "done"


def test_the_address_of_a_source_may_be_one_in_the_other_language(admin, small):
    page, target = lesson(language="kk"), lesson()
    url = next(one for one in states(page) if one.startswith("sources/") and one.endswith("/url"))
    translate(admin, page, {url: "https://stat.gov.kz/ru/"})
    assert draft_of(target).sources[0].value["url"] == "https://stat.gov.kz/ru/"
    translate(admin, page, {"title": "Другой урок"})
    assert draft_of(target).sources[0].value["url"] == "https://stat.gov.kz/ru/"
    assert translate(admin, page, {url: "javascript:alert(1)"}).status_code == 422


def draftail(text="a", ranges="[]", entities="{}"):
    """What the editor's field holds, as it is sent."""
    return (
        f'{{"blocks": [{{"text": "{text}", "type": "unstyled", "depth": 0, "key": "a",'
        f' "inlineStyleRanges": [], "entityRanges": {ranges}}}], "entityMap": {entities}}}'
    )


POINTS = '[{"key": 0, "offset": 0, "length": 1}]'
CHOSEN = '{"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"id": "abc"}}}'


@pytest.mark.parametrize(
    "words",
    [
        draftail(ranges=POINTS),
        draftail(ranges=POINTS, entities=CHOSEN),
        draftail("a\\u0000b"),
        "{",
        "[]",
    ],
)
def test_what_no_editor_sends_is_refused_and_stored_nowhere(admin, loaded, words):
    page = lesson()
    data = sent(admin.get(address_of(page)))
    name = text_name(rich_address(page))
    response = admin.post(address_of(page), data | {name: words})
    assert response.status_code == 422
    assert admin.get(address_of(page)).status_code == 200
    gc.collect()


def test_half_of_an_emoji_is_dropped_and_the_rest_is_kept(admin, loaded):
    page = lesson()
    data = sent(admin.get(address_of(page)))
    address = rich_address(page)
    words = draftail("Давай \\ud83d\\ude00 и \\ud83d!")
    assert admin.post(address_of(page), data | {text_name(address): words}).status_code == 302
    assert "Давай 😀 и !" in str(body(page))
    gone = data | {"text-of-nothing": draftail("\\ud83d?")}
    assert admin.post(address_of(page), gone).status_code == 409
    gc.collect()


def rich_address(page):
    """The address of the first text with emphasis."""
    return next(
        row.piece.address for row in twins_of_page(page).rows("kk") if row.piece.kind == "rich"
    )
