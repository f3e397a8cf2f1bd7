"""Which day, and at which of the clerk's offices."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.desk.access import Desk

FARTHEST = timedelta(days=60)
ISO = "%Y-%m-%d"


class DayForm(forms.Form):
    """A day within sixty of today; an office where the clerk has more than one."""

    day = forms.DateField(
        label=gettext_lazy("Day of the ceremonies"),
        input_formats=[ISO, "%d.%m.%Y"],
        widget=forms.DateInput(format=ISO, attrs={"type": "date", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("This is not a date. Choose a day.")},
    )
    office = forms.ChoiceField(label=gettext_lazy("Registry office"))

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        """Offer the clerk's offices only; without a choice there is no field."""
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate()
        if len(desk.offices) > 1:
            self.fields["office"].choices = [(one.code, one.name) for one in desk.offices]  # type: ignore[attr-defined]
        else:
            del self.fields["office"]
        self.fields["day"].widget.attrs |= {
            "min": (self.today - FARTHEST).isoformat(),
            "max": (self.today + FARTHEST).isoformat(),
        }

    def clean_day(self) -> Any:
        """Refuse a day that is too far away to be anybody's work."""
        day = self.cleaned_data["day"]
        if abs(day - self.today) > FARTHEST:
            raise forms.ValidationError(
                _("Choose a day between %(first)s and %(last)s.")
                % {
                    "first": date_format(self.today - FARTHEST),
                    "last": date_format(self.today + FARTHEST),
                }
            )
        return day
