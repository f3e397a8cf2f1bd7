"""What is told us of an application, kept as facts; how it stands follows from all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.utils import timezone

from accounts.identity import identity_key, identity_keys, seal_number
from accounts.models import Identity
from registry.actions.forgetting import digests_of, is_over
from registry.gateway import ApplicantRecord, ApplicationRecord
from registry.models import (
    Applicant,
    ApplicationClaim,
    ApplicationFact,
    MarriageApplication,
    RegistryOffice,
)
from registry.signals import application_became_known
from registry.standing import order, standing_of
from web.sealing import seal

NAME = "applicant.name"
PHONE = "applicant.phone"
A_BATCH = 1000
Source = ApplicationFact.Source


@dataclass(frozen=True, slots=True)
class Learned:
    """An application as it stands now, and what the news did to what was known of it.

    *new*: it was not known; *changed*: a fact was added, which may be an old one; *same*: it was
    known already.
    """

    application: MarriageApplication
    change: Literal["new", "changed", "same"]


def learn_of_application(*, record: ApplicationRecord, source: str) -> MarriageApplication:
    """Keep what was said of an application and return it as it now stands.

    `source` is one of ApplicationFact.Source; a record without a version says 0, one without a
    name has an empty one. News may come late, twice or in any order: each is kept once, and how
    the application stands follows from all of them (`registry.standing`). Sends
    application_became_known once, for an application that was not known before. News of one that
    is forgotten bring it back only if somebody asked the registry for them, or if it is not over
    after all.
    """
    return learn_of_applications(records=[record], source=source)[0].application


def learn_of_applications(*, records: Sequence[ApplicationRecord], source: str) -> list[Learned]:
    """Learn of many applications, in the order of `records`; see `learn_of_application`.

    Each is a transaction of its own. Those that say what is known already cost one query for a
    thousand of them.
    """
    learned: list[Learned] = []
    for start in range(0, len(records), A_BATCH):
        batch = records[start : start + A_BATCH]
        known = _known_facts(batch, source)
        for record in batch:
            before = known.get((record.number, _said(record, source)))
            learned.append(Learned(before, "same") if before else _learn(record, source))
    return learned


def _known_facts(
    records: Sequence[ApplicationRecord], source: str
) -> dict[tuple[str, tuple[object, ...]], MarriageApplication]:
    """Return the applications of which these very facts are kept. One query.

    Left out are those whose office was not known to us: it may be by now.
    """
    facts = ApplicationFact.objects.filter(
        application__number__in={one.number for one in records},
        application__forgotten_at=None,
        application__office__isnull=False,
        told_at__in={one.updated_at for one in records},
        source=source,
    )
    return {
        (fact.application.number, order(fact)): fact.application
        for fact in facts.select_related("application__office")
    }


def _fact(record: ApplicationRecord, source: str) -> ApplicationFact:
    return ApplicationFact(
        state=record.state,
        ceremony_date=record.ceremony_date,
        office_code=record.office_code,
        region=record.region,
        source=source,
        told_at=record.updated_at,
        version=record.version,
    )


def _said(record: ApplicationRecord, source: str) -> tuple[object, ...]:
    return order(_fact(record, source))


@transaction.atomic
def _learn(record: ApplicationRecord, source: str) -> Learned:
    application = _locked(record)
    if application.forgotten_at is not None and source != Source.GATEWAY and _is_over(record):
        return Learned(application, "same")
    fact, facts = _fact(record, source), list(application.facts.all())
    said, is_new = order(fact), not facts
    is_added = said not in {order(one) for one in facts}
    if is_added:
        fact.application = application
        fact.save(force_insert=True)
        facts.append(fact)
    was_forgotten = application.forgotten_at is not None
    is_newest = said == max(order(one) for one in facts)
    _stand(application, facts, record.number)
    if (is_added and is_newest) or was_forgotten:
        _learn_of_applicants(application, record, source)
    if is_new:
        application_became_known.send(MarriageApplication, application=application, source=source)
        return Learned(application, "new")
    return Learned(application, "changed" if is_added or was_forgotten else "same")


def _locked(record: ApplicationRecord) -> MarriageApplication:
    """Return the application of a record, locked; one that was not known has no fact yet."""
    numbers = [record.number, *digests_of(record.number)]
    # The parent is locked before its children are read: two who learn at once come in turn.
    locked = MarriageApplication.objects.select_for_update(of=("self",)).select_related("office")
    known = locked.filter(number__in=numbers).first()
    if known is not None:
        return known
    MarriageApplication.objects.bulk_create(
        [
            MarriageApplication(
                number=record.number,
                state=record.state,
                office=RegistryOffice.objects.filter(code=record.office_code).first(),
                region=record.region,
                ceremony_date=record.ceremony_date,
                told_at=record.updated_at,
            )
        ],
        ignore_conflicts=True,
    )
    return locked.get(number__in=numbers)


def _is_over(record: ApplicationRecord) -> bool:
    return is_over(
        state=record.state, ceremony_date=record.ceremony_date, told_at=record.updated_at
    )


def _stand(application: MarriageApplication, facts: Iterable[ApplicationFact], number: str) -> None:
    """Let the application stand as its facts say; written only if that is another way."""
    now = standing_of(facts)
    office = application.office
    if office is None or office.code != now.office_code:
        office = RegistryOffice.objects.filter(code=now.office_code).first()
    stands = {
        "number": number,
        "state": now.state,
        "office": office,
        "region": now.region,
        "ceremony_date": now.ceremony_date,
        "told_at": now.told_at,
        "forgotten_at": None,
    }
    changed = [name for name, value in stands.items() if getattr(application, name) != value]
    for name in changed:
        setattr(application, name, stands[name])
    if changed:
        application.save(update_fields=changed)


def _learn_of_applicants(
    application: MarriageApplication, record: ApplicationRecord, source: str
) -> None:
    """Write the two people as the newest news names them, each to the row that is theirs."""
    rows = list(application.applicants.order_by("position"))
    taken = {row.position for row in rows}
    before = {row.pk: (bytes(row.lookup_key), row.sealed_number) for row in rows}
    written: list[Applicant] = []
    keys = {told.identity: identity_keys(**numbers_of(told)) for told in record.applicants}
    every_key = [key for some in keys.values() for key in some]
    named = {
        bytes(key)
        for key in Identity.objects.active()
        .filter(lookup_key__in=every_key)
        .values_list("lookup_key", flat=True)
    }
    theirs: list[tuple[Applicant | None, ApplicantRecord]] = []
    for told in record.applicants:
        row = next((one for one in rows if bytes(one.lookup_key) in keys[told.identity]), None)
        if row is not None:
            rows.remove(row)
        theirs.append((row, told))
    # What is left on either side was corrected by the registry, or is new.
    free = iter(sorted({1, 2} - taken))
    for row, told in theirs:
        if row is None and rows:
            row = rows.pop(0)
            row.claims.confirmed().update(
                state=ApplicationClaim.State.UNLINKED, settled_at=timezone.now()
            )
            _forget(row)
        row = row or Applicant(application=application, position=next(free))
        if named & set(keys[told.identity]):
            _fill(row, told, record)
        else:
            _forget(row)
        row.lookup_key = identity_key(**numbers_of(told))
        written.append(row)
    for row in written:
        is_as_before = row.sealed_number is None and before.get(row.pk) == (row.lookup_key, None)
        if row.pk is not None and not is_as_before:
            row.save()
    Applicant.objects.bulk_create([row for row in written if row.pk is None])
    if source != Source.GATEWAY:
        wake_claims(every_key)


def wake_claims(keys: Iterable[bytes]) -> None:
    """Let claims that wait for news of these people be settled now: it may be this.

    Except one that is being settled at this moment, which holds its row and waits for ours.
    """
    now = timezone.now()
    waiting = ApplicationClaim.objects.filter(
        state=ApplicationClaim.State.WAITING, identity__lookup_key__in=keys, next_check_at__gt=now
    ).select_for_update(of=("self",), skip_locked=True)
    ApplicationClaim.objects.filter(pk__in=waiting.values("pk")).update(next_check_at=now)


def keep_words(*, applicant: Applicant, record: ApplicationRecord) -> None:
    """Keep what `record` says of an applicant who has an account, unless it is kept already."""
    if applicant.sealed_name is not None:
        return
    for told in record.applicants:
        if bytes(applicant.lookup_key) in identity_keys(**numbers_of(told)):
            _fill(applicant, told, record)
            applicant.save()


def numbers_of(told: ApplicantRecord) -> dict[str, str]:
    """Return the identity of an applicant in the form in which its keys are made."""
    identity = told.identity
    return {"kind": identity.kind, "country": identity.country, "number": identity.number}


def _fill(row: Applicant, told: ApplicantRecord, record: ApplicationRecord) -> None:
    row.kind, row.country = told.identity.kind, told.identity.country
    row.sealed_number = seal_number(told.identity.number)
    # A source that names nobody takes no name away.
    row.sealed_name = seal(told.name, NAME) if told.name else row.sealed_name
    # Whoever holds a phone that is written for both could be either: it proves nobody.
    phones = [one.phone for one in record.applicants]
    is_own = told.phone is not None and phones.count(told.phone) == 1
    row.sealed_phone = seal(told.phone, PHONE) if told.phone and is_own else None


def _forget(row: Applicant) -> None:
    row.kind = row.country = ""
    row.sealed_number = row.sealed_name = row.sealed_phone = None
