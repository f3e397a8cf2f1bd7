"""The form of a page in the admin: what every page of ours refuses and says."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class PageForm(WagtailAdminPageForm):
    """Wagtail's form, which refuses to plan what is past already."""

    def clean(self):
        """Refuse a moment of publication that is past. One that came true meanwhile may stay."""
        cleaned = super().clean()
        starts = cleaned.get("go_live_at")
        if starts and starts < timezone.now() and not self.is_as_before(starts):
            self.add_error(
                "go_live_at",
                _("%(moment)s is past already. Choose a later moment, or leave it empty and "
                  "publish at once.")
                % {"moment": timezone.localtime(starts).strftime("%d.%m.%Y %H:%M")},
            )  # fmt: skip
        return cleaned

    def is_as_before(self, starts: datetime) -> bool:
        """Whether this moment was planned before; the form shows minutes and drops the rest."""
        before = self.initial.get("go_live_at")
        return before is not None and before.replace(second=0, microsecond=0) == starts.replace(
            second=0, microsecond=0
        )
