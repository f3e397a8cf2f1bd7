import pytest
from django.core.exceptions import ImproperlyConfigured

from web import sealing

KEY = "b3RhdS1wdWJsaWMta2V5LXdvcnRoLW5vdGhpbmctMDE="
OTHER = "b3RhdS1wdWJsaWMta2V5LXdvcnRoLW5vdGhpbmctMDA="


def test_what_is_sealed_opens_at_the_same_place_and_nowhere_else():
    sealed = sealing.seal("061211600012", "identity.number")

    assert b"061211600012" not in sealed
    assert sealing.unseal(sealed, "identity.number") == "061211600012"
    with pytest.raises(sealing.CannotUnseal):
        sealing.unseal(sealed, "applicant.number")


def test_every_changed_byte_is_noticed():
    sealed = sealing.seal("Айгерім", "person.name")

    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(sealing.CannotUnseal):
            sealing.unseal(bytes(changed), "person.name")


def test_two_seals_of_one_text_differ_and_their_lookup_keys_do_not():
    assert sealing.seal("a", "p") != sealing.seal("a", "p")
    assert sealing.lookup_key("a", "p") == sealing.lookup_key("a", "p")
    assert sealing.lookup_key("a", "p") != sealing.lookup_key("a", "q")


def test_keys_rotate_with_two_alive(settings):
    settings.SEALING_KEYS, settings.LOOKUP_KEYS = [f"old:{OTHER}"], [f"old:{OTHER}"]
    sealed, key = sealing.seal("a", "p"), sealing.lookup_key("a", "p")

    settings.SEALING_KEYS = [f"new:{KEY}", f"old:{OTHER}"]
    settings.LOOKUP_KEYS = [f"new:{KEY}", f"old:{OTHER}"]

    assert sealing.unseal(sealed, "p") == "a"
    assert key in sealing.lookup_keys("a", "p")
    assert sealing.lookup_key("a", "p") != key

    settings.SEALING_KEYS = [f"new:{KEY}"]
    with pytest.raises(sealing.CannotUnseal):
        sealing.unseal(sealed, "p")


@pytest.mark.parametrize(
    "entries",
    [[], ["name"], ["name:"], ["name:short"], [f":{KEY}"], [f"a:{KEY}", f"a:{OTHER}"],
     [f"a:{KEY}", f"b:{KEY}"], [f"a:{KEY}", f"b:{OTHER}", "c:" + "A" * 43 + "="]],
)  # fmt: skip
def test_malformed_keys_are_refused_without_being_repeated(entries):
    with pytest.raises(ImproperlyConfigured) as refused:
        sealing.parse_keys(entries, setting="LOOKUP_KEYS", most=2)
    assert KEY not in str(refused.value)
