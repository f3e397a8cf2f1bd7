"""What is asked of somebody who wants a visit or a call. Nobody is asked what it is about."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.contacts import is_email, parse_contact
from accounts.exceptions import ContactMalformed
from accounts.forms import NAME
from accounts.models import User
from centres.details import Company, Day, Time, VisitDetails, Wish
from cms.forms import regions

NO, YES = "no", "yes"
MAY_SAY = {
    NO: _("No: they say nothing and hang up politely"),
    YES: _("Yes: they may say that the centre is calling"),
}


class RegionForm(forms.Form):
    """In which region the centre is."""

    region = forms.ChoiceField(
        label=_("Region"), choices=lambda: [("", _("Choose a region")), *regions()]
    )


class VisitForm(forms.Form):
    """One page of questions; what is known already is filled in and may be changed."""

    wish = forms.ChoiceField(
        label=_("What would you like?"), choices=Wish.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a visit or a call.")},
    )  # fmt: skip
    company = forms.ChoiceField(
        label=_("Who wants to talk?"), choices=Company.choices, widget=forms.RadioSelect,
        help_text=_("Otau tells the other one nothing. You tell them yourself, if you want to."),
        error_messages={"required": _("Choose whether you want to talk alone or together.")},
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("In which language would you like to talk?"),
        choices=User.Language.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language.")},
    )  # fmt: skip
    times = forms.MultipleChoiceField(
        label=_("What time of the day suits you?"), choices=Time.choices,
        widget=forms.CheckboxSelectMultiple, help_text=_("Choose all that suit you."),
        error_messages={"required": _("Choose at least one time of the day.")},
    )  # fmt: skip
    days = forms.MultipleChoiceField(
        label=_("Which days suit you?"), choices=Day.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("If you choose none, any working day will do."),
    )  # fmt: skip
    name = forms.CharField(
        label=_("How shall they address you?"), max_length=100,
        help_text=_("You may leave out the family name."),
        error_messages={"required": _("Please type a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )  # fmt: skip
    contact = forms.CharField(
        label=_("How shall they reach you?"), max_length=254,
        help_text=_(
            "A phone number or an e-mail address. Best is one that nobody else answers or reads."
        ),
        error_messages={"required": _("Please type a phone number or an e-mail address.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false",
                   "inputmode": "email"}
        ),
    )  # fmt: skip
    may_say = forms.ChoiceField(
        label=_("If somebody else answers, may the caller say who is calling?"),
        choices=list(MAY_SAY.items()), initial=NO, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the caller may say.")},
    )  # fmt: skip

    def clean_times(self) -> list[str]:
        """Let "at any time" stand alone: it says the others too."""
        times: list[str] = self.cleaned_data["times"]
        return [Time.ANY.value] if Time.ANY in times else times

    def clean_name(self) -> str:
        """Refuse what is no name: an address or a sentence would be a message of its own."""
        name = unicodedata.normalize("NFC", " ".join(self.cleaned_data["name"].split()))
        if not NAME.fullmatch(name):
            raise forms.ValidationError(
                _("Please type only the name, in Cyrillic or Latin letters.")
            )
        return name

    def clean_contact(self) -> str:
        """Bring the contact into the form in which it is kept."""
        try:
            return parse_contact(self.cleaned_data["contact"])
        except ContactMalformed as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """Ask for a phone number where a call is wanted."""
        cleaned = super().clean() or {}
        if cleaned.get("wish") == Wish.CALL and is_email(cleaned.get("contact", "")):
            self.add_error("contact", _("For a call the centre needs a phone number."))
        return cleaned

    def details(self) -> VisitDetails:
        """Return what was said, once the form is valid."""
        said = self.cleaned_data
        return VisitDetails(
            name=said["name"], wish=said["wish"], company=said["company"],
            language=said["language"], times=tuple(said["times"]), days=tuple(said["days"]),
            contact=said["contact"], may_say=said["may_say"] == YES,
        )  # fmt: skip
