"""Drawings without anything that acts: no scripts, no handlers, no references to elsewhere."""

import re
from xml.etree import ElementTree

from defusedxml import ElementTree as SafeTree
from defusedxml.common import DefusedXmlException

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
KEPT = {
    "svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "text", "tspan", "linearGradient", "radialGradient", "stop", "clipPath", "mask",
    "pattern", "use", "symbol", "marker", "style",
}  # fmt: skip
ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(|javascript:", re.IGNORECASE)


class SvgUnsafe(Exception):
    """The drawing cannot be read, or is none."""


def clean_svg(data: bytes) -> bytes:
    """Return the drawing with only what draws. Raises SvgUnsafe."""
    try:
        root = SafeTree.fromstring(data, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise SvgUnsafe(f"it is not a plain SVG drawing ({error}).") from error
    if root.tag != f"{{{SVG}}}svg":
        raise SvgUnsafe("its root is not <svg>.")
    _clean(root)
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    return ElementTree.tostring(root, encoding="utf-8")


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
