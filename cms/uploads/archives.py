"""Documents of office programs are zip archives: what is in them, and how large they would grow.

The limits follow from how such bombs are made: many parts, or parts of one byte repeated
(https://www.bamsoftware.com/hacks/zipbomb/). Real documents shrink to a tenth, rarely a fiftieth.
"""

import lzma
import zipfile
import zlib
from typing import IO

MOST_PARTS = 5_000
MOST_BYTES = 200 * 1024 * 1024
MOST_RATIO = 200
SMALL = 1024 * 1024  # below this a ratio says nothing
# The part that each kind must have (ECMA-376, part 2; ODF 1.3, part 2).
OFFICE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
OPEN_DOCUMENT = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}

# What zipfile raises for an archive that cannot be read: damaged, locked or packed in a way that it
# does not know (both RuntimeError), with places outside the file (ValueError). A damaged part may
# raise OSError too, which elsewhere may speak of our own disk.
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError,
)  # fmt: skip


class ArchiveBroken(Exception):
    """The archive cannot be read, or is not of the kind its name says."""


class ArchiveBomb(Exception):
    """The archive would unpack to far more than a document has."""


class ArchiveActs(Exception):
    """The archive holds macros, or is locked by a password."""


def check_archive(file: IO[bytes], ending: str) -> None:
    """Look into an office document. Raises ArchiveBroken, ArchiveBomb, ArchiveActs.

    All parts are unpacked once, piece by piece into nothing: a part that is larger than it says
    fails its checksum. What the parts declare bounds the work.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            check_size(parts)
            if any(part.flag_bits & 1 for part in parts):
                raise ArchiveActs
            check_kind(archive, ending)
            if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
                raise ArchiveActs
            if archive.testzip() is not None:
                raise ArchiveBroken
    except (*UNREADABLE, OSError):
        raise ArchiveBroken from None


def check_size(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse too many parts, too much in all, or what grows beyond measure."""
    whole = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or whole > MOST_BYTES:
        raise ArchiveBomb
    if whole > SMALL and whole > packed * MOST_RATIO:
        raise ArchiveBomb


def check_kind(archive: zipfile.ZipFile, ending: str) -> None:
    """Refuse an archive that is not the document its name says."""
    names = set(archive.namelist())
    if ending in OPEN_DOCUMENT:
        if "mimetype" not in names or archive.read("mimetype").strip() != OPEN_DOCUMENT[ending]:
            raise ArchiveBroken
    elif "[Content_Types].xml" not in names or not any(
        name.startswith(OFFICE[ending]) for name in names
    ):
        raise ArchiveBroken
