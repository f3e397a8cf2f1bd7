"""An application as a clerk enters it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.desk.access import Desk
from certificates.desk.keyboards import digits_meant
from registry.countries import country_choices
from registry.forms import PRIVATE, ApplicationNumberField
from registry.gateway import ApplicationState, IdentityNumber

State = ApplicationState
# One signature is seen online alone; a clerk has both people before them.
ENTERED = (State.FILED, State.CONFIRMED, State.MOVED, State.WITHDRAWN, State.ANNULLED,
           State.REFILED, State.MARRIED)  # fmt: skip
FARTHEST = timedelta(days=2 * 366)
WHO = ("first", "second")


def _number(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=30,
        widget=forms.TextInput(attrs={"class": "input--iin"} | PRIVATE),
    )


def _country(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=_("Only for a foreign passport: its number is then typed above."),
        required=False,
        choices=country_choices,
    )


class ApplicationForm(forms.Form):
    """The number, where it stands, the day, and the two people by their documents."""

    application_number = ApplicationNumberField()
    state = forms.ChoiceField(
        label=_("Where the application stands"), choices=[(one.value, one.label) for one in ENTERED]
    )
    ceremony_date = forms.DateField(
        label=_("Ceremony date"),
        help_text=_("As it stands in the application. Leave it empty while none is set."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"}),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )
    office = forms.ChoiceField(label=_("Registry office"))
    first_number = _number(_("Identity number of the first applicant (IIN)"))
    first_country = _country(_("Country of the first applicant's passport"))
    second_number = _number(_("Identity number of the second applicant (IIN)"))
    second_country = _country(_("Country of the second applicant's passport"))
    documents_seen = forms.BooleanField(
        label=_("Both documents are in my hand, and the numbers are those of these two people."),
    )

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        """Offer the offices of the clerk alone; where there is one it is not asked for."""
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["application_number"].widget.attrs["autofocus"] = True
        offices = {office.code: office for office in desk.offices}
        self._offices = offices
        field = self.fields["office"]
        field.choices = [(code, str(office)) for code, office in offices.items()]  # type: ignore[attr-defined]
        if len(offices) == 1:
            field.required, field.widget = False, forms.HiddenInput()

    def clean_application_number(self) -> str:
        """Return the number, its digits as they were meant on another keyboard."""
        return digits_meant(self.cleaned_data["application_number"])

    def clean_ceremony_date(self) -> Any:
        """Refuse a year that is a slip of the hand."""
        day = self.cleaned_data["ceremony_date"]
        if day is not None and abs(day - timezone.localdate()) > FARTHEST:
            raise forms.ValidationError(_("Check the year of the ceremony."))
        return day

    def clean(self) -> dict[str, Any]:
        """Read both numbers as identities, of two different people."""
        cleaned = super().clean() or {}
        for who in WHO:
            typed, country = cleaned.get(f"{who}_number", ""), cleaned.get(f"{who}_country", "")
            if not typed:
                continue
            try:
                cleaned[who] = (
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
                self.add_error(f"{who}_number", words)
        if cleaned.get("first") and cleaned.get("first") == cleaned.get("second"):
            self.add_error("second_number", _("These are two numbers of one person. Check them."))
        code = cleaned.get("office") or next(iter(self._offices))
        cleaned["office"] = self._offices[code]
        return cleaned
