"""Somebody asks a centre for a visit or a call, by the pages."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import PersonKey
from centres.models import CentreMail, VisitRequest
from centres.questions import details_of
from tests import cast
from tests.centres import story
from tests.centres.story import MAILBOX, asked, make_centre, typed
from tests.told import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre("almaty")


@pytest.fixture
def hers(aigerim, signed_in):
    return signed_in(aigerim)


def ask(client, tasks_at_once, path="/kk/requests/new/almaty/", **changes):
    with tasks_at_once():
        return client.post(path, typed(**changes))


def test_a_request_reaches_the_mailbox_of_the_centre(centre, hers, aigerim, tasks_at_once):
    response = ask(hers, tasks_at_once, wish="visit", company="together", days=["monday"])

    request = VisitRequest.objects.get()
    assert response.status_code == 302
    assert response.url == f"/kk/requests/{request.key}/"
    assert (request.user, request.centre) == (aigerim, centre)
    assert request.sent_at
    [sent] = mail.outbox
    assert sent.to == [MAILBOX]
    for line in (
        told("Reference: %(reference)s", reference=request.reference),
        told("What they ask for: %(wish)s", wish=told("A visit to the centre")),
        told("Who wants to talk: %(company)s", company=told("Two people together")),
        told("How to reach them: %(contact)s", contact=story.PHONE),
        f"- {told('In the evening')}",
        f"- {told('Monday', 'ru')}",
        told("If somebody else answers, do not say who is calling. Hang up politely."),
        told("If somebody else answers, do not say who is calling. Hang up politely.", "ru"),
    ):
        assert line in sent.body


def test_the_page_that_can_be_kept_says_what_happens_next(centre, hers, tasks_at_once):
    page = hers.get(ask(hers, tasks_at_once).url).text

    for words in (
        told("Your request is sent"), centre.name_kk, centre.phone, story.PHONE, "Айгерім",
        VisitRequest.objects.get().reference, told("If you change your mind"),
        told("Your partner does not see this in Otau; anyone who opens your phone can."),
    ):  # fmt: skip
        assert words in page


def test_no_title_and_no_address_says_what_it_is_about(centre, hers, tasks_at_once):
    where = ask(hers, tasks_at_once).url
    for path in ("/kk/requests/", "/kk/requests/new/", "/kk/requests/new/almaty/", where):
        page = hers.get(path, follow=True)
        title = page.text.partition("<title>")[2].partition("</title>")[0]
        assert title.strip().startswith(told("Requests"))
        assert not cast.unsaid_words(title + path)
        assert "no-store" in page["Cache-Control"]
        assert "private" in page["Cache-Control"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("wish", None), ("wish", "letter"), ("company", None), ("company", "both"),
        ("language", None), ("language", "en"), ("times", None), ("times", ["night"]),
        ("days", ["sunday"]), ("name", ""), ("name", "   "), ("name", "a" * 101),
        ("name", "Call http://evil.example"), ("name", "A\nBcc: x@y.kz"), ("name", "87011234567"),
        ("contact", ""), ("contact", "12345"), ("contact", "a@b"), ("contact", "x" * 300),
        ("contact", "\0"), ("contact", "a@b.kz\nBcc: c@d.kz"), ("contact", "aigerim@example.org"),
        ("may_say", None), ("may_say", "perhaps"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_said_and_the_rest_stays(centre, hers, field, value):
    response = hers.post("/kk/requests/new/almaty/", typed(**{field: value}))

    page = response.text
    assert response.status_code == 422
    assert 'class="error-summary"' in page
    assert f"#id_{field}" in page.partition('class="error-summary"')[2].partition("</ul>")[0]
    assert told("Error:") in page.partition("</title>")[0]
    if field != "name":
        assert 'value="Айгерім"' in page
    if field != "contact":
        assert f'value="{story.PHONE}"' in page
    assert not VisitRequest.objects.exists()


def test_every_field_wrong_at_once_names_each(centre, hers):
    page = hers.post("/kk/requests/new/almaty/", {}).text
    summary = page.partition('class="error-summary"')[2].partition("</ul>")[0]
    for field in ("wish", "company", "language", "times", "name", "contact", "may_say"):
        assert f"#id_{field}" in summary


def test_for_a_visit_an_email_address_will_do(centre, hers, tasks_at_once):
    ask(hers, tasks_at_once, wish="visit", contact="Aigerim@Example.org")
    words = "If you write, let neither the sender's name nor the subject say what it is about."
    assert "aigerim@example.org" in mail.outbox[0].body
    assert told(words) in mail.outbox[0].body


def test_at_any_time_stands_alone(centre, hers, aigerim):
    hers.post("/kk/requests/new/almaty/", typed(times=["morning", "any"]))
    assert details_of(VisitRequest.objects.get()).times == ("any",)


def test_what_is_known_need_not_be_typed_and_nothing_is_chosen_for_anybody(
    centre, daniyar, signed_in
):
    page = signed_in(daniyar).get("/kk/requests/new/almaty/").text
    assert 'value="Данияр Оспанов"' in page
    assert 'value="+77000000002"' in page
    checked = [part[:200] for part in page.split("<input ") if " checked" in part.partition(">")[0]]
    assert [part.split('name="')[1].split('"')[0] for part in checked] == ["language", "may_say"]
    assert 'value="no"' in checked[1]


def test_sent_twice_it_is_one_request(centre, hers, tasks_at_once):
    first, second = ask(hers, tasks_at_once), ask(hers, tasks_at_once)
    assert first.url == second.url
    assert VisitRequest.objects.count() == CentreMail.objects.count() == len(mail.outbox) == 1
    assert told("You have asked this centre already.") not in hers.get(second.url).text


def test_a_second_request_to_the_same_centre_leads_to_the_first(centre, hers, tasks_at_once):
    first = ask(hers, tasks_at_once)
    words = told(
        "You have asked this centre already. To change something, withdraw this request and ask "
        "anew."
    )
    for again in (
        lambda: hers.post("/kk/requests/new/almaty/", typed(times=["morning"]), follow=True),
        lambda: hers.get("/kk/requests/new/almaty/", follow=True),
    ):
        response = again()
        assert response.redirect_chain[-1][0] == first.url
        assert words in response.text
    assert VisitRequest.objects.count() == 1


def test_another_centre_and_another_person_may_be_asked_beside(centre, hers, aigerim, irina):
    make_centre("astana")
    asked(irina, centre)
    hers.post("/kk/requests/new/almaty/", typed())
    hers.post("/kk/requests/new/astana/", typed())
    assert VisitRequest.objects.open().filter(user=aigerim).count() == 2


def test_a_centre_without_a_mailbox_is_called_instead(hers):
    silent = make_centre("silent", email="", region="KZ-43")
    for ask in (hers.get, lambda path, **kwargs: hers.post(path, typed(), **kwargs)):
        response = ask("/kk/requests/new/silent/", follow=True)
        assert response.redirect_chain == [("/kk/requests/new/?region=KZ-43", 302)]
        assert silent.phone in response.text
        assert "/requests/new/silent/" not in response.text
    assert not VisitRequest.objects.exists()
    assert hers.get("/kk/requests/new/nowhere/").status_code == 404


def test_the_region_comes_first_and_is_known_where_the_course_is(hers, aigerim, edition):
    make_centre("almaty")
    make_centre("oral", region="KZ-27")
    assert "/requests/new/almaty/" not in hers.get("/kk/requests/new/").text
    page = hers.get("/kk/requests/new/?region=KZ-75").text
    assert "/requests/new/almaty/" in page
    assert "/requests/new/oral/" not in page
    aigerim.enrolments.create(
        course=edition.course, edition=edition, region="KZ-27", source="leaflet"
    )
    assert "/requests/new/oral/" in hers.get("/kk/requests/new/").text


@pytest.mark.parametrize("region", ["", "KZ-99", "'--"])
def test_a_region_that_is_none_is_said(hers, region):
    response = hers.get("/kk/requests/new/", {"region": region})
    assert response.status_code == 422
    assert 'class="error-summary"' in response.text


def test_a_region_without_a_centre_says_whom_to_call(hers):
    assert told(
        "The directory has no centre in this region yet. Call 111: they know the nearest one."
    ) in (hers.get("/kk/requests/new/?region=KZ-10").text)


def test_a_visitor_signs_in_first_and_staff_do_not_ask(centre, client, signed_in):
    for path in ("/kk/requests/", "/kk/requests/new/", "/kk/requests/new/almaty/"):
        assert client.get(path).url.startswith("/kk/sign-in/?next=%2Fkk%2Frequests%2F")
        assert signed_in(cast.make_staff()).get(path).status_code == 403
    assert client.post("/kk/requests/new/almaty/", typed()).url == "/kk/sign-in/"


def test_anothers_request_is_not_there(centre, aigerim, irina, signed_in):
    theirs = asked(aigerim, centre)
    stranger = signed_in(irina)
    assert stranger.get(f"/kk/requests/{theirs.key}/").status_code == 404
    assert stranger.post(f"/kk/requests/{theirs.key}/withdraw/").status_code == 404
    assert stranger.post(f"/kk/requests/{theirs.key}/delete/").status_code == 404
    assert stranger.get("/kk/requests/").text.count('class="row"') == 0
    assert VisitRequest.objects.open().count() == 1


def test_too_many_requests_are_slowed_by_account_and_by_the_phone_to_be_called(signed_in, aigerim):
    for number in range(6):
        make_centre(f"c{number}")
    client = signed_in(aigerim)
    statuses = [
        client.post(f"/kk/requests/new/c{number}/", typed()).status_code for number in range(6)
    ]
    assert statuses == [302] * 5 + [429]
    other = signed_in(cast.make_learner())
    response = other.post("/kk/requests/new/c0/", typed())
    assert response.status_code == 429
    assert 'class="error-summary"' in response.text
    assert f'value="{story.PHONE}"' in response.text
    assert other.post("/kk/requests/new/c0/", typed(contact="+77017654321")).status_code == 302


def test_nobody_learns_by_a_phone_number_whether_its_owner_has_asked(signed_in, irina):
    """A partner may type her number, as often as it is let, and compare; or use its tries up."""
    hers = cast.make_learner(phone=story.PHONE)
    for number in range(6):
        make_centre(f"c{number}")
    pry, her = signed_in(irina), signed_in(hers)
    assert her.post("/kk/requests/new/c0/", typed()).status_code == 302
    statuses = [pry.post(f"/kk/requests/new/c{n}/", typed()).status_code for n in range(6)]
    assert statuses == [302] * 5 + [429]
    assert her.post("/kk/requests/new/c1/", typed()).status_code == 302


def test_whoever_has_used_up_their_own_takes_nothing_from_their_network(signed_in, aigerim, irina):
    make_centre("c0")
    client = signed_in(aigerim)
    for number in range(125):
        client.post("/kk/requests/new/c0/", typed(contact=f"+7701{number:07}"))
    assert client.post("/kk/requests/new/c0/", typed()).status_code == 429
    other = signed_in(irina)
    assert other.post("/kk/requests/new/c0/", typed()).status_code == 302


def test_what_was_said_is_sealed_with_the_persons_key_at_one_length(centre, aigerim, irina):
    one = asked(aigerim, centre)
    other = asked(irina, centre, name="Ирина Соколова", times=("morning", "evening"))
    for request in (one, other):
        request.refresh_from_db()
        for word in ("Айгерім", story.PHONE, "evening", "alone"):
            assert word.encode() not in bytes(request.sealed_details)
    assert len(one.sealed_details) == len(other.sealed_details)
    assert details_of(one).name == "Айгерім"
    PersonKey.objects.filter(user=aigerim).delete()
    assert details_of(one) is None


def test_details_moved_to_another_request_do_not_open(centre, aigerim):
    one, other = asked(aigerim, centre), asked(aigerim, make_centre())
    other.sealed_details = one.sealed_details
    assert details_of(other) is None


def test_the_directory_leads_to_those_who_can_be_asked(centre, client):
    make_centre("silent", email="")
    page = client.get("/kk/centres/").text
    assert 'href="/kk/requests/new/almaty/"' in page
    assert "/requests/new/silent/" not in page


def test_the_learners_pages_lead_to_it(hers, aigerim, edition):
    hers.post("/kk/begin/neke/")
    for path in ("/kk/learn/", "/kk/learn/neke/", "/kk/couple/"):
        assert 'href="/kk/requests/new/"' in hers.get(path).text
    assert 'href="/kk/requests/"' in hers.get("/kk/account/").text


def test_lists_cost_the_same_at_any_length(hers, aigerim):
    def cost(path):
        with CaptureQueriesContext(connection) as queries:
            hers.get(path)
        return len(queries)

    def costs():
        paths = ("/kk/requests/", "/kk/requests/new/?region=KZ-75", "/kk/centres/")
        return [cost(path) for path in paths]

    hers.get("/kk/requests/")
    for _ in range(2):
        asked(aigerim, make_centre())
    few = costs()
    for _ in range(30):
        asked(aigerim, make_centre())
    assert costs() == few
    assert max(few) <= 8
