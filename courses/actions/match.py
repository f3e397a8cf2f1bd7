"""Writing down which texts of the two languages mean the same."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from courses.models import MatchedText
from courses.translation.segments import texts
from courses.translation.twins import MODELS, twins_of
from courses.translation.words import are_equal, is_blank, looks_like_a_name, looks_untranslated


@dataclass(frozen=True)
class Matched:
    """Two texts by language that mean the same, and where they stand."""

    address: str
    words: Mapping[str, str]


@transaction.atomic
def match_texts(*, page_key: UUID, texts: Collection[Matched], by: str) -> int:
    """Write down that these texts of a page mean the same; return how many are new or other.

    `by` is the label of whoever says so.
    """
    return _write([(page_key, text) for text in texts], by)


@transaction.atomic
def match_pages(*, keys: Iterable[UUID], by: str) -> int:
    """Write down that all texts of these pages mean the same, as files translated together do.

    Left out are texts that are blank in a language, or the same in both though they have
    Cyrillic letters and are no name. Returns how many are new or other than what was written down.
    """
    pages = Page.objects.type(*MODELS).filter(translation_key__in=set(keys))
    found: list[tuple[UUID, Matched]] = []
    for twins in twins_of(pages.select_related("latest_revision")).values():
        if len(twins.contents) < 2:
            continue
        kk, ru = (texts(twins.pieces(language)) for language in ("kk", "ru"))
        for address, piece in kk.items():
            ours, theirs = piece.value, ru[address].value if address in ru else ""
            if is_blank(ours) or is_blank(theirs):
                continue
            if looks_untranslated(ours, theirs) and not looks_like_a_name(ours):
                continue
            found.append((twins.key, Matched(address, {"kk": ours, "ru": theirs})))
    return _write(found, by)


def _write(found: list[tuple[UUID, Matched]], by: str) -> int:
    known = {
        (match.page_key, match.address): match
        for match in MatchedText.objects.filter(page_key__in={key for key, _match in found})
    }
    now = timezone.now()
    fresh = [
        MatchedText(page_key=key, address=text.address, by=by, at=now, **text.words)
        for key, text in found
        if not _says(known.get((key, text.address)), text)
    ]
    MatchedText.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["page_key", "address"],
        update_fields=["kk", "ru", "by", "at"],
    )
    return len(fresh)


def _says(match: MatchedText | None, text: Matched) -> bool:
    return (
        match is not None
        and are_equal(match.kk, text.words["kk"])
        and are_equal(match.ru, text.words["ru"])
    )
