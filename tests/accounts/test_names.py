"""A settled name that is wrong: who can change it, and what is kept of that."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.actions.identity import declare_identity, prove_identity
from accounts.actions.names import correct_name, corrections_of
from accounts.models import NameCorrection
from accounts.person import destroy_key
from accounts.signals import name_corrected
from tests import cast

pytestmark = pytest.mark.django_db
PAGE = "/kk/account/name/"
NEW = "Айгерім Серікқызы Сәрсенова"


@pytest.fixture
def clerk(db):
    return cast.make_clerk()


@pytest.fixture
def settled(aigerim):
    identity = declare_identity(user=aigerim, kind="iin", country="KZ", number="900101300007")
    prove_identity(identity=identity, assurance="phone")
    return aigerim


def correct(user, clerk, name=NEW):
    return correct_name(user=user, name=name, place="Алматы АХАТ / Алматы РАГС", by=clerk)


def test_the_page_of_a_settled_name_says_who_changes_it_and_changes_nothing(settled, signed_in):
    browser = signed_in(settled)
    assert browser.get(PAGE).context.get("form") is None
    assert browser.post(PAGE, {"name": "Басқа Біреу"}).status_code == 200
    settled.refresh_from_db()
    assert settled.name == "Айгерім Сәрсенова"


def test_both_names_and_the_place_are_shown_to_the_person_in_their_language(
    settled, clerk, signed_in
):
    correct(settled, clerk)
    browser = signed_in(settled)
    kazakh, russian = browser.get(PAGE).text, browser.get("/ru/account/name/").text
    for page in (kazakh, russian):
        assert "Айгерім Сәрсенова" in page
        assert NEW in page
    assert "Алматы АХАТ" in kazakh
    assert "Алматы РАГС" in russian
    assert NEW in browser.get("/kk/account/").text


def test_the_names_are_sealed_and_gone_with_the_persons_key(settled, clerk):
    row = correct(settled, clerk)
    assert NEW.encode() not in bytes(row.sealed_after)
    destroy_key(settled)
    assert [(one.before, one.after) for one in corrections_of(settled)] == [("", "")]


def test_the_same_name_is_no_correction(settled, clerk):
    assert correct(settled, clerk, name="  Айгерім   Сәрсенова ") is None
    assert not NameCorrection.objects.exists()


def test_what_was_corrected_is_told_inside_the_transaction(settled, clerk):
    heard = []

    def listen(sender, user, by, **kwargs):
        heard.append((user.name, by))
        raise RuntimeError

    name_corrected.connect(listen)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            correct(settled, clerk)
    finally:
        name_corrected.disconnect(listen)
    assert heard == [(NEW, clerk)]
    settled.refresh_from_db()
    assert settled.name == "Айгерім Сәрсенова"
    assert not NameCorrection.objects.exists()


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_a_correction_is_never_changed_or_deleted(settled, clerk, verb):
    correct(settled, clerk)
    table = "accounts_namecorrection"
    statement = {"update": f"update {table} set id = id", "delete": f"delete from {table}"}[verb]
    with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic():  # noqa: SIM117
        with connection.cursor() as cursor:
            cursor.execute(statement)


def test_nobody_corrects_their_own_name(settled):
    with pytest.raises(IntegrityError, match="nobody_corrects"), transaction.atomic():
        correct(settled, settled)


def test_many_corrections_cost_as_much_as_one(settled, clerk, signed_in, django_assert_num_queries):
    browser = signed_in(settled)
    for name in ("Бірінші Есім", "Екінші Есім", "Үшінші Есім"):
        correct(settled, clerk, name=name)
        with django_assert_num_queries(5):
            browser.get(PAGE)
