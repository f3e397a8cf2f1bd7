"""What people type about themselves."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actions.appeals import MOST_CHARACTERS
from accounts.actions.paper import DIGITS
from accounts.contacts import parse_contact
from accounts.exceptions import ContactMalformed
from accounts.models import Appeal, User

# The letters of identity documents that can be printed: Cyrillic and Latin ones of Kazakhstan, its
# neighbours and Europe. Any other would leave a certificate that nobody can render, for good; marks
# that turn the direction of writing would make one name look like another at the desk.
LATIN = "A-Za-zÀ-ÖØ-öø-ćĊ-ēĖ-ěĞ-ģĪ-īĮ-ıĶ-ķĹ-ľŁ-ňŌ-ōŐ-śŞ-šŤ-ťŪ-žƏəȘ-ț"
CYRILLIC = "Ё-ЌЎ-яё-ќў-џҐ-ҝҠ-ҥҮ-ҳҶ-һӀӏӢ-ӣӘ-әӨ-өӮ-ӳ"
LETTERS = LATIN + CYRILLIC
NAME = re.compile(rf"[{LETTERS}][{LETTERS} .,()'’‘ʼ`‐‑–-]*")


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


class OwnContactForm(forms.Form):
    """To which of one's own contacts a code goes; nothing is asked where there is only one."""

    contact = forms.ChoiceField(
        label=_("Where shall we send the code?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose where the code goes.")},
    )

    def __init__(self, contacts: list[str], *args: Any, **kwargs: Any) -> None:
        """`contacts` are the person's own, one or two."""
        super().__init__(*args, **kwargs)
        field = self.fields["contact"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(contact, contact) for contact in contacts]
        if len(contacts) == 1:
            del self.fields["contact"]


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


class PaperCodeForm(forms.Form):
    """The twenty digits of a code on paper."""

    code = forms.CharField(
        label=_("Code of twenty digits"),
        help_text=_("It stands on your paper in five groups of four digits."),
        max_length=60,
        error_messages={"required": _("Please type the code from the paper.")},
        widget=forms.TextInput(
            attrs={
                "class": "input--paper-code",
                "inputmode": "numeric",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
    )
    door = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)

    def clean_code(self) -> str:
        """Take the spaces out."""
        code = re.sub(r"[\s\-–.]", "", self.cleaned_data["code"])
        if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", code):
            raise forms.ValidationError(
                _("The code on paper has twenty digits. Please compare each group of four.")
            )
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
        """Refuse what cannot be a name (digits, an address) or could never be printed."""
        name = unicodedata.normalize("NFC", " ".join(self.cleaned_data["name"].split()))
        if not re.fullmatch(r"[^\W\d_][^\d_@/<>\\]*", name):
            raise forms.ValidationError(
                _("Please type only the name, in letters, as it is written in the document.")
            )
        if not NAME.fullmatch(name):
            raise forms.ValidationError(
                _("Please type the name in Cyrillic or Latin letters. A foreign passport has it in "
                  "plain Latin letters, too.")
            )  # fmt: skip
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


class QuestionForm(forms.Form):
    """A question whose matter is known."""

    text = forms.CharField(
        label=_("Your question"),
        help_text=_(
            "Say what was decided and what you think is right, in Kazakh or Russian. No identity "
            "number is needed. At most 2,000 characters."
        ),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Please write your question.")},
    )

    def clean_text(self) -> str:
        """Take one kind of line's end, so that what is sent twice is the same."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class AppealForm(QuestionForm):
    """A question about a decision."""

    about = forms.ChoiceField(
        label=_("What is it about?"),
        choices=Appeal.About.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what your question is about.")},
    )

    field_order = ("about", "text")
