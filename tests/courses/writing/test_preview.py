"""A draft as learners would see it: in the editor, and on one's own phone."""

import re
from datetime import timedelta

import pytest
import zxingcpp
from django.core.signing import Signer
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.test.utils.form_data import querydict_from_html

from courses.models import LessonPage
from courses.writing import phone
from tests import cast
from tests.courses.writing.conftest import lesson

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a drawing's rendition to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def drafted(title, language="ru"):
    page = lesson(language=language)
    page.title = title
    page.save_revision()
    return page


def link_to(page, **options):
    token, _link = phone.make_link(page.translation_key, **options)
    return f"/{page.locale.language_code}/courses/draft/{token}/"


def test_the_preview_shows_both_languages_and_two_sizes(methodologist, small):
    page, _twin = drafted("Черновик"), drafted("Жоба сабақ", "kk")
    assert [size["device_width"] for size in page.preview_sizes] == [360, 1280]
    assert [mode for mode, _name in page.preview_modes] == ["", "kk"]
    response = page.make_preview_request(preview_mode="")
    assert "<h1>Черновик</h1>" in response.content.decode()
    html = page.make_preview_request(preview_mode="kk").content.decode()
    assert "<h1>Жоба сабақ</h1>" in html
    assert '<html lang="kk">' in html


def test_a_lesson_that_was_never_saved_is_previewed_in_its_language(methodologist, loaded):
    parent = lesson(language="ru").get_parent()
    address = f"/admin/pages/add/courses/lessonpage/{parent.pk}/"
    assert methodologist.get(f"{address}preview/").status_code == 200
    form = querydict_from_html(methodologist.get(address).text, form_id="page-edit-form").dict()
    form |= {"title": "Новый урок", "body-count": "0", "sources-count": "0"}
    assert methodologist.post(f"{address}preview/", form).json()["is_available"]
    shown = methodologist.get(f"{address}preview/").content.decode()
    assert "<h1>Новый урок</h1>" in shown
    assert '<html lang="ru">' in shown


@pytest.mark.parametrize("mode", ["zz", "%00", "kk%00"])
def test_a_language_that_does_not_exist_is_the_pages_own(methodologist, small, mode):
    page = drafted("Черновик")
    answer = methodologist.get(f"/admin/pages/{page.pk}/view_draft/?mode={mode}")
    assert "<h1>Черновик</h1>" in answer.content.decode()


def test_the_preview_of_a_language_that_is_not_written_says_so(methodologist, loaded):
    page = drafted("Черновик")
    LessonPage.objects.get(slug="lesson1", locale__language_code="kk").delete()
    response = page.make_preview_request(preview_mode="kk")
    assert response.status_code == 200
    assert '<html lang="kk">' in response.content.decode()


def test_the_link_for_a_phone_needs_no_sign_in_and_is_kept_nowhere(methodologist, loaded):
    page, _twin = drafted("Черновик"), drafted("Жоба сабақ", "kk")
    html = methodologist.get(f"/admin/lessons/{page.pk}/phone/").content.decode()
    address = re.search(r'href="(http://[^"]+/ru/courses/draft/[^"]+)"', html).group(1)
    assert re.search(r'<img class="otau-phone__code" src="data:image/svg\+xml', html)
    path = address.split("/", 3)[3]
    stranger = Client()
    response = stranger.get(f"/{path}")
    html = response.content.decode()
    assert response.status_code == 200
    assert "<h1>Черновик</h1>" in html
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex, nofollow">' in html
    assert "secret-feedback" not in html
    assert "/admin/" not in html
    # The other language is one touch away, at the same address.
    other = f"/{path.replace('ru/', 'kk/', 1)}"
    assert f'href="{other}"' in html
    assert "<h1>Жоба сабақ</h1>" in stranger.get(other).content.decode()
    assert not stranger.cookies.get("otau_session")


def test_the_link_shows_what_was_saved_last(loaded):
    page = drafted("Раз")
    address = link_to(page)
    assert "<h1>Раз</h1>" in Client().get(address).content.decode()
    drafted("Два")
    assert "<h1>Два</h1>" in Client().get(address).content.decode()


def test_reading_a_draft_writes_nothing(loaded):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = link_to(drafted("Черновик"))
    Client().get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        Client().get(address)
    written = [
        q["sql"]
        for q in queries
        if not q["sql"].upper().startswith(("SELECT", "SAVEPOINT", "RELEASE"))
    ]
    assert written == []


@pytest.mark.parametrize("hours, status", [(0, 200), (47, 200), (48, 410), (500, 410)])
def test_a_link_ends_after_48_hours(loaded, hours, status):
    earlier = timezone.now() - timedelta(hours=hours)
    response = Client().get(link_to(drafted("Черновик"), at=earlier))
    assert response.status_code == status
    assert ("Черновик" in response.content.decode()) == (status == 200)
    assert "no-store" in response.headers["Cache-Control"]


def test_a_changed_link_leads_nowhere(loaded):
    page = drafted("Черновик")
    address = link_to(page)
    token = address.split("/")[-2]
    payload, signature = token.split(".")
    other = Signer(sep=".", salt="something else").sign(payload)
    later = phone.make_link(page.translation_key, at=timezone.now() + timedelta(days=9))[0]
    for wrong in (
        token[:-1], token[::-1], "x" + token, "x", ".", payload, other,
        f"{later.split('.')[0]}.{signature}",
    ):  # fmt: skip
        response = Client().get(f"/ru/courses/draft/{wrong}/")
        assert response.status_code == 404, wrong
        assert "Черновик" not in response.content.decode()


def test_a_link_to_a_lesson_that_is_gone_leads_nowhere(loaded):
    page = drafted("Черновик")
    address = link_to(page)
    LessonPage.objects.get(pk=page.pk).delete()
    assert Client().get(address).status_code == 404


def test_links_are_not_for_those_who_may_not_edit(signed_in, client, small):
    page = lesson()
    address = f"/admin/lessons/{page.pk}/phone/"
    assert client.get(address).status_code == 302
    assert signed_in(cast.make_staff()).get(address).status_code in (302, 403)
    assert signed_in(cast.make_learner()).get(address).status_code in (302, 403)


def test_the_code_is_read_by_a_camera(methodologist, loaded, tmp_path):
    import io

    import segno

    page = lesson()
    token, _link = phone.make_link(page.translation_key)
    address = f"https://otau.example.kz/ru/courses/draft/{token}/"
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="png", scale=4, border=4)
    (found,) = zxingcpp.read_barcodes(Image.open(drawn))
    assert found.text == address
    assert segno.make(address, error="m", micro=False).version <= 7
