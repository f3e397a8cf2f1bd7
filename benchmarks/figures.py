"""The pages "How lessons go" at two numbers of answers: queries, milliseconds, the ratio."""

import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks.embedded import site

SIZES = (100, 10_000, 1_000_000)
ROUNDS = 40

ANSWERS = """
insert into learning_learningevent (enrolment_id, client_id, kind, lesson_key, activity_key,
    options, language, snapshot_id, recorded_at, received_at)
select %(enrolment)s, gen_random_uuid(), 'answer', s.lesson_key, 'check', array['a'], s.language,
    s.id, now(), now()
from generate_series(1, %(answers)s) n
join lateral (
    select * from (select *, row_number() over (order by id) - 1 as r, count(*) over () as c
                   from courses_lessonsnapshot) t where t.r = n %% t.c
) s on true
"""
NOTES = """
insert into reports_figuredelta (edition_id, language, lesson_key, activity_key, topic, details)
select s.edition_id, s.language, s.lesson_key, topic.activity, topic.name,
    case topic.name
        when 'answered' then string_to_array((array['o:a', 'o:b,right', 'o:c'])[n %% 3 + 1], ',')
        when 'completed' then array['m:' || (array[0, 3, 5, 8, 12])[n %% 5 + 1]]
        else array[]::text[]
    end
from generate_series(1, %(answers)s) n
join lateral (
    select * from (select *, row_number() over (order by id) - 1 as r, count(*) over () as c
                   from courses_lessonsnapshot) t where t.r = n %% t.c
) s on true
cross join (values ('began', ''), ('answered', 'check'), ('completed', '')) topic (name, activity)
"""


def main(sizes: tuple[int, ...]) -> None:
    """Fill, fold and measure at each size; print a table and the ratios."""
    with site():
        measured = []
        world = build()
        filled = 0
        for size in sizes:
            seconds = fill(world["enrolment"], size - filled)
            filled = size
            measured.append((size, seconds, pages(world)))
        report(measured)


def build() -> dict[str, Any]:
    """Make a course of 8 modules and 32 lessons, a learner, and a signed-in administrator."""
    from django.test import Client
    from django.urls import reverse
    from django.utils.translation import override

    from enrolments.actions import enrol
    from tests import cast

    with override("kk"):
        edition = cast.make_edition(modules=8, lessons=4)
        enrolment = enrol(user=cast.make_learner(), course=edition.course)
        client = Client()
        staff = cast.make_staff(superuser=True)
        client.force_login(staff, backend="accounts.backends.StaffPasswordBackend")
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
        session["account_authentication_methods_user"] = str(staff.pk)
        session.save()
        lesson = edition.lessons.order_by("position").first()
        assert lesson is not None
        paths = {
            "course": reverse("reports_course_figures", args=[edition.course_id]),
            "lesson": reverse(
                "reports_lesson_figures", args=[edition.course_id, lesson.lesson_key]
            ),
            "file": reverse("reports_figures_file", args=[edition.course_id]),
        }
    return {"client": client, "enrolment": enrolment.pk, "paths": paths}


def fill(enrolment: int, answers: int) -> float:
    """Add answers as events and as notes, fold the notes; return the seconds folding took."""
    from django.db import connection

    from reports.actions import fold_figures

    with connection.cursor() as cursor:
        cursor.execute(ANSWERS, {"enrolment": enrolment, "answers": answers})
        cursor.execute(NOTES, {"answers": answers})
        cursor.execute("analyze")
    start = time.perf_counter()
    fold_figures()
    return time.perf_counter() - start


def pages(world: dict[str, Any]) -> dict[str, tuple[int, float]]:
    """Return queries and milliseconds of each page: the best of ROUNDS, to be rid of noise."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = {}
    for name, path in world["paths"].items():
        for _ in range(3):
            read(world["client"], path)
        with CaptureQueriesContext(connection) as queries:
            read(world["client"], path)
        count = len(queries)  # forgotten with the next request
        times = [timed(partial(read, world["client"], path)) for _ in range(ROUNDS)]
        found[name] = (count, 1000 * min(times))
    return found


def read(client: Any, path: str) -> bytes:
    """Read a page to its end."""
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    if response.streaming:
        return b"".join(response.streaming_content)
    return bytes(response.content)


def timed(work: Callable[[], object]) -> float:
    """Return the seconds `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def report(measured: list[tuple[int, float, dict[str, tuple[int, float]]]]) -> None:
    """Print what was measured."""
    print(
        f"{'page':8}" + "".join(f"{size:>12,} answers" for size, _, _ in measured) + "   last/first"
    )
    first, last = measured[0][2], measured[-1][2]
    for name in first:
        cells = "".join(f"{page[name][0]:>7} q {page[name][1]:>7.1f} ms" for *_, page in measured)
        print(f"{name:8}{cells}   {last[name][1] / first[name][1]:.2f}")
    for size, seconds, _ in measured:
        print(f"folding up to {size:,} answers (three notes each): {seconds:.1f} s")


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
