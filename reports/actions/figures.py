"""The figures of lessons: noted with the fact, folded into sums, released ten people at a time.

A fact writes one row of its own (`note`), in its own transaction: learners never wait for each
other at a row that everybody raises. `fold_figures` takes such rows away and adds them to the
sums in one transaction. Killed anywhere, all of that is undone; run twice, the second finds
nothing: nothing is lost and nothing doubled. ADR 0018.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction

from reports.models.figures import COURSE, FigureDelta, Topic
from reports.models.pairs import PairDelta

BATCH = 10_000
STEP = 10  # people; the smallest group a figure may be traced to
LOCK = 0x0F16_0001  # the advisory lock of folding

# The first notes by their number: a bound and no list, which the planner without statistics (many
# notes of one transaction) would look through again for each note.
FOLD = """
with gone as (
    delete from reports_figuredelta
    where id <= (
        select max(id) from (select id from reports_figuredelta order by id limit %s) as first
    )
    returning edition_id, language, lesson_key, activity_key, topic, details
), facts as (
    select edition_id, language, lesson_key, activity_key, topic,
           unnest(array_prepend('', details)) as detail
    from gone
), summed as (
    insert into reports_lessonfigure as kept
        (edition_id, language, lesson_key, activity_key, topic, detail, count, shown)
    select edition_id, language, lesson_key, activity_key, topic, detail, count(*), 0
    from facts group by 1, 2, 3, 4, 5, 6
    on conflict (edition_id, language, lesson_key, activity_key, topic, detail)
        do update set count = kept.count + excluded.count
)
select count(*) from gone
"""

RELEASE = """
update reports_lessonfigure as part set shown = part.count
from reports_lessonfigure as people
where people.detail = '' and people.count >= people.shown + 10
  and (part.edition_id, part.language, part.lesson_key, part.activity_key, part.topic)
    = (people.edition_id, people.language, people.lesson_key, people.activity_key, people.topic)
"""


FOLD_PAIRS = """
with gone as (
    delete from reports_pairdelta
    where id <= (
        select max(id) from (select id from reports_pairdelta order by id limit %s) as first
    )
    returning edition_id, difference
), summed as (
    insert into reports_pairsum as kept
        (edition_id, pairs, total, squares, shown_pairs, shown_total, shown_squares)
    select edition_id, count(*), sum(difference), sum(difference * difference), 0, 0, 0
    from gone group by edition_id
    on conflict (edition_id) do update set
        pairs = kept.pairs + excluded.pairs, total = kept.total + excluded.total,
        squares = kept.squares + excluded.squares
)
select count(*) from gone
"""

RELEASE_PAIRS = """
update reports_pairsum set shown_pairs = pairs, shown_total = total, shown_squares = squares
where pairs >= 30 and pairs >= shown_pairs + 10
"""


def note(
    *, topic: Topic, edition_id: int, language: str, lesson_key: UUID = COURSE,
    activity_key: str = "", details: Iterable[str] = (),
) -> None:  # fmt: skip
    """Note one more person; call it in the transaction of the fact itself.

    `details` are counted beside the person, each once.
    """
    FigureDelta.objects.create(
        edition_id=edition_id, language=language, lesson_key=lesson_key,
        activity_key=activity_key, topic=topic, details=sorted(set(details)),
    )  # fmt: skip


def note_pair(*, edition_id: int, difference: float) -> None:
    """Note one more pair of answers before and after; call it in the transaction of the fact."""
    PairDelta.objects.create(edition_id=edition_id, difference=difference)


def fold_figures() -> int:
    """Fold all that was noted into the sums, batch after batch; return how many it was at least."""
    folded = 0
    while True:
        batch = fold_batch()
        folded += batch
        if batch < BATCH:
            return folded


@transaction.atomic
def fold_batch() -> int:
    """Fold at most BATCH notes, of either kind, and release what may be looked at.

    Returns how many there were of the more frequent kind. One at a time: whoever comes while
    another folds has nothing to do (0).
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(FOLD, [BATCH])
        folded = int(cursor.fetchone()[0])
        if folded:
            cursor.execute(RELEASE)
        cursor.execute(FOLD_PAIRS, [BATCH])
        pairs = int(cursor.fetchone()[0])
        if pairs:
            cursor.execute(RELEASE_PAIRS)
    return max(folded, pairs)
