"""Forms of the courses app."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PublishForm(forms.Form):
    """What is said about a new edition."""

    note = forms.CharField(
        label=_("What is new"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For those who will ask later; learners do not see it."),
    )
