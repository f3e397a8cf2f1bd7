"""Whether a file is what its name says, by its first bytes and, where cheap, by all of it.

Sources of the signatures: JPEG, PNG, GIF, WebP by their specifications (ITU T.81, W3C PNG, GIF89a,
RFC 9649); MP4 and AVIF by the file type box of ISO/IEC 14496-12; WebM by the EBML header of
RFC 8794 with its document type; Ogg by RFC 3533; MP3 by ID3v2 or the frame header of
ISO/IEC 11172-3; PDF by ISO 32000.
"""

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image

from cms.uploads.archives import (
    OFFICE,
    OPEN_DOCUMENT,
    ArchiveActs,
    ArchiveBomb,
    ArchiveBroken,
    check_archive,
)
from cms.uploads.svg import SvgUnsafe, what_acts

MOST_PIXELS = 40_000_000
HEAD = 64


class ContentRefused(Exception):
    """The file is not taken; the message says why and what to do."""


def is_mp4(head: bytes) -> bool:
    """Whether a file type box opens the file."""
    return head[4:8] == b"ftyp"


def is_mp3(head: bytes) -> bool:
    """Whether an ID3 tag or a frame of layer III opens the file."""
    is_frame = len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2
    return head.startswith(b"ID3") or (is_frame and head[2] & 0xF0 != 0xF0 and head[2] & 12 != 12)


def is_ogg(head: bytes) -> bool:
    """Whether an Ogg page opens the file."""
    return head.startswith(b"OggS")


SIGNATURES: dict[str, Callable[[bytes], bool]] = {
    "jpg": lambda head: head.startswith(b"\xff\xd8\xff"),
    "png": lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"),
    "gif": lambda head: head.startswith((b"GIF87a", b"GIF89a")),
    "webp": lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP",
    "avif": lambda head: is_mp4(head) and b"avi" in head[8:48],
    "mp4": is_mp4,
    "m4a": is_mp4,
    "webm": lambda head: head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head,
    "ogg": is_ogg,
    "opus": is_ogg,
    "mp3": is_mp3,
    "pdf": lambda head: head.startswith(b"%PDF-"),
    **dict.fromkeys((*OFFICE, *OPEN_DOCUMENT), lambda head: head.startswith(b"PK\x03\x04")),
}
SIGNATURES["jpeg"] = SIGNATURES["jpg"]
PICTURES = {"jpg", "jpeg", "png", "gif", "webp", "avif"}


def ending_of(name: str) -> str:
    """Return the ending of a file's name: `pdf`."""
    return PurePosixPath(name).suffix.lstrip(".").lower()


def check_content(file: IO[bytes], name: str) -> None:
    """Refuse a file that is not what its name says, or would harm. Raises ContentRefused.

    Reads from the beginning and goes back to it. Endings without a signature are left to whoever
    says which endings are taken.
    """
    ending = ending_of(name)
    file.seek(0)
    try:
        if ending == "svg":
            check_drawing(file.read())
        elif ending in SIGNATURES and not SIGNATURES[ending](file.read(HEAD)):
            raise ContentRefused(
                _("The file is called .%(ending)s, but it is something else inside. Open it in the "
                  "program it was made with, and save it as .%(ending)s.") % {"ending": ending}
            )  # fmt: skip
        elif ending in PICTURES:
            check_picture(file)
        elif ending in OFFICE or ending in OPEN_DOCUMENT:
            check_document(file, ending)
    finally:
        file.seek(0)


def check_drawing(data: bytes) -> None:
    """Refuse a drawing that acts: it would act on whoever opens it."""
    try:
        acting = what_acts(data)
    except SvgUnsafe:
        raise ContentRefused(
            _("The drawing cannot be read. Save it as “plain SVG”, or as PNG.")
        ) from None
    if acting:
        raise ContentRefused(
            _("The drawing holds something that acts or comes from elsewhere (%(what)s). Save it "
              "as “plain SVG” without scripts and links, or as PNG.") % {"what": acting}
        )  # fmt: skip


def check_picture(file: IO[bytes]) -> None:
    """Refuse a picture that cannot be drawn, or is too large once unpacked."""
    file.seek(0)
    try:
        with Image.open(file) as picture:
            pixels = picture.width * picture.height * getattr(picture, "n_frames", 1)
            if pixels <= MOST_PIXELS:
                picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pixels = MOST_PIXELS + 1
    except (OSError, SyntaxError, ValueError):
        raise ContentRefused(
            _("The picture is damaged: it cannot be drawn to its end. Save it again.")
        ) from None
    if pixels > MOST_PIXELS:
        raise ContentRefused(
            _("The picture has more than %(number)d million pixels. Make it smaller; 2000 pixels "
              "are enough for a side.") % {"number": MOST_PIXELS // 1_000_000}
        )  # fmt: skip


def check_document(file: IO[bytes], ending: str) -> None:
    """Refuse an office document that is broken, a bomb, or acts."""
    file.seek(0)
    try:
        check_archive(file, ending)
    except ArchiveBomb:
        raise ContentRefused(
            _("The document would unpack to far more than a document has. It is not taken.")
        ) from None
    except ArchiveActs:
        raise ContentRefused(
            _("The document holds macros or is locked by a password. Save it without them, or as "
              "PDF.")
        ) from None  # fmt: skip
    except ArchiveBroken:
        raise ContentRefused(
            _("The document is damaged, or is not a .%(ending)s. Open it and save it again, or "
              "save it as PDF.") % {"ending": ending}
        ) from None  # fmt: skip
