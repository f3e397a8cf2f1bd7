"""Invented people: names as the registry writes them, numbers and telephones of nobody.

The numbers pass every check that a real one passes, and are still made so that no living person
should have them: the seventh digit of an IIN, which used to be 0 to 6, is always 9 here, and every
telephone begins with +7 700 000.
"""

from random import Random

from registry.gateway import ApplicantRecord, IdentityNumber
from web.iin import iin_check_digit

# (surname of a man, surname of a woman)
_KAZAKH_SURNAMES = (
    ("Оспанов", "Оспанова"),
    ("Сәрсенов", "Сәрсенова"),
    ("Жұмабаев", "Жұмабаева"),
    ("Қалиев", "Қалиева"),
    ("Тілеубаев", "Тілеубаева"),
    ("Ибраев", "Ибраева"),
    ("Байжанов", "Байжанова"),
    ("Мұқанов", "Мұқанова"),
    ("Әбдіров", "Әбдірова"),
    ("Өтегенов", "Өтегенова"),
    ("Ысқақов", "Ысқақова"),
    ("Кенжебеков", "Кенжебекова"),
)
_KAZAKH_MEN = [
    "Алмас",
    "Ерасыл",
    "Диас",
    "Санжар",
    "Бекзат",
    "Мирас",
    "Әділет",
    "Қайрат",
    "Олжас",
    "Жандос",
    "Рүстем",
    "Дәулет",
    "Нұржан",
    "Ықылас",
]
_KAZAKH_WOMEN = [
    "Аружан",
    "Әсел",
    "Жанар",
    "Гүлнұр",
    "Меруерт",
    "Назерке",
    "Перизат",
    "Сымбат",
    "Толғанай",
    "Ұлжан",
    "Үміт",
    "Ақбота",
    "Інжу",
    "Балжан",
]
_KAZAKH_FATHERS = [
    "Серік",
    "Болат",
    "Марат",
    "Қанат",
    "Асқар",
    "Ермек",
    "Талғат",
    "Жомарт",
    "Бауыржан",
    "Төлеген",
]
_RUSSIAN_SURNAMES = (
    ("Кузнецов", "Кузнецова"),
    ("Морозов", "Морозова"),
    ("Волков", "Волкова"),
    ("Зайцев", "Зайцева"),
    ("Павлов", "Павлова"),
    ("Семёнов", "Семёнова"),
)
_RUSSIAN_MEN = ["Алексей", "Дмитрий", "Иван", "Максим", "Никита", "Павел"]
_RUSSIAN_WOMEN = ["Анастасия", "Екатерина", "Мария", "Наталья", "Юлия", "Дарья"]
_RUSSIAN_FATHERS = (
    ("Сергеевич", "Сергеевна"),
    ("Андреевич", "Андреевна"),
    ("Викторович", "Викторовна"),
    ("Юрьевич", "Юрьевна"),
)
# Uyghur, Uzbek, Tatar, Korean, German: many of these people have no patronymic.
_OTHER_MEN = ("Розиев Ильдар", "Каримов Бахтиёр", "Хасанов Ринат", "Ким Виктор", "Шмидт Эдуард")
_OTHER_WOMEN = ("Розиева Гульнара", "Каримова Нилуфар", "Хасанова Алсу", "Цой Алина", "Шмидт Эмма")
# (country, the name as in the passport, how its number begins, how many digits follow)
_FOREIGN_MEN = (
    ("TR", "DEMIR EMRE", "U9", 7),
    ("UZ", "YUSUPOV JASUR", "FA9", 6),
    ("DE", "BRANDT LUKAS", "C9X", 6),
    ("KG", "TOKTOGULOV AZAMAT", "AC9", 6),
)
_FOREIGN_WOMEN = (
    ("RU", "SOKOLOVA VERA", "79", 7),
    ("UZ", "YUSUPOVA DILNOZA", "FA9", 6),
    ("KR", "PARK JIWOO", "M9", 7),
)


def make_iin(first_eleven: str) -> str:
    """Add the check digit to eleven digits. Raises ValueError when such a number is never issued.

    Algorithm: see ``web.iin.is_valid_iin``.
    """
    digit = iin_check_digit(first_eleven)
    if digit is None:
        raise ValueError("A number with these eleven digits is never issued.")
    return f"{first_eleven}{digit}"


def invent_iin(chance: Random) -> str:
    """Make up an IIN that is right in form; the module says why it should belong to nobody."""
    while True:
        first_eleven = f"{chance.randrange(10**6):06d}9{chance.randrange(10**4):04d}"
        if iin_check_digit(first_eleven) is not None:
            return make_iin(first_eleven)


def invent_phone(chance: Random) -> str:
    """Make up a telephone in the range kept for invented people, in E.164 form."""
    return f"+7700000{chance.randrange(1000, 10000)}"


def invent_couple(chance: Random, *, serial: int) -> tuple[ApplicantRecord, ApplicantRecord]:
    """Make up a couple; ``serial`` decides what is particular about it.

    One couple in ten shares a telephone, one in ten has none, one in six is of two peoples, one
    in twenty-five has a partner with a foreign passport and no IIN.
    """
    bride_ways = [_kazakh_woman, _kazakh_woman, _kazakh_woman, _russian_woman, _other_woman]
    groom_ways = [_kazakh_man, _kazakh_man, _kazakh_man, _russian_man, _other_man]
    people = chance.randrange(5)
    grooms_people = (people + 2) % 5 if serial % 6 == 0 else people
    bride_identity = IdentityNumber.iin(invent_iin(chance))
    groom_identity = IdentityNumber.iin(invent_iin(chance))
    bride_name, groom_name = bride_ways[people](chance), groom_ways[grooms_people](chance)
    match serial % 50:
        case 7:
            groom_identity, groom_name = _foreigner(chance, _FOREIGN_MEN)
        case 32:
            bride_identity, bride_name = _foreigner(chance, _FOREIGN_WOMEN)
    bride_phone: str | None = invent_phone(chance)
    groom_phone: str | None = invent_phone(chance)
    match serial % 10:
        case 3:
            groom_phone = bride_phone
        case 8:
            bride_phone = groom_phone = None
    return (
        ApplicantRecord(bride_identity, bride_name, bride_phone),
        ApplicantRecord(groom_identity, groom_name, groom_phone),
    )


def _kazakh_woman(chance: Random) -> str:
    surname, given = chance.choice(_KAZAKH_SURNAMES)[1], chance.choice(_KAZAKH_WOMEN)
    return f"{surname} {given} {chance.choice(_KAZAKH_FATHERS)}қызы"


def _kazakh_man(chance: Random) -> str:
    surname, given = chance.choice(_KAZAKH_SURNAMES)[0], chance.choice(_KAZAKH_MEN)
    return f"{surname} {given} {chance.choice(_KAZAKH_FATHERS)}ұлы"


def _russian_woman(chance: Random) -> str:
    surname, given = chance.choice(_RUSSIAN_SURNAMES)[1], chance.choice(_RUSSIAN_WOMEN)
    return f"{surname} {given} {chance.choice(_RUSSIAN_FATHERS)[1]}"


def _russian_man(chance: Random) -> str:
    surname, given = chance.choice(_RUSSIAN_SURNAMES)[0], chance.choice(_RUSSIAN_MEN)
    return f"{surname} {given} {chance.choice(_RUSSIAN_FATHERS)[0]}"


def _other_woman(chance: Random) -> str:
    return chance.choice(_OTHER_WOMEN)


def _other_man(chance: Random) -> str:
    return chance.choice(_OTHER_MEN)


def _foreigner(
    chance: Random, among: tuple[tuple[str, str, str, int], ...]
) -> tuple[IdentityNumber, str]:
    country, name, beginning, digits = chance.choice(among)
    number = f"{beginning}{chance.randrange(10**digits):0{digits}d}"
    return IdentityNumber.passport(country, number), name
