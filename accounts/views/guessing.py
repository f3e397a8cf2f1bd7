"""Guessing codes across many contacts: each has five tries, so an address is slowed as well."""

from collections.abc import Callable

from django.core.cache import cache
from django.forms import Form
from django.http import HttpRequest

from accounts.exceptions import AccountClosed, CodeWrong, PaperCodeWrong, TooManyCodes
from web.limits import address, used_up
from web.tokens import token_digest

# Far more slips than the people behind one mobile network's address make in that time.
WRONG_PER_ADDRESS = {"limit": 100, "seconds": 15 * 60}
PAUSE = 30  # seconds


def _pause_of(request: HttpRequest) -> str:
    return f"code-pause:{token_digest(address(request)).hex()}"


def try_code[T](request: HttpRequest, form: Form, check: Callable[[], T]) -> T | None:
    """Return what `check` returns of the code in `form`.

    None, with the words at the field, when it does not fit or codes from this address are not
    looked at for the moment; a wrong one is counted.
    """
    try:
        if _must_wait(request):
            raise TooManyCodes
        return check()
    except (CodeWrong, PaperCodeWrong, AccountClosed, TooManyCodes) as error:
        if isinstance(error, CodeWrong | PaperCodeWrong):
            _count_wrong_code(request)
        form.add_error("code", str(error))
        return None


def _must_wait(request: HttpRequest) -> bool:
    """Whether codes from this address are not looked at for the moment; none is used up by it."""
    return bool(cache.get(_pause_of(request)))


def _count_wrong_code(request: HttpRequest) -> None:
    """After many wrong codes from one address each further one costs a short pause."""
    if used_up("code-wrong", address(request), **WRONG_PER_ADDRESS):
        cache.set(_pause_of(request), True, timeout=PAUSE)
