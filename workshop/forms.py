"""What is asked when a role is given, moved or ended."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from accounts.actions.appeals import MOST_CHARACTERS
from accounts.actions.record import CLIENT
from accounts.models import User
from courses.models import ModulePage
from workshop.models import Assignment
from workshop.permissions import may_give, may_give_all
from workshop.roles import Role


class AccountNameForm(forms.ModelForm):
    """The name under which colleagues see a person, in their account in the admin."""

    class Meta:
        model = User
        fields = ["name"]
        labels = {"name": _("Name of the colleague")}


def module_choices() -> list[tuple[str, str]]:
    """Every module by its key, called by course and title in the active language. Two queries."""
    pages = ModulePage.objects.select_related("locale").order_by("path")
    parents = {
        page.path: page.title
        for page in ModulePage.base_page_model.objects.filter(depth=4).only("path", "title")
    }
    found: dict[str, str] = {}
    for page in sorted(pages, key=lambda one: one.locale.language_code == get_language()):
        course = parents.get(page.path[: -page.steplen], "")
        found[str(page.translation_key)] = f"{course}: {page.title}" if course else page.title
    return sorted(found.items(), key=lambda choice: choice[1])


class ModuleField(forms.TypedChoiceField):
    """A module that exists; empty: none."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer the modules there are now."""
        super().__init__(coerce=UUID, empty_value=None, **kwargs)


def offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Set what can be chosen in a field of `form`."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class RoleForm(forms.Form):
    """A role for somebody, from a day on."""

    role = forms.ChoiceField(label=_("Role"))
    module = ModuleField(
        label=_("Module"),
        required=False,
        help_text=_("For trainers: the module in which they write, in both languages."),
    )
    began_on = forms.DateField(
        label=_("From"), widget=AdminDateInput, help_text=_("The first day of the role.")
    )
    ended_on = forms.DateField(
        label=_("Until"), widget=AdminDateInput, required=False,
        help_text=_("From this day on the rights are gone. Empty: until somebody ends it."),
    )  # fmt: skip

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        """Offer the roles that `by` may give, and the modules there are."""
        super().__init__(*args, **kwargs)
        roles = [(role.value, str(role.label)) for role in Role if may_give(by, role)]
        offer(self, "role", roles)
        offer(self, "module", [("", str(_("No module yet"))), *module_choices()])
        self.fields["began_on"].initial = timezone.localdate

    def clean(self) -> dict[str, Any]:
        """A module goes with the role of a trainer only."""
        data = super().clean() or self.cleaned_data
        if data.get("module") and data.get("role") != Role.TRAINER:
            self.add_error("module", ValidationError(_("Only trainers are given modules.")))
        return data


class ColleagueForm(RoleForm):
    """A role for a colleague, who may be new."""

    email = forms.EmailField(
        label=_("Work e-mail address"),
        help_text=_("A new colleague gets a link there to set a password."),
    )
    name = forms.CharField(
        label=_("Name of the colleague"), max_length=200, required=False,
        help_text=_("For a new colleague."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of the admin and of messages"), choices=User.Language.choices,
        required=False,
    )  # fmt: skip
    field_order = ["email", "name", "language", "role", "module", "began_on", "ended_on"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        """Ask those who may not invite for colleagues only who have an account."""
        super().__init__(*args, by=by, **kwargs)
        if not may_give_all(by):
            del self.fields["name"], self.fields["language"]
            self.fields["email"].help_text = _(
                "Of a colleague who has an account. New ones are invited by an administrator."
            )

    def clean_email(self) -> str:
        """Write addresses in one way."""
        return str(self.cleaned_data["email"]).strip().lower()


class MoveForm(forms.Form):
    """Another module for a trainer, from a day on."""

    module = ModuleField(label=_("To the module"))
    on = forms.DateField(
        label=_("From"), widget=AdminDateInput,
        help_text=_("On this day the old module is left and the new one is joined."),
    )  # fmt: skip

    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        """Offer the other modules."""
        super().__init__(*args, **kwargs)
        own = str(assignment.module_key)
        offer(self, "module", [one for one in module_choices() if one[0] != own])
        self.fields["on"].initial = max(timezone.localdate(), assignment.began_on)


class EndForm(forms.Form):
    """The day on which a role no longer counts."""

    on = forms.DateField(
        label=_("On"), widget=AdminDateInput,
        help_text=_("From this day on the rights are gone; today means at once."),
    )  # fmt: skip

    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        """Begin with the earliest day."""
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = max(timezone.localdate(), assignment.began_on)


class ReplyForm(forms.Form):
    """The answer to a question about a decision."""

    text = forms.CharField(
        label=_("Your answer"),
        help_text=_(
            "In the person's language, for anybody who may hold their phone: no identity number, "
            "nothing about the partner. Say what was looked at, what is so, and what to do."
        ),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    # How many answers there were when the page was opened.
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class IncidentForm(forms.Form):
    """What is known of a breach when it becomes known."""

    known_at = forms.DateTimeField(
        label=_("When it became known"), widget=AdminDateTimeInput,
        help_text=_("The law gives one business day from then."),
    )  # fmt: skip
    actor = forms.ModelChoiceField(
        label=_("Whose access it was"), required=False,
        queryset=User.objects.filter(is_staff=True).order_by("name", "pk"),
        help_text=_("A member of the staff. Empty: a system, or everybody of the period."),
    )  # fmt: skip
    client = forms.RegexField(
        label=_("Whose key it was"), regex=CLIENT, required=False, max_length=40,
        help_text=_("The public id of a system. Empty: a person, or everybody of the period."),
        error_messages={"invalid": _("A public id is letters, digits and hyphens.")},
    )  # fmt: skip
    began_at = forms.DateTimeField(label=_("Beginning of the period"), widget=AdminDateTimeInput)
    ended_at = forms.DateTimeField(label=_("End of the period"), widget=AdminDateTimeInput)
    happened = forms.CharField(
        label=_("What happened"), max_length=MOST_CHARACTERS, widget=forms.Textarea,
        help_text=_("For the authority, in Kazakh and Russian. Nobody's name or number."),
    )  # fmt: skip
    measures = forms.CharField(
        label=_("Measures taken"), max_length=MOST_CHARACTERS, required=False,
        widget=forms.Textarea,
    )  # fmt: skip

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        """Offer everybody but `by`: nobody works up what they did themselves."""
        super().__init__(*args, **kwargs)
        actor = self.fields["actor"]
        assert isinstance(actor, forms.ModelChoiceField)
        assert actor.queryset is not None
        actor.queryset = actor.queryset.exclude(pk=by.pk)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins, and two who looked."""
        data = super().clean() or {}
        began, ended = data.get("began_at"), data.get("ended_at")
        if began and ended and ended <= began:
            self.add_error("ended_at", _("The period ends before it begins."))
        if data.get("actor") and data.get("client"):
            self.add_error("client", _("Choose a person or a system, not both."))
        if data.get("known_at") and data["known_at"] > timezone.now():
            self.add_error("known_at", _("This moment is still to come."))
        return data


class NoticeForm(forms.Form):
    """The words of the notices, before people are told."""

    text_kk = forms.CharField(
        label=_("Notice in Kazakh"), max_length=MOST_CHARACTERS * 2, widget=forms.Textarea
    )
    text_ru = forms.CharField(
        label=_("Notice in Russian"), max_length=MOST_CHARACTERS * 2, widget=forms.Textarea
    )
    measures = forms.CharField(
        label=_("Measures taken"), max_length=MOST_CHARACTERS, required=False,
        widget=forms.Textarea,
    )  # fmt: skip
