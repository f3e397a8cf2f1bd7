"""Things to put in order and to bring together."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.activities import FEWEST, MOST
from courses.blocks.activities.graded import GradedBlock, plain, refuse_repeated, rule_block
from courses.blocks.features import ONE_LINE, PLAIN_TEXT
from courses.blocks.keys import KeyBlock, KeyedBlock


class ItemBlock(KeyedBlock):
    """One item of an order."""

    key = KeyBlock()
    text = blocks.CharBlock(max_length=200, label=_("text"))


class OrderBlock(GradedBlock):
    """Items that have one right order."""

    key = KeyBlock()
    prompt = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("question"))
    items_in_order = blocks.ListBlock(
        ItemBlock(), min_num=FEWEST, max_num=MOST, label=_("items in the right order"),
        help_text=_("Learners meet them mixed, all in the same way."),
    )  # fmt: skip
    feedback_right = blocks.RichTextBlock(features=ONE_LINE, label=_("feedback when it is right"))
    feedback_wrong = blocks.RichTextBlock(
        features=ONE_LINE, label=_("feedback when it is not right yet")
    )
    pass_rule = rule_block("order")

    def check_meaning(self, value: Any) -> None:
        """Refuse items that cannot be told apart."""
        items = value["items_in_order"]
        refuse_repeated(
            "items_in_order", [plain(i["text"]) for i in items], _("Two items have the same words.")
        )
        self.check_rule(value, "items_in_order", len(items))

    class Meta:
        icon = "list-ol"
        label = _("Putting in order")
        description = _("Two to eight steps; the learner puts them in the right order.")
        preview_value = {
            "key": "example",
            "prompt": "<p>Ренішті қалай айтамыз? Ретімен қойыңыз.</p>",
            "items_in_order": [
                {"key": "k7", "text": "Не болғанын айту"},
                {"key": "m2", "text": "Не сезгенімді айту"},
                {"key": "c9", "text": "Не өтінетінімді айту"},
            ],
            "feedback_right": "<p>Иә: алдымен болған жайт, сосын сезім, соңында өтініш.</p>",
            "feedback_wrong": "<p>Өтініш бәрі түсінікті болған соң айтылады.</p>",
        }


class PairBlock(KeyedBlock):
    """Two things that belong together, with what is said about them."""

    settings = ("key", "right_key")

    key = KeyBlock()
    left = blocks.CharBlock(max_length=200, label=_("left"))
    right_key = KeyBlock()
    right = blocks.CharBlock(max_length=200, label=_("belongs to it"))
    feedback = blocks.RichTextBlock(features=ONE_LINE, label=_("feedback"))


class PairsBlock(GradedBlock):
    """Rows whose two sides belong together."""

    key = KeyBlock()
    prompt = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("question"))
    pairs = blocks.ListBlock(PairBlock(), min_num=FEWEST, max_num=MOST, label=_("pairs"))
    pass_rule = rule_block("pairs")

    def check_meaning(self, value: Any) -> None:
        """Refuse sides that cannot be told apart."""
        pairs = value["pairs"]
        for name in ("left", "right"):
            refuse_repeated(
                "pairs", [plain(p[name]) for p in pairs], _("Two pairs have the same words.")
            )
        self.check_rule(value, "pairs", len(pairs))

    class Meta:
        icon = "link"
        label = _("Match pairs")
        description = _("Two to eight pairs; the learner finds what belongs to each.")
        preview_value = {
            "key": "example",
            "prompt": "<p>Айтылған сөздің артында не тұр?</p>",
            "pairs": [
                {"key": "p3", "left": "«Сен үнемі телефондасың»", "right_key": "x8",
                 "right": "Сенімен көбірек сөйлескім келеді",
                 "feedback": "<p>Кінәнің артында көбіне сағыныш тұрады.</p>"},
                {"key": "q5", "left": "«Өзім істей саламын»", "right_key": "b4",
                 "right": "Көмектескеніңді қалаймын",
                 "feedback": "<p>Көмекті тура сұраған жеңіл.</p>"},
            ],
        }  # fmt: skip
