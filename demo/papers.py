"""What became of certificates: one revoked, one replaced, a job about all that waits for another.

Everything goes the way it goes in the product, once, before anybody has decided anything.
"""

from typing import Final

from django.db import transaction

from accounts.actions.identity import declare_identity, prove_identity
from accounts.actions.names import correct_name
from accounts.models import Assurance, User
from certificates.jobs import deciding
from certificates.jobs.models import BulkJob
from certificates.models import Certificate, CertificateAct
from certificates.staff.acts import revoke_with_reason
from certificates.words.actions import ask_to_publish, draft_words, publish_words
from courses.models import Course
from demo.people import COURSE, REPLACED, REVOKED
from demo.workshop import METHODOLOGIST
from enrolments.actions import settle_requirement
from enrolments.models import Enrolment
from registry.models import RegistryOffice

DECIDES, PUBLISHES = "deputy@example.org", "admin@example.org"
CLERK, OFFICE = "clerk.almaty@example.org", "KZ-75-01"
# Invented: the check digit is right, and the number belongs to nobody.
IDENTITY: Final = "881107300343"
CORRECTED: Final = "Ахметов Тимур Русланұлы"
EXPLANATION: Final = (
    "Біз қателестік: бұл сертификат басқа адам тапсырған жауаптар бойынша берілді. Бұл үшін сізден "
    "кешірім сұраймыз. Курсты өзіңіз қайта өте аласыз; келіспесеңіз, адамнан сұраңыз."
)
BASIS: Final = "Мысал: орталық директоры туралы № 5 бұйрық / Пример: приказ № 5 о директоре центра"
WORDS: Final = {
    "course": None,
    "issuer_kk": "Отбасын қолдау орталығы",
    "issuer_ru": "Центр поддержки семьи",
    "title_kk": "Сертификат",
    "title_ru": "Сертификат",
    "signatory_post_kk": "Орталық директоры",
    "signatory_post_ru": "Директор центра",
    "signatory_name_kk": "Г. Сәрсенова",
    "signatory_name_ru": "Г. Сарсенова",
    "note": BASIS,
}


@transaction.atomic
def decide_papers() -> bool:
    """Let certificates end and words be published; return whether there was anything to do."""
    if BulkJob.objects.exists() or CertificateAct.objects.exists():
        return False
    decides = User.objects.get(email=DECIDES)
    revoke_with_reason(
        certificate=complete(REVOKED), reason=CertificateAct.Reason.TAKEN_BY_ANOTHER,
        words=EXPLANATION, by=decides,
    )  # fmt: skip
    correct(complete(REPLACED).enrolment.user, clerk=User.objects.get(email=CLERK))
    publish_signatory()
    propose_job(by=decides)
    return True


def complete(contact: str) -> Certificate:
    """Let a learner have done all that the course asks; return the certificate."""
    enrolment = Enrolment.objects.get(
        user=User.objects.for_contact(contact).get(), course__code=COURSE
    )
    for kind, key in enrolment.requirements.order_by("pk").values_list("kind", "key"):
        settle_requirement(enrolment=enrolment, kind=kind, key=key)
    return Certificate.objects.get(enrolment=enrolment)


def correct(person: User, *, clerk: User) -> None:
    """Let a clerk see the identity document and correct the name by it."""
    identity = declare_identity(user=person, kind="iin", country="KZ", number=IDENTITY)
    prove_identity(identity=identity, assurance=Assurance.SEEN, by=clerk)
    office = RegistryOffice.objects.get(code=OFFICE)
    place = f"{office.name_kk} / {office.name_ru}"
    correct_name(user=person, name=CORRECTED, place=place, by=clerk)


def publish_signatory() -> None:
    """Let the paper name who signs it from now on, as two people decide."""
    author, publisher = (User.objects.get(email=one) for one in (METHODOLOGIST, PUBLISHES))
    proposal = draft_words(words=dict(WORDS), by=author)
    ask_to_publish(proposal=proposal, by=author)
    publish_words(proposal=proposal, by=publisher)


def propose_job(*, by: User) -> None:
    """Propose that all who have the course's certificate get one with the words of today."""
    job = deciding.open_job(
        kind=BulkJob.Kind.TITLE, reason="words_corrected", basis=BASIS, by=by,
        course=Course.objects.get(code=COURSE),
    )  # fmt: skip
    deciding.collect(job_id=job.pk)
    deciding.propose(job=job, by=by)
