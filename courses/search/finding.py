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
from courses.search.synonyms import HELP, asks_for_help, meant_by

MOST_WORDS, MOST_LETTERS, MOST_RESULTS = 10, 40, 20
SURE = 5  # letters of a word that is searched as it is, though nobody wrote it so
ALIKE = 12  # candidates for a word with a slip
# One wrong letter in four to seven, two in eight or more; a shorter word is taken as it is.
SLIPS = ((8, 2), (4, 1))
SLIP_COSTS = 0.7
SYNONYM, FIRST = 1, -3  # as slips: another word for it; what stands before all that was typed
# A result that has less than this share of what was asked is shown only when nothing has more.
ENOUGH = 0.25
MINE = 0.6  # the page's language stands first when it has this share of what the other one has
RARE = 1.25  # how much more a rare word weighs than a frequent one

UNDERSTAND = f"""
with asked as (
    select n, language, form, coalesce(lemma, {RUSSIAN.format(w="form")}) as lemma, slips
    from unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::int[])
        a (n, language, form, lemma, slips)
), known as (
    select *, exists (
        select from courses_searchword w where w.language = a.language and w.lemma = a.lemma
    ) as is_known, exists (
        select from courses_searchword w where w.language = a.language and w.form = a.form
    ) as is_seen
    from asked a where lemma <> ''
), found as (
    select n, language, form, lemma, slips, '' as near from known where is_known
    union all
    select n, language, form, '', 0, '' from asked where lemma = '' and slips = 0
    union all
    select k.n, k.language, k.form, near.lemma, 0, near.form
    from known k cross join lateral (
        select w.form, w.lemma from courses_searchword w
        where w.language = k.language order by w.form <-> k.form limit {ALIKE}
    ) near
    where k.slips = 0 and length(k.form) >= {SLIPS[-1][0]} and k.n not in (
        select n from known where is_known and slips = 0
            and (is_seen or language = 'kk' or length(form) < {SURE})
    )
)
select n, language, form, lemma, slips, near, array(
    select form from courses_searchword w
    where w.language = found.language and w.lemma = found.lemma
) from found
"""  # noqa: S608 constants of ours

# A lesson that was withdrawn is not in the index; it is asked for all the same.
FIND = """
with asked as (
    select * from unnest(%s::int[], %s::text[], %s::tsquery[], %s::int[])
        a (n, language, words, slips)
)
select e.id, e.language, a.n, a.slips, ts_rank('{0.1, 0.25, 0.45, 1}', e.words, a.words)
        * case when e.centre_id is null then 1 else 0.8 end,
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
    asked = []
    for n, word in enumerate(words):
        for language in ("kk", "ru"):
            asked.append((n, language, word, 0))
            asked += [(n, language, other, SYNONYM) for other in meant_by(word, language)]
            if asks_for_help(word, language):
                asked += [(n, language, other, FIRST) for other in HELP]
    rows = [
        (n, language, form, _kazakh_lemma(form) if language == "kk" else None, slips)
        for n, language, word, slips in asked
        if len(form := fold(word, language)) > 1 or form.isdigit()
    ]
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(UNDERSTAND, [list(column) for column in zip(*rows, strict=True)])
        found = cursor.fetchall()
    terms = []
    slipped: dict[int, list[Term]] = defaultdict(list)
    empty = {n for n, _language, _form, lemma, *_rest in found if not lemma}
    exact = {n for n, _language, _form, lemma, slips, near, _forms in found if lemma and not near}
    for n, language, asked_form, lemma, slips, near, forms in found:
        term = Term(n, language, (lemma,), frozenset(forms), slips)
        if lemma and not near:
            terms.append(term)
            continue
        # A word that is known is at most the beginning of another one: любов, любовь.
        slips = likeness(asked_form, near) if near else 0
        if slips and (n not in exact or near.startswith(asked_form)):
            slipped[n].append(replace(term, slips=slips))
    for alike in slipped.values():
        least = min(term.slips for term in alike)
        terms += _by_language(term for term in alike if term.slips == least)
    # A word that says nothing in one language is taken for a word of the other only when it
    # stands alone: той is a feast, and one of the forms of тот.
    return [term for term in terms if term.number not in empty] or terms


def _kazakh_lemma(form: str) -> str:
    return "" if form in KAZAKH_STOP else stem(form)


def _by_language(terms: Iterable[Term]) -> Iterable[Term]:
    """Yield one term for all that a word may mean in a language."""
    merged: dict[str, Term] = {}
    for term in terms:
        if one := merged.get(term.language):
            lemmas = tuple(sorted({*one.lemmas, *term.lemmas}))
            term = replace(one, lemmas=lemmas, forms=one.forms | term.forms)
        merged[term.language] = term
    yield from merged.values()


def likeness(word: str, other: str) -> int:
    """Return by how many slips `word` may be `other`, at least one; 0 when it may not be.

    A long word that the other one begins with (шантаж, шантажист) counts as one slip.
    """
    if len(word) >= SURE and other.startswith(word):
        return 1
    slips = distance(word, other)
    return slips if slips <= allowed_slips(word) else 0


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
                [term.slips for term in terms],
            ],
        )
        rows = cursor.fetchall()
    languages = {pk: of for pk, of, *_rest in rows}
    sure: dict[int, dict[int, float]] = defaultdict(dict)  # by word and entry: how surely it is it
    ranks: dict[int, dict[int, float]] = defaultdict(dict)
    for pk, _of, n, slips, rank, _entries in rows:
        cost = SLIP_COSTS**slips
        sure[n][pk] = max(sure[n].get(pk, 0), cost)
        ranks[n][pk] = ranks[n].get(pk, 0) + cost * rank
    worth = {n: math.log(1 + rows[0][5] / sum(by.values())) ** RARE for n, by in sure.items()}
    whole = sum(worth.values())
    share = {
        pk: sum(worth[n] * by.get(pk, 0) for n, by in sure.items()) / whole for pk in languages
    }
    score = {
        pk: sum(worth[n] * by.get(pk, 0) for n, by in ranks.items()) * (0.5 + share[pk])
        for pk in languages
    }
    best = {of: max(share[pk] for pk in share if languages[pk] == of) for of in languages.values()}
    if not best:
        return []
    most = max(best.values())
    first = language if best.get(language, 0) >= MINE * most else max(best, key=best.__getitem__)
    enough = ENOUGH * most
    return sorted(
        (pk for pk in share if share[pk] >= enough),
        key=lambda pk: (languages[pk] != first, -score[pk], pk),
    )


def _results(ranked: list[int], terms: list[Term]) -> tuple[Result, ...]:
    """Read what is shown of the entries: one query.

    What was found in both languages is shown in the one that stands first.
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
    shown: set[tuple[str, object]] = set()
    for pk in ranked:
        entry = entries[pk]
        thing = (entry.kind, entry.lesson_key or entry.slug)
        if thing in shown:
            continue
        shown.add(thing)
        pieces = excerpt(entry.text, entry.language, forms[entry.language])
        with translation.override(entry.language):
            results.append(Result(entry, entry.path(), pieces))
    return tuple(results)
