"""Where the two page trees of a course depart: other parents, another order."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.translation.twins import LANGUAGES, Twins


def misplaced(course: Iterable[Twins]) -> dict[UUID, str]:
    """Return a sentence for each page that stands elsewhere in the other language, by key."""
    both = [twins for twins in course if len(twins.pages) == len(LANGUAGES)]
    above_kk, above_ru = (_parents(both, language) for language in LANGUAGES)
    found: dict[UUID, str] = {}
    for twins in both:
        if above_kk[twins.key] != above_ru[twins.key]:
            found[twins.key] = _("It stands in another module than in the other language.")
    staying = [twins for twins in both if twins.key not in found]
    for parent in {above_kk[twins.key] for twins in staying}:
        children = [twins for twins in staying if above_kk[twins.key] == parent]
        for one, other in zip(_ordered(children, "kk"), _ordered(children, "ru"), strict=True):
            if one != other:
                found[one] = _("The order of the pages differs from here on.")
                break
    return found


def _ordered(children: Iterable[Twins], language: str) -> list[UUID]:
    """Return the keys of pages in the order of one language's tree."""
    return [
        path_and_key[1]
        for path_and_key in sorted((twins.pages[language].path, twins.key) for twins in children)
    ]


def _parents(both: Iterable[Twins], language: str) -> dict[UUID, UUID | None]:
    """Return for each page the key of the nearest page above it that has both languages."""
    at_path = {twins.pages[language].path: twins.key for twins in both}
    found: dict[UUID, UUID | None] = {}
    for path, key in at_path.items():
        above = (path[:end] for end in range(len(path) - Page.steplen, 0, -Page.steplen))
        found[key] = next((at_path[one] for one in above if one in at_path), None)
    return found
