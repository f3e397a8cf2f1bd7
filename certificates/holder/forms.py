"""What a holder fills in."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from accounts.forms import NameForm
from cms.forms import regions
from web.tokens import new_token

# How long a form that makes a link may lie open.
FORM_SECONDS = 24 * 60 * 60


class NameLinkForm(forms.Form):
    """For how long a link opens the name.

    The form brings the link's token along, signed for its holder, so that sending it twice makes
    one link.
    """

    days = forms.TypedChoiceField(
        label=_("For how long"),
        choices=[(1, _("1 day")), (7, _("7 days")), (30, _("30 days"))],
        coerce=int,
        initial=30,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long the link works.")},
    )
    token = forms.CharField(max_length=200, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, salt: str) -> None:
        """`salt` names the holder and the certificate."""
        self.salt = f"name-link:{salt}"
        super().__init__(data)
        self.initial["token"] = signing.dumps(new_token(), salt=self.salt)

    def clean_token(self) -> str:
        """Return the token of this form; one of another page, or too old, makes no link."""
        try:
            found = signing.loads(self.cleaned_data["token"], salt=self.salt, max_age=FORM_SECONDS)
        except signing.BadSignature:
            raise forms.ValidationError(
                _("This page was open for too long. Open it again and make the link.")
            ) from None
        return str(found)


class WishedNameForm(NameForm):
    """How a settled name should be written."""

    name = forms.CharField(
        label=_("Your name as in the identity document"),
        help_text=_("Family name, given name and, if there is one, patronymic."),
        max_length=200,
        error_messages={"required": _("Please type your name as in the identity document.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class OfficesForm(forms.Form):
    """Where somebody looks for a registry office."""

    region = forms.ChoiceField(
        label=_("Region"), required=False, choices=lambda: [("", _("Choose a region")), *regions()]
    )
