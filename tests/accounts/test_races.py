"""Two at once. Each test has a control in which the protection is off and the fault appears."""

import threading

import pytest
from django.db import close_old_connections, connection, transaction

from accounts.actions import identity as identity_actions
from accounts.actions import record as record_actions
from accounts.actions.codes import request_code
from accounts.actions.identity import declare_identity, prove_identity
from accounts.actions.record import record_lookup, verify_chain
from accounts.actions.sign_in import sign_in_by_code
from accounts.exceptions import ChainBroken, CodeWrong, IdentityProvedElsewhere
from accounts.models import Identity, IdentityConflict, Lookup, OneTimeCode, User
from tests import cast
from web.sealing import unseal

pytestmark = pytest.mark.django_db(transaction=True)
IIN = "900101300006"


def at_once(*jobs):
    """Run the jobs in threads that start together; return results and exceptions in order."""
    start, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(position, job):
        try:
            connection.ensure_connection()
            start.wait(10)
            results[position] = job()
        except Exception as error:  # noqa: BLE001 the test looks at it
            results[position] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    close_old_connections()
    return results
