"""People are told in their language, by rows that outlive a dead mail server."""

import pytest
from django.core import mail
from wagtail.test.utils.form_data import querydict_from_html

from notifications.models import Message
from notifications.tasks import deliver_message
from tests.workshop import story
from workshop.actions.assignments import end_role
from workshop.models import Assignment

pytestmark = pytest.mark.django_db


@pytest.fixture
def russian(loaded):
    return story.make_person(
        "methodologist", name="Ирина", language="ru", email="irina.m@example.org"
    )


def owed():
    return {
        (message.recipient.email, message.kind, message.language)
        for message in Message.objects.select_related("recipient")
    }


def test_reviewers_are_told_of_a_submission_in_their_language(
    trainer, methodologist, russian, lesson
):
    story.submit(lesson, trainer, "Тыңдау өнері")
    assert owed() == {
        (methodologist.email, "work_submitted", "kk"), (russian.email, "work_submitted", "ru")
    }  # fmt: skip
    assert mail.outbox == []  # nothing was sent within the request
    for message in Message.objects.all():
        deliver_message(message.pk)
    assert len(mail.outbox) == 2
    for sent in mail.outbox:
        assert "Тыңдау өнері" in sent.body
        assert f"/admin/pages/{lesson.pk}/edit/" in sent.body


def test_the_author_is_told_what_the_reviewer_said(trainer, methodologist, lesson, signed_in):
    page = story.submit(lesson, trainer, "Тыңдау өнері")
    story.review(signed_in(methodologist), page, "reject", "Дереккөзін жазыңыз")
    message = Message.objects.get(kind="work_sent_back")
    assert message.recipient == trainer
    deliver_message(message.pk)
    assert "Дереккөзін жазыңыз" in mail.outbox[-1].body
    page = story.submit(lesson, trainer, "Тыңдау өнері 2")
    story.review(signed_in(methodologist), page, "approve")
    assert Message.objects.get(kind="work_approved").recipient == trainer


def test_who_has_left_the_house_is_told_nothing_more(trainer, methodologist, lesson, signed_in):
    page = story.submit(lesson, trainer, "Тыңдау өнері")
    end_role(by=None, assignment=Assignment.objects.get(user=trainer))
    story.review(signed_in(methodologist), page, "reject", "Дереккөзін жазыңыз")
    assert not Message.objects.filter(recipient=trainer).exists()


def test_a_dead_mail_server_costs_a_submission_nothing(
    trainer, methodologist, lesson, settings, tasks_at_once
):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
        }
    }
    with tasks_at_once():
        story.submit(lesson, trainer, "Тыңдау өнері")
    message = Message.objects.get()
    assert (message.state, message.tries) == ("pending", 0)  # nothing was handed over


def test_what_a_person_switched_off_is_not_owed(trainer, methodologist, lesson):
    from wagtail.users.models import UserProfile

    UserProfile.objects.update_or_create(
        user=methodologist, defaults={"submitted_notifications": False}
    )
    story.submit(lesson, trainer)
    assert owed() == set()


def test_comments_are_told_to_those_who_wrote_the_page(trainer, methodologist, module, signed_in):
    story.draft(module, trainer, "Тыңдау")
    browser = signed_in(methodologist)
    form = story.form_of(browser, module, "save") | {
        "comments-TOTAL_FORMS": "1", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "", "comments-0-DELETE": "", "comments-0-resolved": "",
        "comments-0-id": "", "comments-0-contentpath": "title", "comments-0-text": "Qysqalau",
        "comments-0-position": "", "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0", "comments-0-replies-MIN_NUM_FORMS": "0",
        "comments-0-replies-MAX_NUM_FORMS": "0",
    }  # fmt: skip
    response = browser.post(f"/admin/pages/{module.pk}/edit/", form)
    assert response.status_code == 302
    assert owed() == {(trainer.email, "work_commented", "kk")}


def test_the_admin_speaks_the_persons_language(russian, trainer, signed_in):
    for person, language in ((russian, "ru"), (trainer, "kk")):
        html = signed_in(person).get("/admin/", headers={"accept-language": "en"}).text
        assert f'<html lang="{language}"' in html or f'lang="{language}"' in html[:600]


def test_the_language_chosen_in_the_admin_and_in_the_account_is_one(trainer, signed_in):
    from wagtail.users.models import UserProfile

    from accounts.actions.profile import set_language
    from accounts.models import User

    profile = UserProfile.get_for_user(trainer)
    profile.preferred_language = "ru"
    profile.save()
    trainer = User.objects.get(pk=trainer.pk)
    assert trainer.language == "ru"
    set_language(user=trainer, language="kk")
    profile.refresh_from_db()
    assert profile.preferred_language == "kk"


def test_the_account_page_saves_a_name_and_a_language_and_no_address(trainer, signed_in):
    from accounts.models import User

    browser = signed_in(trainer)
    html = browser.get("/admin/account/").text
    form = querydict_from_html(html, form_id="w-editor-form").dict()
    assert not any("first_name" in name or "email-email" in name for name in form)
    form |= {
        "name_email-name": "Жанар Сейітова", "locale-preferred_language": "ru",
        "locale-current_time_zone": "",
    }  # fmt: skip
    response = browser.post("/admin/account/", form)
    assert response.status_code == 302
    trainer = User.objects.get(pk=trainer.pk)
    assert (trainer.name, trainer.language) == ("Жанар Сейітова", "ru")
