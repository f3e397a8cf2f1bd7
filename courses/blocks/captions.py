"""Captions of a film, written in the page: WebVTT text, shown as rows where JavaScript runs."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail import blocks

from courses.captions import read_captions, write_captions

MOST_SHOWN = 5


class CaptionsInput(forms.Textarea):
    """A text area that `static/js/admin/captions.js` (a Stimulus controller) turns into rows.

    The words of the rows travel in attributes, so that they are in the editor's language.
    """

    class Media:
        css = {"all": ["css/admin.css"]}
        js = ["js/admin/captions.js"]

    def build_attrs(self, base_attrs, extra_attrs=None):
        """Add the controller and what its buttons and errors say."""
        words = {
            "start": _("From"), "end": _("To"), "text": _("What is said"),
            "add": _("Add a caption"),
            "remove": _("Remove this caption"), "take": _("Take from a .vtt or .srt file"),
            "as-text": _("Edit as text"), "as-rows": _("Edit as rows"),
            "bad-time": _("Write the time as 00:00:01.000."),
            "reversed": _("The caption ends before it begins. Swap the two times."),
            "overlap": _("The caption begins before the one above it ends. Move one of the two."),
            "empty": _("The caption has no words. Write them, or remove the caption."),
            "unreadable": _("These captions cannot be shown as rows. Mend the text, then save."),
        }  # fmt: skip
        attrs = super().build_attrs(base_attrs, extra_attrs)
        attrs |= {f"data-captions-{name}-word": str(word) for name, word in words.items()}
        return attrs | {"data-controller": "captions", "rows": 8, "spellcheck": "true"}


class CaptionsField(forms.CharField):
    """WebVTT text; what is wrong is said with the line, and what to do."""

    widget = CaptionsInput

    def clean(self, value):
        """Return the captions as plainly as they can be written. Nothing is left out silently."""
        text = super().clean(value)
        if not text.strip():
            return ""
        cues, problems = read_captions(text)
        if problems:
            more = len(problems) - MOST_SHOWN
            shown = [str(problem) for problem in problems[:MOST_SHOWN]]
            if more > 0:
                shown.append(_("There is more to mend: %(number)d.") % {"number": more})
            raise ValidationError(shown)
        return write_captions(cues)


class CaptionsBlock(blocks.FieldBlock):
    """The captions of a film."""

    def __init__(self, required=True, help_text=None, **kwargs):
        self.field_options = {"required": required, "help_text": help_text, "strip": False}
        super().__init__(**kwargs)

    @cached_property
    def field(self):
        """The form field."""
        return CaptionsField(**self.field_options)

    def get_searchable_content(self, value):
        """The words of the film can be searched for."""
        return [cue.text for cue in read_captions(value or "")[0]]

    class Meta:
        default = ""
        icon = "comment"
