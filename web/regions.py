"""The regions of Kazakhstan: seventeen oblasts and three cities."""

from django.db import models
from django.utils.functional import lazy
from django.utils.translation import get_language

# Code: the name in Kazakh, the name in Russian. The names are official, in both languages at
# once, so they stand here and not among the translations.
_NAMES = {
    "KZ-10": ("Абай облысы", "область Абай"),
    "KZ-11": ("Ақмола облысы", "Акмолинская область"),
    "KZ-15": ("Ақтөбе облысы", "Актюбинская область"),
    "KZ-19": ("Алматы облысы", "Алматинская область"),
    "KZ-23": ("Атырау облысы", "Атырауская область"),
    "KZ-27": ("Батыс Қазақстан облысы", "Западно-Казахстанская область"),
    "KZ-31": ("Жамбыл облысы", "Жамбылская область"),
    "KZ-33": ("Жетісу облысы", "область Жетісу"),
    "KZ-35": ("Қарағанды облысы", "Карагандинская область"),
    "KZ-39": ("Қостанай облысы", "Костанайская область"),
    "KZ-43": ("Қызылорда облысы", "Кызылординская область"),
    "KZ-47": ("Маңғыстау облысы", "Мангистауская область"),
    "KZ-55": ("Павлодар облысы", "Павлодарская область"),
    "KZ-59": ("Солтүстік Қазақстан облысы", "Северо-Казахстанская область"),
    "KZ-61": ("Түркістан облысы", "Туркестанская область"),
    "KZ-62": ("Ұлытау облысы", "область Ұлытау"),
    "KZ-63": ("Шығыс Қазақстан облысы", "Восточно-Казахстанская область"),
    "KZ-71": ("Астана қаласы", "город Астана"),
    "KZ-75": ("Алматы қаласы", "город Алматы"),
    "KZ-79": ("Шымкент қаласы", "город Шымкент"),
}


def region_name(code: str, language: str) -> str:
    """Give the official name of a region in Russian when ``language`` is ``ru…``, else in Kazakh.

    In: an ISO 3166-2 code such as ``KZ-75`` (a ``Region`` member is one). Raises ValueError when
    no region has that code.
    """
    try:
        name_kk, name_ru = _NAMES[code]
    except KeyError:
        raise ValueError(f"{code!r} is not the code of a region of Kazakhstan.") from None
    return name_ru if language.lower().startswith("ru") else name_kk


def _name_in_active_language(code: str) -> str:
    return region_name(code, get_language() or "kk")


_label = lazy(_name_in_active_language, str)


class Region(models.TextChoices):
    """A region by its ISO 3166-2 code; the label follows the active language.

    Almaty oblast (``ALMATY_REGION``) and the city of Almaty (``ALMATY_CITY``) are two regions.
    """

    ABAI = "KZ-10", _label("KZ-10")
    AKMOLA = "KZ-11", _label("KZ-11")
    AKTOBE = "KZ-15", _label("KZ-15")
    ALMATY_REGION = "KZ-19", _label("KZ-19")
    ATYRAU = "KZ-23", _label("KZ-23")
    WEST_KAZAKHSTAN = "KZ-27", _label("KZ-27")
    ZHAMBYL = "KZ-31", _label("KZ-31")
    ZHETISU = "KZ-33", _label("KZ-33")
    KARAGANDY = "KZ-35", _label("KZ-35")
    KOSTANAY = "KZ-39", _label("KZ-39")
    KYZYLORDA = "KZ-43", _label("KZ-43")
    MANGYSTAU = "KZ-47", _label("KZ-47")
    PAVLODAR = "KZ-55", _label("KZ-55")
    NORTH_KAZAKHSTAN = "KZ-59", _label("KZ-59")
    TURKISTAN = "KZ-61", _label("KZ-61")
    ULYTAU = "KZ-62", _label("KZ-62")
    EAST_KAZAKHSTAN = "KZ-63", _label("KZ-63")
    ASTANA_CITY = "KZ-71", _label("KZ-71")
    ALMATY_CITY = "KZ-75", _label("KZ-75")
    SHYMKENT_CITY = "KZ-79", _label("KZ-79")
