"""What is asked when a system is given access, and when it gets a key."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from api.models import ApiClient
from api.scopes import Scope
from registry.models import RegistryOffice
from web.regions import Region

LONGEST = timedelta(days=366 * 2)
USUAL = timedelta(days=365)


class ClientForm(forms.Form):
    """A system: what it is called, and what it may do."""

    name_kk = forms.CharField(
        label=_("Name in Kazakh"), max_length=100,
        help_text=_("People read it in the record of who looked them up: name the body and its "
                    "system."),
    )  # fmt: skip
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple,
        help_text=_("Give no more than it needs."),
    )  # fmt: skip

    def __init__(self, *args: Any, client: ApiClient | None = None, **kwargs: Any) -> None:
        """Begin with what holds for `client`."""
        super().__init__(*args, **kwargs)
        if client is not None:
            self.initial = {
                "name_kk": client.name_kk, "name_ru": client.name_ru, "scopes": client.scopes
            }  # fmt: skip


class NewClientForm(ClientForm):
    """A new system, and whose applications it has to do with."""

    office = forms.ModelChoiceField(
        label=_("Registry office"), queryset=RegistryOffice.objects.none(), required=False,
        empty_label=_("No office alone"),
        help_text=_("The system tells of, and asks about, applications of this office."),
    )  # fmt: skip
    region = forms.ChoiceField(
        label=_("Region"), required=False,
        help_text=_("Or of all offices of this region. Without both: of the whole country."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the offices that are open."""
        super().__init__(*args, **kwargs)
        office, region = self.fields["office"], self.fields["region"]
        assert isinstance(office, forms.ModelChoiceField)
        assert isinstance(region, forms.ChoiceField)
        office.queryset = RegistryOffice.objects.filter(closed_at=None)
        region.choices = [("", _("The whole country")), *Region.choices]

    def clean(self) -> dict[str, Any]:
        """One place, or the country."""
        data = super().clean() or self.cleaned_data
        if data.get("office") and data.get("region"):
            self.add_error("region", ValidationError(_("Choose an office or a region, not both.")))
        return data


class KeyForm(forms.Form):
    """A new key: how long it opens, and how long the old one does beside it."""

    expires_on = forms.DateField(
        label=_("The last day of the key"), widget=AdminDateInput,
        help_text=_("Two years from today at the latest."),
    )  # fmt: skip
    overlap = forms.TypedChoiceField(
        label=_("The key that is in use now stops"), coerce=int,
        choices=[
            (1, _("in one day")), (7, _("in a week")), (14, _("in two weeks")),
            (30, _("in thirty days")),
        ],
        initial=14,
        help_text=_("Until then both open, so that nothing stands still while the key is changed."),
    )  # fmt: skip

    def __init__(self, *args: Any, replaces: bool, **kwargs: Any) -> None:
        """`replaces`: whether there is a key that the new one takes the place of."""
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].initial = timezone.localdate() + USUAL
        if not replaces:
            del self.fields["overlap"]

    def clean_expires_on(self) -> date:
        """A day ahead of us, and not too far."""
        day: date = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if not today <= day <= today + LONGEST:
            raise ValidationError(_("Choose a day from today on, within two years."))
        return day

    @property
    def expires_at(self) -> datetime:
        """The end of the last day."""
        day = self.cleaned_data["expires_on"] + timedelta(days=1)
        return timezone.make_aware(datetime.combine(day, time()))

    @property
    def overlap_time(self) -> timedelta | None:
        """How long the other key still opens."""
        days = self.cleaned_data.get("overlap")
        return timedelta(days=days) if days else None
