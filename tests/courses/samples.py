"""Small files of every kind, sound and bad; and every content block of a lesson."""

import io
import struct
import zipfile

from django.core.files.base import ContentFile
from django.utils import translation
from wagtail.documents import get_document_model
from wagtail.models import Collection
from wagtailmedia.models import get_media_model

from cms.models import HelpLine

MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + b"\x00" * 64
M4A = b"\x00\x00\x00\x18ftypM4A \x00\x00\x02\x00isomiso2" + b"\x00" * 64
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webm" + b"\x00" * 64
OGG = b"OggS\x00\x02" + b"\x00" * 22 + b"\x01\x13OpusHead" + b"\x00" * 64
MP3 = b"ID3\x03\x00\x00\x00\x00\x00\x0a" + b"\x00" * 10 + b"\xff\xfb\x90\x00" + b"\x00" * 64
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\x00" * 64
CAPTIONS = "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nСәлем!\n\n00:00:02.000 --> 00:00:05.500\nҚалың қалай?\n"


def words(msgid: str, language: str = "kk", **values: object) -> str:
    """What the catalogue of `language` says for the English words."""
    with translation.override(language):
        return translation.gettext(msgid) % values if values else translation.gettext(msgid)


def office(*names: str, size: int = 20) -> bytes:
    """A zip like those of office programs, whose parts are `size` zero bytes each."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name in names:
            archive.writestr(name, b"\x00" * size)
    return made.getvalue()


def damaged_lzma(*names: str) -> bytes:
    """A zip in a packing that no office program uses, its packed bytes changed on their way."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_LZMA) as archive:
        for name in names:
            archive.writestr(name, bytes(range(256)) * 20)
    data = bytearray(made.getvalue())
    start = 30 + len(names[0]) + 9  # behind the file's header and that of the packing
    data[start : start + 20] = b"\xff" * 20
    return bytes(data)


DOCX = office("word/document.xml")


def lying_bomb() -> bytes:
    """A .docx that unpacks to more than it says."""
    data = bytearray(office("word/document.xml", size=3_000_000))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 20)
    return bytes(data)


def media(name: str, data: bytes, kind: str):
    made = get_media_model()(title=name, type=kind, collection=Collection.get_first_root_node())
    made.file.save(name, ContentFile(data), save=False)
    made.save()
    return made


def document(name: str = "budget.pdf", data: bytes = PDF, title: str = "Бюджет"):
    made = get_document_model()(title=title, collection=Collection.get_first_root_node())
    made.file.save(name, ContentFile(data), save=False)
    made.save()
    return made


def help_line(key: str = "family-111", phone: str = "111") -> HelpLine:
    return HelpLine.objects.create(
        key=key, phone=phone, name_kk="Отбасы желісі", name_ru="Семейная линия",
        what_kk="Тегін кеңес", what_ru="Бесплатный совет",
    )  # fmt: skip


def content_blocks() -> list[dict]:
    """One block of every content kind but the picture, as Wagtail stores them."""
    film, sound = media("film.mp4", MP4, "video"), media("sound.mp3", MP3, "audio")
    blocks = [
        ("short", {"lines": items("<p>Тыңдаңыз.</p>", "<p>Сұраңыз.</p>", "<p>Айтыңыз.</p>")}),
        ("text", "<p>Мәтін</p>"),
        ("heading", {"level": "3", "text": "Шағын тақырып <1>"}),
        ("situation", "<p>Жағдай</p>"),
        ("tip", "<p>Кеңес</p>"),
        ("warning", "<p>Ескерту</p>"),
        ("quotation", {"text": "<p>Жылы сөз</p>", "source": "Мақал"}),
        ("dialogue", {"lines": items(
            {"who": "Әлия", "what": "<p>Қайда болдың?</p>"},
            {"who": "Дәурен", "what": "<p>Жұмыста.</p>"},
        )}),
        ("term", {"term": "Медиатор", "explanation": "<p>Екі жақты келістіреді.</p>"}),
        ("tailored", tailored(expecting="<p>Күтеміз</p>")),
        ("helpline", {"line": help_line().pk}),
        ("checklist", {"title": "Осы апта", "items": items("<p>Бірінші</p>", "<p>Екінші</p>")}),
        ("audio", {"key": "a1", "media": sound.pk, "link": "", "transcript": "<p>Сөзі</p>"}),
        ("video", {"key": "v1", "media": film.pk, "link": "", "captions": CAPTIONS,
                   "transcript": "<p>Сөзі</p>"}),
        ("video", {"key": "v2", "media": None, "link": "https://www.youtube.com/watch?v=abc",
                   "captions": "", "transcript": "<p>Сөзі</p>"}),
        ("audio", {"key": "a2", "media": None, "link": "https://example.kz/radio",
                   "transcript": "<p>Сөзі</p>"}),
        ("document", {"document": document().pk, "title": ""}),
        ("to_film", {"about": "Бетпе-бет әңгіме", "text": "<p>Ол күтеді</p>"}),
        ("takeaway", "<p>Есте сақтаңыз</p>"),
        ("week", {"key": "walk", "text": "<p>Серуендеңіз</p>", "back": "<p>Қалай болды?</p>"}),
    ]  # fmt: skip
    return [block(kind, value) for kind, value in blocks]


def tailored(text: str = "<p>Бәріңізге</p>", **cases: str) -> dict:
    """A tailored text; a circumstance is named with underscores."""
    rows = [{"circumstance": name.replace("_", "-"), "text": html} for name, html in cases.items()]
    return {"key": "our-house", "text": text, "cases": items(*rows)}


def block(kind: str, value) -> dict:
    name = value.get("key", "") if isinstance(value, dict) else ""
    return {"type": kind, "value": value, "id": f"block-{kind}-{name}"}


def items(*values) -> list[dict]:
    return [{"type": "item", "value": value, "id": f"i{n}"} for n, value in enumerate(values)]
