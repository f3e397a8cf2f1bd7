"""A notice in words for those who file online: what the office or its system sends them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.leaflets.addresses import short_address
from certificates.leaflets.facts import LeafletFacts
from certificates.leaflets.words import voluntary

# Cyrillic is sent as UCS-2 (3GPP TS 23.038): 70 units alone, 67 in each part of a longer message.
ALONE, IN_PART = 70, 67
MOST_PARTS = 2


@dataclass(frozen=True, slots=True)
class Sms:
    """A text message and what it costs."""

    text: str

    @property
    def length(self) -> int:
        """The length as networks count it: in units of UTF-16."""
        return len(self.text.encode("utf-16-le")) // 2

    @property
    def parts(self) -> int:
        """How many messages a network charges for it."""
        return 1 if self.length <= ALONE else -(-self.length // IN_PART)

    @property
    def most(self) -> int:
        """How many units the wanted number of parts holds."""
        return MOST_PARTS * IN_PART

    @property
    def is_too_long(self) -> bool:
        """Whether it takes more parts than it should."""
        return self.parts > MOST_PARTS


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice in one language: as a text message, and at length."""

    language: str
    sms: Sms
    long: str


def notice_of(facts: LeafletFacts, language: str) -> Notice:
    """Return the notice of an office in `language`, kk or ru."""
    address = short_address(facts.base_url, facts.office)
    with override(language):
        sentence = "" if facts.is_required else voluntary()
        brief = [_("Otau: a free online course for two."), sentence, address]
        long = [
            _("You can take a free online course for two: Otau."),
            sentence,
            _("Together or alone: each of you learns on your own phone and at your own time."),
            _("Begin here: %(address)s") % {"address": address},
            _("If you have no phone or no internet, ask at the registry office or at a family "
              "support centre: they help you to begin."),
        ]  # fmt: skip
        return Notice(
            language,
            Sms(" ".join(part for part in brief if part)),
            "\n".join(part for part in long if part),
        )
