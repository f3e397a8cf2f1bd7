"""The words of messages: neutral, since a subject is read on a locked screen by anybody."""

from email.utils import parseaddr

from django.conf import settings
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.contacts import is_email
from notifications.actions.choosing import TOKEN_PLACE
from notifications.models import Message, StopLink
from notifications.topics import is_chosen
from web.sealing import unseal

SUBJECTS = {
    Message.Kind.CLAIM_CONFIRMED: _("Otau: there is news on your page"),
    Message.Kind.CLAIM_REFUSED: _("Otau: there is news on your page"),
    Message.Kind.CERTIFICATE_READY: _("Otau: there is news on your page"),
    Message.Kind.CERTIFICATE_REISSUED: _("Otau: there is news on your page"),
    Message.Kind.CERTIFICATE_DECISION: _("Otau: there is news on your page"),
    Message.Kind.NOTHING_BEGUN: _("Otau: a reminder you asked for"),
    Message.Kind.DAYS_BEFORE: _("Otau: a reminder you asked for"),
    Message.Kind.QUIET_WEEK: _("Otau: a reminder you asked for"),
    Message.Kind.QUIET_MONTH: _("Otau: a reminder you asked for"),
    Message.Kind.WORK_SUBMITTED: _("Otau: a page waits for your review"),
    Message.Kind.WORK_APPROVED: _("Otau: your page is published"),
    Message.Kind.WORK_SENT_BACK: _("Otau: your page came back with a comment"),
    Message.Kind.WORK_COMMENTED: _("Otau: there are comments on a page"),
    Message.Kind.QUESTION_ASKED: _("Otau: a question waits for an answer"),
    Message.Kind.DATA_NOTICE: _("Otau: there is a notice on your page"),
}


def subject_of(message: Message) -> str:
    """Return the subject of an e-mail, in the message's language."""
    with translation.override(message.language):
        return str(SUBJECTS[Message.Kind(message.kind)])


def text_of(message: Message, contact: str) -> str:
    """Return the text for an e-mail or an SMS, as `contact` is one, in the message's language.

    The template is `notifications/<kind>.<channel>.txt`; it gets the message's context, the
    site's address and that of the person's learning in that language, and the link that stops
    what they chose, which every e-mail of that sort ends with. Texts for staff say which page they
    are about.
    """
    channel = Message.Channel.EMAIL if is_email(contact) else Message.Channel.SMS
    with translation.override(message.language):
        context = {
            **message.context,
            "SITE": f"{settings.BASE_URL}/{message.language}/",
            "LEARNING": settings.BASE_URL + resolve_url(settings.LOGIN_REDIRECT_URL),
            "BASE_URL": settings.BASE_URL,
            "STOP": stop_address(message) if is_chosen(message.kind) else "",
        }
        parts = [render_to_string(f"notifications/{message.kind}.{channel}.txt", context)]
        if is_chosen(message.kind) and channel == Message.Channel.EMAIL:
            parts.append(render_to_string("notifications/stop.email.txt", context))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def stop_address(message: Message) -> str:
    """Return the link that stops what the recipient chose, in the message's language."""
    link = StopLink.objects.filter(user=message.recipient_id).latest("pk")
    token = unseal(link.sealed_token, TOKEN_PLACE)
    with translation.override(message.language):
        return settings.BASE_URL + reverse("notifications:stop", args=[token])


def headers_of(message: Message) -> dict[str, str]:
    """Return the headers of an e-mail beside its subject.

    Every try has the same Message-ID, by which mailboxes know a repetition. Mail programs offer
    their own button for what was chosen (RFC 2369, RFC 8058).
    """
    name = salted_hmac("notifications.message", str(message.pk), algorithm="sha256").hexdigest()
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{name[:32]}@{domain}>"}
    if is_chosen(message.kind):
        headers |= {
            "List-Unsubscribe": f"<{stop_address(message)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return headers
