"""Fields of this app's pages."""

from typing import Any

from wagtail.fields import StreamField


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
