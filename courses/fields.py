"""Fields of this app's pages."""

from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from wagtail.fields import StreamField

from courses.topics import Topic, in_order


class BlocksField(StreamField):
    """A StreamField whose blocks are not written down in migrations.

    Blocks gain options and words all the time, the column stays JSON, and no migration reads
    them: a history of them would only be noise in which a real change is missed.
    """

    def deconstruct(self) -> Any:
        """Leave the blocks out of what a migration says."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


class TopicsField(models.JSONField):
    """The questions at hand of a lesson: a list, chosen by checkboxes."""

    def to_python(self, value: Any) -> list[str]:
        """Return a list in one order; revisions of before there were topics have none."""
        return in_order(super().to_python(value) or [])

    def formfield(self, **kwargs: Any) -> Any:
        """Offer the closed list, whatever JSON would allow."""
        return forms.MultipleChoiceField(
            choices=Topic.choices, required=False, widget=forms.CheckboxSelectMultiple,
            label=capfirst(self.verbose_name), help_text=self.help_text,
        )  # fmt: skip
