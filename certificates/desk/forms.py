"""What a clerk types at the desk."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.forms import NameForm
from certificates.desk.carry import Question
from certificates.desk.facts import Fact, Kind, passport_in, recognise
from certificates.desk.keyboards import digits_meant
from registry.countries import country_choices
from registry.forms import PRIVATE, ApplicationNumberField
from registry.gateway import IdentityNumber
from registry.models import RegistryOffice

# A certificate's code has about 230 characters; whatever is longer is a shop's.
LONGEST_SCAN = 600


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
    EXEMPTION = "exemption", _("an exemption from the course")
    ENTRY = "entry", _("the application was entered at this office")


def passport_country() -> forms.ChoiceField:
    """Return the field for the country of a passport; empty where an IIN is typed."""
    return forms.ChoiceField(
        label=_("Country of the passport"),
        help_text=_("Only for a foreign passport: its number is then typed above."),
        required=False,
        choices=country_choices,
    )


class DocumentForm(forms.Form):
    """The number of an identity document: an IIN, or with a country a foreign passport."""

    takes_cursor = False  # whether its page begins with the number

    identity_number = forms.CharField(
        label=_("Identity number (IIN)"),
        max_length=30,
        widget=forms.TextInput(attrs={"class": "input--iin"} | PRIVATE),
    )
    country = passport_country()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put the cursor into the number, unless something is wrong and the summary has it."""
        super().__init__(*args, **kwargs)
        if self.takes_cursor and not self.is_bound:
            self.fields["identity_number"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        """Read the number as an identity; say what is wrong with it."""
        cleaned = super().clean() or {}
        typed, country = cleaned.get("identity_number", ""), cleaned.get("country", "")
        if not typed:
            return cleaned
        try:
            cleaned["identity"] = (
                passport_in(country, typed) if country else IdentityNumber.iin(digits_meant(typed))
            )
        except ValueError:
            words = (
                _("A passport's number has Latin letters and digits. Check it.")
                if country
                else _("This is not an IIN. It has 12 digits: check each of them.")
            )
            self.add_error("identity_number", words)
        return cleaned


class FactForm(forms.Form):
    """The one field: a person's, an application's or a certificate's number, or a scan."""

    fact = forms.CharField(
        label=_("Scan or type a number"),
        help_text=_("Of the identity document, of the application or of the certificate."),
        max_length=LONGEST_SCAN,
        widget=forms.TextInput(attrs={"class": "input--fact", "autofocus": True} | PRIVATE),
        error_messages={"required": _("The field is empty. Scan a code or type a number.")},
    )
    country = passport_country()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """What is wrong with a field takes the focus: the summary above it does."""
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self.fields["fact"].widget.attrs.pop("autofocus")

    is_almost_iin = False

    def clean(self) -> dict[str, Any]:
        """Tell what was typed apart; say what is wrong with what is none of the three."""
        cleaned = super().clean() or {}
        typed, country = cleaned.get("fact", ""), cleaned.get("country", "")
        if not typed:
            return cleaned
        if country:
            try:
                passport = passport_in(country, typed)
            except ValueError:
                words = _("A passport's number has Latin letters and digits. Check it.")
                self.add_error("fact", words)
            else:
                cleaned["recognised"] = Fact(Kind.IDENTITY, identity=passport)
            return cleaned
        found = recognise(typed)
        if found.kind == Kind.ALMOST_IIN and "is_application" not in self.data:
            self.is_almost_iin = True
            self.add_error(
                "fact",
                _("These are twelve digits, but not an IIN: one of them is wrong. Check each."),
            )
        elif found.kind == Kind.FOREIGN:
            # It may be anything, and long.
            self.data = {name: self.data[name] for name in self.data} | {"fact": ""}
            self.add_error(
                "fact",
                _("This is not a code or a number of Otau. Nothing was opened and nothing was "
                  "kept. Scan the code of a certificate, or type a number."),
            )  # fmt: skip
        cleaned["recognised"] = found
        return cleaned


class SecondIdentityForm(DocumentForm):
    """After the number of an application: one of its two people."""

    takes_cursor = True
    first = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take a scan, too: a scanner may be faster than a hand."""
        super().__init__(*args, **kwargs)
        self.fields["identity_number"].widget.attrs["maxlength"] = LONGEST_SCAN


class SecondApplicationForm(forms.Form):
    """After the number of a person: their application."""

    application_number = ApplicationNumberField()
    first = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put the cursor into the field: a scanner may be faster than a hand."""
        super().__init__(*args, **kwargs)
        self.fields["application_number"].widget.attrs["maxlength"] = LONGEST_SCAN
        if not self.is_bound:
            self.fields["application_number"].widget.attrs["autofocus"] = True


class LeafletForm(forms.Form):
    """One of the clerk's offices, where a leaflet was given, or was not after all."""

    office = forms.ChoiceField(choices=[])
    undo = forms.BooleanField(required=False)

    def __init__(self, *args: Any, offices: Sequence[RegistryOffice], **kwargs: Any) -> None:
        """Take the clerk's own offices only."""
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [(one.pk, one) for one in offices]  # type: ignore[attr-defined]


class QuestionForm(DocumentForm):
    """Both numbers, to compare them with the papers once more where they are no pair."""

    application_number = ApplicationNumberField()

    field_order = ["identity_number", "application_number", "country"]

    def question(self) -> Question:
        """Return the question that was typed."""
        identity: IdentityNumber = self.cleaned_data["identity"]
        return Question(
            kind=identity.kind,
            country=identity.country,
            number=identity.number,
            application=digits_meant(self.cleaned_data["application_number"]),
        )


class FirstRadioSelect(forms.RadioSelect):
    """Radio buttons of which the first has the cursor when the page opens."""

    has_cursor = True

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the first of them the cursor."""
        option = super().create_option(*args, **kwargs)
        if self.has_cursor and option["index"] == "0":
            option["attrs"]["autofocus"] = True
        return option


class PurposeForm(forms.Form):
    """What the clerk of another office asks for."""

    purpose = forms.ChoiceField(
        label=_("What do you need the answer for?"),
        choices=[
            (purpose.value, purpose.label)
            for purpose in (Purpose.MOVED, Purpose.ELSEWHERE, Purpose.REQUEST)
        ],
        widget=FirstRadioSelect,
    )
    question = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave the cursor to the summary where nothing was chosen."""
        super().__init__(*args, **kwargs)
        self.fields["purpose"].widget.has_cursor = not self.is_bound  # type: ignore[attr-defined]


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


class PresentForm(NameForm, DocumentForm):
    """Name and number of a person who is there, from the document in the clerk's hand."""

    takes_cursor = True
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


class CorrectionForm(PresentForm):
    """The name of an account whose identity is confirmed is not the one in the document."""


class AskedForNameForm(DocumentForm):
    """The document of a person who may have said how their name should be written."""

    document_seen = forms.BooleanField(
        label=_("The document is in my hand, and this name and this number stand in it."),
    )

    field_order = ["identity_number", "country", "document_seen"]


class UnlinkForm(DocumentForm):
    """The person of an application, and the application that may hang on another's page."""

    takes_cursor = True
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
