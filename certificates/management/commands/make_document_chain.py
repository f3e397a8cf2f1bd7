"""`make_document_chain`: make the key and the certificates that sign documents."""

import argparse
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certificates.documents.chain import (
    Authority,
    DocumentSignerInvalid,
    certificate_pem,
    fingerprint,
    load_root,
    make_root,
    make_signing_chain,
    root_key_pem,
    signing_pem,
)
from certificates.documents.signer import read_secret, write_secret

ROOT_KEY, ROOT, SIGNING = "document-root-key.pem", "document-root.pem", "document-signing.pem"


class Command(BaseCommand):
    help = (
        f"Make a root of ten years ({ROOT_KEY}, {ROOT}) and under it a certificate of two years "
        f"that signs documents ({SIGNING}). Run it on a machine without a network and keep the "
        "root's key away from every server; DOCUMENT_SIGNING names the third file. With "
        "--under FOLDER the root there signs a new certificate, and no new root is made. Files "
        "that are there are never overwritten."
    )

    # Nothing else of the site is needed where the root's key is kept.
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where the files are written")
        parser.add_argument("--organisation", default="Otau", help="who signs, as readers show it")
        parser.add_argument("--under", type=Path, help=f"folder with {ROOT_KEY} and {ROOT}")
        parser.add_argument(
            "--passphrase", action="store_true", help="ask for one that opens the root's key"
        )

    def handle(
        self,
        *args: Any,
        folder: Path,
        organisation: str,
        under: Path | None,
        passphrase: bool,
        **options: Any,
    ) -> None:
        if not 1 <= len(organisation.strip()) <= 64:
            raise CommandError("The name of an organisation has 1 to 64 characters.")
        names = [SIGNING] if under else [ROOT_KEY, ROOT, SIGNING]
        for name in names:
            if (folder / name).exists():
                raise CommandError(f"{folder / name} is there already; nothing was made.")
        words = asked(twice=under is None) if passphrase else ""
        now = timezone.now()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if under:
                root = existing(under, words)
                if root.certificate.not_valid_after_utc <= now:
                    raise CommandError("This root's time is over. Make a new one.")
            else:
                root = make_root(organisation=organisation.strip(), now=now)
                write_secret(folder / ROOT_KEY, root_key_pem(root, words))
                (folder / ROOT).write_bytes(certificate_pem(root.certificate))
            chain = make_signing_chain(root=root, organisation=organisation.strip(), now=now)
            write_secret(folder / SIGNING, signing_pem(chain))
        except DocumentSignerInvalid as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from error
        self.stdout.write(f"Written to {folder}: {', '.join(names)}.")
        self.stdout.write(f"The root, SHA-256: {fingerprint(root.certificate)}")
        self.stdout.write(
            f"Key {chain.key_id} signs until {chain.certificate.not_valid_after_utc:%Y-%m-%d}."
        )


def existing(folder: Path, passphrase: str) -> Authority:
    """Return the root whose two files lie in `folder`; DocumentSignerInvalid says what is wrong."""
    return load_root(
        key_pem=read_secret(folder / ROOT_KEY),
        certificate=(folder / ROOT).read_bytes(),
        passphrase=passphrase,
    )


def asked(*, twice: bool) -> str:
    """Return a passphrase that is typed, twice where it is a new one."""
    words = getpass("Passphrase of the root's key: ")
    if not words:
        raise CommandError("An empty passphrase protects nothing.")
    if twice and getpass("The same again: ") != words:
        raise CommandError("The two are not the same; nothing was made.")
    return words
