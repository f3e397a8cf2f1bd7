"""Facts about courses, sent inside the transaction that made them."""

from django.dispatch import Signal

# edition
edition_published = Signal()
# course, lesson_key
lesson_withdrawn = Signal()
# edition, lesson_key
lesson_corrected = Signal()
