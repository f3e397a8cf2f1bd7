"""On the dashboard: words of the paper that wait for a second person."""

from django.utils.translation import gettext_lazy as _

from certificates.words.models import TemplateProposal
from workshop.panels import ProposalsPanel

WORDS = ProposalsPanel(
    "certificate-words", 108, _("Words of the certificate"), "certificates_words",
    _("To the words"), TemplateProposal.objects.waiting,
)  # fmt: skip
