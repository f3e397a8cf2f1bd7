"""Drawings without anything that acts: no scripts, no handlers, no references to elsewhere."""

import re
from xml.etree import ElementTree

from defusedxml import ElementTree as SafeTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
KEPT = {
    "svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "text", "tspan", "linearGradient", "radialGradient", "stop", "clipPath", "mask",
    "pattern", "use", "symbol", "marker", "style",
}  # fmt: skip
ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(|javascript:", re.IGNORECASE)


# What acts, or shows what stands elsewhere, by the names of elements (SVG 2, chapters 12, 15-17).
ACTING = {
    "script", "image", "foreignobject", "iframe", "embed", "object", "audio", "video", "animate",
    "set", "animatetransform", "animatemotion", "handler", "listener",
}  # fmt: skip
EVENT = re.compile(r"on[a-z]+")


class SvgUnsafe(Exception):
    """The drawing cannot be read, or is none."""


def what_acts(data: bytes) -> str:
    """Return the first thing in a drawing that acts or reaches elsewhere; empty when it only draws.

    Raises SvgUnsafe when it cannot be read.
    """
    for element in _read(data).iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        if name.lower() in ACTING:
            return f"<{name}>"
        if name.lower() == "style" and ELSEWHERE.search(element.text or ""):
            return "<style>"
        for attribute, value in element.attrib.items():
            plain = attribute.rpartition("}")[2].lower()
            is_address = plain in ("href", "src") and not value.strip().startswith(
                ("#", "data:image/")
            )
            if EVENT.fullmatch(plain) or is_address or ELSEWHERE.search(value):
                return f"{plain}="
    return ""


def clean_svg(data: bytes) -> bytes:
    """Return the drawing with only what draws. Raises SvgUnsafe."""
    root = _read(data)
    _clean(root)
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    return ElementTree.tostring(root, encoding="utf-8")


def _read(data: bytes) -> ElementTree.Element:
    try:
        root = SafeTree.fromstring(data, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise SvgUnsafe(_("it is not a plain SVG drawing (%(why)s).") % {"why": error}) from error
    if root.tag != f"{{{SVG}}}svg":
        raise SvgUnsafe(_("its root is not <svg>."))
    return root


def _clean(element: ElementTree.Element) -> None:
    for child in list(element):
        name = child.tag.removeprefix(f"{{{SVG}}}") if isinstance(child.tag, str) else ""
        is_style = name == "style" and ELSEWHERE.search(child.text or "")
        if name not in KEPT or is_style:
            element.remove(child)
        else:
            _clean(child)
    for name, value in list(element.attrib.items()):
        plain = name.rpartition("}")[2].lower()
        refers = plain == "href" and not value.strip().startswith("#")
        if plain.startswith("on") or refers or ELSEWHERE.search(value):
            del element.attrib[name]
