"""What the registry app tells the floors above, inside the transaction in which it happened."""

from django.dispatch import Signal

application_linked = Signal()  # claim
claim_settled = Signal()  # claim
application_became_known = Signal()  # application, source
