"""Rich text goes into files and comes back as the same text."""

from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cms.texts import FULL, Findings, canonical_html, rich_text, to_markdown

letters = st.text(
    st.one_of(
        st.sampled_from("аәбіңө abc.,!?:;*_[]()<>&#+-=~`\\|\"'«»—0123456789\u00a0\n"),
        st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]),
    ),
    max_size=12,
)
plain = letters.map(lambda text: escape(text, quote=False))


def wrapped(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Words in bold, italic or a link."""
    return st.one_of(
        inside.map(lambda s: f"<b>{s}</b>"),
        inside.map(lambda s: f"<i>{s}</i>"),
        inside.map(lambda s: f'<a href="https://egov.kz/a_(b)?c=d&amp;e=f">{s}</a>'),
    )


words = st.lists(
    st.one_of(plain, wrapped(st.lists(st.one_of(plain, wrapped(plain)), max_size=3).map("".join)),
              st.just("<br/>")),
    max_size=5,
).map("".join)  # fmt: skip
items = st.recursive(
    words.map(lambda s: f"<li>{s}</li>"),
    lambda deeper: st.tuples(
        words, st.sampled_from(["ul", "ol"]), st.lists(deeper, max_size=2)
    ).map(lambda t: f"<li>{t[0]}<{t[1]}>{''.join(t[2])}</{t[1]}></li>"),
    max_leaves=4,
)
blocks = st.one_of(
    st.tuples(st.sampled_from(["p", "h2", "h3", "blockquote"]), words).map(
        lambda t: f"<{t[0]}>{t[1]}</{t[0]}>"
    ),
    st.tuples(st.sampled_from(["ul", "ol"]), st.lists(items, max_size=3)).map(
        lambda t: f"<{t[0]}>{''.join(t[1])}</{t[0]}>"
    ),
)
documents = st.lists(blocks, max_size=4).map("".join)


def read(markdown: str) -> str:
    """What the loader makes of Markdown, which must be sound."""
    findings = Findings()
    html = rich_text(markdown, file="a.md", line=1, findings=findings, allowed=FULL)
    assert not findings.found, (markdown, findings.found)
    return html


@given(documents)
@example("<p>сөз<b>«Иә»</b>жоқ</p>")
@example("<p><b>a<i>b</i></b>c</p>")
@example("<ul><li>a<ul><li>b</li></ul></li></ul><ul><li>c</li></ul>")
@example("<blockquote>a</blockquote><blockquote>b</blockquote>")
@example("<h2>Тақырып #</h2><p>1. бір</p><p>hint: жоқ</p><p>:::</p><p>---</p>")
def test_what_is_written_is_read_back_as_the_same_text(html):
    assert canonical_html(read(to_markdown(html))) == canonical_html(html)


@given(documents)
def test_writing_twice_writes_the_same(html):
    once = to_markdown(html)
    assert to_markdown(read(once)) == once


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>Бір <b>екі </b>үш</p>", "Бір **екі** үш"),
        ('<p data-block-key="x1">Сөз</p><p></p>', "Сөз"),
        ("<h2>Бас</h2><ul><li>бір</li><li><i>екі</i></li></ul>", "## Бас\n\n- бір\n- *екі*"),
        ("<p>бір<br/>екі</p>", "бір\\\nекі"),
        ('<p><a href="tel:111">111</a></p>', "[111](tel:111)"),
        ("<p>а<b>«б»</b>в</p>", "а<b>«б»</b>в"),
        ('<p><a href="javascript:alert(1)">сөз</a></p>', "сөз"),
    ],
)
def test_the_markdown_reads_as_people_write_it(html, markdown):
    assert to_markdown(html) == markdown


@pytest.mark.parametrize("markdown", ["<b>a", "a</i>", "<b>a<i>b</b></i>", "<u>a</u>"])
def test_a_tag_that_is_not_closed_or_not_known_is_refused_with_its_line(markdown):
    findings = Findings()
    rich_text(markdown, file="a.md", line=7, findings=findings, allowed=FULL)
    assert [finding.line for finding in findings.found][:1] == [7]
