"""The form in which a lesson is written."""

from typing import Any

from cms.page_form import PageForm
from courses.writing.address import address_of, give_address
from courses.writing.pattern import lesson_pattern


class CoursesPageForm(PageForm):
    """The form of a course, a module, a lesson: its address follows the title until it is known."""

    def __init__(self, *args, **kwargs) -> None:
        """Ask nobody for an address: an empty one is made.

        Wagtail previews a page that was never saved without its language, which is its parent's.
        """
        page, parent = kwargs.get("instance"), kwargs.get("parent_page")
        if page is not None and page.locale_id is None and parent is not None:
            page.locale = parent.locale
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        """Take Latin letters only: an address is typed, printed and read out."""
        typed = self.cleaned_data["slug"]
        if typed:
            return address_of(typed)
        return self.instance.slug if self.instance.first_published_at else ""

    def save(self, commit: bool = True) -> Any:
        """Save; a page nobody saw yet and no translation shares is addressed by its title."""
        page = self.instance
        is_unseen = page.first_published_at is None and not self.has_twin()
        if "slug" not in self.fields and is_unseen:
            page.slug = ""
        give_address(page, self.parent_page)
        return super().save(commit=commit)

    def has_twin(self) -> bool:
        """Whether the page stands in the other language already, under the same address."""
        page = self.instance
        return bool(page.pk) and page.get_translations().exists()


class LessonPageForm(CoursesPageForm):
    """A new lesson opens with the pattern, in the language of the page."""

    def __init__(self, data=None, *args, **kwargs) -> None:
        """Fill in the pattern where nothing was written or sent yet."""
        page = kwargs.get("instance")
        if data is None and page is not None and page.pk is None and not page.body:
            field = page._meta.get_field("body")
            # A preview of a page that was never saved has its language from the page above.
            locale = page.locale if page.locale_id else kwargs["parent_page"].locale
            pattern = field.to_python(lesson_pattern(locale.language_code))
            kwargs["initial"] = {"body": pattern} | kwargs.get("initial", {})
        super().__init__(data, *args, **kwargs)
