"""Codes on paper: twenty digits, thirty days, once, and only the newest.

Nothing but the code is typed, so it is looked for among all that are open: of twenty digits
(66 bits), a hundred thousand of them open, one guess in 10^15 hits anybody's. Wrong ones slow their
address besides (`accounts.views.guessing`). Digits, since every keypad has them and everybody can
type them in groups of four.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.exceptions import AccountClosed, CannotReceive, PaperCodeWrong
from accounts.models import PaperCode, User
from web.tokens import code_digest, new_code, token_digest

DIGITS, GROUP = 20, 4
LIFETIME = timedelta(days=30)
SENT_TWICE = timedelta(seconds=30)
SALT = "paper"


def grouped(code: str) -> str:
    """Return a code as it is printed: in groups of four digits."""
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


@transaction.atomic
def make_paper_code(*, user: User, by: User) -> tuple[PaperCode, str]:
    """Return a new code for a learner, and its digits, which are kept nowhere; earlier ones end.

    Raises CannotReceive for whoever has no page that a code may open: staff, a closed account.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.is_staff or not locked.is_active:
        raise CannotReceive
    now = timezone.now()
    PaperCode.objects.filter(user=locked, used_at=None, replaced_at=None).update(replaced_at=now)
    digits = new_code(DIGITS)
    code = PaperCode.objects.create(
        user=locked, made_by=by, made_at=now, expires_at=now + LIFETIME,
        code_digest=code_digest(digits, salt=SALT),
    )  # fmt: skip
    return code, digits


@transaction.atomic
def sign_in_by_paper(*, code: str, door: str) -> User:
    """Return whose session may begin, and use the code up.

    `door` is a secret of the form that was sent: an impatient thumb that sends it twice signs in
    once, and not with a code that is used up already. Other sessions of the person go on: whoever
    comes with a paper has not said that they should end, and can end them on their own page.
    Raises PaperCodeWrong, and AccountClosed.
    """
    now, typed = timezone.now(), code_digest(code, salt=SALT)
    found = PaperCode.objects.filter(code_digest=typed, replaced_at=None, expires_at__gt=now)
    won = found.filter(used_at=None).update(used_at=now, door_digest=token_digest(door))
    again = {"used_at__gt": now - SENT_TWICE, "door_digest": token_digest(door)}
    used = found.filter(**again).select_related("user").first()
    if not won and used is None:
        raise PaperCodeWrong
    assert used is not None
    if used.user.is_staff:
        raise PaperCodeWrong
    if not used.user.is_active:
        raise AccountClosed
    return used.user
