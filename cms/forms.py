"""Forms of the site around the courses."""

from django import forms
from django.utils.translation import gettext_lazy as _

from web.kazakh import kazakh_sort_key
from web.regions import Region


def regions() -> list[tuple[str, str]]:
    """Return codes and names of the regions, in the order of the Kazakh alphabet."""
    named = [(str(code), str(name)) for code, name in Region.choices]
    return sorted(named, key=lambda pair: kazakh_sort_key(pair[1]))


class CentresForm(forms.Form):
    """Choose a region of the directory."""

    region = forms.ChoiceField(
        label=_("Region"),
        required=False,
        choices=lambda: [("", _("The whole country")), *regions()],
    )
