"""The words people are told, proposed here, and the report to the authority."""

from collections.abc import Iterable

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.record_words import purpose_words
from workshop.incidents.categories import categories_of
from workshop.incidents.deadline import deadline
from workshop.models import Incident

LANGUAGES = tuple(User.Language.values)


def proposed(incident: Incident) -> dict[str, str]:
    """Return a notice in each language, by its code: what, when, what to do, whom to ask."""
    return {language: _proposed(incident, language) for language in LANGUAGES}


def _proposed(incident: Incident, language: str) -> str:
    with translation.override(language):
        parts = [
            _("Somebody who had no right to it may have seen some of your data in Otau."),
            _("When: between %(began)s and %(ended)s.") % period(incident),
            _("Which data: %(categories)s.") % {"categories": named(incident)},
            _("What was done: access was stopped and the competent authority was told."),
            _(
                "What you can do: be careful with calls and messages that mention this. Nobody "
                "from Otau ever asks for a code or a password. On your page you see who looked "
                "you up."
            ),
            _(
                "Whom to ask: write under “Questions about decisions” on your page. "
                "A person answers."
            ),
        ]
    return "\n\n".join(parts)


def period(incident: Incident) -> dict[str, str]:
    """Return the two ends of the period in the active language."""
    return {"began": said(incident.began_at), "ended": said(incident.ended_at)}


def said(moment: object) -> str:
    """Return a moment in the active language, in the country's time."""
    return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")  # type: ignore[arg-type]


def named(incident: Incident) -> str:
    """Return the categories of data in the active language, with commas between."""
    return ", ".join(str(one.label) for one in categories_of(incident.counts.get("purposes", {})))


def report(incident: Incident) -> str:
    """Return the report to the authority as a text: Kazakh first, then Russian. Figures alone."""
    return ("\n\n" + "-" * 60 + "\n\n").join(_report(incident, one) for one in LANGUAGES)


def _report(incident: Incident, language: str) -> str:
    counts = incident.counts
    with translation.override(language):
        rows: Iterable[tuple[str, object]] = (
            (_("Report of a personal data incident"), incident.pk),
            (_("Became known"), said(incident.known_at)),
            (_("To be reported until"), said(deadline(incident.known_at))),
            (_("Period"), _("between %(began)s and %(ended)s") % period(incident)),
            (_("What happened"), incident.happened),
            (_("Categories of data"), named(incident)),
            (_("People concerned"), counts.get("people", 0)),
            (_("Of them with an account, who are told by message"), counts.get("accounts", 0)),
            (_("Of them without an account"), counts.get("without_account", 0)),
            (_("Look-ups"), counts.get("lookups", 0)),
            *(
                (f"  {purpose_words(one)} ({one})", n)
                for one, n in counts.get("purposes", {}).items()
            ),
            (_("Measures taken"), incident.measures or "–"),
            (_("People told"), said(incident.told_at) if incident.told_at else "–"),
            (_("Text of the notice"), getattr(incident, f"text_{language}") or "–"),
        )
        return "\n".join(f"{label}: {value}" for label, value in rows)
