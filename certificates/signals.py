"""Facts that certificates announce; sent inside the transaction that makes them true."""

from django.dispatch import Signal

# kwargs: certificate
certificate_certified = Signal()
# kwargs: certificate
certificate_issued = Signal()
# kwargs: certificate
certificate_ended = Signal()
