"""Questions that are answered by choosing."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.activities import FEWEST, MOST
from courses.blocks.activities.graded import (
    GradedBlock,
    plain,
    refuse,
    refuse_repeated,
    rule_block,
)
from courses.blocks.features import ONE_LINE, PLAIN_TEXT
from courses.blocks.keys import KeyBlock, KeyedBlock


class OptionBlock(KeyedBlock):
    """One option of a choice, with what is said to whoever picks it."""

    key = KeyBlock()
    text = blocks.RichTextBlock(features=ONE_LINE, label=_("text"))
    is_right = blocks.BooleanBlock(required=False, label=_("right"))
    feedback = blocks.RichTextBlock(features=ONE_LINE, label=_("feedback"))


class ChoiceBlock(GradedBlock):
    """What single and multiple choice have in common."""

    key = KeyBlock()
    prompt = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("question"))
    options = blocks.ListBlock(OptionBlock(), min_num=FEWEST, max_num=MOST, label=_("options"))

    def check_meaning(self, value: Any) -> None:
        """Refuse options without a right one, and two that cannot be told apart."""
        options = value["options"]
        refuse_repeated(
            "options", [plain(o["text"]) for o in options], _("Two options have the same words.")
        )
        right = sum(bool(option["is_right"]) for option in options)
        if right == 0:
            refuse("options", _("Mark at least one option as right."))
        if right == len(options):
            refuse("options", _("Every option is right. At least one must not be."))
        self.check_right(right)
        self.check_rule(value, "options", len(options))

    def check_right(self, right: int) -> None:
        """Refuse a number of right options that this kind of choice cannot have."""


class SingleChoiceBlock(ChoiceBlock):
    """One of several options is right."""

    pass_rule = rule_block("single")

    def check_right(self, right: int) -> None:
        """Exactly one option is right."""
        if right != 1:
            refuse("options", _("Mark exactly one option as right."))

    class Meta:
        icon = "radio-full"
        label = _("Single choice")
        description = _("A question with one right answer among two to eight.")
        preview_value = {
            "key": "example",
            "prompt": "<p>Ол: «Бастығым бүгін көптің көзінше ұрысты», – деді. "
                      "Қай жауап оны тыңдағаныңызды көрсетеді?</p>",
            "options": [
                {"key": "a", "text": "<p>«Ондай бастықтар қайда да бар».</p>", "is_right": False,
                 "feedback": "<p>Жақсы ниетпен айтылған, бірақ «ренжуге себебің жоқ» дегендей "
                             "естіледі.</p>"},
                {"key": "b", "text": "<p>«Бәрінің көзінше айтқаны саған ауыр тиген екен».</p>",
                 "is_right": True,
                 "feedback": "<p>Иә: кеңес те, баға да жоқ, естігеніңіз ғана.</p>"},
            ],
        }  # fmt: skip


class MultipleChoiceBlock(ChoiceBlock):
    """All right options have to be picked and no other."""

    pass_rule = rule_block("multiple")

    class Meta:
        icon = "tick-inverse"
        label = _("Multiple choice")
        description = _("A question where every option that fits is to be chosen, and no other.")
        preview_value = {
            "key": "example",
            "prompt": "<p>Үзіліс кезінде тынышталуға не көмектеседі?</p>",
            "options": [
                {"key": "a", "text": "<p>Далаға шығып, серуендеу.</p>", "is_right": True,
                 "feedback": "<p>Қозғалғанда дене босаңсиды.</p>"},
                {"key": "b", "text": "<p>Айтатын дәлелдерді іштей қайталау.</p>",
                 "is_right": False, "feedback": "<p>Сырты тыныш, ал іште дау жалғаса береді.</p>"},
                {"key": "c", "text": "<p>Салқын су ішу.</p>", "is_right": True,
                 "feedback": "<p>Мұны қай жерде де істеуге болады.</p>"},
            ],
        }  # fmt: skip


class TrueFalseBlock(GradedBlock):
    """A statement that is true or is not."""

    key = KeyBlock()
    prompt = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("statement"))
    right = blocks.ChoiceBlock(
        choices=[("true", _("true")), ("false", _("not true"))], label=_("the statement is")
    )
    feedback_true = blocks.RichTextBlock(
        features=ONE_LINE, label=_("feedback for those who say it is true")
    )
    feedback_false = blocks.RichTextBlock(
        features=ONE_LINE, label=_("feedback for those who say it is not")
    )
    pass_rule = rule_block("truefalse")

    class Meta:
        icon = "check"
        label = _("True or not")
        description = _("A statement; the learner says whether it is true.")
        preview_value = {
            "key": "example",
            "prompt": "<p>Үзіліс сұраған адам әңгімеге қайта шақыруы керек.</p>",
            "right": "true",
            "feedback_true": "<p>Иә. Сонда екіншісі тастап кеткендей сезінбейді.</p>",
            "feedback_false": "<p>Үзілістің соңы белгісіз болса, ол үнсіз жазалау сияқты.</p>",
        }
