"""The demonstration's accounts: what /demo/ names and `load_demo` makes."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

COURSE = "NEKE"  # the one the people of the demonstration take
ALL = 1000  # more lessons than any course has
REVOKED, REPLACED = "gauhar@example.org", "timur@example.org"  # what became of their certificates
PASSWORD = "otau-demo-2026"  # noqa: S105 public: it opens invented accounts on one machine


def in_english(text: str | Promise) -> str:
    """Return the words as they stand in the code."""
    with override(None):
        return str(text)


@dataclass(frozen=True)
class DemoLearner:
    """A learner who signs in by a code; `done` is how many of the first lessons they have done."""

    contact: str
    name: str
    language: str
    done: int
    story: str | Promise
    application: str = ""
    applicant: int = 0

    @property
    def story_in_english(self) -> str:
        """The story for the terminal."""
        return in_english(self.story)


@dataclass(frozen=True)
class DemoStaff:
    """A member of staff who signs in with the demo's password."""

    email: str
    name: str
    role: str
    story: str | Promise
    office: str = ""
    centre: str = ""

    @property
    def story_in_english(self) -> str:
        """The story for the terminal."""
        return in_english(self.story)


LEARNERS = [
    DemoLearner("aigerim@example.org", "Бекова Айгерім Серікқызы", "kk", 14,
                _("Half way; linked to application 43-02-00001; has not invited anybody yet."),
                "43-02-00001", 0),
    DemoLearner("irina@example.org", "Соколова Ирина Викторовна", "ru", ALL,
                _("Has completed the course and holds a certificate."), "75-01-00001", 0),
    DemoLearner("mehmet@example.org", "YILMAZ MEHMET", "ru", ALL,
                _("Irina's partner, with a foreign passport; has completed too."),
                "75-01-00001", 1),
    DemoLearner("asel@example.org", "Жақсыбекова Әсел Ерланқызы", "kk", 0,
                _("Has begun; no application linked.")),
    DemoLearner(REVOKED, "Есенова Гауһар Маратқызы", "kk", 0,
                _("Her certificate was revoked; she reads why, and can ask a person.")),
    DemoLearner(REPLACED, "Ахметов Тимур Русланулы", "ru", 0,
                _("A clerk corrected his name; a new certificate has replaced the first.")),
]  # fmt: skip
STAFF = [
    DemoStaff("clerk.kyzylorda@example.org", "Құралай Әлиева", "clerk",
              _("Clerk of the registry office of Aigerim's application."), "KZ-43-02"),
    DemoStaff("clerk.almaty@example.org", "Марат Ибраев", "clerk",
              _("Clerk of the registry office of Irina's and Mehmet's application."), "KZ-75-01"),
    DemoStaff("centre.almaty@example.org", "Айнұр Қасымова", "centre",
              _("Works at a support centre in Almaty: receives people without a phone, and "
                "confirms attendance for the whole city."), centre="almaty-demo"),
    DemoStaff("trainer@example.org", "Жанар Сейітова", "trainer",
              _("Writes the lessons of one module in /admin/ and submits them.")),
    DemoStaff("methodologist@example.org", "Гүлмира Оразова", "methodologist",
              _("Reviews lessons and publishes editions in /admin/.")),
    DemoStaff("editor@example.org", "Сәуле Ермекова", "site_editor",
              _("Writes the home and information pages, help lines and centres in /admin/.")),
    DemoStaff("admin@example.org", "Әкімші", "admin", _("Administrator.")),
    DemoStaff("deputy@example.org", "Дәурен Ахметов", "administrator",
              _("A second administrator: some decisions take two people.")),
    DemoStaff("officer@example.org", "Бибігүл Нұрланова", "officer",
              _("Data protection officer: oversees who looked people up.")),
]  # fmt: skip
