"""The columns of a file of applications, and the words in which its cells may say a thing.

They are the file's format, in Kazakh and Russian at once, so they stand here and not among the
translations: a file has to mean the same whoever reads it and in whatever language.
"""

import re
from dataclasses import dataclass

from django.utils.translation import get_language

from registry.gateway import ApplicationState

_SPACES = re.compile(r"[\s_]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in English (as in docs/registry-gateway.md), and its two headings."""

    name: str
    kk: str
    ru: str
    required: bool = True
    most: int = 200

    @property
    def heading(self) -> str:
        """The heading in the active language."""
        return self.ru if (get_language() or "").startswith("ru") else self.kk


def _person(number: int) -> list[Column]:
    one = f"applicant_{number}"
    return [
        Column(f"{one}_kind", f"{number}-өтініш беруші: құжат", f"Заявитель {number}: документ",
               required=False),
        Column(f"{one}_country", f"{number}-өтініш беруші: ел", f"Заявитель {number}: страна",
               required=False),
        Column(f"{one}_number", f"{number}-өтініш беруші: ЖСН немесе төлқұжат нөмірі",
               f"Заявитель {number}: ИИН или номер паспорта", most=30),
        Column(f"{one}_name", f"{number}-өтініш беруші: аты-жөні", f"Заявитель {number}: ФИО"),
        Column(f"{one}_phone", f"{number}-өтініш беруші: телефон", f"Заявитель {number}: телефон",
               required=False, most=40),
    ]  # fmt: skip


COLUMNS = [
    Column("number", "Өтініш нөмірі", "Номер заявления", most=60),
    Column("state", "Күйі", "Состояние", most=60),
    Column("filed_on", "Берілген күні", "Дата подачи", most=40),
    Column("ceremony_date", "Неке қию күні", "Дата регистрации брака", required=False, most=40),
    Column("office_code", "Бөлім коды", "Код отдела", required=False, most=40),
    *_person(1),
    *_person(2),
    Column("updated_at", "Тіркелімде өзгертілген уақыты", "Время изменения в реестре", most=40),
]
BY_NAME = {column.name: column for column in COLUMNS}
# Without these no line can be read at all. The others may be left out of a file as a whole.
NEEDED = [column.name for column in COLUMNS if column.required]

# The word that stands first is the one in the template.
STATE_WORDS: dict[ApplicationState, tuple[str, ...]] = {
    ApplicationState.FILED: ("берілді", "подано", "filed", "тіркелді", "принято к рассмотрению"),
    ApplicationState.HALF_SIGNED: (
        "екінші қол қоюды күтуде", "ожидает второй подписи", "half_signed", "half signed",
    ),
    ApplicationState.CONFIRMED: (
        "расталды", "подтверждено", "confirmed", "қабылданды", "принято",
    ),
    ApplicationState.WITHDRAWN: ("қайтарып алынды", "отозвано", "withdrawn"),
    ApplicationState.ANNULLED: ("жойылды", "аннулировано", "annulled", "күші жойылды"),
    ApplicationState.REFILED: (
        "басқа нөмірмен қайта берілді", "подано заново", "refiled",
        "подано заново под другим номером", "қайта берілді",
    ),
    ApplicationState.MOVED: (
        "ауыстырылды", "перенесено", "moved", "басқа бөлімге ауыстырылды",
        "передано в другой отдел", "күні ауыстырылды",
    ),
    ApplicationState.MARRIED: (
        "неке тіркелді", "брак зарегистрирован", "married", "неке қиылды",
    ),
}  # fmt: skip
KIND_WORDS: dict[str, tuple[str, ...]] = {
    "iin": ("жсн", "иин", "iin"),
    "passport": ("төлқұжат", "паспорт", "passport", "шетел төлқұжаты", "иностранный паспорт"),
}
# The number of the line that the template shows how to fill in.
EXAMPLES = ("МЫСАЛ", "ПРИМЕР", "EXAMPLE")


def plain(text: str) -> str:
    """Return a heading or a word as it is compared: small letters, no mark at its ends."""
    return _SPACES.sub(" ", text.strip().strip("\ufeff*:.").casefold()).strip()


STATES = {plain(word): state for state, words in STATE_WORDS.items() for word in words}
KINDS = {plain(word): kind for kind, words in KIND_WORDS.items() for word in words}
HEADINGS = {
    plain(heading): column.name
    for column in COLUMNS
    for heading in (column.name, column.kk, column.ru)
}


def columns_of(headings: list[str]) -> dict[str, int]:
    """Return the place of each column we know in a line of headings; the first of two alike."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        name = HEADINGS.get(plain(heading))
        if name is not None:
            found.setdefault(name, place)
    return found
