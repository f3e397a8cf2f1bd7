"""Translating pages: drafts only. Nothing here publishes or submits anything."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Revision

from courses.actions.match import Matched, match_texts
from courses.exceptions import (
    TranslationHasNoPlace,
    TranslationLocked,
    TranslationMoved,
    TranslationOverlaps,
    TranslationRefused,
)
from courses.translation.segments import (
    OWN_KINDS,
    content_fields,
    kind_of_field,
    stream_value,
    texts,
)
from courses.translation.structure import rebuilt
from courses.translation.twins import MODELS, OTHER, Twins, twins_of_page
from courses.translation.words import are_equal, is_blank, looks_untranslated


@dataclass(frozen=True)
class Shown:
    """What a translator saw: revisions of source and target, and what was said to go."""

    source_revision: int | None
    target_revision: int | None
    going: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Saved:
    """What a save did: how many texts changed, how many were matched, whether a draft was made."""

    changed: int
    matched: int
    revision: Revision | None


@transaction.atomic
def begin_translation(*, source: Page, user: Any = None) -> Page:
    """Make the page that is missing in the other language, and what is missing above it.

    It is a draft: not live, its texts empty but for the title, everything else as in `source`.
    It stands where its source stands among its neighbours. Returns the page that is there
    already when there is one. Raises TranslationHasNoPlace when the tree has no place for it.
    """
    language = OTHER[source.locale.language_code]
    locale = Locale.objects.get(language_code=language)
    above = source.get_parent()
    parent = Page.objects.filter(translation_key=above.translation_key, locale=locale).first()
    if parent is None:
        if not isinstance(above.specific, MODELS):
            raise TranslationHasNoPlace
        parent = begin_translation(source=above, user=user)
    parent = Page.objects.select_for_update().get(pk=parent.pk)
    model = source.specific_class
    assert model is not None
    made = model.objects.filter(translation_key=source.translation_key, locale=locale).first()
    if made is not None:
        return made
    content = twins_of_page(source).contents[OTHER[language]]
    page = model(
        locale=locale, translation_key=source.translation_key, live=False,
        has_unpublished_changes=True, owner=user,
    )  # fmt: skip
    _fill(page, rebuilt(model, content, {"title": content["title"]}))
    _stand(page, parent, source)
    page.save_revision(user=user, log_action=True, clean=False)
    return page


def _stand(page: Page, parent: Page, source: Page) -> None:
    """Add a page below `parent`, after the nearest neighbour before it in the source's tree."""
    nearest_first = source.get_prev_siblings().values_list("translation_key", flat=True)
    siblings = {child.translation_key: child for child in parent.get_children()}
    nearest = next((siblings[key] for key in nearest_first if key in siblings), None)
    if nearest is not None:
        nearest.add_sibling(pos="right", instance=page)
    elif siblings:
        parent.get_first_child().add_sibling(pos="left", instance=page)
    else:
        parent.add_child(instance=page)


@transaction.atomic
def save_translation(
    *,
    source: Page,
    target: Page,
    typed: Mapping[str, str],
    agreed: Collection[str] = (),
    shown: Shown,
    user: Any,
    by: str,
) -> Saved:
    """Bring the draft of `target` to the structure of `source` and to the texts that were typed.

    `typed` are texts by address; only those count that differ from what was shown, so texts that
    somebody else changed meanwhile stay. `agreed` are addresses of which it was said that the
    translation is still right. Texts that were typed or agreed are matched with the source as it
    was shown. A new draft revision is made when anything changes; the live page stays as it is.

    Raises TranslationLocked, TranslationOverlaps (somebody else changed the same texts since),
    TranslationMoved (more would go than was shown), TranslationRefused (the page cannot be so).
    """
    Page.objects.select_for_update().get(pk=target.pk)
    target = Page.objects.get(pk=target.pk).specific
    _refuse_locked(target, user)
    language = target.locale.language_code
    twins = twins_of_page(target)
    source_content, now = twins.contents[OTHER[language]], twins.contents[language]
    base = twins.words_at(language, shown.target_revision)
    theirs = twins.words(language)
    changed = {
        address: text
        for address, text in typed.items()
        if not are_equal(text, base.get(address, ""))
    }
    _refuse_overlaps(changed, base, theirs)
    # A text that became the same meanwhile needs no change.
    changed = {a: text for a, text in changed.items() if not are_equal(text, theirs.get(a, ""))}
    lost = {d.address for d in twins.differences(OTHER[language]) if d.kind == "goes"}
    if lost - shown.going:
        raise TranslationMoved
    words = theirs | changed
    followed = _followed(twins, language, words, keeping={*changed, *agreed})
    words |= followed
    content = rebuilt(twins.model, source_content, words)
    revision = None
    if not _is_content(twins.model, content, now):
        revision = _save_draft(target, content, user)
    source_shown = twins.words_at(OTHER[language], shown.source_revision)
    matched = [
        Matched(address, {OTHER[language]: source_shown[address], language: words[address]})
        for address in {*typed, *agreed, *followed}
        if _is_match(address, source_shown, words, base, {*agreed, *followed}, typed)
    ]
    match_texts(page_key=target.translation_key, texts=matched, by=by)
    return Saved(len(changed), len(matched), revision)


def _followed(
    twins: Twins, language: str, words: Mapping[str, str], keeping: Collection[str]
) -> dict[str, str]:
    """Return the links and files that are to be the source's: they were, or there was none."""
    matches = twins.matches(OTHER[language])
    return {
        address: piece.value
        for address, piece in texts(twins.pieces(OTHER[language])).items()
        if piece.kind in OWN_KINDS and address not in keeping
        and words.get(address, "") in ("", matches[address].source if address in matches else "")
    }  # fmt: skip


def _is_match(
    address: str,
    source: Mapping[str, str],
    words: Mapping[str, str],
    base: Mapping[str, str],
    agreed: Collection[str],
    typed: Mapping[str, str],
) -> bool:
    """Whether a text was said to mean the same as its source."""
    if is_blank(source.get(address)) or is_blank(words.get(address)):
        return False
    if address in agreed:
        return True
    is_typed = not are_equal(typed[address], base.get(address, ""))
    return is_typed and not looks_untranslated(source[address], words[address])


def _refuse_locked(target: Page, user: Any) -> None:
    lock = target.get_lock()
    if lock is not None and (user is None or lock.for_user(user)):
        raise TranslationLocked(
            _("The page is locked or in review, so nothing was saved. What you typed is below.")
        )


def _refuse_overlaps(
    changed: Mapping[str, str], base: Mapping[str, str], theirs: Mapping[str, str]
) -> None:
    """Refuse when somebody else changed the same text to other words since it was shown."""
    both = [
        address
        for address, text in changed.items()
        if not are_equal(theirs.get(address, ""), base.get(address, ""))
        and not are_equal(theirs.get(address, ""), text)
    ]
    if both:
        raise TranslationOverlaps(both)


def _is_content(model: type[Page], content: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether a draft says `content` already."""
    for field in content_fields(model):
        one, other = content[field.name], now.get(field.name)
        if kind_of_field(field) == "blocks":
            other = stream_value(other)
        if one != other and not (one in (None, "") and other in (None, "")):
            return False
    return True


def _save_draft(target: Page, content: Mapping[str, Any], user: Any) -> Revision:
    draft = target.get_latest_revision_as_object()
    _fill(draft, content)
    if draft.alias_of_id:
        # Its words are its own from now on.
        draft.alias_of = None
        Page.objects.filter(pk=draft.pk).update(alias_of=None)
    try:
        draft.minimal_clean()
        if not draft.live:
            draft.save()
    except ValidationError as error:
        raise TranslationRefused(" ".join(error.messages)) from error
    revision: Revision = draft.save_revision(user=user, log_action=True, clean=False)
    return revision


def _fill(page: Page, content: Mapping[str, Any]) -> None:
    """Set the fields of a page from stored content."""
    for field in content_fields(type(page)):
        value = content.get(field.name)
        if field.is_relation:
            setattr(page, field.attname, value)
        elif kind_of_field(field) in ("blocks", "fixed"):
            setattr(page, field.name, field.to_python(value))
        else:
            setattr(page, field.name, value or "")
