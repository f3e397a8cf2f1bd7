"""On the dashboard: words of the paper that wait for a second person."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from certificates.words.models import TemplateProposal
from workshop.panels import ProposalsPanel


class WordsPanel(ProposalsPanel):
    """Proposals of words that the person may publish."""

    name = "certificate-words"
    order = 108
    heading, way = _("Words of the certificate"), "certificates_words"
    way_words = _("To the words")

    def waiting(self, user: User) -> QuerySet[TemplateProposal]:
        """Return those of others."""
        return TemplateProposal.objects.waiting().exclude(proposed_by=user)
