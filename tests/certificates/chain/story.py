"""A history of some days, and somebody who can write into the database whatever they like."""

from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.person import seal_for
from certificates.actions import revoke
from certificates.chain.heads import keep_chain
from certificates.models import Certificate, CertificateIssue
from certificates.names import NAME_PLACE
from certificates.numbers import make_number
from certificates.payload import name_digest, number_salt
from certificates.signing import current_key
from enrolments.models import Enrolment
from tests import cast

# The first day of the story is so many days ago; what it tells of happens today, since facts take
# their moment from the clock.
BEGAN = 4


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def certified(edition, *, user=None, issued=False) -> Certificate:
    user = user or cast.make_learner(name="Айгерім Сәрсенова")
    enrolment = Enrolment.objects.create(
        user=user, course=edition.course, edition=edition, completed_at=timezone.now()
    )
    number = make_number()
    made = Certificate.objects.create(
        number=number, enrolment=enrolment, sealed_name=seal_for(user, user.name, NAME_PLACE),
        name_source="declared", name_digest=name_digest(user.name, number_salt(number)),
        course_code="NEKE", course_title_kk="Курс", course_title_ru="Курс",
        edition_number=1, hours="6.5", assurance="none", issuer_kk="О", issuer_ru="Ц",
        completed_on=timezone.localdate(),
    )  # fmt: skip
    if issued:
        CertificateIssue.objects.create(
            certificate=made, key_id="00", signed_payload="x", pdf="a.pdf", pdf_sha256=b"1",
            picture="a.png", picture_sha256=b"2",
        )  # fmt: skip
    return made


def history(edition) -> list[Certificate]:
    """Make a history of four days, the third of them empty; return its certificates.

    Five facts on the first day, two on the second, one on the fourth, which is yesterday, and one
    that waits.
    """
    current_key()
    first = [certified(edition, issued=True), certified(edition), certified(edition)]
    revoke(certificate=first[2], reason="granted_in_error")
    keep_chain(now=days_ago(BEGAN))
    second = [certified(edition, issued=True)]
    keep_chain(now=days_ago(BEGAN - 1))
    fourth = [certified(edition)]
    keep_chain(now=days_ago(BEGAN - 3))
    keep_chain()
    return [*first, *second, *fourth, certified(edition)]


def checked(*options) -> tuple[int, str]:
    """Run the command that checks; return its exit code and what it said."""
    said = StringIO()
    try:
        call_command("check_certificate_history", *options, stdout=said)
    except CommandError as error:
        return error.returncode, said.getvalue() + str(error)
    return 0, said.getvalue()


@contextmanager
def past_triggers():
    """Everything within is done as the owner of the machine would: no trigger refuses it."""
    run("set session_replication_role = replica")
    yield
    run("set session_replication_role = origin")


def run(statement, values=()):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount
