"""Forms that belong to no part of the domain."""

from django import forms
from django.utils.translation import gettext_lazy as _

from web.preferences import Contrast, Lessons, Motion, TextSize


class PreferencesForm(forms.Form):
    """How a person wants to read."""

    text = forms.ChoiceField(
        label=_("Size of the text"), choices=TextSize.choices, widget=forms.RadioSelect
    )
    contrast = forms.ChoiceField(
        label=_("Contrast"), choices=Contrast.choices, widget=forms.RadioSelect
    )
    motion = forms.ChoiceField(
        label=_("Movement on the page"), choices=Motion.choices, widget=forms.RadioSelect
    )
    lessons = forms.ChoiceField(
        label=_("Lessons open with"), choices=Lessons.choices, widget=forms.RadioSelect,
        help_text=_(
            "The short version says the lesson in a few plain sentences. The whole text is then "
            "folded below it; the tasks stay in their places."
        ),
    )  # fmt: skip
