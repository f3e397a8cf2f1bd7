"""What the stories of couples and enrolments have in common."""

import re
import threading
import time
from contextlib import contextmanager

from django.db import connection, connections
from django.urls import reverse

from enrolments.models import EnrolmentRequirement


def begin_url(course="neke"):
    return reverse("enrolments:begin", args=[course])


def couple_url():
    return reverse("enrolments:couple")


def invitation_url():
    return reverse("enrolments:invitation")


def make_link(client):
    """Make an invitation through the page and return the path of its link."""
    client.post(reverse("enrolments:invite"))
    return link_on(client.get(couple_url()))


def link_on(response):
    """Return the path of the invitation link on a page, or None."""
    found = re.search(r'id="link"[^>]*value="https?://[^/"]+([^"]+)"', response.text)
    return found and found[1]


def join(inviter, invited):
    """Two browsers become a couple through the pages."""
    invited.get(make_link(inviter))
    response = invited.post(invitation_url(), {"answer": "accept"})
    assert response.status_code == 302, response.text


def settle_all(enrolment, settle):
    """Settle every requirement of an enrolment."""
    for requirement in EnrolmentRequirement.objects.filter(enrolment=enrolment):
        settle(enrolment=enrolment, kind=requirement.kind, key=requirement.key)


def text_of(response):
    """The words of a page, without tags, spaces folded; what changes by itself left out."""
    body = re.sub(r"<(script|style|svg|head).*?</\1>", " ", response.text, flags=re.DOTALL)
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", body)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def at_once(*jobs):
    """Run jobs in threads of their own, each with its own connection; return their outcomes."""
    outcomes = [None] * len(jobs)
    barrier = threading.Barrier(len(jobs))

    def run(position, job):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=10)
            outcomes[position] = job()
        except Exception as error:  # noqa: BLE001 - an outcome like any other
            outcomes[position] = error
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=(position, job)) for position, job in enumerate(jobs)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


@contextmanager
def slow_after(words, seconds=0.03):
    """Widen the window after each statement of this connection that begins with `words`."""

    def wait(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.lower().startswith(words):
            time.sleep(seconds)
        return result

    with connection.execute_wrapper(wait):
        yield


@contextmanager
def without_row_locks(monkeypatch):
    """The control: `select ... for update` locks nothing."""
    with monkeypatch.context() as patch:
        patch.setattr(
            "django.db.models.query.QuerySet.select_for_update", lambda self, *a, **k: self.all()
        )
        yield
