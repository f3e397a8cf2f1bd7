"""Pictures, sound and films of a course in Wagtail's libraries: each content once."""

import hashlib
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection
from wagtailmedia.models import get_media_model

from cms.uploads.svg import clean_svg
from courses.captions import read_captions, write_captions


class MediaShelf:
    """Finds or adds the files of one course; `stored` are the paths it wrote, to be taken back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stored: list[str] = []
        self.known: dict[str, int] = {}

    def image(self, name: str) -> int:
        """Return the id of the Wagtail image with the content of `name`."""
        if name not in self.known:
            self.known[name] = self._image(name)
        return self.known[name]

    def media(self, name: str, kind: str) -> int:
        """Return the id of the sound or film with the content of `name`."""
        if name not in self.known:
            self.known[name] = self._media(name, kind)
        return self.known[name]

    def document(self, name: str) -> int:
        """Return the id of the document with the content of `name`."""
        if name not in self.known:
            self.known[name] = self._document(name)
        return self.known[name]

    def captions(self, name: str) -> str:
        """Return the captions in the file `name` as plainly as they can be written."""
        cues, _problems = read_captions((self.folder / name).read_text())
        return write_captions(cues)

    def _document(self, name: str) -> int:
        data = (self.folder / name).read_bytes()
        digest = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        model = get_document_model()
        found = model.objects.filter(file_hash=digest).order_by("pk").first()
        if found:
            return int(found.pk)
        document = model(
            title=Path(name).stem, file=ContentFile(data, name=name), file_hash=digest,
            file_size=len(data), collection=root_collection(),
        )  # fmt: skip
        document.save()
        self.stored.append(document.file.name)
        return int(document.pk)

    def _image(self, name: str) -> int:
        data = (self.folder / name).read_bytes()
        if name.endswith(".svg"):
            data = clean_svg(data)
        digest = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        model = get_image_model()
        found = model.objects.filter(file_hash=digest).order_by("pk").first()
        if found:
            return int(found.pk)
        image = model(
            title=Path(name).stem,
            file=ImageFile(BytesIO(data), name=name),
            file_hash=digest,
            file_size=len(data),
            collection=root_collection(),
        )
        image.save()
        self.stored.append(image.file.name)
        return int(image.pk)

    def _media(self, name: str, kind: str) -> int:
        data = (self.folder / name).read_bytes()
        digest = hashlib.sha256(data).hexdigest()[:16]
        model = get_media_model()
        stored_as = f"{Path(name).stem}-{digest}{Path(name).suffix}"
        found = model.objects.filter(file=f"media/{stored_as}").order_by("pk").first()
        if found:
            return int(found.pk)
        media = model(title=Path(name).stem, type=kind, collection=root_collection())
        media.file.save(stored_as, ContentFile(data), save=False)
        self.stored.append(media.file.name)
        media.save()
        return int(media.pk)


def root_collection() -> Collection:
    """Return the collection that holds all others."""
    return Collection.get_first_root_node() or Collection.add_root(name="Файлдар · Файлы")
