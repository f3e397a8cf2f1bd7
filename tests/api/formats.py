"""What schemathesis has to know of the interface: loaded by it as SCHEMATHESIS_HOOKS.

A schema says the shape of a request and not all of its meaning: which days a calendar has, that a
cursor was given by us, that only an application filed anew has a successor. So a request of the
right shape may be refused only where the answer says in so many words that its meaning is wrong.
"""

import schemathesis
from hypothesis import strategies as st
from schemathesis import GenerationMode

from web.iin import iin_check_digit

OF_MEANING = {"bad-cursor", "idempotency-key-reused", "too-many-unknown-pairs", "not-yours"}


def with_check_digit(eleven: str) -> str | None:
    digit = iin_check_digit(eleven)
    return None if digit is None else f"{eleven}{digit}"


eleven_digits = st.text("0123456789", min_size=11, max_size=11)
schemathesis.openapi.format("iin", eleven_digits.map(with_check_digit).filter(bool))


@schemathesis.check
def what_has_the_right_shape_is_refused_for_its_meaning_only(ctx, response, case) -> None:
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    if response.status_code < 400 or response.status_code in (401, 403, 409, 429, 503):
        return
    problem = response.json()
    codes = {error["code"] for error in problem.get("errors", ())} or {"shape"}
    assert problem["code"] in OF_MEANING or codes == {"meaning"}, problem
