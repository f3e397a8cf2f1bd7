"""What is typed about a paper list."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from certificates.desk.assisted.access import Counter
from certificates.desk.assisted.attendance import CONFIRM, LEAVE, REMOVE
from certificates.desk.forms import DocumentForm
from enrolments.models import Attendance

WHOLE, LIVE = "whole", "live"
OLDEST = timedelta(days=366)
LONGEST = timedelta(days=92)
DAY = forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d")


class SheetForm(forms.Form):
    """Where and when a course was attended."""

    place = forms.ChoiceField(label=_("Place"), widget=forms.RadioSelect)
    what = forms.ChoiceField(
        label=_("What was attended"), widget=forms.RadioSelect, initial=WHOLE, required=False,
        choices=[(WHOLE, _("The whole course")), (LIVE, _("The live session alone"))],
    )  # fmt: skip
    began_on = forms.DateField(label=_("First day"), widget=DAY)
    ended_on = forms.DateField(
        label=_("Last day"), required=False, widget=DAY,
        help_text=_("Empty, if it was one day."),
    )  # fmt: skip
    hours = forms.DecimalField(
        label=_("Hours in all"), min_value=Decimal("0.5"), max_value=Decimal(200),
        max_digits=4, decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "0.5", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, counter: Counter, *args: Any, **kwargs: Any) -> None:
        """Offer the places of `counter`; nothing is asked where there is only one."""
        super().__init__(*args, **kwargs)
        self.places = {f"{number}": place for number, place in enumerate(counter.places)}
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, str(place)) for key, place in self.places.items()]
        if len(self.places) == 1:
            del self.fields["place"]

    def clean(self) -> dict[str, Any]:
        """Compare the days with each other and with today."""
        cleaned = super().clean() or {}
        began, today = cleaned.get("began_on"), timezone.localdate()
        if began is None or "ended_on" not in cleaned:
            return cleaned
        ended = cleaned["ended_on"] = cleaned["ended_on"] or began
        if ended < began:
            self.add_error("ended_on", _("The last day is before the first. Check both."))
        elif ended > today:
            self.add_error("ended_on", _("This day is still to come. Write it down afterwards."))
        elif began < today - OLDEST or ended - began > LONGEST:
            self.add_error("began_on", _("This is too long ago, or too long. Check both days."))
        elif (hours := cleaned.get("hours")) and hours > 24 * ((ended - began).days + 1):
            self.add_error("hours", _("So many hours do not fit into these days."))
        return cleaned

    def given(self) -> dict[str, Any]:
        """Return what a list is opened with."""
        data = self.cleaned_data
        place = self.places[data.get("place", "0")]
        given = {name: data[name] for name in ("began_on", "ended_on", "hours")}
        return given | {"place": place, "live_session": data["what"] == LIVE}


class AddForm(DocumentForm):
    """One person of the paper list; one comes after the other."""

    takes_cursor = True


class CheckForm(forms.Form):
    """What becomes of each person on a list; nothing, unless somebody says so."""

    reason = forms.ChoiceField(
        label=_("Why is somebody taken off?"),
        required=False,
        choices=[("", _("Nobody is taken off")), *Attendance.Reason.choices],
    )

    def __init__(
        self, waiting: Sequence[Attendance], staff_id: int, *args: Any, **kwargs: Any
    ) -> None:
        """`waiting` are those on the list; what `staff_id` wrote down they do not confirm."""
        super().__init__(*args, **kwargs)
        for one in waiting:
            choices = [(LEAVE, _("Leave as it is")), (REMOVE, _("Take off the list"))]
            if one.recorded_by_id != staff_id:
                choices.insert(0, (CONFIRM, _("Confirm")))
            self.fields[self.name_of(one)] = forms.ChoiceField(
                label=one.enrolment.user.name or "–",
                help_text=_("Written down by %(name)s.") % {"name": escape(one.recorded_by.name)},
                choices=choices, initial=LEAVE, required=False, widget=forms.RadioSelect,
            )  # fmt: skip
        self.order_fields([*(self.name_of(one) for one in waiting), "reason"])
        self.waiting = waiting

    @staticmethod
    def name_of(attendance: Attendance) -> str:
        """Return the field of a person."""
        return f"row-{attendance.pk}"

    def decisions(self) -> dict[int, str]:
        """Return what was decided of each, by the attendance's id."""
        given = {one.pk: self.cleaned_data[self.name_of(one)] for one in self.waiting}
        return {pk: decision for pk, decision in given.items() if decision in (CONFIRM, REMOVE)}

    def settled_meanwhile(self) -> bool:
        """Whether something was decided here of somebody who waits no longer."""
        known = {self.name_of(one) for one in self.waiting}
        return any(
            value in (CONFIRM, REMOVE) and name.startswith("row-") and name not in known
            for name, value in self.data.items()
        )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where somebody is taken off."""
        cleaned = super().clean() or {}
        if REMOVE in cleaned.values() and not cleaned.get("reason"):
            self.add_error("reason", _("Say why somebody is taken off the list."))
        return cleaned
