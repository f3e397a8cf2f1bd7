"""What a clerk types to exempt an applicant."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.desk.forms import DocumentForm
from enrolments.actions.exempting import LONGEST
from registry.forms import PRIVATE


class NumberForm(DocumentForm):
    """The number of the person an exemption is about."""

    takes_cursor = True
    field_order = ["identity_number", "country"]


class ExemptForm(forms.Form):
    """Why, by whose decision, up to when."""

    reason = forms.CharField(
        label=_("Reason, as in the decision"),
        help_text=_("Only this office can open it again. The desk's answer does not show it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3} | PRIVATE),
    )
    signer = forms.CharField(
        label=_("Who signed the decision: name and post"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    ends_on = forms.DateField(
        label=_("Until, this day included"),
        help_text=_("A year at most. Usually the day of the ceremony."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    decision_seen = forms.BooleanField(
        label=_("The signed decision and the person's document are in my hand."),
    )
    question = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with the reason, unless something is wrong and the summary has the cursor."""
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["reason"].widget.attrs["autofocus"] = True

    def clean_ends_on(self) -> date:
        """Take a day from today to a year from now."""
        day: date = self.cleaned_data["ends_on"]
        today = timezone.localdate()
        if not today <= day <= today + LONGEST:
            raise ValidationError(_("Choose a day from today to a year from now."))
        return day
