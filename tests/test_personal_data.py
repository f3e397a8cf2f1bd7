"""The inventory of personal fields is complete, and says of each why, who and how long."""

from pathlib import Path

import yaml
from django.apps import apps

from tests.test_floors import OURS

INVENTORY = yaml.safe_load(
    (Path(__file__).parent.parent / "docs" / "personal-data.yaml").read_text()
)


NOT_FIELDS = {"plain", "not_in_download"}


def fields_of(model) -> set[str]:
    return {field.name for field in model._meta.local_fields}


def our_models() -> dict[str, type]:
    return {
        model._meta.label: model for model in apps.get_models() if model._meta.app_label in OURS
    }


def missing(inventory, models) -> list[str]:
    wrong = []
    for label, model in models.items():
        if label in inventory["nothing_personal"]:
            continue
        named = inventory["models"].get(label)
        if named is None:
            wrong.append(label)
            continue
        listed = set(named) - NOT_FIELDS | set(named.get("plain", []))
        wrong += [f"{label}.{name}" for name in sorted(fields_of(model) ^ listed)]
    known = set(inventory["models"]) | set(inventory["nothing_personal"])
    return wrong + sorted(known - set(models))


def test_every_field_of_every_table_is_in_the_inventory_and_nothing_else_is():
    assert missing(INVENTORY, our_models()) == []


def test_a_forgotten_field_or_table_would_be_noticed():
    short = {
        "models": {k: v for k, v in INVENTORY["models"].items() if k != "learning.Answer"}
        | {"accounts.User": {**INVENTORY["models"]["accounts.User"], "plain": ["id"]}},
        "nothing_personal": INVENTORY["nothing_personal"],
    }

    found = missing(short, our_models())

    assert "learning.Answer" in found
    assert "accounts.User.is_staff" in found


def test_every_personal_field_says_why_who_and_how_long():
    for label, fields in INVENTORY["models"].items():
        for name, entry in fields.items():
            if name not in NOT_FIELDS:
                assert set(entry) == {"purpose", "read_by", "kept"}, f"{label}.{name}"
                assert all(str(value).strip() for value in entry.values()), f"{label}.{name}"
