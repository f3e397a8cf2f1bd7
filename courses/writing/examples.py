"""The example words of the pattern, and where they were not replaced.

They are in the language of the lesson, not of the admin, and say what belongs in their place. A
lesson that still holds one is not published.
"""

import re
from html import unescape
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

# What is one sentence here is looked for as one sentence, so each must be like no other words.
EXAMPLES = {
    "kk": {
        "situation": "Мысал жағдай: Айгүл мен Ерлан үй ақшасы туралы сөйлессе, ұрысып қалады.",
        "heading": "Мысал тақырып: сабақтың жалғыз ойы",
        "idea": "Мысал мәтін: бір ойды үш-төрт қысқа сөйлеммен айтыңыз.",
        "question": "Мысал сұрақ: Айгүл әңгімені неден бастағаны дұрыс?",
        "right": "Мысал жауап: дұрысы",
        "right_why": "Мысал түсіндірме: бұл жауап неге дұрыс екенін айтыңыз.",
        "wrong": "Мысал жауап: басқасы",
        "wrong_why": "Мысал түсіндірме: бұл жауаптың несі жетпейтінін айтыңыз.",
        "think": "Мысал ой салу: мұндай жағдайда өзіңіз не айтар едіңіз?",
        "home": "Мысал қорытынды: бүгін үйде жасап көретін бір істі жазыңыз.",
    },
    "ru": {
        "situation": "Пример ситуации: Айгуль и Ерлан ссорятся, как только заговорят о деньгах.",
        "heading": "Пример заголовка: единственная мысль урока",
        "idea": "Пример текста: скажите одну мысль тремя-четырьмя короткими предложениями.",
        "question": "Пример вопроса: с чего Айгуль лучше начать разговор?",
        "right": "Пример ответа: верный",
        "right_why": "Пример пояснения: скажите, почему этот ответ верный.",
        "wrong": "Пример ответа: другой",
        "wrong_why": "Пример пояснения: скажите, чего этому ответу не хватает.",
        "think": "Пример размышления: что в такой ситуации сказали бы Вы?",
        "home": "Пример вывода: напишите одно дело, которое можно попробовать дома сегодня.",
    },
}
TAG = re.compile(r"<[^>]*>")
ALL_EXAMPLES = [words for of_language in EXAMPLES.values() for words in of_language.values()]


def example_in(text: str) -> str:
    """Return the example of the pattern that still stands in `text` (HTML or plain), or ''."""
    plain = " ".join(unescape(TAG.sub(" ", text)).split())
    return next((words for words in ALL_EXAMPLES if words in plain), "")


def example_error(block: blocks.Block, value: Any) -> ValidationError | None:
    """Return an error where `value` of `block` still holds an example, shaped as the block is."""
    if isinstance(block, blocks.StructBlock):
        errors = {
            name: error
            for name, child in block.child_blocks.items()
            if (error := example_error(child, value.get(name)))
        }
        return StructBlockValidationError(block_errors=errors) if errors else None
    if isinstance(block, blocks.ListBlock):
        items = {
            position: error
            for position, item in enumerate(value or [])
            if (error := example_error(block.child_block, item))
        }
        return ListBlockValidationError(block_errors=items) if items else None
    text = getattr(value, "source", value)
    if isinstance(text, str) and (example := example_in(text)):
        return ValidationError(
            _("“%(example)s” is still the example. Put your own words in its place.")
            % {"example": example}
        )
    return None
