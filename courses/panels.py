"""Panels of our own in the editor."""

from typing import Any

from django.forms import Media
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel, TitleFieldPanel

from courses.activities import ACTIVITIES
from courses.writing.length import LONGEST, MINUTES_AN_ACTIVITY, WORDS_A_MINUTE
from courses.writing.look_alikes import PAIRS


class TitlePanel(TitleFieldPanel):
    """The title; unlike Wagtail's it writes no address beside it, the server makes that."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        """The title of one page."""

        def get_attrs(self) -> dict[str, Any]:
            """Leave only the words that stand in an empty field."""
            placeholder = self.get_placeholder()
            return {"placeholder": placeholder} if placeholder else {}


class WritingPanel(Panel):
    """What is pointed out while a lesson is written: length, look-alikes, required activities."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one lesson."""

        template_name = "courses/admin/writing_panel.html"

        @property
        def media(self) -> Media:
            """The script that looks while one types, and the few styles of the panel."""
            return Media(
                js=["js/admin/writing.js", "js/admin/paste.js"],
                css={"all": ["css/admin/writing.css"]},
            )

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the remarks about what is saved, and the words for what is typed."""
            from courses.writing.remarks import remarks_on  # models have panels, not the reverse

            context = super().get_context_data(parent_context)
            page = self.instance
            return context | {
                "remarks": remarks_on(page) if page.pk else None,
                "page": page,
                "facts": {
                    "pairs": PAIRS,
                    "activities": ACTIVITIES,
                    "wordsAMinute": WORDS_A_MINUTE,
                    "minutesAnActivity": MINUTES_AN_ACTIVITY,
                    "longest": LONGEST,
                },
                "words": words(),
            }


def words() -> dict[str, str]:
    """Return the sentences of the script; what stands in braces is filled in by it."""
    return {
        "about": _("About {minutes} min: {words} words, {activities} activities."),
        "media": _("Sound and films come on top."),
        "tooLong": _(
            "That is more than {most} minutes. Lessons of up to {most} minutes are read to the "
            "end; part it in two."
        ),
        "beyond": _("{stated} minutes are stated. Shorten the lesson, or state more."),
        "lookAlike": _("In “{word}” there is a Latin letter that only looks Cyrillic."),
        "replace": _("Replace by “{meant}”"),
        "allRight": _("Nothing to point out."),
        "deleting": _(
            "“{task}” is required in edition {edition}. Learners of edition {edition} are not "
            "touched. In the next edition nobody is asked it; it cannot be a correction. Delete it "
            "from the draft?"
        ),
    }
