"""Where the embedded services of one checkout keep their data and sockets."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# A Unix socket's path must fit into 107 bytes; PostgreSQL adds "/.s.PGSQL.5432.lock" to ours.
LONGEST_SOCKET_FOLDER = 80


@dataclass(frozen=True)
class Places:
    """The folders of the embedded services for one mode (demo, development, test)."""

    data: Path
    sockets: Path
    run: Path
    logs: Path

    @property
    def valkey_socket(self) -> Path:
        """The Unix socket on which Valkey listens."""
        return self.sockets / "valkey.sock"


def is_open(folder: Path) -> bool:
    """Whether any user of the system may pass through `folder` and every folder above it."""
    return all(
        not part.exists() or part.stat().st_mode & stat.S_IXOTH
        for part in (folder, *folder.parents)
    )


def places(mode: str) -> Places:
    """Compute the folders for `mode`; the same checkout always gets the same ones.

    They lie under `var/`, unless its path is too long for a socket or, for root, closed to the
    user of its own under which PostgreSQL then runs; they lie under /var/tmp in that case.
    """
    var = ROOT / "var" / mode
    name = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
    elsewhere = Path("/var/tmp") / f"otau-{name}-{mode}"  # noqa: S108 a name of our own, mode 0711
    data = elsewhere if os.geteuid() == 0 and not is_open(ROOT) else var
    short = len(str(data / "sockets").encode()) <= LONGEST_SOCKET_FOLDER
    return Places(
        data=data,
        sockets=(data if short else elsewhere) / "sockets",
        run=var / "run",
        logs=var / "log",
    )
