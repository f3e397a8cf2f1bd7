"""A number to find, and a scale to place oneself on."""

from decimal import Decimal
from typing import Any

from django.core.validators import DecimalValidator, MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.activities import SCALE_STEPS
from courses.blocks.activities.graded import ActivityBlock, GradedBlock, plain, refuse, rule_block
from courses.blocks.features import ONE_LINE, PLAIN_TEXT
from courses.blocks.keys import KeyBlock

NUMBER = DecimalValidator(max_digits=15, decimal_places=6)


class NumberBlock(GradedBlock):
    """A question answered by a number."""

    key = KeyBlock()
    prompt = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("question"))
    value = blocks.DecimalBlock(label=_("right number"), validators=[NUMBER])
    tolerance = blocks.DecimalBlock(
        required=False, default=Decimal(0), min_value=0, validators=[NUMBER],
        label=_("may differ by"), help_text=_("0: exactly this number."),
    )  # fmt: skip
    unit = blocks.CharBlock(
        required=False, max_length=20, label=_("unit"),
        help_text=_("Stands after the field: days, ₸, %."),
    )  # fmt: skip
    feedback_right = blocks.RichTextBlock(features=ONE_LINE, label=_("feedback when it is right"))
    feedback_small = blocks.RichTextBlock(features=ONE_LINE, label=_("feedback when too small"))
    feedback_big = blocks.RichTextBlock(features=ONE_LINE, label=_("feedback when too big"))
    pass_rule = rule_block("number")

    class Meta:
        icon = "decimal"
        label = _("A number")
        description = _("A question that is answered by a number.")
        preview_value = {
            "key": "example",
            "prompt": "<p>Айына 400 000 теңге табыстың 15 пайызы қанша?</p>",
            "value": Decimal(60000),
            "tolerance": Decimal(0),
            "unit": "₸",
            "feedback_right": "<p>Иә, 60 000 теңге.</p>",
            "feedback_small": "<p>Бұдан көп: 10 пайыздың өзі 40 000 теңге.</p>",
            "feedback_big": "<p>Бұдан аз: 20 пайызы 80 000 теңге болар еді.</p>",
        }


class ScaleBlock(ActivityBlock):
    """A few steps between two words. Never required, never graded."""

    key = KeyBlock()
    prompt = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("question"))
    steps = blocks.IntegerBlock(
        default=5, label=_("number of steps"),
        validators=[MinValueValidator(SCALE_STEPS[0]), MaxValueValidator(SCALE_STEPS[-1])],
        help_text=_("Three to seven."),
    )  # fmt: skip
    low = blocks.CharBlock(max_length=60, label=_("words at the first step"))
    high = blocks.CharBlock(max_length=60, label=_("words at the last step"))

    def check_meaning(self, value: Any) -> None:
        """Refuse ends that say the same."""
        if plain(value["low"]) == plain(value["high"]):
            refuse("high", _("Both ends of the scale say the same."))

    class Meta:
        icon = "bars"
        label = _("Scale")
        description = _("Where the learner places themselves between two words; never graded.")
        preview_value = {
            "key": "example",
            "prompt": "<p>Ақша туралы сөйлесу сізге қаншалықты жеңіл?</p>",
            "steps": 5,
            "low": "қиын",
            "high": "жеңіл",
        }
