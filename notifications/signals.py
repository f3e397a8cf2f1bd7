"""What the floors above are told before a message leaves."""

from django.dispatch import Signal

# message: its time has come. A receiver that knows what it is about may raise NotNeeded; it is
# settled unsent then. Sent inside the transaction in which the message is taken for a try.
message_came_due = Signal()
