"""Facts that certificates announce inside their transaction; each is sent with `certificate`."""

from django.dispatch import Signal

certificate_certified = Signal()
certificate_issued = Signal()
certificate_ended = Signal()
