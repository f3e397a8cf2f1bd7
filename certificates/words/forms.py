"""The words of the paper, as somebody types them in Wagtail's admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model
from wagtail.images.widgets import AdminImageChooser

from certificates.words.exceptions import WordsUnfit
from certificates.words.logo import LogoUnfit, keep, prepared
from certificates.words.models import PAIRS, TEXTS, TemplateProposal, TemplateWords
from courses.models import Course

LONGEST_NOTE = 1000
MOST_DIGITS = 10


class LogoChooser(AdminImageChooser):
    """Wagtail's chooser, which cannot draw itself with what is no number."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Read nonsense as a picture that is not there."""
        value = super().value_from_datadict(data, files, name)
        sound = not value or (value.isascii() and value.isdecimal() and len(value) < MOST_DIGITS)
        return value if sound else "0"


class WordsForm(forms.ModelForm):
    """What an editor may say; labels of facts and the notes with a legal meaning are not here."""

    picture = forms.ModelChoiceField(
        label=_("Logo"), queryset=get_image_model().objects.all(), required=False,
        widget=LogoChooser,
        help_text=_("PNG or JPEG, dark on white, at least 250 pixels. Without a choice the logo "
                    "stays as it is."),
    )  # fmt: skip
    no_logo = forms.BooleanField(label=_("Without a logo"), required=False)

    class Meta:
        model = TemplateProposal
        fields = ("course", *TEXTS, "note")
        widgets = {
            "sentence_kk": forms.Textarea(attrs={"rows": 2}),
            "sentence_ru": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_NOTE}),
        }

    def __init__(self, *args: Any, source: TemplateWords | None = None, **kwargs: Any) -> None:
        """Begin with the words of `source`, whose logo stays unless another is chosen."""
        self.logo_before = source.logo if source else ""
        super().__init__(*args, **kwargs)
        course = self.fields["course"]
        course.queryset = Course.objects.order_by("code")  # type: ignore[attr-defined]
        course.empty_label = _("All courses")  # type: ignore[attr-defined]
        for name in ("issuer", "title"):
            for language in ("kk", "ru"):
                self.fields[f"{name}_{language}"].required = True
        self.fields["note"].max_length = LONGEST_NOTE  # type: ignore[attr-defined]
        if not self.logo_before:
            del self.fields["no_logo"]
        for field in TEXTS:
            language = field.rpartition("_")[2]
            self.fields[field].widget.attrs |= {"lang": language}

    def clean_note(self) -> str:
        """Keep the note short enough to be read."""
        note: str = self.cleaned_data["note"]
        if len(note) > LONGEST_NOTE:
            raise forms.ValidationError(
                _("At most %(most)s characters."), params={"most": LONGEST_NOTE}
            )
        return note

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the texts in Kazakh beside those in Russian, in the order of the paper."""
        return [(self[f"{name}_kk"], self[f"{name}_ru"]) for name in PAIRS]

    def words(self) -> dict[str, Any] | None:
        """Return the words as `draft_words` takes them, the logo stored; None after an error."""
        given = dict(self.cleaned_data)
        picture, without = given.pop("picture"), given.pop("no_logo", False)
        given["logo"] = "" if without else self.logo_before
        if picture is not None and not without:
            try:
                given["logo"] = keep(prepared(picture))
            except LogoUnfit as problem:
                self.add_error("picture", str(problem))
                return None
        return given

    def tell(self, problem: WordsUnfit) -> None:
        """Say at each field what is wrong with it."""
        for field, reasons in problem.problems.items():
            for reason in reasons:
                self.add_error(field, reason)


class ReturnForm(forms.Form):
    """A course that shall have the words of all courses again."""

    course = forms.ModelChoiceField(label=_("Course"), queryset=Course.objects.none())
    note = forms.CharField(
        label=_("What changes, and why"), max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, courses: list[int], **kwargs: Any) -> None:
        """Offer the courses that have words of their own."""
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = Course.objects.filter(  # type: ignore[attr-defined]
            pk__in=courses
        ).order_by("code")


class DeclineForm(forms.Form):
    """Why a proposal is not published."""

    reason = forms.CharField(
        label=_("Why it is declined"), max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
