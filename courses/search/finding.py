"""Answering a query: what was meant, where it stands, in which order. Three queries, or fewer.

Nothing of a query is kept: no row, no cache, no log.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import connection
from django.utils import translation

from courses.models import SearchEntry
from courses.search.excerpts import Piece, excerpt
from courses.search.folding import asked_words, fold
from courses.search.kazakh import stem
from courses.search.lemmas import KAZAKH_STOP, RUSSIAN

MOST_WORDS, MOST_LETTERS, MOST_RESULTS = 10, 40, 20
ALIKE = 12  # candidates for a word with a slip
# One wrong letter in four to seven, two in eight or more; a shorter word is taken as it is.
SLIPS = ((8, 2), (4, 1))
SLIP_COSTS = 0.6
# A result that has less than this share of what was asked is shown only when nothing has more.
ENOUGH = 0.5

UNDERSTAND = f"""
with asked as (
    select * from unnest(%s::int[], %s::text[], %s::text[], %s::text[]) a (n, kk, stem, ru)
), meant as (
    select n, 'kk' as language, kk as form, stem as lemma from asked
    union all
    select n, 'ru', ru, {RUSSIAN.format(w="ru")} from asked
), known as (
    select n, language, lemma from meant m
    where lemma <> '' and exists (
        select from courses_searchword w where w.language = m.language and w.lemma = m.lemma
    )
), found as (
    select n, language, lemma, '' as near from known
    union all
    select m.n, m.language, near.lemma, near.form
    from meant m cross join lateral (
        select w.form, w.lemma from courses_searchword w
        where w.language = m.language order by w.form <-> m.form limit {ALIKE}
    ) near
    where m.lemma <> '' and length(m.form) >= {SLIPS[-1][0]} and m.n not in (select n from known)
)
select n, language, lemma, near, array(
    select form from courses_searchword w where w.language = found.language and w.lemma = found.lemma
) from found
"""  # noqa: S608 constants of ours

# A lesson that was withdrawn is not in the index; it is asked for all the same.
FIND = """
with asked as (
    select * from unnest(%s::int[], %s::text[], %s::tsquery[]) a (n, language, words)
)
select e.id, e.language, a.n, ts_rank('{0.12, 0.3, 0.55, 1}', e.words, a.words),
    (select count(*) from courses_searchentry) as entries
from asked a join courses_searchentry e on e.language = a.language and e.words @@ a.words
where not exists (
    select from courses_lessonwithdrawal w where w.lesson_key = e.lesson_key
)
"""


@dataclass(frozen=True)
class Term:
    """A word that was asked for, as a language knows it: its lemmas and all their forms.

    `slips` says how many letters are otherwise than somebody typed.
    """

    number: int
    language: str
    lemmas: tuple[str, ...]
    forms: frozenset[str]
    slips: int = 0


@dataclass(frozen=True)
class Result:
    """Something that was found, and the words around what was found."""

    entry: SearchEntry
    path: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Found:
    """The answer: results in order, and whether there were more."""

    results: tuple[Result, ...] = ()
    is_cut: bool = False


def find(query: str, language: str) -> Found:
    """Return what answers `query`, for a reader of pages in `language`."""
    words = [word[:MOST_LETTERS] for word in asked_words(query)][:MOST_WORDS]
    terms = understand(words) if words else []
    ranked = _ranked(terms, language) if terms else []
    if not ranked:
        return Found()
    return Found(_results(ranked[:MOST_RESULTS], terms), is_cut=len(ranked) > MOST_RESULTS)


def understand(words: Sequence[str]) -> list[Term]:
    """Return what the words may mean in each language: one query."""
    folded = [fold(word, "kk") for word in words]
    stems = ["" if word in KAZAKH_STOP else stem(word) for word in folded]
    russian = [fold(word, "ru") for word in words]
    numbers = list(range(len(words)))
    with connection.cursor() as cursor:
        cursor.execute(UNDERSTAND, [numbers, folded, stems, russian])
        rows = cursor.fetchall()
    terms = [
        Term(n, of, (lemma,), frozenset(forms)) for n, of, lemma, near, forms in rows if not near
    ]
    slipped: dict[int, list[tuple[int, Term]]] = defaultdict(list)
    for n, of, lemma, near, forms in rows:
        word = folded[n] if of == "kk" else russian[n]
        slips = distance(word, near) if near else 0
        if 0 < slips <= allowed_slips(word):
            slipped[n].append((slips, Term(n, of, (lemma,), frozenset(forms), slips)))
    for found in slipped.values():
        least = min(slips for slips, _term in found)
        terms += _by_language(term for slips, term in found if slips == least)
    return terms


def _by_language(terms: Iterable[Term]) -> Iterable[Term]:
    """Yield one term for all that a word may mean in a language."""
    merged: dict[str, Term] = {}
    for term in terms:
        if one := merged.get(term.language):
            lemmas = tuple(sorted({*one.lemmas, *term.lemmas}))
            term = replace(one, lemmas=lemmas, forms=one.forms | term.forms)
        merged[term.language] = term
    yield from merged.values()


def allowed_slips(word: str) -> int:
    """Return how many letters of a word may be wrong."""
    return next((slips for length, slips in SLIPS if len(word) >= length), 0)


def distance(one: str, other: str) -> int:
    """Return how many letters were changed, added, left out or swapped with their neighbour."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, beside in enumerate(other, start=1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != beside))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == beside:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]


def _ranked(terms: list[Term], language: str) -> list[int]:
    """Return the entries in order: one query.

    A word weighs the more, the fewer entries have it. What has more of the words stands first;
    then the language of the page; then by weight.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            FIND,
            [
                [term.number for term in terms],
                [term.language for term in terms],
                [" | ".join(f"'{lemma}'" for lemma in term.lemmas) for term in terms],
            ],
        )
        rows = cursor.fetchall()
    if not rows:
        return []
    entries = rows[0][4]
    having: dict[int, set[int]] = defaultdict(set)
    for pk, _language, n, _rank, _entries in rows:
        having[n].add(pk)
    worth = {n: math.log(1 + entries / len(pks)) for n, pks in having.items()}
    slips = {(term.number, term.language): SLIP_COSTS**term.slips for term in terms}
    score: dict[int, float] = defaultdict(float)
    share: dict[int, float] = defaultdict(float)
    languages: dict[int, str] = {}
    for pk, of, n, rank, _entries in rows:
        worth_here = worth[n] * slips[n, of]
        score[pk] += worth_here * rank
        share[pk] += worth_here / sum(worth.values())
        languages[pk] = of
    enough = ENOUGH * max(share.values())
    best = {of: max(share[pk] for pk in share if languages[pk] == of) for of in languages.values()}
    first = max(best, key=lambda of: (round(best[of], 1), of == language))
    order = {pk: (languages[pk] != first, -score[pk] * share[pk], pk) for pk in score}
    return sorted((pk for pk in score if share[pk] >= enough), key=order.__getitem__)


def _results(ranked: list[int], terms: list[Term]) -> tuple[Result, ...]:
    """Read what is shown of the entries: one query.

    A lesson that was found in both languages is shown in the one that stands first.
    """
    entries = {
        entry.pk: entry
        for entry in SearchEntry.objects.filter(pk__in=ranked)
        .select_related("course")
        .defer("words", "forms")
    }
    forms = {
        of: frozenset(form for term in terms if term.language == of for form in term.forms)
        for of in ("kk", "ru")
    }
    results: list[Result] = []
    shown: set[tuple[object, ...]] = set()
    for pk in ranked:
        entry = entries[pk]
        thing = (entry.lesson_key, entry.help_line_id, entry.centre_id, entry.page_id)
        if thing in shown:
            continue
        shown.add(thing)
        pieces = excerpt(entry.text, entry.language, forms[entry.language])
        with translation.override(entry.language):
            results.append(Result(entry, entry.path(), pieces))
    return tuple(results)
