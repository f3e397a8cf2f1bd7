"""Somebody about whom everything is held that Otau can hold about a learner."""

import re
from datetime import date
from types import SimpleNamespace

from django.utils import timezone

from accounts.actions.appeals import answer_appeal, make_appeal
from accounts.actions.paper import make_paper_code
from accounts.actions.record import record_lookup
from accounts.identity import account_key
from accounts.models import NameCorrection, OneTimeCode, RecoveryGrant, UserSession
from accounts.person import seal_for
from accounts.views.confirm import CONFIRMED
from certificates.holder.actions import ask_for_name, open_name
from certificates.models import CertificateAct
from courses.models import LessonSnapshot, ModuleSnapshot
from demo.models import OutboxMessage
from enrolments.actions import (
    accept_invitation,
    adopt_edition,
    enrol,
    invite,
    open_sheet,
    record_attendance,
    remember_device,
    show_modules,
)
from enrolments.models import Enrolment
from learning.actions import (
    ask_to_look_back,
    keep_plan,
    mark_place,
    save_ages,
    save_circumstance,
)
from learning.models import Intake, MeasureTaken
from notifications.actions import owe_message
from notifications.actions.choosing import choose_messages
from registry.actions.claims import keys_of, make_claim, settle_claim
from registry.actions.phone import code_for_phone, prove_by_phone
from registry.models import ClaimUnlinking
from registry.standin.cast import AIGERIM, AIGERIM_AND_DANIYAR
from tests import cast
from tests.centres.story import asked
from tests.certificates.story import completed
from tests.learning import story
from web.sealing import seal, unseal

WORDS = "Менің ешкімге айтпаған ойым"
NOTE = "Осы жері түсініксіз"
QUESTION, REPLY = "Өтінішім неге байланыстырылмады?", "Нөмірде бір цифр қате болды."
PLAN = "Кешке үй жанында серуендейміз"
EXPLAINED = "Куәлік қызметкердің қателігінен берілген."
FORMER_NAME = "Айгерим Сарсенова"
WISHED_NAME = "Сәрсенова Әйгерім"


def confirmed(client, user):
    """Let this browser have shown a fresh code."""
    session = client.session
    session[CONFIRMED] = {"user": user.pk, "at": timezone.now().timestamp()}
    session.save()
    return client


def code_in(text):
    return re.search(r"\b\d{6}\b", text).group()


def newest_code():
    """The code of the newest e-mail or SMS of the outbox."""
    return code_in(OutboxMessage.objects.first().body)


def link_application(user):
    """Link the application of Aigerim in the registry's cast, proved by its phone."""
    one = AIGERIM.identity
    claim = make_claim(
        user=user, kind=one.kind, country=one.country, identity_number=one.number,
        application_number=AIGERIM_AND_DANIYAR.number,
    )  # fmt: skip
    claim = settle_claim(claim_id=claim.pk)
    code = code_for_phone(claim_id=claim.pk)
    digits = unseal(code.sealed_code, "code")
    return prove_by_phone(user=user, claim=claim, code=digits)


def look_up(user, clerk):
    """A clerk looks the person up."""
    identity = user.identities.get(displaced_at=None)
    record_lookup(
        actor=clerk, place="Алматы бөлімі / Отдел Алматы", purpose="desk",
        lookup_key=keys_of(identity)[0], answer="completed",
    )  # fmt: skip


def claim_another(user):
    """Claim an application under a new number: it waits beside the linked one."""
    one = AIGERIM.identity
    return make_claim(
        user=user, kind=one.kind, country=one.country, identity_number=one.number,
        application_number="43-02-00099",
    )  # fmt: skip


def ask(user, clerk):
    """Ask about a decision and be answered; the look at the question is recorded."""
    appeal = make_appeal(user=user, about="claim", text=QUESTION)
    record_lookup(
        actor=clerk, place="Otau", purpose="appeal", lookup_key=account_key(user.pk),
        answer="read",
    )  # fmt: skip
    answer_appeal(appeal=appeal, text=REPLY, by=clerk, seen=0)


def say_for_later(enrolment):
    """Say for which ages to look, and what small thing to be asked about."""
    age = ModuleSnapshot.objects.filter(edition=enrolment.edition).first()
    save_ages(enrolment=enrolment, modules=[age.module_key])
    lesson = LessonSnapshot.objects.filter(edition=enrolment.edition).first()
    ask_to_look_back(enrolment=enrolment, lesson_key=lesson.lesson_key)
    keep_plan(enrolment=enrolment, lesson_key=lesson.lesson_key, plan=PLAN)


def learn(user, client):
    """Answer, write, mark, say and be asked in a course that is open still."""
    course = cast.make_course("ATA", "ata")
    first = cast.make_edition(course)
    enrolment = enrol(user=user, course=course, source="leaflet-of-may", region="KZ-75")
    address = story.answer_url("lesson-1", "check", "ata")
    client.get(story.lesson_url("lesson-1", "ata"))
    client.post(address, {"event": "11111111-1111-4111-8111-111111111111", "option": ["b"]})
    client.post(story.reflection_url("lesson-1", "think", "ata"), {"do": "keep", "text": WORDS})
    snapshot = LessonSnapshot.objects.get(edition=first, slug="lesson-1", language="kk")
    mark_place(enrolment=enrolment, snapshot=snapshot, part_id="check", kind="unclear", note=NOTE)
    MeasureTaken.objects.create(
        enrolment=enrolment, moment="before", edition=first, items=2,
        sealed_score=seal("0.750000", f"measure.score.{enrolment.pk}"),
    )  # fmt: skip
    save_circumstance(enrolment=enrolment, question="home", choice="parents")
    cast.make_edition(course)
    adopt_edition(enrolment=enrolment)
    enrolment.refresh_from_db()
    say_for_later(enrolment)
    return enrolment


def stand_on_a_list(enrolment, clerk):
    """Be written down as somebody who attends the open course in person."""
    sheet = open_sheet(
        course=enrolment.course, place=cast.make_office(), began_on=date(2026, 11, 16),
        ended_on=date(2026, 11, 17), hours=6, by=clerk,
    )  # fmt: skip
    record_attendance(sheet=sheet, user=enrolment.user, by=clerk)


def open_to_others(done):
    """Open the name on the certificate by a link, and ask for another spelling."""
    user = done.user
    open_name(certificate=done.certificates.get(), token="a-link-of-hers", days=7, by=user)
    ask_for_name(user=user, name=WISHED_NAME)


def live(user, client, clerk, edition, partner):
    """Live the whole of it; `client` is the browser of `user`, `clerk` looks them up."""
    token = invite(by=user)[1]
    accept_invitation(token=token, by=partner)
    show_modules(user=user)
    claim = link_application(user)
    ClaimUnlinking.objects.create(
        claim=claim_another(user), office=clerk.clerkships.get().office, by=clerk
    )
    ask(user, clerk)
    look_up(user, clerk)
    done = completed(user, edition)
    open_to_others(done)
    open_course = learn(user, client)
    stand_on_a_list(open_course, clerk)
    CertificateAct.objects.create(
        certificate=done.certificates.get(), kind="told", reason="holder_asked", by=clerk,
        sealed_words=seal_for(user, EXPLAINED, "certificate.act"),
    )  # fmt: skip
    owe_message(recipient=user, kind="certificate_ready", dedupe_key=f"told-{user.pk}")
    remember_device(user=user, device="a-phone")
    choose_messages(user=user, reminders=True, news=True, channel="email", days_before=3)
    asked(user)
    NameCorrection.objects.create(
        user=user, place="Алматы бөлімі / Отдел Алматы", by=clerk,
        sealed_before=seal_for(user, FORMER_NAME, "name.before"),
        sealed_after=seal_for(user, user.name, "name.after"),
    )  # fmt: skip
    make_paper_code(user=user, by=clerk)
    RecoveryGrant.objects.create(
        user=user, sealed_contact=b"x", contact_key=b"x", granted_by=clerk,
        expires_at=timezone.now(),
    )  # fmt: skip
    OneTimeCode.objects.create(
        purpose="add_contact", user=user, sealed_contact=b"x", contact_key=b"x",
        language="kk", code_digest=b"x", expires_at=timezone.now(),
    )  # fmt: skip
    assert Intake.objects.filter(user=user).exists()
    assert UserSession.objects.filter(user=user).exists()
    assert Enrolment.objects.filter(user=user).count() == 2
    return SimpleNamespace(claim=claim, done=done, open_course=open_course, token=token)
