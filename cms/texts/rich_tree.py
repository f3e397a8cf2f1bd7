"""Stored rich text as blocks of runs, so that two texts can be compared and written out."""

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

# Out of the site, to a telephone or a mailbox, to an address of the site, to a page by its key.
LINK = re.compile(r"(https?://|mailto:|tel:|/(kk|ru)/|#|page:[0-9a-f-]{36})\S*")
SAME_AS = {"strong": "b", "em": "i", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
PARAGRAPHS = {"p", "h2", "h3", "blockquote", "div"}
LISTS = {"ul", "ol"}
SPACES = re.compile(r"[ \t\n\r\f\v\x00-\x08\x0e-\x1f\x85\u2028\u2029]+")


@dataclass
class Run:
    """Words of one kind; a line break is the text "\\n"."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""

    def inside(self) -> list[str]:
        """What the run stands in, from outside in."""
        link = [f"a:{self.href}"] if self.href else []
        return link + ["b"] * self.bold + ["i"] * self.italic

    def same_kind(self, other: "Run") -> bool:
        """Whether the two could be one run."""
        return self.inside() == other.inside()


@dataclass
class Block:
    """A paragraph, heading or quotation with runs; a list with items (Blocks called li)."""

    tag: str
    runs: list[Run] = field(default_factory=list)
    items: list["Block"] = field(default_factory=list)


class _Reader(HTMLParser):
    """Sorts text into blocks; whatever rich text does not know leaves its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.lists: list[Block] = []
        self.block: Block | None = None
        self.bold = self.italic = 0
        self.links: list[str] = []

    def place(self) -> Block:
        """The block that takes text now."""
        if self.lists and self.lists[-1].items:
            return self.lists[-1].items[-1]
        if self.block is None:
            self.block = Block("p")
            self.blocks.append(self.block)
        return self.block

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        tag = SAME_AS.get(tag, tag)
        if tag in PARAGRAPHS and self.lists:
            if self.place().runs:
                self.place().runs.append(Run("\n"))
        elif tag in PARAGRAPHS and self.block and self.block.tag == "blockquote":
            self.block.runs.append(Run("\n"))
        elif tag in PARAGRAPHS:
            self.block = Block("p" if tag == "div" else tag)
            self.blocks.append(self.block)
        elif tag in LISTS:
            fresh = Block(tag)
            if self.lists and self.lists[-1].items:
                self.lists[-1].items[-1].items.append(fresh)
            else:
                self.blocks.append(fresh)
                self.block = None
            self.lists.append(fresh)
        elif tag == "li" and self.lists:
            self.lists[-1].items.append(Block("li"))
        elif tag == "br":
            self.place().runs.append(Run("\n"))
        elif tag == "a":
            href = SPACES.sub("%20", (dict(attrs).get("href") or "").strip())
            self.links.append(href if LINK.fullmatch(href) else "")
        elif tag in ("b", "i"):
            self.bold += tag == "b"
            self.italic += tag == "i"

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        tag = SAME_AS.get(tag, tag)
        if tag in PARAGRAPHS and not self.lists:
            if not (self.block and self.block.tag == "blockquote" and tag != "blockquote"):
                self.block = None
        elif tag in LISTS and self.lists:
            self.lists.pop()
            self.block = None
        elif tag == "a" and self.links:
            self.links.pop()
        elif tag == "b":
            self.bold = max(0, self.bold - 1)
        elif tag == "i":
            self.italic = max(0, self.italic - 1)

    def handle_data(self, data: str) -> None:
        """Text, in what is open."""
        if not data.strip() and self.block is None and not self.lists:
            return
        href = self.links[-1] if self.links else ""
        self.place().runs.append(Run(data, bool(self.bold), bool(self.italic), href))


def blocks_of(html: str) -> list[Block]:
    """Return the blocks of stored rich text in one form; empty ones are left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [block for block in reader.blocks if _tidied(block)]


def html_of(blocks: list[Block]) -> str:
    """Return blocks as the loader stores them."""
    out = []
    for block in blocks:
        if block.tag in LISTS:
            out.append(_list_html(block))
        else:
            out.append(f"<{block.tag}>{_runs_html(block.runs)}</{block.tag}>")
    return "".join(out)


def _list_html(block: Block) -> str:
    items = "".join(
        f"<li>{_runs_html(item.runs)}{''.join(map(_list_html, item.items))}</li>"
        for item in block.items
    )
    return f"<{block.tag}>{items}</{block.tag}>"


def _runs_html(runs: list[Run]) -> str:
    out: list[str] = []
    state: list[str] = []
    for run in [*runs, Run("")]:
        wanted = run.inside()
        common = 0
        while common < min(len(state), len(wanted)) and state[common] == wanted[common]:
            common += 1
        while len(state) > common:
            out.append(f"</{state.pop()[0]}>")
        for name in wanted[common:]:
            out.append(f'<a href="{escape(name[2:])}">' if name[0] == "a" else f"<{name}>")
            state.append(name)
        out.append("<br/>" if run.text == "\n" else escape(run.text, quote=False))
    return "".join(out)


def _tidied(block: Block) -> bool:
    """Bring a block's runs into one form; return whether anything is left."""
    if block.tag in LISTS:
        block.items = [item for item in block.items if _tidied(item)]
        return bool(block.items)
    no_breaks = block.tag in ("h2", "h3")
    block.runs = _tidy_runs(block.runs, no_breaks=no_breaks)
    block.items = [child for child in block.items if _tidied(child)]
    if block.tag == "li" and not block.runs and block.items:
        return True
    return bool(block.runs or block.items)


def _tidy_runs(runs: list[Run], *, no_breaks: bool) -> list[Run]:
    pieces: list[Run] = []
    for run in runs:
        if run.text == "\n" and not no_breaks:
            pieces.append(Run("\n"))
            continue
        text = SPACES.sub(" ", run.text)
        core = text.strip()
        if not core:
            pieces += [Run(text)] if text else []
            continue
        at = text.index(core)
        pieces += [Run(text[:at])] if at else []
        pieces.append(Run(core, run.bold, run.italic, run.href))
        pieces += [Run(text[at + len(core) :])] if at + len(core) < len(text) else []
    return _joined(pieces)


def _joined(pieces: list[Run]) -> list[Run]:
    """Join runs of one kind, spaces to what stands around them, and cut the edges of lines."""
    lines: list[list[Run]] = [[]]
    for piece in pieces:
        if piece.text == "\n":
            lines.append([])
        else:
            lines[-1].append(piece)
    done: list[Run] = []
    for line in lines:
        tidy = _line(line)
        if not tidy and not done:
            continue
        done += [Run("\n"), *tidy] if done else tidy
    while done and done[-1].text == "\n":
        done.pop()
    return done


def _line(line: list[Run]) -> list[Run]:
    while line and not line[0].text.strip():
        line = line[1:]
    while line and not line[-1].text.strip():
        line = line[:-1]
    done: list[Run] = []
    for at, run in enumerate(line):
        if not run.text.strip():  # a space between two runs of one kind belongs to them
            before, after = done[-1], next(r for r in line[at:] if r.text.strip())
            if before.same_kind(after):
                run = Run(run.text, before.bold, before.italic, before.href)
            if not before.text[-1:].strip() and run.text == " ":
                continue
        if done and done[-1].same_kind(run):
            done[-1] = Run(
                SPACES.sub(" ", done[-1].text + run.text), run.bold, run.italic, run.href
            )
        else:
            done.append(run)
    return done
