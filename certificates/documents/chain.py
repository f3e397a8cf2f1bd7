"""The chain of certificates (X.509) whose key signs documents: made, written down, read again.

A chain of our own, until the state gives a key: a root of ten years, whose private key is kept
away from every server, and under it a certificate of two years that signs. Both have ECDSA keys
on P-256. The profile is RFC 5280's; the key usages are those of a signature that its owner stands
by (digital signature and non-repudiation), the extended one that of documents (RFC 9336).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ROOT_YEARS: Final = 10
SIGNING_YEARS: Final = 2
TRIAL: Final = "Otau, for trial only"

_DOCUMENT_SIGNING: Final = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
# Clocks of those who verify may be slow.
_CLOCKS_DIFFER: Final = timedelta(hours=1)


class DocumentSignerInvalid(ValueError):
    """The document signer cannot be used. The message says why, and never repeats a key."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A root certificate with its private key."""

    private_key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


@dataclass(frozen=True, slots=True)
class SigningChain:
    """The certificate that signs, with its private key, and the root above it."""

    private_key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    root: x509.Certificate

    @property
    def key_id(self) -> str:
        """The first eight bytes of SHA-256 over the public key, in hexadecimal."""
        digest = hashes.Hash(hashes.SHA256())
        digest.update(
            self.certificate.public_key().public_bytes(
                Encoding.DER, PublicFormat.SubjectPublicKeyInfo
            )
        )
        return digest.finalize()[:8].hex()

    def is_valid_at(self, moment: datetime) -> bool:
        """Whether both certificates hold at `moment`."""
        return all(
            one.not_valid_before_utc <= moment <= one.not_valid_after_utc
            for one in (self.certificate, self.root)
        )


def make_root(*, organisation: str, now: datetime) -> Authority:
    """Return a new root that may sign certificates which sign documents, and nothing deeper."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(organisation, f"Otau document root {now.year}")
    built = (
        _unsigned(name, name, key, key.public_key(), now=now, years=ROOT_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certificates=True), critical=True)
    )
    return Authority(key, built.sign(key, hashes.SHA256()))


def make_signing_chain(*, root: Authority, organisation: str, now: datetime) -> SigningChain:
    """Return a new certificate that signs documents, under `root`; it never outlives the root."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(organisation, f"Otau documents {now:%Y-%m}")
    built = (
        _unsigned(
            name, root.certificate.subject, root.private_key, key.public_key(),
            now=now, years=SIGNING_YEARS, until=root.certificate.not_valid_after_utc,
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certificates=False), critical=True)
        .add_extension(
            # Poppler's readers (pdfsig, Okular) trust a signer of documents as one of e-mails.
            x509.ExtendedKeyUsage([_DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]),
            critical=False,
        )
    )  # fmt: skip
    return SigningChain(key, built.sign(root.private_key, hashes.SHA256()), root.certificate)


def signing_pem(chain: SigningChain) -> bytes:
    """Return what a server needs: the private key, its certificate, the root's. A secret."""
    key = chain.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return key + certificate_pem(chain.certificate) + certificate_pem(chain.root)


def root_key_pem(root: Authority, passphrase: str) -> bytes:
    """Return the root's private key, encrypted unless `passphrase` is empty. A secret."""
    how = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return root.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)


def certificate_pem(certificate: x509.Certificate) -> bytes:
    """Return a certificate as PEM."""
    return certificate.public_bytes(Encoding.PEM)


def fingerprint(certificate: x509.Certificate) -> str:
    """Return SHA-256 over the certificate as people compare it: pairs of digits with colons."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def load_root(*, key_pem: bytes, certificate: bytes, passphrase: str) -> Authority:
    """Return a root from its two files; DocumentSignerInvalid when they are not one."""
    key = _private_key(key_pem, passphrase)
    (found,) = _certificates(certificate, 1)
    if not _belongs(key, found) or not _is_authority(found):
        raise DocumentSignerInvalid("The key and the certificate are not those of one root.")
    return Authority(key, found)


def load_signing_chain(pem: bytes) -> SigningChain:
    """Return the chain that `signing_pem` wrote; DocumentSignerInvalid says what is wrong."""
    key = _private_key(pem, "")
    certificate, root = _certificates(pem, 2)
    if not _belongs(key, certificate):
        raise DocumentSignerInvalid("The private key is not that of the first certificate.")
    if not _is_authority(root):
        raise DocumentSignerInvalid("The second certificate is not that of a root.")
    try:
        root.verify_directly_issued_by(root)
        certificate.verify_directly_issued_by(root)
    except (InvalidSignature, ValueError, TypeError):
        raise DocumentSignerInvalid("The root did not issue the signing certificate.") from None
    if not _signs_documents(certificate):
        raise DocumentSignerInvalid("The signing certificate is not one for documents.")
    return SigningChain(key, certificate, root)


def is_for_trial(chain: SigningChain) -> bool:
    """Whether it is a chain that was made for a demonstration or a test."""
    names = chain.root.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return any(name.value == TRIAL for name in names)


def _unsigned(
    subject: x509.Name,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    public_key: ec.EllipticCurvePublicKey,
    *,
    now: datetime,
    years: int,
    until: datetime | None = None,
) -> x509.CertificateBuilder:
    now = now.astimezone(UTC).replace(microsecond=0)
    ends = now + timedelta(days=round(years * 365.25))
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(min(ends, until or ends))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
    )


def _name(organisation: str, common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "KZ"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _usage(*, certificates: bool) -> x509.KeyUsage:
    """Return the usages of a root (`certificates`), or those of what signs documents."""
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=not certificates,  # what non-repudiation is called today
        key_cert_sign=certificates,
        crl_sign=certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _private_key(pem: bytes, passphrase: str) -> ec.EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(pem, passphrase.encode() or None)
    except (ValueError, TypeError):
        raise DocumentSignerInvalid("There is no private key that opens in it.") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise DocumentSignerInvalid("The private key is not an ECDSA key on P-256.")
    return key


def _certificates(pem: bytes, count: int) -> list[x509.Certificate]:
    try:
        found = x509.load_pem_x509_certificates(pem)
    except ValueError:
        found = []
    if len(found) != count:
        raise DocumentSignerInvalid(f"There are {len(found)} certificates in it and not {count}.")
    return found


def _belongs(key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> bool:
    return certificate.public_key() == key.public_key()


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _signs_documents(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        extended = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    documents = {_DOCUMENT_SIGNING, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}
    return (
        usage.digital_signature and usage.content_commitment and not documents.isdisjoint(extended)
    )
