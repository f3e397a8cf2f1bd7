"""The key that signs documents: made by a command, kept from others, refused when it is wrong."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from certificates.checks import documents_can_be_signed, documents_can_be_signed_for_long
from certificates.documents.chain import (
    TRIAL,
    DocumentSignerInvalid,
    SigningChain,
    certificate_pem,
    is_for_trial,
    load_signing_chain,
    make_root,
    make_signing_chain,
    root_key_pem,
    signing_pem,
)
from certificates.documents.signer import current_chain, forget_signer
from certificates.management.commands import make_document_chain
from certificates.management.commands.make_document_chain import ROOT, ROOT_KEY, SIGNING


@pytest.fixture(autouse=True)
def _afresh():
    forget_signer()
    yield
    forget_signer()


def made(*, now: datetime | None = None, organisation: str = "Otau") -> SigningChain:
    now = now or datetime.now(UTC)
    root = make_root(organisation=organisation, now=now)
    return make_signing_chain(root=root, organisation=organisation, now=now)


def configured(settings, tmp_path: Path, pem: bytes, mode: int = 0o600) -> Path:
    path = tmp_path / "signing.pem"
    path.write_bytes(pem)
    path.chmod(mode)
    settings.DOCUMENT_SIGNING = str(path)
    return path


def test_the_command_makes_a_root_and_under_it_what_signs(tmp_path, capsys):
    call_command("make_document_chain", tmp_path / "kept", organisation="Отбасын қолдау орталығы")

    folder = tmp_path / "kept"
    chain = load_signing_chain((folder / SIGNING).read_bytes())
    assert (folder / ROOT).read_bytes() == certificate_pem(chain.root)
    for secret in (ROOT_KEY, SIGNING):
        assert stat.S_IMODE((folder / secret).stat().st_mode) == 0o600
    assert sorted(path.name for path in folder.iterdir()) == sorted([ROOT_KEY, ROOT, SIGNING])
    said = capsys.readouterr().out
    assert chain.key_id in said
    assert "PRIVATE" not in said


def test_keys_usages_and_years_are_those_of_documents():
    now = datetime.now(UTC)
    chain = made(now=now)

    for one, years in ((chain.root, 10), (chain.certificate, 2)):
        key = one.public_key()
        assert isinstance(key, ec.EllipticCurvePublicKey)
        assert isinstance(key.curve, ec.SECP256R1)
        assert abs(one.not_valid_after_utc - now - timedelta(days=365.25 * years)).days <= 1
    usage = chain.certificate.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert usage.value.content_commitment
    assert not usage.value.key_cert_sign
    root_usage = chain.root.extensions.get_extension_for_class(x509.KeyUsage).value
    assert root_usage.key_cert_sign
    assert not root_usage.digital_signature
    extended = chain.certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert "1.3.6.1.5.5.7.3.36" in [usage.dotted_string for usage in extended]


def test_the_next_certificate_comes_under_the_same_root(tmp_path):
    call_command("make_document_chain", tmp_path / "first")
    call_command("make_document_chain", tmp_path / "second", under=tmp_path / "first")

    first, second = (
        load_signing_chain((tmp_path / name / SIGNING).read_bytes()) for name in ("first", "second")
    )
    assert first.root == second.root
    assert first.key_id != second.key_id
    assert [path.name for path in (tmp_path / "second").iterdir()] == [SIGNING]


def test_nothing_is_overwritten(tmp_path):
    call_command("make_document_chain", tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    with pytest.raises(CommandError, match="there already"):
        call_command("make_document_chain", tmp_path)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_passphrase_closes_the_root_key(tmp_path, monkeypatch):
    monkeypatch.setattr(make_document_chain, "getpass", lambda _prompt: "қыс пен жаз")
    call_command("make_document_chain", tmp_path / "first", passphrase=True)
    assert b"ENCRYPTED" in (tmp_path / "first" / ROOT_KEY).read_bytes()

    call_command(
        "make_document_chain", tmp_path / "second", under=tmp_path / "first", passphrase=True
    )
    with pytest.raises(CommandError, match="no private key that opens"):
        call_command("make_document_chain", tmp_path / "third", under=tmp_path / "first")


@pytest.mark.parametrize("organisation", ["", " ", "ұ" * 65])
def test_an_organisation_that_no_certificate_can_carry_is_refused(tmp_path, organisation):
    with pytest.raises(CommandError, match="1 to 64"):
        call_command("make_document_chain", tmp_path, organisation=organisation)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("make_document_chain", tmp_path / "new", under=tmp_path / "nowhere")


def test_a_certificate_never_outlives_its_root():
    now = datetime.now(UTC)
    old = make_root(organisation="Otau", now=now - timedelta(days=9 * 365))
    chain = make_signing_chain(root=old, organisation="Otau", now=now)
    assert chain.certificate.not_valid_after_utc == chain.root.not_valid_after_utc


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_key_that_others_may_read_is_refused(settings, tmp_path, mode):
    path = configured(settings, tmp_path, signing_pem(made()), mode)

    with pytest.raises(DocumentSignerInvalid, match=f"chmod 600 {path}"):
        current_chain()
    (found,) = documents_can_be_signed(None)
    assert found.id == "certificates.E001"

    path.chmod(0o600)
    assert current_chain().key_id
    assert documents_can_be_signed(None) == []


def test_the_key_may_stand_in_the_environment_in_one_line(settings):
    chain = made()
    settings.DOCUMENT_SIGNING = signing_pem(chain).decode().replace("\n", "\\n")
    assert current_chain().key_id == chain.key_id


def wrong() -> dict[str, bytes]:
    one, other = made(), made()
    rsa_like = b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
    curve = ec.generate_private_key(ec.SECP384R1())
    pem = signing_pem(one)
    key, _, certificates = pem.partition(b"-----BEGIN CERT")
    root_as_leaf = SigningChain(one.private_key, one.root, one.root)
    return {
        "nothing": b"",
        "no key": b"-----BEGIN CERT" + certificates,
        "no certificates": key,
        "a broken key": rsa_like + b"-----BEGIN CERT" + certificates,
        "one certificate": key + certificate_pem(one.certificate),
        "another's key": signing_pem(SigningChain(other.private_key, one.certificate, one.root)),
        "another's root": signing_pem(SigningChain(one.private_key, one.certificate, other.root)),
        "another curve": signing_pem(SigningChain(curve, one.certificate, one.root)),
        "a root that signs": signing_pem(root_as_leaf),
        "no root": signing_pem(SigningChain(one.private_key, one.certificate, one.certificate)),
    }


@pytest.mark.parametrize("what", wrong().keys())
def test_what_is_not_a_chain_is_refused_without_repeating_it(settings, tmp_path, what):
    pem = wrong()[what]
    configured(settings, tmp_path, pem)

    with pytest.raises(DocumentSignerInvalid, match=r"^DOCUMENT_SIGNING: ") as refusal:
        current_chain()

    for line in pem.decode().splitlines():
        assert not line or line not in str(refusal.value)


def test_a_certificate_whose_time_is_over_signs_nothing(settings, tmp_path):
    configured(settings, tmp_path, signing_pem(made(now=timezone.now() - timedelta(days=800))))

    with pytest.raises(DocumentSignerInvalid, match="not valid today"):
        current_chain()
    assert Client().get("/.well-known/otau/document-root.pem").status_code == 200


def test_its_end_is_told_three_months_before(settings, tmp_path):
    configured(settings, tmp_path, signing_pem(made(now=timezone.now() - timedelta(days=660))))
    (found,) = documents_can_be_signed_for_long(None)
    assert found.id == "certificates.W001"

    forget_signer()
    configured(settings, tmp_path, signing_pem(made()))
    assert documents_can_be_signed_for_long(None) == []


def test_a_chain_for_trial_signs_nothing_in_production(settings, tmp_path):
    configured(settings, tmp_path, signing_pem(made(organisation=TRIAL)))
    assert is_for_trial(current_chain())

    settings.PRODUCTION = True
    forget_signer()
    with pytest.raises(DocumentSignerInvalid, match="made for trial"):
        current_chain()


def test_elsewhere_a_chain_is_made_and_stays(settings, tmp_path):
    settings.DOCUMENT_SIGNING = settings.DOCUMENT_SIGNING_FOR_TRIAL = str(
        tmp_path / "new" / "signing.pem"
    )
    first = current_chain()
    forget_signer()
    assert current_chain().key_id == first.key_id
    assert stat.S_IMODE((tmp_path / "new" / "signing.pem").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["signing.pem"]


def test_one_for_trial_that_is_too_old_is_made_anew(settings, tmp_path):
    old = made(now=timezone.now() - timedelta(days=800), organisation=TRIAL)
    path = configured(settings, tmp_path, signing_pem(old))
    settings.DOCUMENT_SIGNING_FOR_TRIAL = str(path)
    assert current_chain().key_id != old.key_id


def test_anybody_downloads_the_root_and_no_key():
    response = Client().get("/.well-known/otau/document-root.pem")

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pem-certificate-chain"
    (root,) = x509.load_pem_x509_certificates(response.content)
    assert root == current_chain().root
    assert b"PRIVATE" not in response.content
    assert "public" in response["Cache-Control"]


def test_the_root_key_is_not_what_a_server_gets():
    root = make_root(organisation="Otau", now=datetime.now(UTC))
    chain = make_signing_chain(root=root, organisation="Otau", now=datetime.now(UTC))
    secret = root_key_pem(root, "").splitlines()[1]
    assert secret not in signing_pem(chain)
