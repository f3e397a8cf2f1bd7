"""Facts that higher apps may act upon; each is sent inside the transaction that made it true."""

from django.dispatch import Signal

enrolment_began = Signal()  # enrolment
enrolment_half_done = Signal()  # enrolment
enrolment_completed = Signal()  # enrolment
enrolment_withdrawn = Signal()  # enrolment
edition_adopted = Signal()  # enrolment, step (courses.differences.lessons.EditionStep)
exemption_given = Signal()  # exemption
exemption_ended = Signal()  # exemption: before its day
couple_left = Signal()  # membership: whose has just ended
partner_joined = Signal()  # couple, user: who has just joined the other
