"""Two at once. Each test has a control in which the protection is off and the fault appears."""

import threading

import pytest
from django.db import close_old_connections, connection

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
