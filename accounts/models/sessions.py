"""Where a person is signed in."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.devices import Browser, Device


class UserSession(models.Model):
    """Whose a session is and what their list of devices says of it. It ends with the session."""

    # The database deletes it with its session, whoever ends that: nothing is left to disagree.
    session = models.OneToOneField(
        "sessions.Session", on_delete=models.DB_CASCADE, related_name="listing"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DB_CASCADE, related_name="sessions"
    )
    device = models.CharField(max_length=20, choices=Device, default=Device.OTHER)
    browser = models.CharField(max_length=20, choices=Browser, default=Browser.OTHER)
    began_at = models.DateTimeField(default=timezone.now)
    last_used_on = models.DateField()

    def __str__(self) -> str:
        return f"session #{self.pk}"

    @property
    def words(self) -> str:
        """The device in plain words."""
        return _("%(device)s, %(browser)s") % {
            "device": self.get_device_display(), "browser": self.get_browser_display()
        }  # fmt: skip
