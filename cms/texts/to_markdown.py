"""Stored rich text back into the Markdown that `rich_text` reads."""

import re

from cms.texts.findings import Findings
from cms.texts.markdown import FULL, rich_text
from cms.texts.rich_tree import Block, Run, blocks_of, html_of

# What would be read as something else than text: wherever it stands, or first in a line.
ANYWHERE = re.compile(r"([\\`*_\[\]<&]|!$)")
FIRST = re.compile(r"^(?:([#>~:=+-])|(\d+)([.)])|([a-z]+)(:))")


def to_markdown(html: str) -> str:
    """Return Markdown that `rich_text` turns into the same text.

    The same but for what nobody sees: the editor's keys, empty paragraphs, spaces at the edges of
    paragraphs and of bold words. Bold and italic are asterisks; where CommonMark cannot say it so
    (a bold word that ends within another word, for one) they are the tags <b> and <i>.
    """
    blocks = blocks_of(html)
    pretty = _markdown(blocks, tags=False)
    if canonical_html(_read(pretty)) == html_of(blocks):
        return pretty
    return _markdown(blocks, tags=True)


def canonical_html(html: str) -> str:
    """Return stored rich text in one form, whoever wrote it: the loader or the editor."""
    return html_of(blocks_of(html))


def _read(markdown: str) -> str:
    findings = Findings()
    html = rich_text(markdown, file="", line=1, findings=findings, allowed=FULL)
    return "" if findings.found else html


def _markdown(blocks: list[Block], *, tags: bool) -> str:
    out: list[str] = []
    before = ""
    bullet = ""
    for block in blocks:
        if block.tag in ("ul", "ol"):
            # Two lists in a row would be read as one, unless their marks differ.
            other = before == block.tag and bullet in ("-", "1.")
            bullet = ("*" if other else "-") if block.tag == "ul" else ("1)" if other else "1.")
            out.append(_list(block, bullet, tags=tags))
        elif block.tag == "blockquote":
            rows = _inline(block.runs, tags=tags).split("\n")
            out.append("\n".join(f"> {row}" for row in rows))
        else:
            mark = {"h2": "## ", "h3": "### "}.get(block.tag, "")
            words = _inline(block.runs, tags=tags)
            out.append(mark + (_closing_hashes(words) if mark else words))
        before = block.tag
    return "\n\n".join(out)


def _closing_hashes(words: str) -> str:
    """Hashes at the end of a heading would be read as its end."""
    return re.sub(r"(#+)$", r"\\\1", words)


def _list(block: Block, mark: str, *, tags: bool) -> str:
    rows: list[str] = []
    for item in block.items:
        lead = f"{mark} "
        inside = [_inline(item.runs, tags=tags)] if item.runs else []
        # A blank line before a list within an item keeps it from being read as the item's text.
        inside += [_list(child, "-" if child.tag == "ul" else "1.", tags=tags)
                   for child in item.items]  # fmt: skip
        body = "\n\n".join(inside)
        indented = body.replace("\n", "\n" + " " * len(lead))
        rows.append(lead + re.sub(r"^ +$", "", indented, flags=re.MULTILINE))
    return "\n".join(rows)


def _inline(runs: list[Run], *, tags: bool) -> str:
    out: list[str] = []
    state: list[str] = []  # what is open, from outside in
    marks = {"b": ("<b>", "</b>"), "i": ("<i>", "</i>")} if tags else {
        "b": ("**", "**"), "i": ("*", "*"),
    }  # fmt: skip

    def close(keep: int) -> None:
        while len(state) > keep:
            name = state.pop()
            out.append(f"]({_address(name[2:])})" if name.startswith("a:") else marks[name][1])

    line_start = True
    for run in runs:
        wanted = run.inside()
        common = 0
        while common < min(len(state), len(wanted)) and state[common] == wanted[common]:
            common += 1
        close(common)
        for name in wanted[common:]:
            out.append("[" if name.startswith("a:") else marks[name][0])
            state.append(name)
        if run.text == "\n":
            out.append("\\\n")
            line_start = True
            continue
        out.append(_escaped(run.text, line_start and not wanted))
        line_start = False
    close(0)
    return "".join(out)


def _escaped(text: str, first: bool) -> str:
    text = ANYWHERE.sub(r"\\\1", text)
    if not first:
        return text
    return FIRST.sub(lambda m: (
        f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}" if m[2] else f"{m[4]}\\{m[5]}"
    ), text)  # fmt: skip


def _address(href: str) -> str:
    """An address between the parentheses of a link."""
    return "<" + re.sub(r"([<>\\])", r"\\\1", href).replace("&", "&amp;") + ">" if (
        re.search(r"[\s()<>\\&]", href)
    ) else href  # fmt: skip
