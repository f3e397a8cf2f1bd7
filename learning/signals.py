"""Facts that higher apps may act upon; each is sent inside the transaction that made it true."""

from django.dispatch import Signal

lesson_completed = Signal()  # enrolment, lesson_key
