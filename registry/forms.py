"""What people type about their application."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Identity
from registry.countries import country_choices
from registry.gateway import IdentityNumber
from registry.numbers import MOST_CHARACTERS, normalise_application_number

PRIVATE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class PassportCountryField(forms.ChoiceField):
    """A country that is needed with a passport and not asked for with an IIN."""

    def validate(self, value: Any) -> None:
        """Let an empty value pass: the form knows whether it is needed."""
        if value:
            super().validate(value)


class IdentityFields(forms.Form):
    """An identity document number: an IIN, or a foreign passport with its country."""

    kind = forms.ChoiceField(
        label=_("Identity number"),
        choices=[
            (Identity.Kind.IIN, _("IIN")),
            (Identity.Kind.PASSPORT, _("Foreign passport, if there is no IIN")),
        ],
        initial=Identity.Kind.IIN,
        widget=forms.RadioSelect,
    )
    identity_number = forms.CharField(
        label=_("The number"),
        help_text=_("An IIN has 12 digits. A passport's number is typed as it is printed."),
        max_length=30,
        widget=forms.TextInput(attrs={"class": "input--iin"} | PRIVATE),
    )
    country = PassportCountryField(label=_("Country of the passport"), choices=country_choices)
    country.widget.attrs = {"autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        """Check the number as far as it can be checked without asking anybody."""
        cleaned = super().clean() or {}
        kind, number = cleaned.get("kind"), cleaned.get("identity_number", "")
        if not kind or not number:
            return cleaned
        if kind == Identity.Kind.IIN:
            cleaned["country"] = "KZ"
            words = _("This is not an IIN. It has 12 digits: check each of them.")
        else:
            if not cleaned.get("country"):
                self.add_error("country", _("Choose the country that gave the passport."))
                return cleaned
            words = _("A passport's number has Latin letters and digits. Check it.")
        try:
            cleaned["identity_number"] = (
                IdentityNumber.iin(number)
                if kind == Identity.Kind.IIN
                else IdentityNumber.passport(cleaned["country"], number)
            ).number
        except ValueError:
            self.add_error("identity_number", words)
        return cleaned


class ApplicationNumberField(forms.CharField):
    """The number of a marriage application, as it stands on the paper or in the message."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what a CharField takes."""
        kwargs.setdefault("label", _("Application number"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "input--number"} | PRIVATE))
        super().__init__(max_length=MOST_CHARACTERS + 20, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the number without spaces; refuse what is too long to be one."""
        number = normalise_application_number(super().clean(value))
        if len(number) > MOST_CHARACTERS or not number.isprintable():
            raise forms.ValidationError(_("This is not an application number. Check it."))
        return number


class ClaimForm(IdentityFields):
    """Which application is mine, and who I am in it."""

    application_number = ApplicationNumberField(
        help_text=_("It stands on the paper from the registry office or in the message from eGov."),
    )

    field_order = ["application_number", "kind", "identity_number", "country"]


class PhoneCodeForm(forms.Form):
    """The code that came to the phone on the application."""

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"class": "input--code", "inputmode": "numeric", "autocomplete": "one-time-code"}
        ),
    )

    def clean_code(self) -> str:
        """Return the code without the spaces people put into it."""
        return "".join(str(self.cleaned_data["code"]).split())
