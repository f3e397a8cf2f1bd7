"""Containers and single lines as they stand in a lesson's file."""

from collections.abc import Iterable, Mapping

from cms.texts import to_markdown


def container(
    kind: str, rows: Iterable[str], attributes: Mapping[str, str], flags: Iterable[str] = ()
) -> list[str]:
    """Return the lines of a container; attributes that are empty are left out."""
    head = [f"::: {kind}"]
    head += [f"{name}={_value(value)}" for name, value in attributes.items() if value]
    head += list(flags)
    return [" ".join(head), *rows, ":::"]


def _value(value: str) -> str:
    if (
        value.replace("-", "").replace(".", "").isascii()
        and value.replace("-", "").replace(".", "").isalnum()
    ):
        return value
    return '"' + value.replace("&", "&amp;").replace('"', "&quot;") + '"'


def flag(name: str, is_set: bool) -> list[str]:
    """Return a flag in a list that is empty when it is not set."""
    return [name] if is_set else []


def text_rows(html: str) -> list[str]:
    """Return stored rich text as lines of Markdown."""
    return to_markdown(html).split("\n") if html else []


def one_line(html: str) -> str:
    """Return stored rich text as Markdown on one line; its paragraphs are parted by <br>."""
    return "<br>".join(
        row.removesuffix("\\") for row in to_markdown(html).split("\n") if row.strip()
    )


def feedback_rows(html: str) -> list[str]:
    """Return feedback as it stands below an option."""
    return [f"  > {row}".rstrip() for row in text_rows(html)]


def plain_rows(words: str) -> list[str]:
    """Return plain words on one line that cannot be taken for the end of the container."""
    if not words:
        return []
    return ["\\" + words if words.startswith((":::", "\\")) else words]
