"""What a document costs: rendering, signing, the picture; and that memory stays flat.

Processor time, not time that passes, so that a busy machine disturbs less. Every document has
another name and number, titles are short and long in turn. The first one is apart: it reads fonts,
drawings and the key. For comparison with other machines the same run hashes 500 MB.
"""

import gc
import hashlib
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from certificates.rendering.facts import CertificateFacts

NUMBER = 1_000
WARM = 100  # documents after which memory is taken as settled
BAR = {"render + sign": 80.0, "growth": 8.0}  # milliseconds at the median; MB

NAMES = ("Ә", "Әйгерім Ғалымқызы Қыдырәлі-Нұрмұхамбетова", "Mehmet Öztürk-Şahinoğlu", "Щ" * 58)
TITLES = (
    ("Отау құру: отбасылық өмірге дайындық", "Свой дом: подготовка к семейной жизни"),
    (
        (
            "Отау құру: отбасылық өмірге дайындық, отбасы бюджеті, репродуктивті денсаулық және "
            "балаларды тәрбиелеу негіздері туралы толық курс"
        ),
        (
            "Свой дом: подготовка к семейной жизни, семейный бюджет, репродуктивное здоровье "
            "и основы воспитания детей, полный курс"
        ),
    ),
)


def main(number: int) -> int:
    """Make `number` documents; print the figures; return how many bars are missed."""
    os.environ.setdefault("OTAU_MODE", "test")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from certificates.documents.pades import sign_pdf
    from certificates.rendering.pdf import render_pdf
    from certificates.rendering.picture import render_png

    spent: dict[str, list[float]] = {"render": [], "sign": [], "picture": []}
    settled = 0.0
    for turn, facts in enumerate(all_facts(number + 1)):
        pdf = timed(spent["render"], partial(render_pdf, facts))
        timed(spent["sign"], partial(sign_pdf, pdf))
        timed(spent["picture"], partial(render_png, facts))
        if turn == min(WARM, number // 2):
            settled = memory()
    return report(spent, settled, memory())


def timed[T](spent: list[float], step: Callable[[], T]) -> T:
    """Take a step; note the milliseconds of the processor it took."""
    start = time.process_time()
    made = step()
    spent.append((time.process_time() - start) * 1000)
    return made


def all_facts(number: int) -> Iterator[CertificateFacts]:
    """Yield the facts of so many certificates."""
    from certificates.addresses import qr_text
    from certificates.numbers import make_number
    from tests.certificates.sample import BASE_URL, make_facts, make_payload, signed

    sample = make_facts()
    for turn in range(number):
        code = make_number()
        kk, ru = TITLES[turn % 2]
        yield replace(
            sample,
            number=code,
            holder_name=f"{NAMES[turn % len(NAMES)]} {'абвгдежзик'[turn % 10]}",
            course_title_kk=kk,
            course_title_ru=ru,
            qr_text=qr_text(BASE_URL, code, signed(make_payload(number=code))),
        )


def memory() -> float:
    """Return what this process holds, in MB."""
    import psutil

    gc.collect()
    return float(psutil.Process().memory_info().rss) / 2**20


def yardstick() -> float:
    """Return the milliseconds that hashing 500 MB takes."""
    spent: list[float] = []
    piece = bytes(500 * 2**20)
    timed(spent, partial(hashlib.sha256, piece))
    return spent[0]


def report(spent: dict[str, list[float]], settled: float, last: float) -> int:
    """Print the table; return how many bars are missed."""
    first = {name: found.pop(0) for name, found in spent.items()}
    made = list(zip(*spent.values(), strict=True))
    rows = spent | {
        "render + sign": [one[0] + one[1] for one in made],
        "all three": [sum(one) for one in made],
    }
    print(f"{len(made)} documents, load {os.getloadavg()[0]:.1f}; milliseconds of CPU each")
    print(f"{'':16}{'median':>8}{'p95':>8}{'first':>8}")
    medians = {name: statistics.median(found) for name, found in rows.items()}
    for name, found in rows.items():
        p95 = statistics.quantiles(found, n=20)[18]
        print(f"{name:16}{medians[name]:8.1f}{p95:8.1f}{first.get(name, sum(first.values())):8.0f}")
    hashing = yardstick()
    ratio = medians["render + sign"] / hashing
    print(f"hashing 500 MB took {hashing:.0f} ms; render + sign is {ratio:.2f} of that")
    print(f"memory: {settled:.0f} MB after {WARM}, {last:.0f} MB at the end")
    figures = {"render + sign": medians["render + sign"], "growth": last - settled}
    missed = [name for name, value in figures.items() if value > BAR[name]]
    print(f"missed: {', '.join(missed)}" if missed else "both bars are held")
    return len(missed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER))
