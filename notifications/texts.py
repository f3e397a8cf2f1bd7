"""The words of messages: neutral, since a subject is read on a locked screen by anybody."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.contacts import is_email
from notifications.models import Message

SUBJECTS = {
    Message.Kind.CLAIM_CONFIRMED: _("Otau: there is news on your page"),
    Message.Kind.CLAIM_REFUSED: _("Otau: there is news on your page"),
    Message.Kind.CERTIFICATE_READY: _("Otau: there is news on your page"),
    Message.Kind.WORK_SUBMITTED: _("Otau: a page waits for your review"),
    Message.Kind.WORK_APPROVED: _("Otau: your page is published"),
    Message.Kind.WORK_SENT_BACK: _("Otau: your page came back with a comment"),
    Message.Kind.WORK_COMMENTED: _("Otau: there are comments on a page"),
}


def subject_of(message: Message) -> str:
    """Return the subject of an e-mail, in the message's language."""
    with translation.override(message.language):
        return str(SUBJECTS[Message.Kind(message.kind)])


def text_of(message: Message, contact: str) -> str:
    """Return the text for an e-mail or an SMS, as `contact` is one, in the message's language.

    The template is `notifications/<kind>.<channel>.txt`; it gets the message's context and the
    site's address in that language. Texts for staff say which page they are about.
    """
    channel = Message.Channel.EMAIL if is_email(contact) else Message.Channel.SMS
    with translation.override(message.language):
        return (
            render_to_string(
                f"notifications/{message.kind}.{channel}.txt",
                {
                    **message.context,
                    "SITE": f"{settings.BASE_URL}/{message.language}/",
                    "BASE_URL": settings.BASE_URL,
                },
            ).strip()
            + "\n"
        )
