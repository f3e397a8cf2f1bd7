"""What a clerk types at the desk."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.forms import NameForm
from certificates.desk.carry import Question
from certificates.desk.keyboards import digits_meant
from registry.countries import country_choices
from registry.forms import PRIVATE, ApplicationNumberField
from registry.gateway import IdentityNumber


class Purpose(models.TextChoices):
    """What a clerk looks somebody up for; recorded, and shown to the person."""

    REGISTRATION = "desk", _("registration of the marriage at this office")
    MOVED = "moved", _("the application is being moved to this office")
    ELSEWHERE = "elsewhere", _("the ceremony is held at this office")
    REQUEST = "request", _("the person asked for it at this office")
    CERTIFICATE = "certificate", _("a certificate that was shown")
    DOCUMENT = "identity", _("the identity document was shown")
    RECOVERY = "recovery", _("the person lost the phone or e-mail of their account")
    CONFLICT = "conflict", _("two accounts gave the same identity")
    UNLINK = "unlink", _("an application may be linked to another person's page")
    NAME = "name", _("the name of the account is not that of the document")


class DocumentForm(forms.Form):
    """The number of an identity document: an IIN, or with a country a foreign passport."""

    identity_number = forms.CharField(
        label=_("Identity number (IIN)"),
        max_length=30,
        widget=forms.TextInput(attrs={"class": "input--iin"} | PRIVATE),
    )
    country = forms.ChoiceField(
        label=_("Country of the passport"),
        help_text=_("Only for a foreign passport: its number is then typed above."),
        required=False,
        choices=country_choices,
    )

    def clean(self) -> dict[str, Any]:
        """Read the number as an identity; say what is wrong with it."""
        cleaned = super().clean() or {}
        typed, country = cleaned.get("identity_number", ""), cleaned.get("country", "")
        if not typed:
            return cleaned
        try:
            cleaned["identity"] = (
                IdentityNumber.passport(country, typed)
                if country
                else IdentityNumber.iin(digits_meant(typed))
            )
        except ValueError:
            words = (
                _("A passport's number has Latin letters and digits. Check it.")
                if country
                else _("This is not an IIN. It has 12 digits: check each of them.")
            )
            self.add_error("identity_number", words)
        return cleaned


class QuestionForm(DocumentForm):
    """The number of one applicant and the number of their application."""

    application_number = ApplicationNumberField()

    field_order = ["identity_number", "application_number", "country"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put the cursor into the first field: the desk is used a hundred times a day."""
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["identity_number"].widget.attrs["autofocus"] = True

    def question(self) -> Question:
        """Return the question that was typed."""
        identity: IdentityNumber = self.cleaned_data["identity"]
        return Question(
            kind=identity.kind,
            country=identity.country,
            number=identity.number,
            application=digits_meant(self.cleaned_data["application_number"]),
        )


class CertificateForm(forms.Form):
    """A certificate's number, or the text of its QR code as a scanner types it."""

    certificate = forms.CharField(
        label=_("Certificate number or scanned QR code"),
        max_length=600,
        widget=forms.TextInput(attrs=PRIVATE),
    )


class PurposeForm(forms.Form):
    """What the clerk of another office asks for."""

    purpose = forms.ChoiceField(
        label=_("What do you need the answer for?"),
        choices=[
            (purpose.value, purpose.label)
            for purpose in (Purpose.MOVED, Purpose.ELSEWHERE, Purpose.REQUEST)
        ],
        widget=forms.RadioSelect,
    )
    question = forms.CharField(widget=forms.HiddenInput)


class SeenForm(forms.Form):
    """The person before the clerk, and the account they name as theirs."""

    contact = forms.CharField(
        label=_("Phone or e-mail with which the person signs in"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    document_seen = forms.BooleanField(
        label=_("The document is in my hand, and its name and number are those of this person."),
    )
    question = forms.CharField(widget=forms.HiddenInput)


class RecoveryForm(DocumentForm):
    """A person lost the phone or e-mail of their account and shows their document."""

    contact = forms.CharField(
        label=_("New phone or e-mail of the person"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    document_seen = forms.BooleanField(
        label=_("The document is in my hand, and its name and number are those of this person."),
    )

    field_order = ["identity_number", "country", "contact", "document_seen"]


class CorrectionForm(NameForm, DocumentForm):
    """The name of an account whose identity is confirmed is not the one in the document."""

    name = forms.CharField(
        label=_("Name as in the document"),
        help_text=_("Family name, given name and, if there is one, patronymic."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    document_seen = forms.BooleanField(
        label=_("The document is in my hand, and this name and this number stand in it."),
    )

    field_order = ["identity_number", "country", "name", "document_seen"]


class UnlinkForm(DocumentForm):
    """The person of an application, and the application that may hang on another's page."""

    application_number = ApplicationNumberField()
    document_seen = forms.BooleanField(
        label=_("The document is in my hand, and its name and number are those of this person."),
    )

    field_order = ["identity_number", "application_number", "country", "document_seen"]

    def question(self) -> Question:
        """Return the pair of numbers, marked so that nothing else is done with it."""
        identity: IdentityNumber = self.cleaned_data["identity"]
        return Question(
            kind=identity.kind,
            country=identity.country,
            number=identity.number,
            application=digits_meant(self.cleaned_data["application_number"]),
            purpose=Purpose.UNLINK,
        )


class ConflictForm(DocumentForm):
    """Which of two accounts is right, decided with the document in hand."""

    resolution = forms.ChoiceField(label=_("Decision"), choices=[], widget=forms.RadioSelect)
    document_seen = forms.BooleanField(
        label=_("The document is in my hand, and its name and number are those of this person."),
    )

    field_order = ["identity_number", "country", "resolution", "document_seen"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer both decisions with what each of them does."""
        super().__init__(*args, **kwargs)
        self.fields["resolution"].choices = [  # type: ignore[attr-defined]
            (
                "kept",
                _("Leave it as it is: the person before me has the account whose proof stands."),
            ),
            (
                "restored",
                _("Give the identity to the other account: that one is the person's before me."),
            ),
        ]  # fmt: skip
