"""Facts that higher apps may act upon; each is sent inside the transaction that made it true."""

from django.dispatch import Signal

# enrolment, snapshot, activity_key, options (the response), is_right (None: not graded), is_first
activity_answered = Signal()
# enrolment, lesson_key, language, edition_id; never of a lesson that speaks of violence
lesson_began = Signal()
# enrolment, lesson_key, began_at (None: not known), language and edition_id it was begun in
lesson_completed = Signal()
# enrolment, edition_id, difference (after less before, from -1 to 1): both answered in full
measure_paired = Signal()
