"""Pictures inside the text of a file, as `data:` addresses, small enough for all to fit."""

from base64 import b64encode
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.core.files.storage import default_storage
from PIL import Image

# How far photographs are made smaller: width in pixels and quality of WebP, and None: as they are
# kept for telephones. LEFT_OUT: only the words of each picture remain.
LEFT_OUT = (0, 0)
STEPS: tuple[tuple[int, int] | None, ...] = (None, (420, 55), (320, 40), LEFT_OUT)
IN_AN_ADDRESS = str.maketrans({char: f"%{ord(char):02X}" for char in '%#<>"&'})


class Pictures:
    """The pictures of an edition, each read once."""

    def __init__(self) -> None:
        self.step: tuple[int, int] | None = None
        self._read: dict[str, bytes] = {}
        self._addresses: dict[tuple[str, tuple[int, int] | None], str] = {}

    def address(self, part: Mapping[str, Any]) -> str:
        """Return a part's picture as a `data:` address; empty where it is left out or lost."""
        path = part.get("small") or part["src"]
        if self.step == LEFT_OUT:
            return ""
        place = (path, self.step)
        if place not in self._addresses:
            self._addresses[place] = self._address(path)
        return self._addresses[place]

    def _address(self, path: str) -> str:
        if path not in self._read:
            try:
                with default_storage.open(path, "rb") as opened:
                    self._read[path] = bytes(opened.read())
            except FileNotFoundError:
                self._read[path] = b""
        data = self._read[path]
        if not data:
            return ""
        if path.endswith(".svg"):
            return drawing_address(data)
        if self.step is not None:
            data = smaller(data, *self.step)
        return f"data:image/webp;base64,{b64encode(data).decode()}"


def drawing_address(svg: bytes) -> str:
    """Return a drawing as an address; a third shorter than by base64."""
    text = " ".join(svg.decode().split())
    return "data:image/svg+xml;charset=utf-8," + text.translate(IN_AN_ADDRESS)


def smaller(data: bytes, width: int, quality: int) -> bytes:
    """Return a photograph as WebP, at most `width` wide; as it was where that is no gain."""
    with Image.open(BytesIO(data)) as image:
        image.thumbnail((width, width * 2))
        made = BytesIO()
        image.save(made, "webp", quality=quality, method=6)
    return min(data, made.getvalue(), key=len)
