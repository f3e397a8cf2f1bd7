"""Words, plain and rich, as a page may hand them over: for tests that write and read files."""

from hypothesis import strategies as st

from cms.texts import canonical_html
from tests.cms.test_to_markdown import plain, wrapped

letters = st.text(
    st.sampled_from("абвгғәіңөұүқһ АБВ abc 0123456789 .,:;!?—«»\"'&<>#*_-[](){}|\\=~`"),
    min_size=1, max_size=40,
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip
maybe = st.just("") | letters
keys = st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True)

# What means something at the start of a line of a lesson's file, said by somebody as words.
LIKE_THE_FORMAT = [
    ":::", "::: tip", "for: remarried", "back:", "hint: сөз", "right:", "talk:", "- [x] {a} сөз", "- [1] {a} сөз", "= {a} сөз",
    "- {Әлия} сөз", "&gt; сөз", "---", "1. сөз", "# сөз", "{a} сөз",
]  # fmt: skip
inline = st.lists(st.one_of(plain, wrapped(plain)), min_size=1, max_size=3).map("".join)
said = st.one_of(inline, st.sampled_from(LIKE_THE_FORMAT))


def paragraphs(*, links: bool = True, lists: bool = True) -> st.SearchStrategy[str]:
    """Stored rich text of at least one word, as the exporter hands it over."""
    pieces = [said.map(lambda s: f"<p>{s}</p>")]
    if lists:
        pieces.append(st.lists(said, min_size=1, max_size=3).map(
            lambda items: "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
        ))  # fmt: skip
    html = st.lists(st.one_of(pieces), min_size=1, max_size=3).map("".join)
    if not links:
        html = html.map(lambda s: s.replace("<a ", "<x ").replace("</a>", "</x>"))
    return html.map(lambda s: canonical_html("<p>А</p>" + s))


long = paragraphs()
full = long.map(lambda s: s + "<h2>Бас</h2><blockquote>дәйексөз</blockquote>")
short = paragraphs(links=False, lists=False)
one_line = short.map(lambda s: canonical_html(s.replace("</p><p>", "<br/>")))
