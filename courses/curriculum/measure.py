"""`measure.kk.md` and `measure.ru.md`: the questions before and after a course."""

from itertools import zip_longest

from django.utils.translation import gettext as _

from cms.texts import INLINE, PLAIN, Document, Findings, rich_text
from courses.curriculum.lesson_text import FENCE, HEAD, KEY, check_id
from courses.curriculum.parts import Option, Part
from courses.curriculum.questions import OPTION, Draft, check_options, open_option

KINDS = ("knowledge", "confidence")
MOST_ITEMS = 10


def read_measure(document: Document, findings: Findings) -> tuple[Part, ...]:
    """Read the questions of one language in order."""
    items: list[Part] = []
    head, head_line, rows = "", 0, list[str]()
    for line, row in enumerate(document.body.splitlines(), start=document.body_line):
        fence = FENCE.match(row)
        if not fence:
            if head:
                rows.append(row)
            elif row.strip():
                findings.add(document.name, line, _("Only containers stand in this file."))
            continue
        if head:
            items.append(read_item(document.name, head, head_line, rows, findings))
        if bool(fence["rest"]) == bool(head):
            findings.add(
                document.name, line, _("A container opens with `::: kind` and ends with `:::`.")
            )
        head, head_line, rows = fence["rest"], line, []
    if head:
        findings.add(
            document.name, head_line, _("`::: %(head)s` is never closed.") % {"head": head}
        )
    if not 1 <= len(items) <= MOST_ITEMS:
        findings.add(
            document.name, document.body_line,
            _("There are 1 to %(most)s questions; %(found)s were found.")
            % {"most": MOST_ITEMS, "found": len(items)},
        )  # fmt: skip
    keys = [item.key for item in items]
    for item in items:
        if keys.count(item.key) > 1:
            findings.add(
                document.name, item.line, _("The key `%(key)s` stands twice.") % {"key": item.key}
            )
    return tuple(items)


def read_item(file: str, head: str, line: int, rows: list[str], findings: Findings) -> Part:
    """Read one question: its words, and the options of a question of knowledge."""
    kind, _space, rest = head.partition(" ")
    attributes = {m["name"]: m["quoted"] or m["bare"] for m in HEAD.finditer(rest) if m["name"]}
    key, block_id = attributes.get("key", ""), attributes.get("id", "")
    if kind not in KINDS:
        findings.add(
            file, line,
            _("`%(name)s` is not known here. Known: %(known)s.")
            % {"name": kind, "known": ", ".join(KINDS)},
        )  # fmt: skip
    if not KEY.fullmatch(key) or HEAD.sub("", rest).strip() or attributes.keys() - {"key", "id"}:
        findings.add(
            file, line, _("Write `key=` and 2-40 small Latin letters, digits and hyphens.")
        )
    check_id(file, line, block_id, findings)
    words: list[str] = []
    drafts: list[Draft] = []
    for at, row in enumerate(rows, start=line + 1):
        option = OPTION.match(row) if kind == "knowledge" else None
        if option:
            drafts.append(open_option(option, "single", file, at, findings))
        elif not drafts:
            words.append(row)
        elif row.strip():
            findings.add(
                file, at, _("After the options nothing stands; nobody is told the answer.")
            )
    html = rich_text("\n".join(words), file=file, line=line + 1, findings=findings, allowed=PLAIN)
    if not html:
        findings.add(file, line, _("The question has no words."))
    if kind == "knowledge":
        check_options("single", drafts, file, line, findings)
    options = tuple(
        Option(
            draft.key,
            rich_text(draft.text, file=file, line=draft.line, findings=findings, allowed=INLINE),
            draft.is_right, "", draft.line,
        )
        for draft in drafts
    )  # fmt: skip
    return Part(kind, line, key=key, html=html, options=options, id=block_id)


def compare_measures(
    name: str, items: tuple[Part, ...], other: str, twins: tuple[Part, ...], findings: Findings
) -> None:
    """Note the first question that departs from its twin in the other language."""
    for item, twin in zip_longest(items, twins):
        if item is None or twin is None or shape(item) != shape(twin):
            place = (other, twin.line) if twin else (name, item.line)
            findings.add(
                *place,
                _("Both languages have the same questions in the same order, with the same kinds, "
                  "keys, options and right answers."),
            )  # fmt: skip
            return


def shape(item: Part) -> tuple[object, ...]:
    """What of a question is equal in both languages."""
    return item.kind, item.key, [(option.key, option.is_right) for option in item.options]
