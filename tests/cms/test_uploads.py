"""Every upload address of the admin with every bad file: refused, with words that help."""

import gc
import html as markup
import io
import json
import zlib

import pytest
from django.conf import settings
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, UploadedFile
from wagtailmedia.models import get_media_model

from cms.uploads.forms import too_large
from tests import cast
from tests.courses import samples

# Wagtail leaves the temporary files of renditions to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ELSE_INSIDE = (
    "The file is called .%(ending)s, but it is something else inside. Open it in the program it "
    "was made with, and save it as .%(ending)s."
)
ACTS = (
    "The drawing holds something that acts or comes from elsewhere (%(what)s). Save it as “plain "
    "SVG” without scripts and links, or as PNG."
)
VAST = (
    "The picture has more than %(number)d million pixels. Make it smaller; 2000 pixels are enough "
    "for a side."
)
UNREADABLE = "The drawing cannot be read. Save it as “plain SVG”, or as PNG."
DAMAGED = "The picture is damaged: it cannot be drawn to its end. Save it again."
BOMB = "The document would unpack to far more than a document has. It is not taken."
BROKEN = "The document is damaged, or is not a .%(ending)s. Open it and save it again, or save it as PDF."
MACROS = "The document holds macros or is locked by a password. Save it without them, or as PDF."


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture(scope="module", autouse=True)
def _temporary_files_end_here():
    yield
    gc.collect()


@pytest.fixture
def admin(signed_in):
    return signed_in(cast.make_staff(superuser=True))


def picture(size=(40, 20), kind="JPEG") -> bytes:
    made = io.BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(made, kind)
    return made.getvalue()


def svg(inside: str = "", head: str = "", attributes: str = "") -> bytes:
    return (
        f'{head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 9 9" {attributes}><rect width="9" height="9"/>{inside}</svg>'
    ).encode()


def vast_png() -> bytes:
    """A few bytes that say they are a picture of 30000 by 30000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    head = (30000).to_bytes(4, "big") * 2 + b"\x08\x00\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00" * 99))
        + chunk(b"IEND", b"")
    )  # fmt: skip


# Kind: name, content, what is said, with which values (None: Wagtail's own words).
BAD = {
    "picture": [
        ("exe.jpg", samples.EXE, ELSE_INSIDE, {"ending": "jpg"}),
        ("psd.png", b"8BPS" + samples.EXE, ELSE_INSIDE, {"ending": "png"}),
        ("photo.heic", samples.MP4, None, {}),
        ("vast.png", vast_png(), VAST, {"number": 40}),
        ("cut.jpg", picture((400, 300))[:4000], DAMAGED, {}),
        ("script.svg", svg("<script>alert(1)</script>"), ACTS, {"what": "<script>"}),
        ("event.svg", svg(attributes='onload="alert(1)"'), ACTS, {"what": "onload="}),
        ("link.svg", svg('<a xlink:href="javascript:alert(1)"><rect/></a>'), ACTS,
         {"what": "href="}),
        ("frame.svg", svg("<foreignObject><p/></foreignObject>"), ACTS,
         {"what": "<foreignObject>"}),
        ("style.svg", svg("<style>@import url(https://a.kz/a.css)</style>"), ACTS,
         {"what": "<style>"}),
        ("moves.svg", svg('<set attributeName="href" to="javascript:1"/>'), ACTS,
         {"what": "<set>"}),
        ("entity.svg", svg(head='<!DOCTYPE svg [<!ENTITY a "aaaa">]>'), UNREADABLE, {}),
    ],
    "document": [
        ("exe.pdf", samples.EXE, ELSE_INSIDE, {"ending": "pdf"}),
        ("exe.docx", samples.EXE, ELSE_INSIDE, {"ending": "docx"}),
        ("sheet.docx", samples.office("xl/workbook.xml"), BROKEN, {"ending": "docx"}),
        ("plain.odt", samples.office("content.xml"), BROKEN, {"ending": "odt"}),
        ("cut.docx", samples.DOCX[:-30], BROKEN, {"ending": "docx"}),
        ("packed.docx", samples.damaged_lzma("[Content_Types].xml", "word/document.xml"), BROKEN,
         {"ending": "docx"}),
        ("bomb.docx", samples.office("word/document.xml", size=5_000_000), BOMB, {}),
        ("many.xlsx", samples.office(*[f"xl/{n}" for n in range(5001)], size=0), BOMB, {}),
        ("lies.docx", samples.lying_bomb(), BROKEN, {"ending": "docx"}),
        ("macro.docx", samples.office("word/document.xml", "word/vbaProject.bin"), MACROS, {}),
    ],
    "video": [
        ("exe.mp4", samples.EXE, ELSE_INSIDE, {"ending": "mp4"}),
        ("sound.mp4", samples.MP3, ELSE_INSIDE, {"ending": "mp4"}),
        ("mkv.webm", samples.WEBM.replace(b"webm", b"matr"), ELSE_INSIDE, {"ending": "webm"}),
        ("film.avi", b"RIFF" + samples.EXE,
         "Such a file is not taken here. Save the recording as %(endings)s.",
         {"endings": ".mp4, .webm"}),
    ],
    "audio": [
        ("exe.mp3", samples.EXE, ELSE_INSIDE, {"ending": "mp3"}),
        ("picture.ogg", picture(), ELSE_INSIDE, {"ending": "ogg"}),
        ("film.mp4", samples.MP4,
         "Such a file is not taken here. Save the recording as %(endings)s.",
         {"endings": ".mp3, .m4a, .ogg, .opus"}),
    ],
}  # fmt: skip
GOOD = {
    "picture": [("cup.jpg", picture()), ("cup.png", picture(kind="PNG")), ("cup.svg", svg()),
                ("cup.webp", picture(kind="WEBP")), ("cup.gif", picture(kind="GIF"))],
    "document": [("a.pdf", samples.PDF), ("a.docx", samples.DOCX),
                 ("a.xlsx", samples.office("xl/workbook.xml"))],
    "video": [("a.mp4", samples.MP4), ("a.webm", samples.WEBM)],
    "audio": [("a.mp3", samples.MP3), ("b.mp3", samples.MP3[20:]), ("a.m4a", samples.M4A),
              ("a.ogg", samples.OGG), ("a.opus", samples.OGG)],
}  # fmt: skip


def made(kind: str):
    """Something to be edited."""
    if kind == "picture":
        file = ImageFile(io.BytesIO(picture()), name="old.jpg")
        image = get_image_model()(title="Бұрынғы", file=file)
        image.save()
        return image
    return samples.document() if kind == "document" else samples.media("old", samples.MP4, kind)


# Kind: address by name, whether it edits, the prefix of its fields, the name of its file.
ADDRESSES = {
    "picture": [
        ("wagtailimages:add", False, "", "file"),
        ("wagtailimages:add_multiple", False, "", "files[]"),
        ("wagtailimages:edit", True, "", "file"),
        ("wagtailimages_chooser:create", False, "image-chooser-upload-", "file"),
    ],
    "document": [
        ("wagtaildocs:add", False, "", "file"),
        ("wagtaildocs:add_multiple", False, "", "files[]"),
        ("wagtaildocs:edit", True, "", "file"),
        ("wagtaildocs_chooser:create", False, "document-chooser-upload-", "file"),
    ],
    "video": [
        ("wagtailmedia:add", False, "", "file"),
        ("wagtailmedia:edit", True, "", "file"),
        ("wagtailmedia:chooser_upload", False, "media-chooser-upload-", "file"),
    ],
}
ADDRESSES["audio"] = ADDRESSES["video"]
WITHOUT_FILE = {
    "wagtailimages": {
        "index", "index_results", "delete", "url_generator", "preview",
        "url_generator_output", "image_usage", "edit_multiple", "delete_multiple",
        "create_multiple_from_uploaded_image", "delete_upload_multiple",
    },
    "wagtaildocs": {
        "index", "index_results", "delete", "edit_multiple", "delete_multiple", "document_usage",
        "create_multiple_from_uploaded_document", "delete_upload_multiple",
    },
    "wagtailmedia": {"index", "delete", "chooser", "chooser_typed", "media_chosen", "media_usage"},
    "wagtailimages_chooser": {
        "choose", "choose_results", "chosen", "chosen_multiple", "select_format",
    },
    "wagtaildocs_chooser": {"choose", "choose_results", "chosen", "chosen_multiple"},
}  # fmt: skip
WALK = [(kind, *address) for kind, addresses in ADDRESSES.items() for address in addresses]


def send(client, kind, name, edits, prefix, field, filename, data, **extra):
    instance = made(kind) if edits else None
    args = [instance.pk] if edits else []
    if not edits and name.startswith("wagtailmedia"):
        args = [kind]
    form = {
        f"{prefix}title": "Аты", f"{prefix}collection": Collection.get_first_root_node().pk,
        f"{prefix}duration": 0, f"{prefix}{field}": SimpleUploadedFile(filename, data), **extra,
    }  # fmt: skip
    headers = {"X-Requested-With": "XMLHttpRequest"} if "multiple" in name else {}
    return client.post(reverse(name, args=args), form, headers=headers)


def words_of(response) -> str:
    text = response.content.decode()
    if text.startswith("{"):
        text = " ".join(str(value) for value in json.loads(text).values())
    return markup.unescape(text)


def stored() -> int:
    models = (get_image_model(), get_document_model(), get_media_model(), UploadedFile)
    return sum(model.objects.exclude(**before(model)).count() for model in models)


def before(model) -> dict:
    """What `made` put there."""
    return {} if model is UploadedFile else {"title__in": ["Бұрынғы", "Бюджет", "old"]}


@pytest.mark.parametrize("kind, name, edits, prefix, field", WALK)
def test_every_bad_file_is_refused_at_every_address(admin, kind, name, edits, prefix, field):
    for filename, data, msgid, values in BAD[kind]:
        response = send(admin, kind, name, edits, prefix, field, filename, data)
        assert response.status_code == 200, filename
        said = words_of(response)
        if msgid:
            assert samples.words(msgid, **values) in said, filename
            assert "«»" not in said, filename
            if "multiple" in name:
                told = json.loads(response.content)["error_message"]
                assert told == samples.words(msgid, **values), filename
        elif "multiple" in name:
            assert json.loads(response.content)["success"] is False, filename
            assert json.loads(response.content)["error_message"], filename
        else:
            assert "error-message" in said, filename
        assert stored() == 0, filename
        for model in (get_image_model(), get_document_model(), get_media_model()):
            assert not model.objects.filter(title="Аты").exists(), filename


@pytest.mark.parametrize("kind, name, edits, prefix, field", WALK)
def test_every_good_file_is_taken_at_every_address(admin, kind, name, edits, prefix, field):
    for number, (filename, data) in enumerate(GOOD[kind], start=1):
        response = send(admin, kind, name, edits, prefix, field, filename, data)
        assert response.status_code in (200, 302), filename
        model = {"picture": get_image_model(), "document": get_document_model()}.get(
            kind, get_media_model()
        )
        assert model.objects.filter(title="Аты").count() == number, (filename, words_of(response))


def test_no_upload_address_is_forgotten():
    names: dict[str, set] = {}
    walk(get_resolver(), "", names)
    for namespace, without in WITHOUT_FILE.items():
        guarded = {
            name.partition(":")[2] for _kind, name, *_rest in WALK
            if name.partition(":")[0] == namespace
        }  # fmt: skip
        assert names[namespace] == without | guarded, namespace


def walk(resolver, namespace, names):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            walk(pattern, pattern.namespace or namespace, names)
        elif pattern.name:
            names.setdefault(namespace, set()).add(pattern.name)


@pytest.mark.parametrize("kind, name, edits, prefix, field", WALK)
def test_a_little_too_large_is_said_by_the_form(admin, settings, kind, name, edits, prefix, field):
    settings.UPLOAD_LIMITS = dict.fromkeys(settings.UPLOAD_LIMITS, 100)
    filename, data = GOOD[kind][0]
    response = send(admin, kind, name, edits, prefix, field, filename, data + b"\x00" * 200)
    assert too_large(100) in words_of(response)


LARGE = 2 * 1024**3


def claim(client, address, length=LARGE, **headers):
    """Begin to send a body without sending any of it."""
    return client.generic(
        "POST", address, b"", content_type="multipart/form-data; boundary=b",
        CONTENT_LENGTH=str(length), headers=headers,
    )  # fmt: skip


@pytest.mark.parametrize("kind, name, edits, prefix, field", WALK)
def test_two_gigabytes_are_refused_before_they_are_sent(admin, kind, name, edits, prefix, field):
    args = [made(kind).pk] if edits else []
    if not edits and name.startswith("wagtailmedia"):
        args = [kind]
    address = reverse(name, args=args)
    # An edited recording may be a film.
    most = settings.UPLOAD_LIMITS["video" if name == "wagtailmedia:edit" else kind]
    response = claim(admin, address)
    assert response.status_code == 413
    assert too_large(most) in words_of(response)
    response = claim(admin, address, **{"X-Requested-With": "XMLHttpRequest"})
    assert response.status_code == 413
    assert response.json() == {"success": False, "error_message": too_large(most)}


def test_whoever_may_not_send_files_cannot_fill_the_disk(client, signed_in, db):
    learner = signed_in(cast.make_learner())
    for visitor in (client, learner):
        for address in ("/admin/images/add/", "/kk/sign-in/", "/admin/account/", "/nowhere/"):
            assert claim(visitor, address).status_code == 413, address
            assert claim(visitor, address, 3 * 1024**2).status_code == 413, address


def test_other_addresses_of_the_admin_take_no_large_body(admin):
    for address in ("/admin/account/", "/admin/pages/1/edit/", "/admin/snippets/cms/helpline/add/"):
        assert claim(admin, address, 3 * 1024**2).status_code == 413


def test_the_refusal_speaks_the_language_of_the_editor(admin):
    from wagtail.users.models import UserProfile

    from accounts.models import User

    profile = UserProfile.get_for_user(User.objects.get(is_superuser=True))
    profile.preferred_language = "ru"
    profile.save()
    response = claim(admin, "/admin/documents/add/")
    assert '<html lang="ru">' in response.content.decode()


def test_a_drawing_is_stored_with_only_what_draws(admin):
    data = svg('<metadata>secret-place</metadata><g id="a"/>', attributes='data-x="1"')
    send(admin, "picture", "wagtailimages:add", False, "", "file", "cup.svg", data)
    image = get_image_model().objects.get()
    with image.file.open() as kept:
        text = kept.read()
    assert b"secret-place" not in text
    assert b"<rect" in text


def test_a_still_picture_of_a_film_is_looked_at_too(admin):
    for filename, data in (("exe.jpg", samples.EXE), ("script.svg", svg())):
        still = SimpleUploadedFile(filename, data)
        response = send(
            admin, "video", "wagtailmedia:add", False, "", "file", "a.mp4", samples.MP4,
            thumbnail=still,
        )  # fmt: skip
        assert response.status_code == 200
        assert not get_media_model().objects.exists()


def test_a_portrait_is_a_picture(admin):
    for filename, data in (("exe.jpg", samples.EXE), ("a.svg", svg("<script/>"))):
        portrait = SimpleUploadedFile(filename, data)
        response = admin.post("/admin/account/", {"avatar-avatar": portrait})
        assert response.status_code == 200, filename
    assert not stored_portraits()


def stored_portraits() -> bool:
    from wagtail.users.models import UserProfile

    return UserProfile.objects.exclude(avatar="").exclude(avatar=None).exists()


def test_the_limits_are_told_to_the_browser(admin):
    html = admin.get("/admin/images/add/").content.decode()
    assert f'data-most-bytes="{settings.UPLOAD_LIMITS["picture"]}"' in html
    assert "js/admin/uploads.js" in html
    assert f'data-document-bytes="{settings.UPLOAD_LIMITS["document"]}"' in html
