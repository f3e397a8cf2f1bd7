"""Wagtail's forms for pictures, documents, sound and films, with our guards."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

from cms.uploads.contents import PICTURES, ContentRefused, check_content, ending_of
from cms.uploads.svg import clean_svg


def check_upload(file: Any, kind: str) -> None:
    """Refuse a file that was just sent and is too large or not what it says. ValidationError."""
    if not isinstance(file, UploadedFile):
        return
    most = settings.UPLOAD_LIMITS[kind]
    if (file.size or 0) > most:
        raise ValidationError(too_large(most))
    try:
        check_content(file, file.name or "")
    except ContentRefused as refused:
        raise ValidationError(str(refused)) from refused


def too_large(most: int, kind: str = "") -> str:
    """Say that a file is larger than `most` bytes, and what to do."""
    if kind == "archive":
        return _(
            "The file is larger than %(size)s and is not taken. Leave films out of it, or ask for "
            "it to be loaded on the server."
        ) % {"size": filesizeformat(most)}
    return _(
        "The file is larger than %(size)s and is not taken. Make it smaller: a shorter or "
        "more strongly compressed recording, a picture of fewer pixels, a PDF “for the web”."
    ) % {"size": filesizeformat(most)}


def tell_limit(form: Any, kind: str, field: str = "file") -> None:
    """Let static/js/admin/uploads.js refuse what is too large before it is sent."""
    if field in form.fields:
        most = settings.UPLOAD_LIMITS[kind]
        form.fields[field].widget.attrs |= {
            "data-most-bytes": most, "data-too-large": too_large(most),
        }  # fmt: skip


class OneReason:
    """A form whose file was refused says why once: the model would find no file and say so too."""

    def _post_clean(self) -> None:
        if "file" not in self._errors:  # type: ignore[attr-defined]
            super()._post_clean()  # type: ignore[misc]

    def _update_errors(self, errors: Any) -> None:
        # Wagtail puts the file to a document only after a form that asks for the rest: the model
        # misses it, and the form has no place to say so.
        if "file" not in self.fields and hasattr(errors, "error_dict"):  # type: ignore[attr-defined]
            errors.error_dict.pop("file", None)
        super()._update_errors(errors)  # type: ignore[misc]


class PictureField(WagtailImageField):
    """Looks at a picture before Wagtail's own field does, which fails on one that is cut off."""

    def to_python(self, data: Any) -> Any:
        """Guard the file, then let Wagtail read it."""
        check_upload(data, "picture")
        return super().to_python(data)


class PictureForm(OneReason, BaseImageForm):
    """A picture. Drawings are stored with only what draws."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=field.label, required=field.required, widget=field.widget
            )
        tell_limit(self, "picture")

    def clean_file(self) -> Any:
        """Keep of a drawing what draws."""
        file = self.cleaned_data["file"]
        name = file.name or ""
        if isinstance(file, UploadedFile) and ending_of(name) == "svg":
            return SimpleUploadedFile(name, clean_svg(file.read()), "image/svg+xml")
        return file


class DocumentForm(OneReason, BaseDocumentForm):
    """A document."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tell_limit(self, "document")

    def clean_file(self) -> Any:
        """Guard the file."""
        file = self.cleaned_data["file"]
        check_upload(file, "document")
        return file


class RecordingForm(OneReason, BaseMediaForm):
    """Sound or a film, with a still picture of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tell_limit(self, self.kind)
        tell_limit(self, "picture", "thumbnail")

    @property
    def kind(self) -> str:
        """Sound is sound; whatever else somebody makes of the address is taken for a film."""
        return "audio" if self.instance.type == "audio" else "video"

    def clean_file(self) -> Any:
        """Guard the file, whose ending is one of those of its kind."""
        file = self.cleaned_data["file"]
        endings = settings.WAGTAILMEDIA[f"{self.kind.upper()}_EXTENSIONS"]
        if isinstance(file, UploadedFile) and ending_of(file.name or "") not in endings:
            raise ValidationError(
                _("Such a file is not taken here. Save the recording as %(endings)s.")
                % {"endings": ", ".join(f".{ending}" for ending in endings)}
            )
        check_upload(file, self.kind)
        return file

    def clean_thumbnail(self) -> Any:
        """Guard the still picture."""
        file = self.cleaned_data["thumbnail"]
        if isinstance(file, UploadedFile) and ending_of(file.name or "") not in PICTURES:
            raise ValidationError(_("A still picture is a .jpg, .png or .webp."))
        check_upload(file, "picture")
        return file
