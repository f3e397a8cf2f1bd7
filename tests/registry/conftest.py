"""The stand-in plays the registry, in this process."""

from tests.registry.standing_in import asked_registry, standing_in  # noqa: F401
