"""Run the registry's stand-in."""

import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from registry.standin.contract import MALFORMED
from registry.standin.server import (
    DEMONSTRATION_TOKEN,
    Mode,
    StandInServer,
    SwitchNotUnderstood,
)


class Command(BaseCommand):
    """Plays the registry's information system on this machine, with invented people only."""

    help = (
        "Play the registry's information system on 127.0.0.1, with invented people only, until "
        "interrupted. The contract is in docs/registry-gateway.md. Exit code 0 when stopped, "
        "1 when it cannot start."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the port, the token, the seed and the mode to begin in."""
        parser.add_argument(
            "--port", type=int, default=8010, help="the port; 0 takes a free one (default: 8010)"
        )
        parser.add_argument(
            "--token",
            default=DEMONSTRATION_TOKEN,
            help="the bearer token that it wants (default: %(default)s)",
        )
        parser.add_argument(
            "--seed", type=int, default=0, help="another number invents other couples (default: 0)"
        )
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument(
            "--slow", type=float, metavar="SECONDS", help="begin by answering after SECONDS"
        )
        mode.add_argument("--down", action="store_true", help="begin out of service")
        mode.add_argument(
            "--malformed",
            nargs="?",
            const="not_json",
            choices=sorted(MALFORMED),
            help="begin by answering wrongly in this way (without a way: not_json)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until SIGINT or SIGTERM."""
        try:
            server = StandInServer(
                port=options["port"],
                today=timezone.localdate(),
                seed=options["seed"],
                token=options["token"],
                mode=_mode(options),
            )
        except SwitchNotUnderstood as error:
            raise CommandError(str(error)) from None
        except (OSError, OverflowError) as error:
            raise CommandError(f"Cannot listen on port {options['port']}: {error}") from None
        # Both are set by hand: a shell starts what runs beside it with SIGINT ignored.
        signal.signal(signal.SIGINT, _stop)
        signal.signal(signal.SIGTERM, _stop)
        with server:
            self.stdout.write(
                f"{server.url} plays the registry with {len(server.book.all())} applications, "
                f"mode {server.mode.name}. Stop with Ctrl-C."
            )
            self.stdout.flush()
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                server.stopping.set()


def _mode(options: dict[str, Any]) -> Mode:
    if options["slow"] is not None:
        return Mode("slow", seconds=options["slow"])
    if options["down"]:
        return Mode("down")
    if options["malformed"]:
        return Mode("malformed", variant=options["malformed"])
    return Mode()


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
