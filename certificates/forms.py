"""What a verifier types."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.addresses import NotACertificateAddress, split_qr_text


class NumberForm(forms.Form):
    """The number on the paper."""

    number = forms.CharField(
        label=_("Certificate number"),
        max_length=600,
        strip=True,
        help_text=_("It is printed beside the QR code. Capital or small letters, dashes or not."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type the number of the certificate.")},
    )

    def clean_number(self) -> str:
        """Return the number as it is written; its check character finds slips of the pen."""
        try:
            return split_qr_text(self.cleaned_data["number"])[0]
        except NotACertificateAddress:
            raise forms.ValidationError(
                _("This number has a mistake in it. Compare it with the paper, sign by sign.")
            ) from None


class HolderForm(forms.Form):
    """The name in the identity document of whoever shows the certificate."""

    name = forms.CharField(
        label=_("The holder's full name"),
        max_length=200,
        help_text=_("As it stands in the identity document."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type the name as it stands in the identity document.")},
    )


class OfflineForm(forms.Form):
    """What the page that verifies without a network reads; it never comes to the server."""

    text = forms.CharField(
        label=_("The QR code's text"),
        max_length=700,
        help_text=_("Scan the code with a scanner or the camera, or paste its text."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}
        ),
    )
    name = forms.CharField(
        label=_("The name in the identity document"),
        max_length=200,
        required=False,
        help_text=_("We say whether it is the name on the certificate. It stays on this page."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
