"""What people call things, and what lessons call them: a small list for editors to lengthen.

A line says: who asks for the first word may mean the others too. It is looked up by the beginning
of the folded word that was typed, so that its forms need not be listed. A line with ! asks for
help: whoever speaks of blows is led to the help lines first, since the lessons on that have neutral
titles.
"""

from courses.search.folding import fold

KAZAKH = """
    ене: үлкендермен
    қайын: үлкендермен
    ажырас: ажырату айырылса
    ұйқы: оянатын
    ұйықта: оянатын
    жүкті: күткенде
    бедеу: болмаса
    қаржы: ақша бюджет
    қашыру: еркімен
    ішімдік: әдет
    кредит: несие қарыз
    несие: қарыз
    буллинг: қыспақ
    мазақ: қыспақ
    депрессия: мұң
    гаджет: экран
    телефон: экран
    мүлік: дүние
    зорлық: !
    қорла: !
    ұрып: !
    ұрады: !
    ұрды: !
    соққы: !
    сабады: !
    сабап: !
    қоқан: !
"""
RUSSIAN = """
    родителями: старшими
    свекр: старшие
    тёщ: старшие
    беремен: ждём
    плаче: плач
    госуслуг: государственных
    дерёт: ссора
    дерут: ссора
    колик: плач
    спин: поясница
    двуязыч: языка
    плачу: плач
    бесплод: детей
    буллинг: травля
    ипотек: кредит долг
    займ: долг
    депресс: тоска
    гаджет: экран
    телефон: экран
    имуществ: общее своё
    истери: крик
    насили: !
    бьёт: !
    избил: !
    избива: !
    ударил: !
    побои: !
    угрожа: !
"""


HELP = ("111", "полиция")  # words of the titles of help lines, in both languages


def _read(text: str, language: str) -> dict[str, tuple[str, ...]]:
    lines = (line.split(":") for line in text.strip().splitlines())
    return {fold(asked.strip(), language): tuple(meant.split()) for asked, meant in lines}


BY_LANGUAGE = {"kk": _read(KAZAKH, "kk"), "ru": _read(RUSSIAN, "ru")}


def meant_by(word: str, language: str) -> tuple[str, ...]:
    """Return what `word` (in small letters) may mean besides, in the words of `language`."""
    meant = _of(word, language)
    return tuple(other for other in meant if other != "!")


def asks_for_help(word: str, language: str) -> bool:
    """Whether who types `word` should see the help lines first."""
    return "!" in _of(word, language)


def _of(word: str, language: str) -> list[str]:
    folded = fold(word, language)
    lines = BY_LANGUAGE[language].items()
    return [other for begin, others in lines if folded.startswith(begin) for other in others]
