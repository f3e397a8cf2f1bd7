"""What is typed for a person who is present."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actions.receiving import Document
from accounts.contacts import parse_contact
from accounts.exceptions import ContactMalformed
from accounts.models import User
from certificates.desk.forms import PresentForm
from registry.gateway import IdentityNumber


class ReceiveForm(PresentForm):
    """The document, the language, and that the person agreed."""

    contact = forms.CharField(
        label=_("Phone or e-mail with which the person has signed in before"),
        help_text=_("Ask: «Have you opened Otau before?» If not, leave it empty."),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(
        label=_("Language in which the person reads"),
        choices=User.Language.choices,
        widget=forms.RadioSelect,
    )
    version = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label=_("The person has read the consent text, or I have read it to them, and they agreed "
                "in my presence."),
    )  # fmt: skip

    field_order = [
        "identity_number", "country", "name", "contact", "language", "document_seen", "agreed",
    ]  # fmt: skip

    def clean_contact(self) -> str:
        """Bring the contact into the form in which it is kept; empty is empty."""
        typed = str(self.cleaned_data["contact"]).strip()
        try:
            return parse_contact(typed) if typed else ""
        except ContactMalformed as error:
            raise forms.ValidationError(str(error)) from error

    def document(self) -> Document:
        """Return what was read in the document."""
        identity: IdentityNumber = self.cleaned_data["identity"]
        return Document(
            kind=identity.kind, country=identity.country, number=identity.number,
            name=self.cleaned_data["name"],
        )  # fmt: skip

    def given(self) -> dict[str, Any]:
        """Return the language and the contact."""
        return {name: self.cleaned_data[name] for name in ("language", "contact")}
