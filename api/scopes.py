"""What a client of the interface may do. A key has what its client has."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """One thing that is allowed by itself; each operation asks for exactly one."""

    APPLICATIONS_WRITE = "applications:write", _("Tell of marriage applications")
    APPLICANTS_READ = "applicants:read", _("Ask whether applicants have completed the course")
    CERTIFICATES_READ = "certificates:read", _("Check certificates")
    COUNTS_READ = "counts:read", _("Read counts by region and day")
    CHANGES_READ = "changes:read", _("Read what has changed")
