"""What is to be done with which certificates."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.widgets import AdminDateInput

from certificates.jobs.models import BulkJob
from certificates.models import CertificateEvent, SigningKey
from certificates.numbers import normalise_number
from courses.models import Course
from enrolments.models import AttendanceSheet

Reason, Kind = CertificateEvent.Reason, BulkJob.Kind
KINDS = {
    Reason.TITLE_CORRECTED: Kind.TITLE,
    Reason.WORDS_CORRECTED: Kind.TITLE,
    Reason.KEY_REVOKED: Kind.KEY,
    Reason.GRANTED_IN_ERROR: Kind.REVOKE,
    Reason.ATTENDANCE_IN_ERROR: Kind.REVOKE,
}
CHOICES = [
    (Reason.TITLE_CORRECTED, _("Issue anew: the title of the course was corrected")),
    (Reason.WORDS_CORRECTED, _("Issue anew: the words of the document were corrected")),
    (Reason.KEY_REVOKED, _("Issue anew: the key that signed was revoked")),
    (Reason.GRANTED_IN_ERROR, _("Revoke: granted in error")),
    (Reason.ATTENDANCE_IN_ERROR, _("Revoke: attendance was written down in error")),
]
MOST_NUMBERS = 100_000
MOST_LINES_NAMED = 10
MOST_BYTES = 1_900_000
ENCODINGS = ("utf-8-sig", "utf-16", "cp1251")


class BulkJobForm(forms.Form):
    """What is done, why, and with which certificates: by what they say, or by a list."""

    reason = forms.ChoiceField(
        label=_("What is done, and why"), choices=CHOICES, widget=forms.RadioSelect
    )
    course = forms.ModelChoiceField(
        label=_("Course"), queryset=Course.objects.none(), required=False,
        empty_label=_("Every course"),
    )  # fmt: skip
    edition_number = forms.IntegerField(
        label=_("Edition"), required=False, min_value=1, max_value=32767,
        help_text=_("Its number. Empty: every edition."),
    )  # fmt: skip
    certified_from = forms.DateField(
        label=_("Certified from"), required=False, widget=AdminDateInput
    )
    certified_until = forms.DateField(
        label=_("Certified until"), required=False, widget=AdminDateInput
    )
    sheet = forms.IntegerField(
        label=_("Attendance sheet"), required=False, min_value=1, max_value=2**31 - 1,
        help_text=_("The number of a list of those who attended."),
    )  # fmt: skip
    key_id = forms.ChoiceField(label=_("Signed by the key"), required=False)
    numbers = forms.CharField(
        label=_("Numbers of certificates"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One on a line, if you have a list. The fields above narrow it further."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("The list as a file"), required=False,
        help_text=_("Text or CSV, the number in the first column; up to 100,000 lines."),
    )  # fmt: skip
    basis = forms.CharField(
        label=_("On what it is based"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The order or decision, with its number and day. No names of holders."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the courses and the keys that were revoked."""
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = Course.objects.order_by("code")  # type: ignore[attr-defined]
        revoked = SigningKey.objects.filter(revocations__isnull=False).distinct()
        keys = revoked.order_by("-published_at").values_list("key_id", flat=True)
        self.fields["key_id"].choices = [  # type: ignore[attr-defined]
            ("", _("Every revoked key")), *((key, key) for key in keys),
        ]  # fmt: skip

    def clean_sheet(self) -> AttendanceSheet | None:
        """Take the number of a sheet that is there."""
        number = self.cleaned_data["sheet"]
        found = AttendanceSheet.objects.filter(pk=number).first() if number else None
        if number and found is None:
            raise ValidationError(_("There is no attendance sheet of this number."))
        return found

    def clean_numbers(self) -> list[str]:
        """Read the numbers that were typed."""
        return numbers_of(self.cleaned_data["numbers"])

    def clean_file(self) -> list[str]:
        """Read the numbers of the file."""
        file = self.cleaned_data["file"]
        if file is None:
            return []
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is too large: up to 100,000 numbers fit."))
        found = numbers_of(_text(file.read()))
        if not found:
            raise ValidationError(_("No number of a certificate stands in the file."))
        return found

    def clean(self) -> dict[str, Any]:
        """Want what the work needs to know, and never everything by mistake."""
        given = super().clean() or {}
        kind = KINDS.get(given.get("reason", ""))
        begins, ends = given.get("certified_from"), given.get("certified_until")
        if begins and ends and ends < begins:
            self.add_error("certified_until", _("The last day lies before the first one."))
        if kind == Kind.TITLE and not given.get("course") and "course" not in self.errors:
            self.add_error("course", _("Say of which course."))
        if kind == Kind.KEY and not given.get("key_id") and "key_id" not in self.errors:
            self.add_error("key_id", _("Say by which key."))
        names = ("course", "certified_from", "certified_until", "sheet", "numbers", "file")
        if kind == Kind.REVOKE and not self.errors and not any(given.get(name) for name in names):
            raise ValidationError(_("Say which certificates: nobody revokes all of them."))
        return given

    def terms(self) -> dict[str, Any]:
        """Return what was asked for as `open_job` takes it."""
        given = dict(self.cleaned_data)
        numbers = [*given.pop("numbers"), *given.pop("file")]
        given |= {"kind": KINDS[given["reason"]], "numbers": list(dict.fromkeys(numbers))}
        return given


def numbers_of(text: str) -> list[str]:
    """Return the numbers of certificates in a list, each once, the first cell of each line.

    A heading may stand over it. ValidationError says which lines are no number, and not what stands
    there: it may be anything.
    """
    found: dict[str, None] = {}
    wrong: list[int] = []
    for place, cell in _cells(text):
        number = normalise_number(cell)
        if number is not None:
            found[number] = None
        elif place > 1 or any(character.isdigit() for character in cell):
            wrong.append(place)
    if wrong:
        lines = ", ".join(str(place) for place in wrong[:MOST_LINES_NAMED])
        raise ValidationError(
            ngettext(
                "%(count)d line is not the number of a certificate: %(lines)s",
                "%(count)d lines are not numbers of certificates: %(lines)s",
                len(wrong),
            )
            % {
                "count": len(wrong),
                "lines": lines + (" …" if len(wrong) > MOST_LINES_NAMED else ""),
            }
        )
    if len(found) > MOST_NUMBERS:
        raise ValidationError(_("More than 100,000 numbers: make two jobs of them."))
    return list(found)


def _cells(text: str) -> Iterator[tuple[int, str]]:
    for place, line in enumerate(text.splitlines(), start=1):
        cell = re.split(r"[;,\t]", line, maxsplit=1)[0].strip().strip('"')
        if cell:
            yield place, cell


def _text(content: bytes) -> str:
    for encoding in ENCODINGS:
        if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(_("The file is not a text. Save it as CSV and hand it in again."))
