"""Forms of words into lemmas: ours for Kazakh, PostgreSQL's snowball for Russian."""

from collections.abc import Collection

from django.db import connection

from courses.search.folding import fold
from courses.search.kazakh import stem

# The lemma of a folded Russian word w: what snowball leaves of it, without the vowel that comes and
# goes (отец, отца; ребёнок, ребёнка). Empty for a word that says nothing by itself (и, на, если).
RUSSIAN = """regexp_replace(
    coalesce((ts_lexize('russian_stem', {w}))[1], ''),
    '(.[бвгджзклмнпрстфхцчшщ])[ео]([бвгджзклмнпрстфхцчшщ])$', '\\1\\2')"""

# Words of Kazakh that say nothing by themselves, folded.
KAZAKH_SAYS_NOTHING = """
    мен бен пен да де та те ма ме ба бе па пе жане ари не немесе яки бул сол осы ол сен сиз биз
    олар мени сени оны бизди сизди оган маган саган бизге сизге ози озим озин озиниз уз калаи
    каида кашан кандаи неге кайсы кимге кимде кимнин кимди ким бирге учун ушин туралы жаилы
    жоиинде боиынша керек болады болса бола болып болды еди екен емес жок бар деп деген дегени
    дегенимиз деиди десе гои кана тек ен оте тым кейин соин сон дейин шеиин сиякты секилди
    арасында тагы бирак егер уакытта кезде кезинде исте истеу истесе истеимин истеимиз ете ету
    етеди келеди калса калды калады
"""
KAZAKH_STOP = frozenset(fold(word, "kk") for word in KAZAKH_SAYS_NOTHING.split())


def lemmas(forms: Collection[str], language: str) -> dict[str, str]:
    """Return the lemma of each folded word; words that say nothing are left out."""
    if language == "kk":
        return {form: stem(form) for form in forms if form not in KAZAKH_STOP}
    if not forms:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"select w, {RUSSIAN.format(w='w')} from unnest(%s::text[]) w",  # noqa: S608 no input
            [list(forms)],
        )
        return {form: lemma for form, lemma in cursor.fetchall() if lemma}
