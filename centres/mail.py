"""The e-mails to a centre: a neutral subject, and what a coordinator needs, in both languages."""

from email.utils import parseaddr

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.contacts import is_email
from accounts.models import User
from centres.details import Company, Day, Time, VisitDetails, Wish
from centres.models import CentreMail

Kind = CentreMail.Kind
SUBJECTS: dict[str, Promise] = {
    Kind.REQUEST: _("Otau: a request for your centre"),
    Kind.WITHDRAWAL: _("Otau: a request for your centre is withdrawn"),
}
# In the form it is the person who says so.
COMPANY: dict[str, Promise] = {
    Company.ALONE: _("One person"),
    Company.TOGETHER: _("Two people together"),
}
LANGUAGES = ("kk", "ru")
BETWEEN = "\n\n* * *\n\n"


def message_id(mail: CentreMail) -> str:
    """Return the Message-ID of an e-mail: the same at every try, and telling nothing."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{mail.request.key}.{mail.kind}@{domain}>"


def headers_of(mail: CentreMail) -> dict[str, str]:
    """Return the headers besides the usual ones; the withdrawal answers the request it is about."""
    headers = {"Message-ID": message_id(mail), "Auto-Submitted": "auto-generated"}
    if mail.kind == Kind.WITHDRAWAL:
        first = message_id(CentreMail(request=mail.request, kind=Kind.REQUEST))
        headers |= {"In-Reply-To": first, "References": first}
    return headers


def subject_of(mail: CentreMail) -> str:
    """Return the subject, in both languages."""
    words = []
    for language in LANGUAGES:
        with translation.override(language):
            words.append(str(SUBJECTS[mail.kind]))
    return " / ".join(dict.fromkeys(words))


def text_of(mail: CentreMail, details: VisitDetails | None) -> str:
    """Return the text, first in Kazakh, then in Russian. A withdrawal names nobody."""
    context: dict[str, object] = {"reference": mail.request.reference}
    if mail.kind == Kind.REQUEST and details is not None:
        context |= {
            "details": details,
            "wish": Wish(details.wish).label,
            "company": COMPANY[details.company],
            "language": User.Language(details.language).label,
            "times": [Time(time).label for time in details.times],
            "days": [Day(day).label for day in details.days],
            "by_email": is_email(details.contact),
        }
    texts = []
    for language in LANGUAGES:
        with translation.override(language):
            texts.append(render_to_string(f"centres/mail/{mail.kind}.txt", context).strip())
    return BETWEEN.join(texts) + "\n"
