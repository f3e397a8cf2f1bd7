"""Forms of a Kazakh word brought together, by taking endings off.

Kazakh glues its endings one after another: бала-лар-ымыз-ға, кездес-пе-ген-дер. They are taken off
from the end, the longest first, until none fits. Everything is done on folded letters
(`courses.search.folding`), so an ending's vowels are two (а/е, ы/и) and its harmony with the stem,
which folding hides, is not asked. What is left is no word of the dictionary: it only has to be the
same for all forms of a word, and another one for another word.

The endings follow the tables of plural, possessive, case and person of nouns and of tense,
participle, converb and negation of verbs in any school grammar.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import product

from courses.search.folding import fold

# In a pattern: A is а/е, I is ы/и, L л/д/т, D д/т, N н/д/т, M м/б/п, G г/к.
CLASSES = {"A": "ае", "I": "ыи", "L": "лдт", "D": "дт", "N": "ндт", "M": "мбп", "G": "гк"}
VOWELS = set("аеоуыиэюя")

ENDINGS_AS_TAUGHT = """
    LAр
    GA DA NIн NI DAн нAн MAн DAгI DAи
    IнA IндA IнAн IндAгI
    Iм Iн IмIз IнIз IнIздAр мIз нIз нIздAр сI лAрI
    нA ндA сIн сIнA сIндA сIнAн нDAгI NикI дикI тикI
    мIн бIн пIн сIн сIз сIздAр сынDAр синDAр
    LIк LIкDA сIз
    ды ди ты ти дIм тIм дIн тIн дIк тIк дIныз дIниз тIныз тIниз
    аAр ар ер
    аAды ады еди иды иди амын емин имын имин асыз есиз исыз исиз
    амыз емиз имыз имиз аиIк еиIк иик аиын еиин
    мас мес бас бес пас пес
    гAн кAн гAлI кAлI гIз кIз
    атын етин итын итин атындAр етиндAр уши
    сA сAм сAн сAк сAнIз MAса MAсе
    Iп MAи
    MA
    MAк гIм кIм гIсI кIсI
    гы ги
    у ю и
"""


def _expanded(patterns: str) -> set[str]:
    return {
        "".join(letters)
        for pattern in patterns.split()
        for letters in product(*(CLASSES.get(letter, letter) for letter in pattern))
    }


def _by_length(endings: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(endings, key=lambda ending: (-len(ending), ending)))


ENDINGS = _by_length(_expanded(ENDINGS_AS_TAUGHT) | set("ыимнп"))
SHORTEST = 3  # letters that are left

# Words that look as if they had an ending, and short ones: they keep what they have, in all forms.
WHOLE_WORDS = """
    неке келін жақын жақсы жүкті қатты тәтті қалта бірге түнде күнде тату ынты мезгіл отбасы
    қайғы ұйқы адам қайын қайн ата ене әке ана бала қатын қалың алтын ақын дала қала мектеп
    кітап апа аға әже тамақ сүт тұз шаңырақ көмек дәрігер қызғаныш үлкен кіші мұғалім психолог
    балабақша екен ақша заң іні сіңлі кісі ақы ем ет із ұн іс оң сы үн ыс ақ үй ұл ас су ел ер
    от ой ай ат ту ал де же алматы астана семей шымкент ақтөбе атырау орал тараз қостанай
    павлодар түркістан қызылорда ақтау көкшетау қарағанды талдықорған қонаев ауыр көңіл дене
    экран отан дүкен бөтен міндет сәби
"""
WHOLE = frozenset(fold(word, "kk") for word in WHOLE_WORDS.split())

# Stems that are one in meaning and two in letters.
ALIKE = {"уикы": "уик"}  # ұйқы, ұйықта


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return what is common to the forms of `word`, a word in folded small letters."""
    while word not in WHOLE:
        shorter = _without_ending(word)
        if shorter == word:
            break
        word = shorter
    return ALIKE.get(word) or _plain_end(word)


def _without_ending(word: str) -> str:
    shorter = [word[: -len(ending)] for ending in ENDINGS if word.endswith(ending)]
    for left in reversed(shorter):
        if left in WHOLE:
            return left
    for left in shorter:
        if _may_stand(left, word[len(left) :]):
            return left
    return word


def _may_stand(left: str, ending: str) -> bool:
    """Whether `left` is long enough, and ends as it must, for `ending` to follow it."""
    if len(left) < SHORTEST or VOWELS.isdisjoint(left):
        return False
    last = left[-1]
    if ending == "и" and last in "ае":  # the converb of a vowel: жыла-й
        return True
    if ending in ("ы", "и"):  # the third person's, after a consonant; й and у can be one
        return last not in VOWELS or last in "иу"
    if ending in ("м", "н", "п"):  # my, your, and the converb, after a vowel
        return len(left) > SHORTEST and last in VOWELS
    if ending.startswith(("гы", "ги")):  # түн-гі, тұр-ғым; but жүрег-і, құқығ-ым
        return last not in VOWELS
    # After ы/и the third person's с is more often the stem's own: дауыс-ы, жұмыс-ы.
    return not (last in "ыи" and ending.startswith(("сы", "си")) and ending not in ("сыз", "сиз"))


def _plain_end(word: str) -> str:
    """Undo what an ending does to the end of its stem: кітаб-ы, жүрег-і, халқ-ы, орн-ы."""
    if word in WHOLE or len(word) < SHORTEST:
        return word
    word = word[:-1] + {"б": "п", "г": "к"}.get(word[-1], word[-1])
    if len(word) > SHORTEST and word[-2] in "ыи" and not {word[-1], word[-3]} & set("аеоуэюя"):
        return word[:-2] + word[-1]
    return word
