"""The text of a lesson: Markdown, and containers between the paragraphs."""

import re
from dataclasses import replace
from html import unescape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.texts import FULL, Document, Findings, rich_text
from courses.activities import GRADED
from courses.curriculum.activities import READERS as ACTIVITY_READERS
from courses.curriculum.activities import read_rules
from courses.curriculum.containers import Container, no_text
from courses.curriculum.content import CONTENT_KINDS, CONTENT_READERS, markdown, plain_inside
from courses.curriculum.fitting import FITTING_READERS, check_short
from courses.curriculum.parts import Part

FENCE = re.compile(r"^:::+\s*(?P<rest>.*?)\s*$")
HEAD = re.compile(r'(?P<name>[a-z]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))|(?P<flag>[a-z]+)')
KEY = re.compile(r"[a-z0-9-]{1,40}")
BLOCK_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HEADING = re.compile(r"<(h[23])>")

# Kind: the attributes it must have, those it may have, the flags it may have.
# Each may have an `id`: its block's, where it does not follow from the part's key or place.
KINDS: dict[str, tuple[set[str], set[str], set[str]]] = {
    "text": (set(), set(), set()),
    "situation": (set(), set(), set()),
    "tip": (set(), set(), set()),
    "warning": (set(), set(), set()),
    "takeaway": (set(), set(), set()),
    "picture": ({"key", "file"}, {"alt"}, {"decorative"}),
    **CONTENT_KINDS,
    **dict.fromkeys(GRADED, ({"key"}, {"pass", "shown"}, {"required"})),
    "number": ({"key", "value"}, {"tolerance", "unit", "pass", "shown"}, {"required"}),
    "scale": ({"key", "steps", "low", "high"}, set(), set()),
    "reflection": ({"key"}, set(), set()),
    "together": ({"key"}, set(), set()),
}
TEXT_READERS = CONTENT_READERS | FITTING_READERS
NEVER_REQUIRED = ("scale", "reflection", "together")


def read_parts(document: Document, findings: Findings) -> tuple[Part, ...]:
    """Read the parts of a lesson in order."""
    parts: list[Part] = []
    rows: list[str] = []
    rows_line = document.body_line
    container: Container | None = None

    def close_text() -> None:
        if any(row.strip() for row in rows):
            parts.append(read_text(document, "\n".join(rows), rows_line, findings))
        rows.clear()

    for line, row in enumerate(document.body.splitlines(), start=document.body_line):
        fence = FENCE.match(row)
        if not fence:
            if container:
                container.rows.append(row)
            else:
                rows.append(row)
            continue
        rest = fence["rest"]
        if container and rest:
            findings.add(
                document.name, line,
                _("`::: %(inner)s` opens inside `::: %(outer)s` of line %(line)s. Close that one "
                  "first with `:::`.")
                % {"inner": rest.split()[0], "outer": container.kind, "line": container.line},
            )  # fmt: skip
        if container:
            parts += read_container(document, container, findings)
            container = None
        elif not rest:
            findings.add(document.name, line, _("`:::` closes a container, but none is open."))
        if rest:
            close_text()
            container = open_container(document.name, line, rest, findings)
        rows_line = line + 1
    if container:
        findings.add(
            document.name, container.line,
            _("`::: %(kind)s` is never closed. Put `:::` alone on the line after it.")
            % {"kind": container.kind},
        )  # fmt: skip
        parts += read_container(document, container, findings)
    close_text()
    check_keys(document.name, parts, findings)
    check_short(document.name, parts, findings)
    if not parts:
        findings.add(document.name, document.body_line, _("The lesson has no text."))
    return tuple(parts)


def read_text(document: Document, text: str, line: int, findings: Findings) -> Part:
    """Read the Markdown between containers."""
    html = rich_text(text, file=document.name, line=line, findings=findings, allowed=FULL)
    return Part("text", line, html=html, headings=tuple(HEADING.findall(html)))


def open_container(file: str, line: int, rest: str, findings: Findings) -> Container:
    """Read the line that opens a container."""
    kind, _space, head = rest.partition(" ")
    container = Container(kind, line)
    if kind not in KINDS:
        findings.add(
            file, line,
            _("`%(kind)s` is no kind of container. Known: %(known)s.")
            % {"kind": kind, "known": ", ".join(sorted(KINDS))},
        )  # fmt: skip
        return container
    for match in HEAD.finditer(head):
        name = match["name"]
        if name in container.attributes:
            findings.add(
                file, line, _("`%(name)s` stands twice. Keep one of them.") % {"name": f"{name}="}
            )
        if name:
            quoted = match["quoted"]
            container.attributes[name] = match["bare"] if quoted is None else unescape(quoted)
        else:
            container.flags.add(match["flag"])
    left = HEAD.sub("", head).split()
    if left:
        findings.add(
            file, line,
            _('`%(words)s` cannot be read. Write name=value or name="two words".')
            % {"words": " ".join(left)},
        )  # fmt: skip
    needed, optional, flags = KINDS[kind]
    for name in sorted(needed - container.attributes.keys()):
        findings.add(
            file, line,
            _("`%(name)s=` is missing on `::: %(kind)s`.") % {"name": name, "kind": kind},
        )  # fmt: skip
    check_id(file, line, container.attributes.get("id", ""), findings)
    for name in sorted(container.attributes.keys() - needed - optional - {"id"}):
        findings.add(
            file, line,
            _("`%(name)s=` is not known on `::: %(kind)s`.") % {"name": name, "kind": kind},
        )  # fmt: skip
    if "required" in container.flags and kind in NEVER_REQUIRED:
        findings.add(
            file, line,
            _("`::: %(kind)s` can never be `required`: nobody has to answer it, or needs a "
              "partner, to finish a lesson. Take the flag away.") % {"kind": kind},
        )  # fmt: skip
        flags = flags | {"required"}
    for name in sorted(container.flags - flags):
        findings.add(
            file, line,
            _("The flag `%(name)s` is not known on `::: %(kind)s`.") % {"name": name, "kind": kind},
        )  # fmt: skip
    return container


def check_id(file: str, line: int, block_id: str, findings: Findings) -> None:
    """Note the id of a block that is none."""
    if block_id and not BLOCK_ID.fullmatch(block_id):
        findings.add(
            file, line, _("`id=%(id)s` must be a UUID, or be left out.") % {"id": block_id}
        )


def read_container(document: Document, container: Container, findings: Findings) -> list[Part]:
    """Read what stands inside a container; nothing when its kind is not known."""
    if container.kind not in KINDS:
        return []
    block_id = container.attributes.get("id", "")
    return [replace(part, id=block_id) for part in _inside(document, container, findings)]


def _inside(document: Document, container: Container, findings: Findings) -> list[Part]:
    if container.kind == "text":
        text = "\n".join(container.rows)
        return [read_text(document, text, container.line + 1, findings)]
    if container.kind in ACTIVITY_READERS:
        part = ACTIVITY_READERS[container.kind](document.name, container, findings)
        return [read_rules(document.name, container, part, findings)]
    if container.kind == "picture":
        return [read_picture(document.name, container, findings)]
    if container.kind in TEXT_READERS:
        return [TEXT_READERS[container.kind](document.name, container, findings)]
    html = markdown(document.name, container, no_text(container), findings)
    return [Part(container.kind, container.line, html=html)]


def read_picture(file: str, container: Container, findings: Findings) -> Part:
    """Read a picture: it says what it shows, or that it tells nothing."""
    alt = " ".join(container.attributes.get("alt", "").split())
    is_decorative = "decorative" in container.flags
    if bool(alt) == is_decorative:
        findings.add(
            file, container.line,
            _('Say what the picture shows (alt="…") or mark it `decorative`; one of the two.'),
        )  # fmt: skip
    caption = plain_inside(container)
    if len(alt) > 300:
        message = ngettext(
            "The alt has %(length)s character; at most 300 fit.",
            "The alt has %(length)s characters; at most 300 fit.",
            len(alt),
        )
        findings.add(file, container.line, message % {"length": len(alt)})
    if len(caption) > 300:
        message = ngettext(
            "The caption has %(length)s character; at most 300 fit.",
            "The caption has %(length)s characters; at most 300 fit.",
            len(caption),
        )
        findings.add(file, container.line, message % {"length": len(caption)})
    return Part(
        "picture", container.line, key=container.attributes.get("key", ""),
        file=container.attributes.get("file", ""), alt=alt, is_decorative=is_decorative,
        caption=caption,
    )  # fmt: skip


def check_keys(file: str, parts: list[Part], findings: Findings) -> None:
    """Note keys that are malformed or stand twice in the lesson."""
    seen: dict[str, int] = {}
    for part in parts:
        if not part.key:
            continue
        if not KEY.fullmatch(part.key):
            findings.add(
                file, part.line,
                _("The key %(key)s must be 1-40 small Latin letters, digits and hyphens.")
                % {"key": repr(part.key)},
            )  # fmt: skip
        elif part.key in seen:
            findings.add(
                file, part.line,
                _("The key `%(key)s` stands already on line %(line)s. Keys are unique in a lesson.")
                % {"key": part.key, "line": seen[part.key]},
            )  # fmt: skip
        seen.setdefault(part.key, part.line)
