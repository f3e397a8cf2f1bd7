"""Labels for the fields of Wagtail's admin that have none.

Django would make a label of the field's English name, which no catalogue can translate.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import (
    AnchorLinkChooserForm,
    EmailLinkChooserForm,
    ExternalLinkChooserForm,
    PhoneLinkChooserForm,
)
from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
from wagtail.users.forms import PagePermissionsForm
from wagtail.users.views.bulk_actions.assign_role import RoleForm

LABELS = {
    ExternalLinkChooserForm: {"link_text": _("Link text")},
    AnchorLinkChooserForm: {"link_text": _("Link text")},
    EmailLinkChooserForm: {
        "email_address": _("E-mail address"),
        "link_text": _("Link text"),
        "subject": _("Subject of the message"),
        "body": _("Text of the message"),
    },
    PhoneLinkChooserForm: {"phone_number": _("Phone number"), "link_text": _("Link text")},
    WorkflowPageForm: {"page": _("Page")},
    DefaultPageForm: {"include_descendants": _("With the pages inside it")},
    PagePermissionsForm: {"page": _("Page")},
    RoleForm: {"role": _("Role")},
}


def label_fields() -> None:
    """Give every field of `LABELS` its label."""
    for form, labels in LABELS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label
