"""What an administrator proposes a course to be for the registry."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from courses.models import Course
from enrolments.exceptions import PolicyDayPassed
from web.regions import Region

VOLUNTARY, REQUIRED = "voluntary", "required"


class PolicyForm(forms.Form):
    """A course, where, from when, and what then holds."""

    course = forms.ModelChoiceField(
        label=_("Course"), queryset=Course.objects.none(), empty_label=None
    )
    region = forms.ChoiceField(
        label=_("Region"), required=False,
        help_text=_("A region's own policy goes before the one of the whole country."),
    )  # fmt: skip
    valid_from = forms.DateField(
        label=_("From"), widget=AdminDateInput, help_text=_("Tomorrow at the earliest.")
    )
    standing = forms.ChoiceField(
        label=_("The course is"),
        choices=[(VOLUNTARY, _("voluntary")), (REQUIRED, _("required"))],
        widget=forms.RadioSelect,
        initial=VOLUNTARY,
    )
    validity_months = forms.IntegerField(
        label=_("Validity of a certificate in months"), required=False, min_value=1, max_value=240,
        help_text=_("Empty: without an end. What the whole country's policy says counts; "
                    "certificates that were issued before keep theirs."),
    )  # fmt: skip
    live_session = forms.BooleanField(label=_("A live session is a part of it"), required=False)
    basis = forms.CharField(
        label=_("On what it is based"),
        help_text=_("The order or decision, with its number and day."),
        max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the courses and the regions."""
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = Course.objects.order_by("code")  # type: ignore[attr-defined]
        self.fields["region"].choices = [  # type: ignore[attr-defined]
            ("", _("The whole country")), *Region.choices,
        ]  # fmt: skip
        self.fields["valid_from"].initial = timezone.localdate() + timedelta(days=30)

    def clean_valid_from(self) -> date:
        """Take a day that lies ahead."""
        day: date = self.cleaned_data["valid_from"]
        if day <= timezone.localdate():
            raise ValidationError(str(PolicyDayPassed()))
        return day

    def terms(self) -> dict[str, Any]:
        """Return what was proposed as `propose_policy` takes it."""
        given = dict(self.cleaned_data)
        is_required = given.pop("standing") == REQUIRED
        return given | {"is_required": is_required}
