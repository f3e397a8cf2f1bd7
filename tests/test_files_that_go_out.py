"""Every place that hands out a file is known: whose data it holds, and that a list is recorded."""

import re
from pathlib import Path

from tests.test_floors import OURS

ROOT = Path(__file__).parent.parent
HANDS_OUT = re.compile(
    r"text/csv|spreadsheetml|Content-Disposition|as_attachment|content_disposition_header"
    r"|FileResponse"
)
RECORDS = re.compile(r"record_(?:answers|lookups?|list|file)|\brecorded?\(")
NOBODY = "holds no person"
ONESELF = "holds the data of whoever asks"
RECORDED = "holds other people: each is an entry of the record before it is handed out"
KNOWN = {
    "accounts/views/data.py": ONESELF,
    "certificates/views.py": ONESELF,
    "certificates/desk/import_views.py": NOBODY,  # lines by their number, and what is wrong
    "certificates/desk/leaflet_views.py": NOBODY,
    "certificates/desk/today/views.py": RECORDED,
    "certificates/jobs/views.py": NOBODY,  # numbers of certificates, and what became of them
    "certificates/words/views.py": NOBODY,  # samples with invented names
    "courses/views/files.py": NOBODY,
    "courses/views/take_along.py": NOBODY,
    "reports/views/figures.py": NOBODY,
    "web/spreadsheets.py": NOBODY,  # writes what it is given; who gives it stands here
    "workshop/views/incidents.py": NOBODY,
}


def places() -> dict[str, str]:
    """Every source of ours that hands out files, with its words."""
    found = {}
    for app in sorted(OURS):
        for file in (ROOT / app).rglob("*.py"):
            words = file.read_text()
            if HANDS_OUT.search(words):
                found[str(file.relative_to(ROOT))] = words
    return found


def unknown(found: dict[str, str]) -> list[str]:
    """Those that nobody has looked at."""
    return sorted(set(found) - set(KNOWN))


def test_every_place_that_hands_out_files_is_known():
    assert unknown(places()) == []


def test_a_new_place_would_be_noticed():
    assert unknown({"enrolments/views/people.py": ""}) == ["enrolments/views/people.py"]


def test_what_holds_other_people_records_them():
    for place, words in places().items():
        if KNOWN.get(place) == RECORDED:
            assert RECORDS.search(words), place
