"""A whole course as it would be published now, in both languages, with all that is missing."""

from django.utils.translation import gettext as _

from courses.models import Course, CoursePage
from courses.snapshots.draft import Draft, read_text
from courses.snapshots.parity import compare

LANGUAGES = ("kk", "ru")


def draft_of(course: Course, *, kept: bool = True) -> Draft:
    """Read the live pages of `course`. With `kept` their files are copied for good."""
    draft = Draft()
    for language in LANGUAGES:
        pages = list(
            CoursePage.objects.live().filter(course=course, locale__language_code=language)
        )
        if not pages:
            draft.wrong(
                _("The course has no published page in Kazakh.") if language == "kk"
                else _("The course has no published page in Russian.")
            )  # fmt: skip
        for surplus in pages[1:]:
            draft.wrong(_("The course has two pages in one language. Delete one."), surplus)
        if pages:
            draft.texts[language] = read_text(pages[0], language, draft, kept)
    if len(draft.texts) == len(LANGUAGES):
        compare(draft)
    return draft
