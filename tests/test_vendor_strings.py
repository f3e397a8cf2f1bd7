"""What libraries say to people is said in Kazakh and in Russian, whole and rightly spelt."""

import datetime
import re

import pytest
from babel.messages.pofile import read_po
from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import formats, translation
from django.utils.dateformat import format as format_date
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.timesince import timesince
from django.utils.translation import ngettext
from phonenumber_field.formfields import PhoneNumberField

from accounts.models import User
from config.translations import CATALOGUES
from config.vendor_strings import PLACEHOLDER, VendorString, lacking, placeholders, vendor_strings

LANGUAGES = ["kk", "ru"]
MIXED = re.compile(r"[а-яёәғқңөұүһі][a-z]|[a-z][а-яёәғқңөұүһі]", re.IGNORECASE)
ONLY_KAZAKH = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)
ENGLISH = re.compile(r"\b(?!(?:JSON|UUID|IPv4|IPv6)\b)[A-Za-z]{2,}")


def words_of(text: str) -> str:
    """The text without its placeholders and tags."""
    return re.sub(r"<[^>]*>", " ", PLACEHOLDER.sub(" ", text))


def our_catalogue(language: str, domain: str):
    folder = CATALOGUES / "vendor" / language / "LC_MESSAGES"
    with (folder / f"{domain}.po").open("rb") as file:
        return [message for message in read_po(file) if message.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_people_can_meet_is_translated(language):
    wrong = {s: why for s in vendor_strings() if (why := lacking(s, language))}
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_string_without_a_translation_is_noticed(language):
    made_up = VendorString("django", "This sentence stands in no catalogue.")
    assert lacking(made_up, language) == "has no translation"


@pytest.mark.parametrize(
    "translated, why",
    [
        ("Enter %(max)d letters.", "is still English"),
        ("%(min)d әріп енгізіңіз.", "has other placeholders"),
        ("Әріп енгізіңіз.", "has other placeholders"),
        ("%(max)d әріп енгізіңіз.", ""),
    ],
)
def test_a_bad_translation_is_noticed(monkeypatch, translated, why):
    monkeypatch.setattr(VendorString, "translations", lambda self, language: [translated])
    assert lacking(VendorString("django", "Enter %(max)d letters."), "kk") == why


def test_the_strings_are_read_from_code_and_from_templates():
    found = vendor_strings()
    assert VendorString("django", "This field is required.") in found
    assert VendorString("django", "%(num)d day", plural="%(num)d days") in found
    assert VendorString("django", "May", context="alt. month") in found
    assert VendorString("allauth", "Are you sure you want to sign out?") in found
    assert VendorString("phonenumber_field", "Phone number") in found
    assert VendorString("wagtail", "Password required") in found
    assert VendorString("wagtail", "Save Draft") in found
    assert VendorString("wagtail", "Collapse all", domain="djangojs") in found
    assert VendorString("wagtailmedia", "Upload Audio") in found
    assert not [s for s in found if s.text == "Floating point number"]


@pytest.mark.parametrize("domain", ["django", "djangojs"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_our_catalogue_holds_nothing_the_libraries_do_not_say(language, domain):
    said = {(s.context or None, s.text) for s in vendor_strings() if s.domain == domain}
    messages = our_catalogue(language, domain)
    ours = {(m.context, m.id[0] if m.pluralizable else m.id) for m in messages}
    assert ours - said == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_latin_look_alike_stands_in_a_cyrillic_word(language):
    forms_ = [form for s in vendor_strings() for form in s.translations(language)]
    assert [form for form in forms_ if MIXED.search(words_of(form))] == []


def test_a_latin_look_alike_is_noticed():
    assert MIXED.search("құпия" + "c" + "өз")
    assert MIXED.search("парол" + "b")
    assert not MIXED.search(words_of("«%(value)s» мәні JSON болуы керек"))


def test_no_kazakh_stands_in_a_russian_page():
    russian = [form for s in vendor_strings() for form in s.translations("ru")]
    assert [form for form in russian if ONLY_KAZAKH.search(form)] == []


def test_placeholders_are_found():
    assert placeholders("%(a)s of %(b)d, {c}, {} and %d") == sorted(
        ["%(a)s", "%(b)d", "{c}", "{}", "%d"]
    )


class Everything(forms.Form):
    """A form whose every field is filled in wrongly."""

    required = forms.CharField()
    short = forms.CharField(min_length=5)
    long = forms.CharField(max_length=2)
    zero = forms.CharField()
    email = forms.EmailField()
    address = forms.URLField()
    slug = forms.SlugField()
    whole = forms.IntegerField()
    small = forms.IntegerField(min_value=3)
    big = forms.IntegerField(max_value=3)
    step = forms.IntegerField(step_size=5)
    decimal = forms.DecimalField(max_digits=3, decimal_places=1)
    places = forms.DecimalField(decimal_places=1)
    number = forms.FloatField()
    date = forms.DateField()
    time = forms.TimeField()
    moment = forms.DateTimeField()
    duration = forms.DurationField()
    choice = forms.ChoiceField(choices=[("1", "бір")])
    several = forms.MultipleChoiceField(choices=[("1", "бір")])
    person = forms.ModelChoiceField(User.objects.none())
    people = forms.ModelMultipleChoiceField(User.objects.none())
    agreed = forms.BooleanField()
    uuid = forms.UUIDField()
    json = forms.JSONField()
    internet = forms.GenericIPAddressField()
    phone = PhoneNumberField(region="KZ")
    foreign_phone = PhoneNumberField()
    file = forms.FileField()
    empty = forms.FileField()
    named = forms.FileField(max_length=5)
    picture = forms.ImageField()


WRONG = {
    "short": "абв", "long": "абв", "zero": "а\0", "email": "пошта", "address": "мекен жай",
    "slug": "сөз сөз", "whole": "бір", "small": "1", "big": "21", "step": "7",
    "decimal": "12345,25", "places": "1,25", "number": "бір", "date": "31.02.2026",
    "time": "25:00", "moment": "кеше", "duration": "ұзақ", "choice": "2", "several": ["2"],
    "person": "2", "people": ["сөз"], "uuid": "1", "json": "{", "internet": "1", "phone": "12",
    "foreign_phone": "12",
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_errors_of_forms_hold_no_english(language):
    files = {
        "empty": SimpleUploadedFile("а.txt", b""),
        "named": SimpleUploadedFile("ұзын-атау.txt", b"a"),
        "picture": SimpleUploadedFile("а.png", b"a"),
    }
    with translation.override(language):
        form = Everything(WRONG, files)
        assert set(form.errors) == set(form.fields)
        told = [str(error) for errors in form.errors.values() for error in errors]
    assert [text for text in told if ENGLISH.search(text)] == []
    if language == "ru":
        ours = set("".join(map(str, WRONG.values())))
        assert [text for text in told if set(ONLY_KAZAKH.findall(text)) - ours] == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_errors_of_formsets_and_passwords_hold_no_english(language):
    several = forms.formset_factory(
        Everything, max_num=1, validate_max=True, min_num=1, validate_min=True, absolute_max=2
    )
    with translation.override(language):
        bound = several({"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"})
        told = [*bound.non_form_errors(), *password_validators_help_texts()]
        for first, second in [("1234", "1234"), ("password", "password1"), ("абв", "абг")]:
            form = SetPasswordForm(User(), {"new_password1": first, "new_password2": second})
            assert not form.is_valid()
            told += [error for errors in form.errors.values() for error in errors]
        told = [str(text) for text in told]
    assert len(told) > 6
    assert [text for text in told if ENGLISH.search(text)] == []


def test_english_is_noticed_in_an_error():
    with translation.override("en"):
        form = Everything(WRONG, {})
        form.fields.pop("person")
        form.fields.pop("people")
        told = [str(error) for errors in form.errors.values() for error in errors]
    assert told
    assert all(ENGLISH.search(text) for text in told)


@pytest.mark.parametrize(
    "language, number, told",
    [
        ("kk", 1, "Құпиясөзде кемінде 1 таңба болуы керек."),
        ("kk", 12, "Құпиясөзде кемінде 12 таңба болуы керек."),
        ("ru", 1, "В пароле должно быть не меньше 1 символа."),
        ("ru", 3, "В пароле должно быть не меньше 3 символов."),
        ("ru", 12, "В пароле должно быть не меньше 12 символов."),
        ("ru", 21, "В пароле должно быть не меньше 21 символа."),
    ],
)
def test_plural_forms_are_right(language, number, told):
    with translation.override(language):
        text = ngettext(
            "Your password must contain at least %(min_length)d character.",
            "Your password must contain at least %(min_length)d characters.",
            number,
        )
    assert text % {"min_length": number} == told


@pytest.mark.parametrize(
    "language, days, told",
    [
        ("kk", 1, "1 күн"), ("kk", 5, "5 күн"),
        ("ru", 1, "1 день"), ("ru", 3, "3 дня"), ("ru", 5, "5 дней"),
    ],
)  # fmt: skip
def test_a_time_that_has_passed_is_told_rightly(language, days, told):
    then = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
    with translation.override(language):
        assert timesince(then, then + datetime.timedelta(days=days)) == told.replace(" ", "\xa0")


@pytest.mark.parametrize(
    "language, in_a_date, alone",
    [("kk", "2026 ж. 5 қаңтар", "Қаңтар"), ("ru", "5 января 2026 года", "Январь")],
)
def test_a_month_is_written_as_its_place_wants(language, in_a_date, alone):
    day = datetime.date(2026, 1, 5)
    with translation.override(language):
        assert formats.date_format(day) == in_a_date
        assert format_date(day, "F") == alone


@pytest.mark.parametrize(
    "language, week",
    [("kk", "Дс Сс Ср Бс Жм Сб Жс"), ("ru", "Пн Вт Ср Чт Пт Сб Вс")],
)
def test_the_days_of_the_week_are_told_apart(language, week):
    with translation.override(language):
        assert " ".join(str(WEEKDAYS_ABBR[day]) for day in range(7)) == week
