"""Pictures, sound, films and documents of a course on their way into a folder."""

import hashlib
import re
import shutil
from pathlib import Path, PurePosixPath
from typing import Any


class MediaBasket:
    """Names each file once; two files of one name and other content get different names."""

    def __init__(self) -> None:
        self.files: dict[str, Any] = {}
        self.names: dict[str, str] = {}

    def add(self, file: Any) -> str:
        """Take a stored file (a FieldFile); return the name it has in the folder `media`."""
        with file.storage.open(file.name, "rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        if digest not in self.names:
            self.names[digest] = self._free(PurePosixPath(file.name), digest)
            self.files[self.names[digest]] = file
        return self.names[digest]

    def _free(self, path: PurePosixPath, digest: str) -> str:
        stem = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "file"
        # The shelf of the loader adds a digest to what it stores; it is not added twice.
        stem = stem.removesuffix(f"-{digest[:16]}")
        name = f"{stem}{path.suffix.lower()}"
        return f"{stem}-{digest[:8]}{path.suffix.lower()}" if name in self.files else name

    def write(self, folder: Path) -> None:
        """Copy everything into `folder`, which is made when something goes there."""
        for name, file in self.files.items():
            folder.mkdir(parents=True, exist_ok=True)
            with file.storage.open(file.name, "rb") as source, (folder / name).open("wb") as target:
                shutil.copyfileobj(source, target)
