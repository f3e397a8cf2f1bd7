"""A person questions a look-up: from the list, with its facts, about their own ones alone."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext

from accounts.actions.appeals import make_appeal, text_of
from accounts.actions.record import record_lookups
from accounts.identity import account_key
from accounts.models import Appeal, Lookup
from accounts.record_words import facts_of
from tests import cast

pytestmark = pytest.mark.django_db
LIST = "/kk/account/lookups/"
PLACE = "Медеу АХАТ бөлімі / РАГС Медеуского района"
TEXT = "Мен ол күні онда болған жоқпын."


@pytest.fixture
def clerk(db):
    return cast.make_staff(name="Құралай Маман")


def look(user, **who):
    """Somebody looks at the account of `user`."""
    answers = [(account_key(user.pk), "read")]
    entry = {"place": PLACE, "purpose": "appeal"} | who
    return record_lookups(**entry, answers=answers)[0]


def address(lookup):
    return f"{LIST}{lookup.pk}/question/"


def test_a_question_begins_at_a_look_up_and_takes_its_facts_along(aigerim, clerk, signed_in):
    lookup = look(aigerim, actor=clerk)
    browser = signed_in(aigerim)
    assert f'href="{address(lookup)}"' in browser.get(LIST).text
    form = browser.get(address(lookup))
    assert "Медеу АХАТ бөлімі" in form.text
    assert "no-store" in form["Cache-Control"]
    answer = browser.post(address(lookup), {"text": TEXT})
    made = Appeal.objects.get()
    assert (made.about, made.lookup, text_of(made)) == ("lookup", lookup, TEXT)
    page = browser.get(answer["Location"]).text
    assert "Медеу АХАТ бөлімі" in page
    for shown in (form.text, page, browser.get(LIST).text):
        assert clerk.name not in shown
    listed = browser.get(LIST).text
    assert f'href="/kk/account/questions/{made.pk}/"' in listed
    assert address(lookup) not in listed


def test_the_same_question_twice_is_one_and_another_look_up_is_another(aigerim, clerk, signed_in):
    browser = signed_in(aigerim)
    first, second = look(aigerim, actor=clerk), look(aigerim, actor=clerk)
    for lookup in (first, first, second):
        browser.post(address(lookup), {"text": TEXT})
    assert list(Appeal.objects.order_by("pk").values_list("lookup", flat=True)) == [
        first.pk,
        second.pk,
    ]


def test_nobody_questions_another_persons_look_up(aigerim, daniyar, clerk, signed_in):
    lookup = look(aigerim, actor=clerk)
    for ask in (signed_in(daniyar).get, signed_in(daniyar).post):
        assert ask(address(lookup), {"text": TEXT}).status_code == 404
    assert signed_in(aigerim).get(f"{LIST}{2**70}/question/").status_code == 404
    with pytest.raises(Lookup.DoesNotExist):
        make_appeal(user=daniyar, about="lookup", text=TEXT, lookup=lookup)
    assert not Appeal.objects.exists()


def test_only_a_question_about_a_look_up_names_one(aigerim, clerk):
    lookup = look(aigerim, actor=clerk)
    with pytest.raises(IntegrityError, match="name_one"), transaction.atomic():
        Appeal.objects.create(user=aigerim, about="claim", lookup=lookup, sealed_text=b"x")


@pytest.mark.parametrize("text", ["", "  ", "ә" * 2001, "a\0b"])
def test_a_wrong_question_is_said_to_be_and_keeps_what_was_typed(aigerim, clerk, signed_in, text):
    lookup = look(aigerim, actor=clerk)
    page = signed_in(aigerim).post(address(lookup), {"text": text})
    assert page.status_code == 422
    assert "Медеу АХАТ бөлімі" in page.text
    assert not Appeal.objects.exists()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_system_is_named_and_said_to_be_one(aigerim, signed_in, language):
    lookup = look(aigerim, client="reg-almaty", purpose="new kind of question")
    system = "Медеу АХАТ бөлімі" if language == "kk" else "РАГС Медеуского района"
    page = signed_in(aigerim).get(LIST.replace("kk", language)).text
    with translation.override(language):
        said = gettext("Automatic check: %(system)s") % {"system": system}
        facts = facts_of(lookup)
    assert facts.place == said
    assert said in page
    assert "reg-almaty" not in page


def test_the_list_with_questions_costs_the_same_for_one_and_for_many(
    aigerim, clerk, signed_in, django_assert_num_queries
):
    browser = signed_in(aigerim)
    for number in (1, 8):
        for _ in range(number):
            make_appeal(user=aigerim, about="lookup", text=TEXT, lookup=look(aigerim, actor=clerk))
        with django_assert_num_queries(6):
            browser.get(LIST)
