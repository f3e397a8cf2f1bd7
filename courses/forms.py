"""Forms of the courses app."""

import re

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from cms.uploads.forms import too_large

FEWEST_WORDS = 3
TOO_SHORT = _("Please say it in a few words: somebody will ask later.")


def a_few_words(text: str) -> None:
    """Refuse what says nothing: somebody will ask later."""
    if len(re.findall(r"\w{2,}", text)) < FEWEST_WORDS:
        raise ValidationError(TOO_SHORT)


class WordsField(forms.CharField):
    """A short text of at least a few words."""

    widget = AdminAutoHeightTextInput

    default_error_messages = {"required": TOO_SHORT}

    def __init__(self, **kwargs):
        super().__init__(max_length=2000, validators=[a_few_words], **kwargs)


class PublishForm(forms.Form):
    """What is said about a new edition."""

    note = WordsField(
        label=_("Why this edition"),
        help_text=_("For the history of the course; learners do not see it."),
    )
    news_kk = forms.CharField(
        label=_("What is new, in Kazakh"), max_length=2000, required=False,
        widget=AdminAutoHeightTextInput,
        help_text=_("Read by learners who are in the middle of an older edition."),
    )  # fmt: skip
    news_ru = forms.CharField(
        label=_("What is new, in Russian"), max_length=2000, required=False,
        widget=AdminAutoHeightTextInput,
        help_text=_("The same in Russian. Leave both empty if there is nothing to say."),
    )  # fmt: skip

    def clean(self):
        """Refuse news in one language only."""
        said = super().clean() or self.cleaned_data
        kk, ru = said.get("news_kk"), said.get("news_ru")
        if kk and not ru:
            self.add_error("news_ru", _("Please say it in Russian too."))
        elif ru and not kk:
            self.add_error("news_kk", _("Please say it in Kazakh too."))
        return said

    @property
    def news(self) -> dict[str, str]:
        """What is new, by language."""
        return {"kk": self.cleaned_data["news_kk"], "ru": self.cleaned_data["news_ru"]}


class ReasonForm(forms.Form):
    """Why something is corrected, withdrawn or declined."""

    reason = WordsField(
        label=_("Reason"), help_text=_("For the history of the course; learners do not see it.")
    )


class ImportForm(forms.Form):
    """A zip file of courses."""

    file = forms.FileField(
        label=_("Zip file of a course"),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.most = settings.UPLOAD_LIMITS["archive"]
        self.fields["file"].help_text = gettext(
            "As the export makes it, at most %(size)s. First you see what would change."
        ) % {"size": filesizeformat(self.most)}

    def clean_file(self):
        """Refuse what is too big or no zip file by its first bytes."""
        file = self.cleaned_data["file"]
        if file.size > self.most:
            raise forms.ValidationError(too_large(self.most, "archive"))
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


class TakeAlongWholeForm(forms.Form):
    """Whether the file to take along is to have the lessons that it usually leaves out."""

    is_whole = forms.BooleanField(
        label=_("Put these lessons into the file"),
        error_messages={
            "required": _("Tick the box if you want these lessons in the file. Otherwise go back: "
                          "the usual file is there.")
        },
    )  # fmt: skip
