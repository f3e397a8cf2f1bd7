"""On the dashboard: words of the paper that wait for a second person."""

from typing import Any

from wagtail.admin.ui.components import Component

from certificates.words.models import TemplateProposal


class WordsPanel(Component):
    """Proposals of others that the person may publish."""

    name = "certificate_words"
    template_name = "certificates/words/panel.html"
    order = 108

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Count those of others; one query."""
        user = parent_context["request"].user
        return {"number": TemplateProposal.objects.waiting().exclude(proposed_by=user).count()}
