"""What a clerk hands in: a file of applications, and for which office."""

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.models import RegistryOffice


class ImportForm(forms.Form):
    """A file of applications. The office is asked for only where the clerk works at several."""

    office = forms.ModelChoiceField(
        label=gettext_lazy("Registry office"), queryset=RegistryOffice.objects.none()
    )
    file = forms.FileField(
        label=gettext_lazy("File with applications (.xlsx or .csv)"),
        allow_empty_file=True,  # said in words of our own
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, offices: tuple[RegistryOffice, ...], **kwargs: Any) -> None:
        """Offer the offices of the clerk."""
        super().__init__(*args, **kwargs)
        self.only = offices[0] if len(offices) == 1 else None
        if self.only:
            del self.fields["office"]
        else:
            self.fields["office"].queryset = RegistryOffice.objects.filter(  # type: ignore[attr-defined]
                pk__in=[office.pk for office in offices]
            )

    @property
    def chosen_office(self) -> RegistryOffice:
        """The office that was chosen, or the only one."""
        return self.only or self.cleaned_data["office"]

    def clean_file(self) -> Any:
        """Refuse at once what is empty or too large."""
        file = self.cleaned_data["file"]
        if not file.size:
            raise forms.ValidationError(
                _("The file is empty. Choose the file that has the applications in it.")
            )
        most = settings.UPLOAD_LIMITS["applications"]
        if file.size > most:
            raise forms.ValidationError(
                _("The file is larger than %(size)s. Divide it into several files.")
                % {"size": filesizeformat(most)}
            )
        return file
