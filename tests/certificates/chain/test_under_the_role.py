"""The application's own database role adds facts of certificates and can do nothing else to them."""

import pytest

from certificates.actions import certify_again, revoke, supersede
from certificates.chain.facts import SOURCES
from certificates.chain.heads import keep_chain
from certificates.chain.models import ChainEntry, DayHead
from certificates.documents.issuing import issue_certificate
from tests.certificates.chain.story import checked, days_ago
from tests.certificates.story import completed
from tests.web.test_application_role import ROLE, as_application, refused, role  # noqa: F401

pytestmark = pytest.mark.django_db
TABLES = [
    model._meta.db_table
    for model in (*(source.model for source in SOURCES.values()), ChainEntry, DayHead)
]


@pytest.mark.parametrize("table", TABLES)
def test_a_fact_is_neither_changed_nor_deleted_nor_its_guard_taken_away(role, table):  # noqa: F811
    with as_application():
        for statement in (
            f"update {table} set id = id", f"delete from {table}", f"truncate {table} cascade",
            f"alter table {table} disable trigger all",
            f"alter table {table} disable trigger insert_only",
            f"alter table {table} add column note text", f"alter table {table} owner to {ROLE}",
            f"drop trigger insert_only on {table}", f"drop table {table} cascade",
            f"create rule mine as on insert to {table} do instead nothing",
            "set session_replication_role = replica",
        ):  # fmt: skip
            said = refused(statement)
            assert "permission denied" in said or "must be owner" in said, statement


def test_the_whole_life_of_certificates_is_written_under_it(role, aigerim, edition):  # noqa: F811
    old = completed(aigerim, edition).certificates.get()
    with as_application():
        issue_certificate(certificate_id=old.pk)
        revoke(
            certificate=supersede(certificate=old, by=None, name="Айгерім С"),
            reason="granted_in_error",
        )
        keep_chain(now=days_ago(2))
        assert len(keep_chain()) == 2
        assert ChainEntry.objects.count() == 6
        assert checked()[0] == 0


def test_what_another_lost_is_certified_again_under_it(role, aigerim, edition):  # noqa: F811
    certificate = completed(aigerim, edition).certificates.get()
    with as_application():
        event = revoke(certificate=certificate, reason="identity_displaced")
        [again] = certify_again(user=aigerim, since=event.at)
        assert again.supersedes == certificate
