"""The style guide: every component on one page, for those who build and test pages.

Its words are samples in Kazakh, long ones on purpose; they are no part of the site.
Served in debug mode only.
"""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from web.preferences import read
from web.yurt import yurt_drawing


class SampleForm(forms.Form):
    """One field of each kind, to be shown with and without errors."""

    email = forms.EmailField(
        label="Электрондық пошта", help_text="Кіру кодын осы мекенжайға жібереміз."
    )
    code = forms.CharField(
        label="Бір реттік код",
        min_length=6,
        widget=forms.TextInput(
            attrs={
                "class": "input--code",
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
            }
        ),
    )
    region = forms.ChoiceField(
        label="Облыс немесе қала",
        choices=[("", "Таңдаңыз"), ("KZ-75", "Алматы қаласы"), ("KZ-43", "Қызылорда облысы")],
    )
    path = forms.ChoiceField(
        label="Бұл неке Сіз үшін нешінші?",
        widget=forms.RadioSelect,
        choices=[("first", "Бірінші"), ("again", "Бірінші емес"), ("silent", "Айтқым келмейді")],
    )
    topics = forms.MultipleChoiceField(
        label="Қай тақырыптар Сізге жақын?",
        help_text="Бірнешеуін таңдауға болады.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("money", "Отбасылық бюджет"),
            ("parents", "Ата-анамен бірге тұру және өзара түсіністік"),
        ],
    )
    reflection = forms.CharField(
        label="Бүгін не туралы сөйлесесіздер?", required=False, widget=forms.Textarea
    )
    consent = forms.BooleanField(
        label="Жеке деректерімді өңдеуге келісемін",
        help_text="Келісімді кез келген уақытта қайтарып ала аласыз.",
    )


LESSONS = [
    {
        "title": "Біз қалай танысып, қалай келісеміз",
        "url": "#1",
        "meta": "8 минут · міндетті",
        "state": "done",
        "state_text": "Аяқталды",
    },
    {
        "title": "Ренішті айыптаусыз айту",
        "url": "#2",
        "meta": "12 минут · міндетті",
        "state": "current",
        "state_text": "Осы жерде тоқтадыңыз",
        "current": True,
    },
    {"title": "Екеуіңізге арналған жаттығу: апталық әңгіме", "url": "#3", "meta": "10 минут"},
]

FACTS = [
    {"name": "Аты-жөні", "value": "Айгерім Нұрланқызы Бекжанова", "kind": "main"},
    {"name": "Курс", "value": "Некеге дейінгі курс"},
    {"name": "Аяқтаған күні", "value": "2026 жылғы 14 қараша"},
    {"name": "Нөмірі", "value": "OT-7K4M-92QX", "kind": "number"},
]

SUMMARY = [
    {"name": "Электрондық пошта", "value": "aigerim@example.kz", "url": "#4", "action": "Өзгерту"},
    {"name": "Оқу тілі", "value": "Қазақша", "url": "#5", "action": "Өзгерту"},
    {"name": "Аймақ", "value": "Қызылорда облысы"},
]

# Names, and what the cookie of preferences would say.
LOOKS = [
    ("Әдеттегідей", "usual"), ("Үлкенірек әріп", "large"), ("Ең үлкен әріп", "largest"),
    ("Анығырақ", "more"), ("Қозғалыссыз", "none"), ("Барлығы бірге", "largest.more.none"),
]  # fmt: skip


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show all components, with the yurt at several stages and a form with errors.

    The query `?large.more` shows the page to somebody with these preferences.
    """
    if query := request.META["QUERY_STRING"]:
        request.preferences = read(query)  # type: ignore[attr-defined]
    return render(
        request,
        "styleguide.html",
        {
            "form": SampleForm({"wrong-email": "aigerim@", "wrong-code": "12"}, prefix="wrong"),
            "good": SampleForm(prefix="good"),
            "alone": SampleForm(prefix="alone"),
            "lessons": LESSONS,
            "facts": FACTS,
            "summary": SUMMARY,
            "crumbs": [("#6", "Курстар"), ("#7", "Некеге дейінгі курс")],
            "page": Paginator(range(60), 10).page(3),
            "looks": LOOKS,
            "begun": yurt_drawing(8, 3),
            "yurts": [
                yurt_drawing(8, 0),
                yurt_drawing(8, 8),
                yurt_drawing(1, 0),
                yurt_drawing(5, 2),
                yurt_drawing(12, 7),
                yurt_drawing(12, 12),
            ],
        },
    )
