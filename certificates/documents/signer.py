"""The configured signer of documents: read once, checked, kept in memory."""

import os
import stat
import tempfile
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.utils import timezone
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.documents.chain import (
    TRIAL,
    DocumentSignerInvalid,
    SigningChain,
    is_for_trial,
    load_signing_chain,
    make_root,
    make_signing_chain,
    signing_pem,
)

_PEM: Final = "-----BEGIN"
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def configured_chain() -> SigningChain:
    """Return the chain that the setting names, whether or not its time is over."""
    return _loaded(settings.DOCUMENT_SIGNING)


def current_chain() -> SigningChain:
    """Return the chain that signs documents now. DocumentSignerInvalid says what is wrong.

    One whose time is over signs nothing: a document waits rather than be born invalid.
    """
    chain = configured_chain()
    if not chain.is_valid_at(timezone.now()):
        raise DocumentSignerInvalid("DOCUMENT_SIGNING: its certificate is not valid today.")
    return chain


def current_signer() -> tuple[str, SimpleSigner]:
    """Return the id of the key that signs documents, and pyHanko's signer with it."""
    chain = current_chain()
    return chain.key_id, _signer(settings.DOCUMENT_SIGNING)


def forget_signer() -> None:
    """Read the setting again when it is next needed."""
    _loaded.cache_clear()
    _signer.cache_clear()


def read_secret(path: Path) -> bytes:
    """Return a file with a private key; DocumentSignerInvalid when others may read it."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & _OTHERS:
                raise DocumentSignerInvalid(
                    f"{path}: others may read this private key. Say: chmod 600 {path}"
                )
            return file.read()
    except OSError as error:
        raise DocumentSignerInvalid(f"{path}: {error.strerror}.") from None


def write_secret(path: Path, content: bytes) -> None:
    """Write a new file that its owner alone may read. FileExistsError when there is one.

    It is there whole or not at all.
    """
    handle, unfinished = tempfile.mkstemp(dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.link(unfinished, path)
    finally:
        Path(unfinished).unlink()


@cache
def _loaded(setting: str) -> SigningChain:
    try:
        if _PEM in setting:
            # An environment that takes one line takes it with \n written out.
            chain = load_signing_chain(setting.replace("\\n", "\n").encode())
        elif settings.PRODUCTION or setting != settings.DOCUMENT_SIGNING_FOR_TRIAL:
            chain = load_signing_chain(read_secret(Path(setting)))
        else:
            return _for_trial(Path(setting), timezone.now())
    except DocumentSignerInvalid as error:
        raise DocumentSignerInvalid(f"DOCUMENT_SIGNING: {error}") from None
    if settings.PRODUCTION and is_for_trial(chain):
        raise DocumentSignerInvalid("DOCUMENT_SIGNING: a chain made for trial signs nothing here.")
    return chain


def _for_trial(path: Path, now: datetime) -> SigningChain:
    """Return the chain of a demonstration or of tests, made when it is missing or too old."""
    with suppress(DocumentSignerInvalid):
        chain = load_signing_chain(read_secret(path))
        if chain.is_valid_at(now):
            return chain
        path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    made = make_signing_chain(
        root=make_root(organisation=TRIAL, now=now), organisation=TRIAL, now=now
    )
    with suppress(FileExistsError):  # another process was first; its chain is everybody's
        write_secret(path, signing_pem(made))
    return load_signing_chain(read_secret(path))


@cache
def _signer(setting: str) -> SimpleSigner:
    chain = _loaded(setting)
    store = SimpleCertificateStore()
    store.register(_as_asn1(chain.root))
    key = chain.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(
        signing_cert=_as_asn1(chain.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(key),
        cert_registry=store,
    )


def _as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
