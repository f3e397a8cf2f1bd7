"""What people type about themselves."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.contacts import parse_contact
from accounts.exceptions import ContactMalformed
from accounts.models import User


class ContactForm(forms.Form):
    """One field for an e-mail address or a phone number."""

    contact = forms.CharField(
        label=_("E-mail address or phone number"),
        help_text=_("For example, name@example.kz or 8 701 123 45 67"),
        max_length=254,
        error_messages={"required": _("Please type your e-mail address or phone number.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "inputmode": "email",
            }
        ),
    )

    def clean_contact(self) -> str:
        """Bring the contact into the form in which it is kept."""
        try:
            return parse_contact(self.cleaned_data["contact"])
        except ContactMalformed as error:
            raise forms.ValidationError(str(error)) from error


class CodeForm(forms.Form):
    """The six digits of a code."""

    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=20,
        error_messages={"required": _("Please type the code from the message.")},
        widget=forms.TextInput(
            attrs={
                "class": "input--code",
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "pattern": "[0-9 ]*",
            }
        ),
    )

    def clean_code(self) -> str:
        """Take the spaces out."""
        code = re.sub(r"[\s\-]", "", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{6}", code):
            raise forms.ValidationError(_("The code has six digits."))
        return code


class NameForm(forms.Form):
    """The name as in the identity document."""

    name = forms.CharField(
        label=_("Your name as in the identity document"),
        help_text=_("Family name, given name and, if there is one, patronymic."),
        max_length=200,
        error_messages={"required": _("Please type your name as in the identity document.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )

    def clean_name(self) -> str:
        """Refuse what cannot be a name: digits, an address."""
        name = " ".join(self.cleaned_data["name"].split())
        if not re.fullmatch(r"[^\W\d_][^\d_@/<>\\]*", name):
            raise forms.ValidationError(
                _("Please type only the name, in letters, as it is written in the document.")
            )
        return name


class LanguageForm(forms.Form):
    """The language of messages."""

    language = forms.ChoiceField(
        label=_("In which language shall we write to you?"),
        choices=User.Language.choices,
        widget=forms.RadioSelect,
    )


class WelcomeForm(LanguageForm, NameForm):
    """What is asked at the first visit."""

    field_order: Any = ["name", "language"]
