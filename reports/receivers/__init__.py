"""What the floors below say has happened, counted in the same transaction."""

from reports.receivers import daily, figures  # noqa: F401 they connect themselves
