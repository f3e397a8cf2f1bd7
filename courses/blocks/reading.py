"""What a learner reads in a lesson: headings, quotations, dialogues, terms, lists, help lines.

`preview_value` is the example that the block picker shows, drawn as learners would see it
(templates/wagtailcore/shared/block_preview.html).
"""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.blocks.features import ONE_LINE, PLAIN_TEXT
from courses.blocks.groups import TO_READ


class TextBlock(blocks.RichTextBlock):
    """Paragraphs, headings, lists."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs with headings, lists and links.")
        group = TO_READ

        @staticmethod
        def preview_value() -> str:
            """Show a heading and a paragraph."""
            title = gettext("Why we quarrel in the evening")
            text = gettext(
                "At the end of the day both are tired. A small matter grows large when "
                "nobody has the strength to listen."
            )
            return f"<h2>{title}</h2><p>{text}</p>"


class SituationBlock(blocks.RichTextBlock):
    """What happens to somebody."""

    class Meta:
        icon = "user"
        label = _("Situation")
        description = _("A short scene from life that opens the lesson.")
        group = TO_READ

        @staticmethod
        def preview_value() -> str:
            """Show a scene."""
            text = gettext(
                "Aliya comes home late. Dauren does not look up from his telephone. “You said "
                "seven o'clock”, he says."
            )
            return f"<p>{text}</p>"


class TipBlock(blocks.RichTextBlock):
    """Good advice."""

    class Meta:
        icon = "info-circle"
        label = _("Tip")
        description = _("A piece of advice that can be tried at once.")
        group = TO_READ

        @staticmethod
        def preview_value() -> str:
            """Show a piece of advice."""
            text = gettext("Say what you feel before you say what the other one should do.")
            return f"<p>{text}</p>"


class WarningBlock(blocks.RichTextBlock):
    """What is to be taken seriously."""

    class Meta:
        icon = "warning"
        label = _("Warning")
        description = _("Something to be taken seriously. At most one in a lesson.")
        group = TO_READ

        @staticmethod
        def preview_value() -> str:
            """Show a warning."""
            text = gettext("If you are afraid of the other one, this exercise is not for you.")
            return f"<p>{text}</p>"


class TakeawayBlock(blocks.RichTextBlock):
    """What to remember."""

    class Meta:
        icon = "tasks"
        label = _("To take home")
        description = _("The one thought to remember. It closes the lesson.")
        group = TO_READ

        @staticmethod
        def preview_value() -> str:
            """Show a thought."""
            text = gettext("First listen to the end. Then ask. Only then answer.")
            return f"<p>{text}</p>"


class HeadingBlock(blocks.StructBlock):
    """A heading between the blocks."""

    level = blocks.ChoiceBlock(
        choices=[("2", _("large")), ("3", _("small"))], default="2", label=_("size")
    )
    text = blocks.CharBlock(max_length=200, label=_("words"))

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("A heading between blocks, large or small.")
        group = TO_READ

        @staticmethod
        def preview_value() -> dict[str, Any]:
            """Show a heading."""
            return {"level": "2", "text": gettext("How to ask without blaming")}


class QuotationBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("words"))
    source = blocks.CharBlock(
        required=False, max_length=200, label=_("who said it"),
        help_text=_("A person, a book, a saying of the people."),
    )  # fmt: skip

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("Somebody's words, and whose they are.")
        group = TO_READ

        @staticmethod
        def preview_value() -> dict[str, Any]:
            """Show a saying."""
            words = gettext("A warm word is half of happiness.")
            return {"text": f"<p>{words}</p>", "source": gettext("A saying of the people")}


class DialogueLineBlock(blocks.StructBlock):
    """One line of a dialogue."""

    who = blocks.CharBlock(max_length=60, label=_("who speaks"))
    what = blocks.RichTextBlock(features=ONE_LINE, label=_("what is said"))

    class Meta:
        icon = "user"
        label = _("Line")


class DialogueBlock(blocks.StructBlock):
    """People talking to each other."""

    lines = blocks.ListBlock(DialogueLineBlock(), min_num=2, max_num=30, label=_("lines"))

    class Meta:
        icon = "comment"
        label = _("Dialogue")
        description = _("People talking, line by line.")
        group = TO_READ

        @staticmethod
        def preview_value() -> dict[str, Any]:
            """Show two lines."""
            said = (
                (gettext("Aliya"), gettext("I was worried when you did not call.")),
                (gettext("Dauren"), gettext("I did not know. Tell me more.")),
            )
            return {"lines": [{"who": who, "what": f"<p>{what}</p>"} for who, what in said]}


class TermBlock(blocks.StructBlock):
    """A word that needs an explanation."""

    term = blocks.CharBlock(max_length=100, label=_("word"))
    explanation = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("what it means"))

    class Meta:
        icon = "help"
        label = _("Word explained")
        description = _("A word that not everybody knows, and what it means.")
        group = TO_READ

        @staticmethod
        def preview_value() -> dict[str, Any]:
            """Show a word."""
            text = gettext("A third person who helps two others to agree, and takes no side.")
            return {"term": gettext("Mediator"), "explanation": f"<p>{text}</p>"}


class ChecklistBlock(blocks.StructBlock):
    """Small steps to do at home."""

    title = blocks.CharBlock(max_length=200, label=_("title"))
    items = blocks.ListBlock(
        blocks.RichTextBlock(features=ONE_LINE, label=_("step")), min_num=2, max_num=10,
        label=_("steps"),
    )  # fmt: skip

    class Meta:
        icon = "list-ul"
        label = _("Checklist to take home")
        description = _("Two to ten small steps to do at home, to be written down or printed.")
        group = TO_READ

        @staticmethod
        def preview_value() -> dict[str, Any]:
            """Show three steps."""
            steps = (
                gettext("Choose a quiet quarter of an hour this week."),
                gettext("Put both telephones away."),
                gettext("Ask one question, and listen to the end."),
            )
            return {"title": gettext("This week"), "items": [f"<p>{step}</p>" for step in steps]}


class HelpLineBlock(blocks.StructBlock):
    """Where to call; learners always see the number as it stands in the list of help lines."""

    line = SnippetChooserBlock("cms.HelpLine", label=_("help line"))

    class Meta:
        icon = "mobile-alt"
        label = _("Help line")
        description = _("A number to call, always as it stands in the list of help lines.")
        group = TO_READ
        preview_value = {"line": None}

        @staticmethod
        def preview_part() -> dict[str, Any]:
            """Show the first help line there is."""
            from cms.models import HelpLine  # blocks are read before the models are

            return {"line": HelpLine.objects.values_list("key", flat=True).first() or ""}
