"""The fields in which a translation is written, one for each text."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.admin.widgets import AdminAutoHeightTextInput

from courses.translation.segments import Piece
from courses.translation.states import Row, State
from courses.translation.words import are_equal, is_blank, plain

TO_CONFIRM = (State.STALE, State.UNCHECKED, State.SAME)


def name_of(address: str) -> str:
    """Return the short name of an address, for fields and anchors."""
    return hashlib.sha256(address.encode()).hexdigest()[:16]


def text_name(address: str) -> str:
    """The name of the field in which a text is translated."""
    return f"text-{name_of(address)}"


def right_name(address: str) -> str:
    """The name of the mark that says a translation is still right."""
    return f"right-{name_of(address)}"


def editor(features: list[str] | None, attrs: dict[str, str]) -> forms.Widget:
    """Return the rich text editor of the block itself."""
    widget = get_rich_text_editor_widget("default", features=features)
    widget.attrs |= attrs
    return widget


class TranslatedText(forms.CharField):
    """The translation of one text, in the editor that its block has."""

    def __init__(self, piece: Piece, *, language: str, **kwargs: Any) -> None:
        self.piece = piece
        attrs = {"lang": language}
        widget = (
            editor(piece.features, attrs) if piece.kind == "rich"
            else AdminAutoHeightTextInput(attrs=attrs)
        )  # fmt: skip
        super().__init__(required=False, label=piece.label, widget=widget, **kwargs)
        if piece.kind == "link":
            self.validators.append(URLValidator(["http", "https"]))

    def clean(self, value: Any) -> str:
        """Return the text as it is stored. One that is too long is refused, and an empty title."""
        text = super().clean(value)
        if is_blank(text):
            if self.piece.address == "title":
                raise ValidationError(_("A page needs a title."))
            return ""
        if self.piece.kind == "plain":
            text = " ".join(text.split())
        most = self.piece.max_length
        length = len(plain(text))
        if most and length > most:
            raise ValidationError(
                _("The text has %(length)s characters; at most %(most)s fit here.")
                % {"length": length, "most": most}
            )
        return text


class TranslationForm(forms.Form):
    """All texts of a page that are shown, each with its field; `rows` are what is shown."""

    source_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    target_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    going = forms.JSONField(required=False, widget=forms.HiddenInput)

    def __init__(self, rows: Iterable[Row], *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            address = row.piece.address
            if row.piece.kind != "file":
                self.fields[text_name(address)] = TranslatedText(
                    row.piece, language=language, initial=row.target or ""
                )
            if row.state in TO_CONFIRM:
                self.fields[right_name(address)] = forms.BooleanField(
                    required=False, label=gettext_lazy("This translation is right as it is")
                )

    @classmethod
    def again(
        cls, rows: Iterable[Row], sent: "TranslationForm", base: Mapping[str, str], *, language: str
    ) -> "TranslationForm":
        """Return a form on `rows` of now, with what was typed in `sent` over the text `base`."""
        typed, agreed = sent.typed(), sent.agreed()
        rows = [
            row
            for row in rows
            if row.piece.address in typed or row.is_open or row.piece.kind == "file"
        ]
        form = cls(rows, language=language)
        for row in rows:
            address = row.piece.address
            if address in typed and not are_equal(typed[address], base.get(address, "")):
                form.initial[text_name(address)] = typed[address]
            form.initial[right_name(address)] = address in agreed
        return form

    def typed(self) -> dict[str, str]:
        """Return the texts that were sent, by address."""
        return {
            row.piece.address: self.cleaned_data[text_name(row.piece.address)]
            for row in self.rows
            if text_name(row.piece.address) in self.cleaned_data
        }

    def agreed(self) -> set[str]:
        """Return the addresses of which it was said that the translation is right."""
        return {
            row.piece.address
            for row in self.rows
            if self.cleaned_data.get(right_name(row.piece.address))
        }

    def going_shown(self) -> frozenset[str]:
        """Return the addresses of which was said that they go."""
        going = self.cleaned_data.get("going") or []
        return frozenset(str(one) for one in going) if isinstance(going, list) else frozenset()

    def homeless(self) -> list[str]:
        """Return the words that were sent for texts which the source has no more."""
        names = [name for name in self.data if name.startswith("text-")]
        sent = [readable(self.data[name]) for name in names if name not in self.fields]
        return [words for words in sent if words]


def readable(sent: str) -> str:
    """Return the words of a field whose kind is not known any more."""
    try:
        words = "\n".join(str(block["text"]) for block in json.loads(sent)["blocks"])
        return words.encode("utf-8", "ignore").decode().strip()
    except (ValueError, KeyError, TypeError):
        return plain(sent)
