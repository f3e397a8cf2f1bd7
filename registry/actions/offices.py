"""The list of registry offices, loaded from a file that anybody can read."""

import csv
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from registry.exceptions import OfficesNotUnderstood
from registry.models import RegistryOffice
from web.regions import Region

COLUMNS = ("code", "region", "name_kk", "name_ru")


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many offices were added, changed, and were as they stood."""

    added: int
    changed: int
    same: int


def load_offices(*, file: Path) -> Loaded:
    """Add the offices of a CSV file (code, region, name_kk, name_ru) and rename those that differ.

    All or nothing; done twice is the same as once. An office that the file does not name stays:
    applications point to it. Raises OfficesNotUnderstood with every line that is wrong, and
    OSError when the file cannot be read.
    """
    rows = _read(file)
    with transaction.atomic():
        standing = {office.code: office for office in RegistryOffice.objects.select_for_update()}
        added, changed = [], []
        for row in rows:
            office = standing.get(row["code"])
            if office is None:
                added.append(RegistryOffice(**row))
            elif any(getattr(office, name) != row[name] for name in COLUMNS):
                for name in COLUMNS:
                    setattr(office, name, row[name])
                changed.append(office)
        RegistryOffice.objects.bulk_create(added)
        RegistryOffice.objects.bulk_update(changed, COLUMNS[1:])
    return Loaded(len(added), len(changed), len(rows) - len(added) - len(changed))


def _read(file: Path) -> list[dict[str, str]]:
    wrong: list[str] = []
    rows: list[dict[str, str]] = []
    seen: set[str] = set()
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
        if missing:
            raise OfficesNotUnderstood([f"the first line lacks: {', '.join(missing)}"])
        for line in reader:
            row = {name: (line[name] or "").strip() for name in COLUMNS}
            empty = [name for name in COLUMNS if not row[name]]
            if empty:
                wrong.append(f"line {reader.line_num}: empty {', '.join(empty)}")
            elif row["region"] not in Region.values:
                wrong.append(f"line {reader.line_num}: no region has the code {row['region']}")
            elif row["code"] in seen:
                wrong.append(f"line {reader.line_num}: {row['code']} stands there twice")
            elif len(row["code"]) > 20 or max(len(row["name_kk"]), len(row["name_ru"])) > 200:
                wrong.append(f"line {reader.line_num}: too long")
            seen.add(row["code"])
            rows.append(row)
    if wrong:
        raise OfficesNotUnderstood(wrong)
    return rows
