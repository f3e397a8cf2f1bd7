"""A container as it stands in a lesson's file, before its inside is read."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _


@dataclass
class Container:
    """Its kind, the line on which it opens, what its first line says, the lines inside."""

    kind: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    rows: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The key of what it holds."""
        return self.attributes.get("key", "")


def no_text(container: Container) -> str:
    """Say that a container is empty that has to hold text."""
    return _("`::: %(kind)s` has no text.") % {"kind": container.kind}
