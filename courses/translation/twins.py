"""The two pages of one text, as they are drafted now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Locale, Page

from courses.models import CoursePage, LessonPage, MatchedText, ModulePage
from courses.translation.segments import Piece, pieces, texts
from courses.translation.states import Match, Row, rows
from courses.translation.structure import Difference, differences

LANGUAGES = ("kk", "ru")
MODELS = (CoursePage, ModulePage, LessonPage)
OTHER = {"kk": "ru", "ru": "kk"}


@dataclass
class Twins:
    """A page in its languages: `pages` and the stored `contents` of their latest drafts."""

    key: UUID
    model: type[Page]
    pages: dict[str, Page] = field(default_factory=dict)
    contents: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    matched: list[tuple[str, str, str]] = field(default_factory=list)
    read: dict[str, list[Piece]] = field(default_factory=dict)

    @property
    def first(self) -> Page:
        """The page in the first language that has one."""
        return next(self.pages[language] for language in LANGUAGES if language in self.pages)

    @property
    def title(self) -> str:
        """What the drafts are called."""
        return self.first.draft_title or self.first.title

    def matches(self, source: str) -> dict[str, Match]:
        """Return the matched texts by address, seen from the language `source`."""
        if source == "kk":
            return {address: Match(kk, ru) for address, kk, ru in self.matched}
        return {address: Match(ru, kk) for address, kk, ru in self.matched}

    def pieces(self, language: str) -> list[Piece]:
        """Return all that the draft in `language` says and rules; empty when there is none."""
        if language not in self.read:
            content = self.contents.get(language)
            self.read[language] = [] if content is None else list(pieces(self.model, content))
        return self.read[language]

    def rows(self, source: str) -> list[Row]:
        """Return the texts in the language `source` with their states in the other one."""
        return rows(self.pieces(source), self.pieces(OTHER[source]), self.matches(source))

    def differences(self, source: str) -> list[Difference]:
        """Return where the page in the other language is built otherwise."""
        other = OTHER[source]
        if source not in self.contents or other not in self.contents:
            return []
        return differences(self.pieces(source), self.pieces(other))

    def words(self, language: str) -> dict[str, str]:
        """Return the texts of the draft in `language` by address."""
        return _words(self.pieces(language))

    def words_at(self, language: str, revision: int | None) -> dict[str, str]:
        """Return the texts of a revision by address; those of the draft when it is gone."""
        page = self.pages[language]
        if revision and revision != page.latest_revision_id:
            then = page.specific.revisions.filter(pk=revision).first()
            if then is not None:
                return _words(pieces(self.model, then.content))
        return self.words(language)

    @cached_property
    def open_rows(self) -> dict[str, list[Row]]:
        """By language: the texts of that language that are out of step with the other one."""
        return {
            OTHER[source]: [row for row in self.rows(source) if row.is_open] for source in LANGUAGES
        }

    @cached_property
    def is_out_of_step(self) -> bool:
        """Whether anything of the two has to be looked at."""
        return (
            len(self.pages) < len(LANGUAGES)
            or any(self.open_rows.values())
            or bool(self.differences("kk"))
        )


def _words(everything: Iterable[Piece]) -> dict[str, str]:
    return {address: piece.value or "" for address, piece in texts(everything).items()}


def twins_of(pages: Iterable[Page]) -> dict[UUID, Twins]:
    """Return the twins of `pages` by key, in the order given; other kinds of page are left out.

    `pages` are course, module and lesson pages in any language, read with `latest_revision`. Two
    queries for what is matched and for languages, at most three more for pages without a draft.
    """
    languages = {locale.pk: locale.language_code for locale in Locale.objects.all()}
    models = {
        content_type.pk: model
        for model, content_type in ContentType.objects.get_for_models(*MODELS).items()
    }
    wanted = [
        page
        for page in pages
        if page.content_type_id in models and languages.get(page.locale_id) in LANGUAGES
    ]
    contents = contents_of(wanted, models)
    found: dict[UUID, Twins] = {}
    for page in wanted:
        key = page.translation_key
        twins = found.setdefault(key, Twins(key, models[page.content_type_id]))
        language = languages[page.locale_id]
        twins.pages[language] = page
        twins.contents[language] = contents[page.pk]
    matched = MatchedText.objects.filter(page_key__in=found).values_list(
        "page_key", "address", "kk", "ru"
    )
    for key, address, kk, ru in matched:
        found[key].matched.append((address, kk, ru))
    return found


def contents_of(
    pages: Iterable[Page], models: Mapping[int, type[Page]]
) -> dict[int, Mapping[str, Any]]:
    """Return the stored content of the latest draft of each page, by its id."""
    contents: dict[int, Mapping[str, Any]] = {}
    bare: dict[int, list[int]] = {}
    for page in pages:
        if page.latest_revision:
            contents[page.pk] = page.latest_revision.content
        else:
            bare.setdefault(page.content_type_id, []).append(page.pk)
    for content_type, ids in bare.items():
        for page in models[content_type].objects.filter(pk__in=ids):
            contents[page.pk] = page.serializable_data()
    return contents


def twins_of_page(page: Page) -> Twins:
    """Return the twins to which one page belongs."""
    both = Page.objects.filter(
        translation_key=page.translation_key, content_type_id=page.content_type_id
    ).select_related("latest_revision")  # fmt: skip
    return twins_of(both)[page.translation_key]
