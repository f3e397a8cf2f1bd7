"""How long something takes, in words."""

import pytest
from django.utils.translation import override

from web.templatetags.otau import duration


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "about 1 minute"),
        (48, "about 48 minutes"),
        (90, "about 90 minutes"),
        (91, "about 1 hour 30 minutes"),
        (115, "about 2 hours"),
        (388, "about 6 hours 30 minutes"),
    ],
)
def test_more_than_an_hour_and_a_half_is_told_in_hours(minutes, words):
    with override(None):
        assert duration(minutes) == words
