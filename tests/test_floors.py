"""Every arrow points down: imports (import-linter in `make lint`) and foreign keys (here)."""

import os
import re
import subprocess
import sys

import pytest
from django.apps import apps

from config.embedded.places import ROOT

FLOORS = [
    "web", "accounts", "notifications", "cms", "courses", "registry", "enrolments", "learning",
    "workshop", "centres", "certificates", "reports", "api", "demo", "config",
]  # fmt: skip
# Content knows no learner: a contract of its own besides the floors.
NEVER = {("courses", "accounts"), ("cms", "accounts")}
# Framework apps stand under everything.
OURS = set(FLOORS)


def arrows(models):
    for model in models:
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model:
                yield model._meta.app_label, field.related_model._meta.app_label, field


def wrong_arrows(pairs):
    return [
        f"{source}.{field.model.__name__}.{field.name} → {target}"
        for source, target, field in pairs
        if {source, target} <= OURS
        and field.model._meta.app_label in OURS  # what Wagtail's own pages inherit is theirs
        and (FLOORS.index(target) > FLOORS.index(source) or (source, target) in NEVER)
    ]


def own_models():
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def test_foreign_keys_point_down_only():
    assert wrong_arrows(arrows(own_models())) == []


def test_a_foreign_key_that_points_up_would_be_noticed():
    """The control: the same rule read upside down finds what we know to be there."""
    upside_down = [(target, source, field) for source, target, field in arrows(own_models())]
    found = wrong_arrows(upside_down)
    assert any("Enrolment.edition" in arrow for arrow in found)


@pytest.mark.parametrize("app", sorted(OURS - {"config"}))
def test_every_app_has_its_floor(app):
    assert app in FLOORS


def test_the_import_contracts_hold_and_a_wrong_import_would_be_noticed(tmp_path):
    """The control: the same contracts over empty rooms with three wrong doors."""
    assert lint_imports(ROOT).returncode == 0
    for name in FLOORS:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    contracts = (ROOT / ".importlinter").read_text()
    (tmp_path / ".importlinter").write_text(contracts)
    for module in set(re.findall(r"^    (\w+\.\w+)$", contracts, re.MULTILINE)):
        (tmp_path / (module.replace(".", "/") + ".py")).touch()
    (tmp_path / "web" / "ids.py").write_text("import learning\n")
    (tmp_path / "courses" / "outline.py").write_text("import accounts\n")
    (tmp_path / "accounts" / "actions.py").write_text("from accounts import tasks\n")

    done = lint_imports(tmp_path)

    assert done.returncode == 1
    for broken in ("Every arrow", "Content knows no learner", "Actions import neither"):
        assert re.search(rf"{broken}.* BROKEN", done.stdout), done.stdout


def lint_imports(folder):
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()",
         "--no-cache"],
        cwd=folder, env=os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
