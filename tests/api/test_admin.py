"""An administrator gives other systems access, and takes it back."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from api.actions import end_client, make_key
from api.exceptions import ClientEnded, TwoKeysAlready
from api.models import AccessEvent, ApiClient, ApiKey
from tests import cast
from tests.api.systems import System, application, make_system, with_key
from tests.workshop import story
from web.tokens import token_digest

pytestmark = pytest.mark.django_db
MARK = '<strong class="key-warning">'


@pytest.fixture
def administrator(db):
    return story.make_person("administrator")


@pytest.fixture
def browser(administrator, signed_in):
    return signed_in(administrator)


def given(browser, **fields):
    """Give a system access, by the form; return the answer."""
    data = {
        "name_kk": "АХАТ жүйесі", "name_ru": "Система РАГС", "office": "", "region": "KZ-75",
        "scopes": ["applications:write"],
    }  # fmt: skip
    return browser.post(reverse("api_add"), data | fields)


def key_made(browser, client, **fields):
    day = timezone.localdate() + timedelta(days=100)
    return browser.post(
        reverse("api_add_key", args=[client.pk]), {"expires_on": day.isoformat()} | fields
    )


def test_a_system_is_given_access_and_a_key_and_comes_in(browser, administrator):
    given(browser)
    client = ApiClient.objects.get()

    answer = key_made(browser, client)

    secret = answer.context["secret"]
    assert secret in answer.text
    assert "no-store" in answer["Cache-Control"]
    system = System(client, ApiKey.objects.get(), secret)
    assert system.ask("applications", application()).data == {"result": "accepted"}
    assert client.region == "KZ-75"
    assert [(event.kind, event.by) for event in client.events.order_by("pk")] == [
        ("client_made", administrator), ("key_made", administrator),
    ]  # fmt: skip


def test_the_secret_is_shown_once_and_kept_nowhere(browser):
    given(browser)
    client = ApiClient.objects.get()
    secret = key_made(browser, client).context["secret"]

    for address in (reverse("api_system", args=[client.pk]), reverse("api_systems")):
        page = browser.get(address).text
        assert secret not in page
        assert ApiKey.objects.get().prefix in page
    assert bytes(ApiKey.objects.get().digest) == token_digest(secret)
    assert len(secret.rpartition("_")[2]) + len(secret.partition("_")[2]) >= 24


def test_a_key_is_replaced_without_standing_still(browser):
    given(browser)
    client = ApiClient.objects.get()
    old = System(client, None, key_made(browser, client).context["secret"])

    new = System(client, None, key_made(browser, client, overlap=7).context["secret"])

    assert old.ask("applications", application()).status_code == 200
    assert new.ask("applications", application()).status_code == 200
    first, second = ApiKey.objects.order_by("pk")
    assert abs(first.expires_at - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)
    assert second.expires_at > first.expires_at
    third = key_made(browser, client, overlap=7)
    assert (third.status_code, third.context["form"].is_valid()) == (422, False)
    assert "secret" not in third.context


def test_a_revoked_key_opens_nothing_from_that_moment_on(browser, administrator):
    system = make_system()
    assert browser.get(reverse("api_revoke", args=[system.key.pk])).status_code == 200
    assert system.ask("applications", application()).status_code == 200

    browser.post(reverse("api_revoke", args=[system.key.pk]))
    browser.post(reverse("api_revoke", args=[system.key.pk]))

    assert system.ask("applications", application()).status_code == 401
    assert AccessEvent.objects.filter(kind="key_revoked", by=administrator).count() == 1


def test_an_ended_system_is_out_with_all_its_keys(browser):
    system = make_system()
    other = with_key(system.client)

    browser.post(reverse("api_end", args=[system.client.pk]))

    for one in (system, other):
        assert one.ask("applications", application()).status_code == 401
    assert system.client.public_id not in browser.get(reverse("api_systems")).text
    assert system.client.public_id in browser.get(reverse("api_systems") + "?over").text
    answer = key_made(browser, system.client)
    assert (answer.status_code, "secret" in answer.context) == (422, False)


def test_rights_are_changed_and_the_change_is_written_down(browser):
    system = make_system("applications:write")
    assert system.ask("applications", application()).status_code == 200

    browser.post(
        reverse("api_change", args=[system.client.pk]),
        {"name_kk": "Ж", "name_ru": "С", "scopes": ["counts:read"]},
    )

    assert system.ask("applications", application()).status_code == 403
    assert AccessEvent.objects.get(kind="client_changed").note == "counts:read"


def test_a_key_that_stops_soon_is_marked_and_one_that_does_not_is_not(browser):
    soon, later = make_system(days=29), make_system(days=31)

    for address in (reverse("api_systems"), reverse("api_system", args=[soon.client.pk])):
        assert browser.get(address).text.count(MARK) == 1
    assert MARK not in browser.get(reverse("api_system", args=[later.client.pk])).text


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"name_kk": ""}, "name_kk"),
        ({"name_kk": "a\x00"}, "name_kk"),
        ({"name_ru": "x" * 101}, "name_ru"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"region": "KZ-00"}, "region"),
        ({"office": "999"}, "office"),
    ],
)
def test_what_is_wrong_in_the_form_is_said_and_nothing_is_given(browser, wrong, field):
    answer = given(browser, **wrong)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not ApiClient.objects.exists()


@pytest.mark.parametrize("days", [-1, 800])
def test_a_key_ends_in_the_future_and_within_two_years(browser, days):
    system = make_system()
    day = timezone.localdate() + timedelta(days=days)

    answer = key_made(browser, system.client, expires_on=day.isoformat(), overlap=7)

    assert answer.status_code == 422
    assert ApiKey.objects.count() == 1


def test_both_languages_have_the_pages(browser, administrator):
    system = make_system(days=5)
    for language in ("kk", "ru"):
        administrator.language = language
        administrator.save()
        page = browser.get(reverse("api_system", args=[system.client.pk])).text
        with translation.override(language):
            assert str(system.client.name) in page


def test_a_list_costs_the_same_however_many_systems_there_are(browser):
    def cost():
        with CaptureQueriesContext(connection) as counted:
            browser.get(reverse("api_systems"))
        return len(counted)

    for _ in range(2):
        make_system(office="KZ-75-01")
    browser.get(reverse("api_systems"))
    few = cost()
    for _ in range(6):
        make_system(office="KZ-43-01")

    assert cost() == few


def test_the_database_keeps_the_rules():
    system = make_system()
    with_key(system.client)
    by = cast.make_staff()
    later = timezone.now() + timedelta(days=1)

    with pytest.raises(TwoKeysAlready):
        make_key(by=by, client=system.client, expires_at=later)
    with pytest.raises(IntegrityError, match="two_open_keys_of_a_client"), transaction.atomic():
        ApiKey.objects.create(
            client=system.client, prefix="p", digest=b"d", slot=1, expires_at=later
        )
    with pytest.raises(IntegrityError, match="a_key_has_a_slot"), transaction.atomic():
        ApiKey.objects.create(
            client=system.client, prefix="p", digest=b"d", slot=3, expires_at=later
        )
    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
        AccessEvent.objects.update(note="…")
    with pytest.raises(IntegrityError, match="known_scopes"), transaction.atomic():
        ApiClient.objects.filter(pk=system.client.pk).update(scopes=["all"])
    end_client(by=by, client=system.client)
    with pytest.raises(ClientEnded):
        make_key(by=by, client=system.client, expires_at=later)


def test_an_expired_key_makes_room():
    system = make_system()
    with_key(system.client)
    ApiKey.objects.filter(pk=system.key.pk).update(
        made_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(days=1)
    )

    third = with_key(system.client)

    assert third.ask("applications", application()).status_code == 200
    assert ApiKey.objects.open().count() == 2
