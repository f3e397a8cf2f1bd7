"""A folder as a zip file, and a zip file that a stranger made as a folder."""

import errno
import stat
import zipfile
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from cms.uploads.archives import UNREADABLE
from courses.exceptions import ArchiveUnsafe

MOST_FILES = 5_000
MOST_BYTES = 2 * 1024**3
# Text shrinks to a tenth; what shrinks to a two-hundredth was made to fill a disk.
MOST_RATIO = 200
CHUNK = 1024 * 1024
# What a file system says of names that cannot stand beside each other, or at all.
NAMES = {errno.ENAMETOOLONG, errno.EEXIST, errno.EISDIR, errno.ENOTDIR}


def pack(folder: Path, target: IO[bytes]) -> None:
    """Write `folder` with its name as the one folder of a zip file; the same each time."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}")
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                with path.open("rb") as source, archive.open(entry, "w") as opened:
                    while chunk := source.read(CHUNK):
                        opened.write(chunk)


def unpack(source: IO[bytes], folder: Path) -> None:
    """Write the files of a zip file below `folder`.

    What is too much, lies about its size, or leads out of the folder is refused before or while
    it is written: raises ArchiveUnsafe, and what was written so far is for the caller to remove.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check(entries)
            for entry in entries:
                _write(archive, entry, folder)
    except UNREADABLE as error:
        raise _unreadable() from error
    except OSError as error:
        if error.errno in NAMES:
            raise ArchiveUnsafe(
                _("The zip file holds a name that is too long, or one that is a file and a folder. "
                  "Make it again from a plain folder.")
            ) from error  # fmt: skip
        if error.errno in (None, errno.EINVAL):  # it points to places that it does not have
            raise _unreadable() from error
        raise  # our disk, not their file


def _unreadable() -> ArchiveUnsafe:
    return ArchiveUnsafe(
        _("This is no zip file that can be read. Make it again, without a password.")
    )


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if not entries:
        raise ArchiveUnsafe(_("The zip file is empty."))
    if len(entries) > MOST_FILES:
        raise ArchiveUnsafe(
            _("The zip file holds %(count)s files; at most %(most)s are taken.")
            % {"count": len(entries), "most": MOST_FILES}
        )
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise _too_big()
    for entry in entries:
        if entry.file_size > CHUNK and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise _too_big()
        name = PurePosixPath(entry.filename.replace("\\", "/"))
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if name.is_absolute() or ".." in name.parts or kind not in (0, stat.S_IFREG):
            raise ArchiveUnsafe(
                _("The zip file holds “%(name)s”, which leads out of its folder. Make it again "
                  "from a plain folder.") % {"name": entry.filename}
            )  # fmt: skip


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> None:
    path = folder / entry.filename.replace("\\", "/")
    path.parent.mkdir(parents=True, exist_ok=True)
    left = entry.file_size
    with archive.open(entry) as source, path.open("wb") as target:
        while chunk := source.read(CHUNK):
            left -= len(chunk)
            if left < 0:  # more than it said
                raise _too_big()
            target.write(chunk)


def _too_big() -> ArchiveUnsafe:
    return ArchiveUnsafe(
        _("Unpacked, the zip file would be too big (more than 2 GB, or packed so tightly that it "
          "looks made to fill a disk). Send fewer or smaller films.")
    )  # fmt: skip
