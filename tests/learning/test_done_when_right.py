"""Answers of before pass rules count as they did."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from learning.models import Answer
from tests.learning import story

migration = import_module("learning.migrations.0004_done_when_right")


@pytest.mark.django_db
def test_what_was_right_before_pass_rules_is_done(signed_in, aigerim, edition):
    story.begin(aigerim, edition)
    client = signed_in(aigerim)
    story.answer(client, "b")
    story.answer(client, "a", slug="lesson-2")
    Answer.objects.update(done_at=None)
    with connection.schema_editor() as editor:
        migration.what_was_right_is_done(apps, editor)
    right = Answer.objects.exclude(right_at=None).get()
    assert right.done_at == right.right_at
    assert Answer.objects.get(right_at=None).done_at is None
