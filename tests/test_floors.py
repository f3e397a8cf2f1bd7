"""Every arrow points down: imports (import-linter in `make lint`) and foreign keys (here)."""

import pytest
from django.apps import apps

FLOORS = [
    "web", "accounts", "notifications", "cms", "courses", "registry", "enrolments", "learning",
    "certificates", "reports", "demo", "config",
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
