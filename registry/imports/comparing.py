"""Lines beside what we know already: new, changed, the same, older, or not this office's.

A constant number of queries, however many lines are compared.
"""

from collections.abc import Iterable, Sequence

from accounts.identity import identity_keys
from registry.actions.applications import NAME, PHONE
from registry.gateway import ApplicationRecord
from registry.imports.models import ImportRow
from registry.models import LIVING, Applicant, ApplicationFact, MarriageApplication
from web.sealing import unseal

Kind = ImportRow.Kind
A_BATCH = 500
HELD_ELSEWHERE = ("number", "held_elsewhere", None)


class Known:
    """What we know of the applications that some lines name. Three queries."""

    def __init__(self, records: Iterable[ApplicationRecord]) -> None:
        """Look all of them up at once."""
        numbers = {record.number for record in records}
        found = MarriageApplication.objects.filter(number__in=numbers).select_related("office")
        self.applications = {one.number: one for one in found.prefetch_related("applicants")}
        facts = ApplicationFact.objects.filter(
            application__number__in=numbers, source=ApplicationFact.Source.IMPORT
        )
        self.facts = set(
            facts.values_list(
                "application__number", "state", "ceremony_date", "office_code", "told_at"
            )
        )

    def kind_of(self, record: ApplicationRecord, office: str) -> Kind:
        """Return what a line is to us; WRONG for one that another office holds.

        An office may hand an application over, and never takes one: whoever hands in a file could
        otherwise write their own people into somebody else's application.
        """
        known = self.applications.get(record.number)
        if known is None:
            return Kind.NEW if record.office_code == office else Kind.WRONG
        if known.office is None or known.office.code != office:
            return Kind.WRONG
        if record.updated_at < known.told_at:
            return Kind.OLDER
        return Kind.SAME if _is_the_same(known, record) else Kind.CHANGED

    def has_heard(self, record: ApplicationRecord) -> bool:
        """Whether an earlier file said exactly this: then nothing is to be learned from it."""
        fact = (
            record.number, str(record.state), record.ceremony_date, record.office_code,
            record.updated_at,
        )  # fmt: skip
        return fact in self.facts


def _is_the_same(known: MarriageApplication, record: ApplicationRecord) -> bool:
    day = record.ceremony_date if record.state in LIVING else known.ceremony_date
    return (
        known.state == record.state
        and known.ceremony_date == day
        and known.office is not None
        and known.office.code == record.office_code
        and _are_the_same(list(known.applicants.all()), record)
    )


def _are_the_same(known: Sequence[Applicant], record: ApplicationRecord) -> bool:
    if len(known) != 2:
        return False
    by_key = {bytes(one.lookup_key): one for one in known}
    for told in record.applicants:
        identity = told.identity
        keys = identity_keys(kind=identity.kind, country=identity.country, number=identity.number)
        one = next((by_key[key] for key in keys if key in by_key), None)
        if one is None:
            return False
        if one.sealed_name is None:  # of somebody without an account no more than the key is kept
            continue
        phone = unseal(one.sealed_phone, PHONE) if one.sealed_phone else None
        if (unseal(one.sealed_name, NAME), phone) != (told.name, told.phone):
            return False
    return True


def kinds_of(records: Sequence[ApplicationRecord], office: str) -> list[Kind]:
    """Return what each of a file's lines is to us, three queries for each A_BATCH of them.

    Of two lines about one application the later is compared with the earlier.
    """
    kinds: list[Kind] = []
    newest: dict[str, ApplicationRecord] = {}
    for start in range(0, len(records), A_BATCH):
        batch = records[start : start + A_BATCH]
        known = Known(batch)
        for record in batch:
            kind = known.kind_of(record, office)
            before = newest.get(record.number)
            if before is not None and kind != Kind.WRONG:
                kind = Kind.OLDER if record.updated_at < before.updated_at else Kind.CHANGED
            if before is None or record.updated_at > before.updated_at:
                newest[record.number] = record
            kinds.append(kind)
    return kinds
