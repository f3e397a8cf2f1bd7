"""The cast of the tests, so that each reads as a story."""

import itertools
import re
import uuid

from django.utils import timezone, translation

from accounts.models import Consent, ConsentText, User
from courses.models import (
    Audience,
    Course,
    Edition,
    EditionText,
    LessonSnapshot,
    ModuleSnapshot,
)
from registry.models import Clerkship, RegistryOffice

_numbers = itertools.count(1)


def said(msgid: str, language: str = "kk", **values: object) -> str:
    """Return the words that stand in a page of `language` for the English `msgid`.

    The catalogue has to know them, so that a test which looks for their absence means something.
    """
    with translation.override(language):
        words = translation.gettext(msgid)
    assert words != msgid, f"{language} has no words for {msgid!r}"
    return words % values if values else words


# What no message says that a stranger may see: roots in English, Kazakh and Russian. Of “той”, a
# feast, the bare word is listed: its letters stand inside others.
UNSAID = re.compile(
    r"marri|wedding|couple|spouse|partner|violen|pregnan"
    r"|неке|үйлен|тұрмыс|\bтой|ерлі-зайып|жұбай|зорлық|жүкті"
    r"|брак|свадьб|супруг|насили|беремен"
)


def unsaid_words(text: str) -> list[str]:
    """Return the words of marriage, violence and pregnancy that `text` says all the same."""
    return UNSAID.findall(text.lower())


def make_learner(*, name="Асхат Нұрланов", email=None, phone=None, language="kk") -> User:
    """Return a learner who has been welcomed: name, language and consent given."""
    if not email and not phone:
        email = f"learner{next(_numbers)}@example.org"
    now = timezone.now()
    user = User.objects.create_user(
        email=email, phone=phone, name=name, language=language,
        email_confirmed_at=now if email else None, phone_confirmed_at=now if phone else None,
        consented_at=now,
    )  # fmt: skip
    Consent.objects.create(user=user, text=consent_text(), language=language)
    return user


def consent_text() -> ConsentText:
    """Return the consent text in force."""
    text, _ = ConsentText.objects.get_or_create(
        version="2026-01-01", defaults={"text_kk": "Келісім", "text_ru": "Согласие"}
    )
    return text


def make_staff(*, email=None, name="Қызметкер", password=None, superuser=False) -> User:
    """Return a member of staff."""
    email = email or f"staff{next(_numbers)}@example.org"
    return User.objects.create_user(
        email=email, password=password, name=name, is_staff=True, is_superuser=superuser,
        email_confirmed_at=timezone.now(),
    )  # fmt: skip


def make_office(code="KZ-75-01", region="KZ-75") -> RegistryOffice:
    """Return a registry office."""
    office, _ = RegistryOffice.objects.get_or_create(
        code=code,
        defaults={"region": region, "name_kk": f"{code} АХАТ бөлімі", "name_ru": f"РАГС {code}"},
    )
    return office


def make_clerk(office=None, **fields) -> User:
    """Return a clerk who works at `office`."""
    clerk = make_staff(**fields)
    Clerkship.objects.create(user=clerk, office=office or make_office())
    return clerk


def make_course(code="NEKE", slug="neke") -> Course:
    """Return a course without an edition."""
    course, _ = Course.objects.get_or_create(
        code=code, defaults={"slug": slug, "audience": Audience.COUPLES}
    )
    return course


def make_edition(course=None, *, modules=2, lessons=2, number=None, **questions) -> Edition:
    """Return an edition: every lesson has one required single choice whose right option is "b".

    Each lesson also holds an optional multiple choice ("a" and "c" are right) and a reflection.
    `measure` and `measure_answers` are the questions before and after, where there are any.
    Lesson slugs are `lesson-1`, `lesson-2` …, counted through the course.
    """
    course = course or make_course()
    number = number or Edition.objects.filter(course=course).count() + 1
    edition = Edition.objects.create(
        course=course, number=number, hours=1, published_by="methodologist@example.org"
    )
    for language, word in (("kk", "Сабақ"), ("ru", "Урок")):
        EditionText.objects.create(
            edition=edition, language=language, title=f"{word}тар" if language == "kk" else "Курс",
            summary="…", **questions,
        )  # fmt: skip
        position = 0
        for m in range(1, modules + 1):
            module_key = uuid.uuid5(course.key, f"module-{m}")
            ModuleSnapshot.objects.create(
                edition=edition, language=language, module_key=module_key, position=m,
                slug=f"module-{m}", title=f"Модуль {m}",
            )  # fmt: skip
            for _lesson in range(lessons):
                position += 1
                LessonSnapshot.objects.create(
                    edition=edition, language=language, module_key=module_key, position=position,
                    lesson_key=uuid.uuid5(course.key, f"lesson-{position}"),
                    slug=f"lesson-{position}", title=f"{word} {position}", minutes=10,
                    is_required=True, is_sensitive=False,
                    parts=lesson_parts(language), answers=lesson_answers(language),
                )  # fmt: skip
    return edition


def lesson_parts(language: str) -> list[dict]:
    """Return the parts of a small lesson."""
    word = {"kk": "нұсқа", "ru": "вариант"}[language]
    options = [{"key": key, "text": f"{key} {word}"} for key in "abc"]
    return [
        {"kind": "html", "role": "situation", "html": "<p>…</p>"},
        {"kind": "single", "key": "check", "required": True, "prompt": "<p>?</p>",
         "options": options, "hint": ""},
        {"kind": "multiple", "key": "extra", "required": False, "prompt": "<p>?</p>",
         "options": options, "hint": ""},
        {"kind": "reflection", "key": "think", "prompt": "<p>…</p>"},
        {"kind": "html", "role": "takeaway", "html": "<p>…</p>"},
    ]  # fmt: skip


def lesson_answers(language: str) -> dict:
    """Return the answer key of a small lesson."""
    return {
        "check": {
            key: {"right": key == "b", "feedback": f"<p>feedback {language} {key}</p>"}
            for key in "abc"
        },
        "extra": {
            key: {"right": key in "ac", "feedback": f"<p>feedback {language} {key}</p>"}
            for key in "abc"
        },
    }
