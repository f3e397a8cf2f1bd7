"""What staff type: a number, and why they do what they do."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.forms import NumberForm
from certificates.models import CertificateAct
from certificates.staff.acts import MOST_WORDS

Reason = CertificateAct.Reason


class FindForm(NumberForm):
    """A certificate's number, in any spelling; nobody is found by their name."""


class ReasonForm(forms.Form):
    """Why, from the list of one act."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )

    def __init__(self, *args: Any, reasons: tuple[str, ...], **kwargs: Any) -> None:
        """`reasons` are those that fit the act."""
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one, Reason(one).label) for one in reasons]


class DecisionForm(ReasonForm):
    """Why, and what the holder reads of it."""

    words = forms.CharField(
        label=_("Explanation for the holder"),
        min_length=20,
        max_length=MOST_WORDS,
        help_text=_(
            "In the holder's language, a few plain sentences: what was wrong, whose mistake it "
            "was, what they can do. Only they read it. Name nobody."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write what happened, for the holder."),
            "min_length": _("Write a whole sentence, for the holder."),
        },
    )
