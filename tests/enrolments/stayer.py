"""Everything that the one who stays can see: all their pages, byte for byte, and their messages.

`look` before and after something the other did must see the same. What is drawn by lot
at each request (the form's token, the nonce of the page, the number of an answer to be) is left
out, and nothing else.
"""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit

from django.core import mail
from django.urls import Resolver404, get_resolver, resolve, reverse
from django.utils import translation

from courses.models import LessonSnapshot
from demo.models import OutboxMessage
from notifications.models import Message

DRAWN_BY_LOT = re.compile(
    r'(name="(?:csrfmiddlewaretoken|event|token)" value|nonce|"X-CSRFToken")(="|": ")[^"]*"'
)
APPS = ("accounts", "centres", "certificates", "enrolments", "learning", "registry")
FIRST = (
    "learning:learning", "enrolments:invitation", "enrolments:couple", "enrolments:leave_couple", "accounts:account",
    "registry:application", "registry:application_state", "registry:phone",
    "certificates:certificates",
)  # fmt: skip
MOST_PAGES = 200

# Addresses of these apps that the walk does not come to, by the reason.
ELSEWHERE = {
    "before signing in, or on the way in": {
        "accounts:sign_in", "accounts:code", "accounts:code_again", "accounts:welcome",
        "accounts:consent", "accounts:paper_code",
    },
    "changes something, and shows nothing": {
        "accounts:sign_out", "accounts:sign_out_everywhere", "accounts:remove_contact",
        "accounts:contact_code_again", "accounts:confirm_again", "accounts:end_session",
        "enrolments:invite", "enrolments:withdraw_invitation",
        "enrolments:show_modules", "enrolments:hide_modules", "learning:answer", "learning:read",
        "learning:mark", "learning:reflection", "registry:unlink",
        "registry:phone_code", "certificates:withdraw_link", "certificates:withdraw_request",
    },
    "only after something was sent from the page before": {
        "accounts:contact_code", "accounts:join", "accounts:confirm_code", "accounts:appeal",
    },
    "only where a course has it, which this one does not": {
        "learning:edition", "learning:intake", "learning:intake_answers",
        "learning:intake_question", "learning:before", "learning:after", "learning:ages",
        "learning:week", "certificates:wish", "enrolments:begin_lesson",
    },
    "after a fresh code: tests/accounts/test_download.py sees that it stays the same": {
        "accounts:data_section", "accounts:data_file",
    },
    "the same for everybody": {
        "accounts:erased", "certificates:offline", "certificates:offline_worker",
        "certificates:history", "certificates:offices",
    },
    "with a certificate: tests/registry/test_what_becomes_of_an_application.py comes to them": {
        "certificates:name_links", "certificates:wrong_name",
    },
    "of a centre: tests/centres/test_partner.py sees that it stays the same": {
        "centres:ask_for_visit", "centres:visit_request", "centres:withdraw_visit_request",
        "centres:forget_visit_request",
    },
    "of one look-up, about which nothing of the other's stands": {"accounts:question_lookup"},
    "leads to the invitation": {"enrolments:invitation_link"},
    "of a certificate: the same for everybody who has its number, or a link to its name": {
        "certificates:check", "certificates:certificate", "certificates:pdf",
        "certificates:picture", "certificates:opened_name",
    },
}  # fmt: skip


@dataclass
class Sight:
    """What somebody can see: pages by their address, and what was sent to them."""

    pages: dict[str, tuple[int, str]] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)

    def changed(self, other: "Sight") -> list[str]:
        """Return what differs: addresses, and "messages"."""
        addresses = sorted(self.pages.keys() | other.pages.keys())
        pages = [one for one in addresses if self.pages.get(one) != other.pages.get(one)]
        return pages + (["messages"] if self.messages != other.messages else [])

    @property
    def names(self) -> set[str]:
        """The names of the addresses that were seen."""
        return {name_of(address) for address in self.pages} - {""}


def look(client, user, language="kk") -> Sight:
    """Open every page that can be reached in a language."""
    open_lessons(client, user, language)
    pages: dict[str, tuple[int, str]] = {}
    with translation.override(language):
        ahead = [*(reverse(name) for name in FIRST), reverse("enrolments:begin", args=["neke"])]
    while ahead:
        path = ahead.pop(0)
        if path in pages:
            continue
        assert len(pages) < MOST_PAGES, "the walk has no end"
        response = client.get(path)
        body = b"".join(response) if response.streaming else response.content
        text = DRAWN_BY_LOT.sub("", body.decode(errors="replace"))
        pages[path] = (response.status_code, response.headers.get("Location", "") + text)
        ahead += [one for one in links_on(text, language) if one not in pages]
    return Sight(pages, sent_to(user))


def open_lessons(client, user, language) -> None:
    """Open each lesson in order: looking marks it as begun, and what was open last is gone on with.

    Each walk then begins alike.
    """
    for enrolment in user.enrolments.not_withdrawn().order_by("pk"):
        slugs = LessonSnapshot.objects.filter(edition=enrolment.edition_id, language=language)
        for slug in slugs.order_by("position").values_list("slug", flat=True):
            with translation.override(language):
                address = reverse("learning:lesson", args=[enrolment.course.slug, slug])
            client.get(address)


def links_on(text: str, language: str) -> list[str]:
    """Return the addresses of learners' pages in this language that a page leads to."""
    paths = [urlsplit(unescape(one)).path for one in re.findall(r'href="(/[^"]*)"', text)]
    ours = [one for one in paths if one.startswith(f"/{language}/")]
    return [one for one in dict.fromkeys(ours) if name_of(one).split(":")[0] in APPS]


def name_of(address: str) -> str:
    try:
        return resolve(address).view_name
    except Resolver404:
        return ""


def names_of_pages() -> set[str]:
    """Return the names of all addresses of the learners' apps."""
    names = set()
    for app in APPS:
        names |= {f"{app}:{key}" for key in _names_in(app)}
    return names


def _names_in(app: str) -> set[str]:
    with translation.override("kk"):
        resolver = get_resolver().namespace_dict[app][1]
        return {key for key in resolver.reverse_dict if isinstance(key, str)}


def sent_to(user) -> list[str]:
    """Return what was sent to somebody, or is owed to them, in the order of its making."""
    contacts = [one for one in (user.email, user.phone) if one]
    owed = Message.objects.filter(recipient=user).order_by("pk")
    return [
        *(f"{one.kind} {one.dedupe_key}" for one in owed),
        *(
            f"{one.pk}"
            for one in OutboxMessage.objects.filter(recipient__in=contacts).order_by("pk")
        ),
        *(one.subject for one in mail.outbox if set(contacts) & set(one.to)),
    ]
