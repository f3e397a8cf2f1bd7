"""The styles for browsers without cascade layers (Chrome before 99), which skip whole layers.

Made from the same files, in the order the layers give: no second look to keep in step, no build.
A page asks for it only where the browser is that old (static/js/old-browser.js).
"""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

FOLDER = Path(settings.BASE_DIR) / "static" / "css"
FILES = ("otau.css", "components.css", "desk.css")
_ORDER = re.compile(r"@layer ([\w, ]+);")
_LAYER = re.compile(r"@layer (\w+) \{")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@require_GET
@cache_control(public=True, max_age=24 * 3600)
def plain_styles(request: HttpRequest) -> HttpResponse:
    """Serve the styles without layers: they are the same for everybody."""
    texts = tuple((FOLDER / name).read_text() for name in FILES)
    return HttpResponse(without_layers(texts), content_type="text/css; charset=utf-8")


@cache
def without_layers(texts: tuple[str, ...]) -> str:
    """Return the rules of all style sheets, those of the first layer first.

    Every rule has to stand in a layer that the first sheet names. ValueError where one does not.
    """
    order = _ORDER.search(texts[0])
    if order is None:
        raise ValueError("the order of the layers is not said")
    found: dict[str, list[str]] = {name.strip(): [] for name in order.group(1).split(",")}
    for text in texts:
        rest = _ORDER.sub("", _COMMENT.sub("", text)).strip()
        while rest:
            layer = _LAYER.match(rest)
            if layer is None:
                raise ValueError(f"outside of a layer: {rest[:40]}")
            end = _end_of_block(rest, layer.end())
            found[layer.group(1)].append(rest[layer.end() : end])
            rest = rest[end + 1 :].strip()
    return "\n".join(block for blocks in found.values() for block in blocks)


def _end_of_block(text: str, start: int) -> int:
    depth = 1
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return place
    raise ValueError("a layer has no end")
