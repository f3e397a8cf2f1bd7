"""One device, two people of a couple: noticed, remarked at the desk, never held against them."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from enrolments.models import Couple, CoupleMember, DeviceUse
from enrolments.questions import DEVICE_DAYS
from web.tokens import token_digest


@transaction.atomic
def remember_device(*, user: User, device: str) -> None:
    """Remember that `user` uses the device of the random cookie `device`.

    If their partner was seen on it within DEVICE_DAYS, the couple keeps when that was noticed.
    """
    digest, now = token_digest(device), timezone.now()
    DeviceUse.objects.update_or_create(user=user, device_digest=digest, defaults={"seen_at": now})
    couple = CoupleMember.objects.filter(user=user, left_at=None).values("couple")
    partners = CoupleMember.objects.filter(couple__in=couple).exclude(user=user).values("user")
    seen = DeviceUse.objects.filter(
        user__in=partners, device_digest=digest, seen_at__gte=now - timedelta(days=DEVICE_DAYS)
    )
    if seen.exists():
        Couple.objects.filter(pk__in=couple, shared_device_at=None).update(shared_device_at=now)


def forget_device_uses() -> int:
    """Delete what is older than DEVICE_DAYS; return how many rows it was."""
    before = timezone.now() - timedelta(days=DEVICE_DAYS)
    return DeviceUse.objects.filter(seen_at__lt=before).delete()[0]
