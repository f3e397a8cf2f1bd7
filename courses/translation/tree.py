"""Where the two page trees of a course depart: other parents, another order."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.translation.twins import LANGUAGES, Twins


def misplaced(course: Iterable[Twins]) -> dict[UUID, str]:
    """Return a sentence for each page that stands elsewhere in the other language, by key."""
    both = [twins for twins in course if len(twins.pages) == len(LANGUAGES)]
    found: dict[UUID, str] = {}
    parents = {language: _parents(both, language) for language in LANGUAGES}
    for twins in both:
        kk, ru = (parents[language].get(twins.key) for language in LANGUAGES)
        if kk != ru:
            found[twins.key] = _("It stands in another module than in the other language.")
    staying = [twins for twins in both if twins.key not in found]
    for parent in {parents["kk"].get(twins.key) for twins in staying}:
        children = [twins for twins in staying if parents["kk"].get(twins.key) == parent]
        kk, ru = (
            [twins.key for twins in sorted(children, key=lambda t, at=language: t.pages[at].path)]
            for language in LANGUAGES
        )
        for one, other in zip(kk, ru, strict=True):
            if one != other:
                found[one] = _("The order of the pages differs from here on.")
                break
    return found


def _parents(both: Iterable[Twins], language: str) -> dict[UUID, UUID]:
    """Return for each page the key of the nearest page above it that has both languages."""
    at_path = {twins.pages[language].path: twins.key for twins in both}
    step = Page.steplen
    return {
        key: next(
            (
                at_path[path[:length]]
                for length in range(len(path) - step, 0, -step)
                if path[:length] in at_path
            ),
            None,
        )
        for path, key in at_path.items()
    }  # type: ignore[return-value]
