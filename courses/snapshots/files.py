"""Pictures, sound and films of a snapshot: kept under the name of their content, for good."""

import hashlib
import mimetypes
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from cms.uploads.svg import clean_svg

# The wide one fills a column on a desk, the small one a telephone.
WIDE = "max-1280x1600|format-webp|webpquality-75"
SMALL = "max-560x900|format-webp|webpquality-65"


def keep(data: bytes, ending: str) -> str:
    """Store `data` once, under its SHA-256; return its path in the default storage."""
    path = f"snapshots/{hashlib.sha256(data).hexdigest()}.{ending}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(data))
    return path


def picture_files(image: Any, *, kept: bool) -> dict[str, object]:
    """Return `src`, `small`, `width`, `height` of a Wagtail image.

    Photographs become WebP in two sizes (`small` is empty when one is enough), drawings stay SVG,
    cleaned. With `kept` the files are copied for the snapshot; a preview uses those of today.
    """
    if image.is_svg():
        path = keep(clean_svg(read(image.file)), "svg") if kept else image.file.name
        return {"src": path, "small": "", "width": image.width, "height": image.height}
    wide = image.get_rendition(WIDE)
    small = image.get_rendition(SMALL)
    paths = [keep(read(one.file), "webp") if kept else one.file.name for one in (wide, small)]
    return {
        "src": paths[0],
        "small": paths[1] if small.width < wide.width else "",
        "width": wide.width,
        "height": wide.height,
    }


def media_file(media: Any, *, kept: bool) -> dict[str, object]:
    """Return `src`, `type` and `bytes` of sound, a film or a document."""
    name = media.file.name
    path = keep(read(media.file), PurePosixPath(name).suffix.lstrip(".")) if kept else name
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return {"src": path, "type": kind, "bytes": media.file.size}


def captions_file(text: str) -> str:
    """Store captions (WebVTT text) for good and return the path."""
    return keep(text.encode(), "vtt")


def is_there(file: Any) -> bool:
    """Whether a stored file can still be read."""
    return bool(file) and file.storage.exists(file.name)


def file_is_gone(title: str) -> str:
    """Say that what somebody uploaded is in the store no more."""
    return _("The file of “%(title)s” is in the store no more. Upload it again.") % {"title": title}


def read(file: Any) -> bytes:
    """Return the whole of a stored file."""
    with file.storage.open(file.name, "rb") as opened:
        return bytes(opened.read())
