"""Markdown into the HTML that Wagtail's rich text fields store.

The grammar is CommonMark (markdown-it-py); what rich text cannot hold is refused with its line.
"""

from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cms.texts.findings import Findings
from cms.texts.rich_tree import LINK

INLINE = frozenset({"paragraph", "strong", "em"})
PLAIN = INLINE | {"bullet_list", "ordered_list", "link"}
FULL = PLAIN | {"heading", "blockquote"}

HEADING_LEVELS = ("h2", "h3")
A_LIST = gettext_lazy("A list cannot stand here. Write it as text.")
SOME_HTML = gettext_lazy("HTML cannot stand here. Write it as text.")
REFUSALS = {
    "heading": gettext_lazy("A heading cannot stand here. Write it as text."),
    "bullet_list": A_LIST,
    "ordered_list": A_LIST,
    "blockquote": gettext_lazy("A quotation cannot stand here. Write it as text."),
    "link": gettext_lazy("A link cannot stand here. Write it as text."),
    "fence": gettext_lazy("A code block cannot stand here. Write it as text."),
    "code_block": gettext_lazy(
        "A code block (four spaces at the start of a line) cannot stand here. Write it as text."
    ),
    "code_inline": gettext_lazy("Code in backquotes cannot stand here. Write it as text."),
    "hr": gettext_lazy("A line across the page cannot stand here. Write it as text."),
    "image": gettext_lazy(
        "A Markdown picture (use a `::: picture` container) cannot stand here. Write it as text."
    ),
    "html_block": SOME_HTML,
    "html_inline": SOME_HTML,
}
TAGS = {
    "strong": "b", "em": "i", "bullet_list": "ul", "ordered_list": "ol", "list_item": "li",
    "blockquote": "blockquote",
}  # fmt: skip
# The only HTML: where asterisks cannot say it, such as a bold word within another word.
WITHIN_WORDS = {"<b>": "strong", "</b>": "strong", "<i>": "em", "</i>": "em"}

_markdown = MarkdownIt("commonmark", {"html": True})
# Markdown-it leaves a suspicious link standing as text; ours is refused by name.
_markdown.validateLink = lambda url: True  # type: ignore[method-assign]
# An address stays as it was written: it is stored, not printed.
_markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]


def rich_text(
    text: str, *, file: str, line: int, findings: Findings, allowed: frozenset[str]
) -> str:
    """Turn Markdown, which begins at `line` of `file`, into stored rich text.

    Whatever is not in `allowed` (INLINE, PLAIN or FULL) is noted in `findings` and left out.
    """
    return _Writer(file, line, findings, allowed).write(_markdown.parse(text))


class _Writer:
    def __init__(self, file: str, line: int, findings: Findings, allowed: frozenset[str]) -> None:
        self.file, self.first_line = file, line
        self.findings, self.allowed = findings, allowed
        self.inside: list[str] = []
        self.line = line

    def refuse(self, name: str) -> None:
        """Note that something has no place here."""
        message = REFUSALS.get(name) or (
            _("“%(name)s” cannot stand here. Write it as text.") % {"name": name}
        )
        self.findings.add(self.file, self.line, str(message))

    def write(self, tokens: list[Token]) -> str:
        """Return the HTML of block tokens."""
        out: list[str] = []
        for token in tokens:
            if token.map:
                self.line = self.first_line + token.map[0]
            name = token.type.removesuffix("_open").removesuffix("_close")
            if token.type == "inline":
                out.append(self.inline(token.children or []))
            elif name == "paragraph":
                out.append(self.paragraph(token, out))
            elif name == "heading":
                out.append(self.heading(token))
            elif name == "list_item" or (name in TAGS and name in self.allowed):
                out.append(self.container(token, name))
            elif token.nesting >= 0:
                self.refuse(name)
        return "".join(out)

    def paragraph(self, token: Token, out: list[str]) -> str:
        """A paragraph; in a list or a quotation its edges are those of the item."""
        if not self.inside:
            return "<p>" if token.nesting == 1 else "</p>"
        if token.nesting == 1 and out and not out[-1].endswith(("<li>", "<blockquote>")):
            return "<br/>"
        return ""

    def heading(self, token: Token) -> str:
        """A heading of the second or third level."""
        if token.nesting == 1:
            if "heading" not in self.allowed:
                self.refuse("heading")
            elif token.tag not in HEADING_LEVELS:
                self.findings.add(self.file, self.line, _("Headings are `##` and `###` only."))
        return f"<{token.tag}>" if token.nesting == 1 else f"</{token.tag}>"

    def container(self, token: Token, name: str) -> str:
        """A list, an item of it, or a quotation."""
        if token.nesting == 1:
            self.inside.append(name)
            return f"<{TAGS[name]}>"
        self.inside.pop()
        return f"</{TAGS[name]}>"

    def inline(self, tokens: list[Token]) -> str:
        """Return the HTML of what stands inside a paragraph."""
        out: list[str] = []
        open_tags: list[str] = []
        for token in tokens:
            name = token.type.removesuffix("_open").removesuffix("_close")
            if token.type == "html_inline" and token.content == "<br>":
                out.append("<br/>")
            elif token.type == "html_inline" and WITHIN_WORDS.get(token.content) in self.allowed:
                out.append(token.content)
                if not token.content.startswith("</"):
                    open_tags.append(token.content[1])
                elif open_tags[-1:] == [token.content[2]]:
                    open_tags.pop()
                else:
                    open_tags.append("/")
            elif token.type == "text":
                out.append(escape(token.content, quote=False))
            elif token.type == "softbreak":
                out.append(" ")
                self.line += 1
            elif token.type == "hardbreak":
                out.append("<br/>")
                self.line += 1
            elif name in ("strong", "em"):
                out.append(f"<{'/' if token.nesting < 0 else ''}{TAGS[name]}>")
            elif name == "link" and "link" in self.allowed:
                out.append(self.link(token))
            elif token.nesting >= 0:
                self.refuse(name)
        if open_tags:
            self.findings.add(
                self.file, self.line,
                _("A tag <b> or <i> is not closed within its own paragraph."),
            )  # fmt: skip
        return "".join(out)

    def link(self, token: Token) -> str:
        """A link out of the site, to a telephone or a mailbox, or to a page of the site."""
        if token.nesting < 0:
            return "</a>"
        address = str(token.attrGet("href") or "")
        if not LINK.fullmatch(address):
            self.findings.add(
                self.file, self.line,
                _("The link leads to %(address)s. It must begin with https://, mailto:, tel:, "
                  "/kk/, /ru/ or page: with a page's key.") % {"address": repr(address)},
            )  # fmt: skip
        return f'<a href="{escape(address)}">'
