"""Forms of the courses app."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PublishForm(forms.Form):
    """What is said about a new edition."""

    note = forms.CharField(
        label=_("What is new"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For those who will ask later; learners do not see it."),
    )


class ImportForm(forms.Form):
    """A zip file of courses."""

    MOST_BYTES = 500 * 1024 * 1024

    file = forms.FileField(
        label=_("Zip file of a course"),
        help_text=_("As the export makes it, at most 500 MB. First you see what would change."),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )

    def clean_file(self):
        """Refuse what is too big or no zip file by its first bytes."""
        file = self.cleaned_data["file"]
        if file.size > self.MOST_BYTES:
            raise forms.ValidationError(
                _("The file is bigger than 500 MB. Leave films out, or ask for it to be loaded "
                  "on the server.")
            )  # fmt: skip
        if file.read(4) != b"PK\x03\x04":
            raise forms.ValidationError(
                _("This is no zip file. Choose the file that the export made.")
            )
        file.seek(0)
        return file


class ConfirmImportForm(forms.Form):
    """Whether an import may replace what was edited in the admin."""

    may_overwrite = forms.BooleanField(
        label=_("Replace pages that were edited here since the last load"), required=False
    )
