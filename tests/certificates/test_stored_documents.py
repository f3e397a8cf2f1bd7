"""A document is served as it was stored; when its file is lost, the frozen facts make it again."""

import io
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import DatabaseError, connections, transaction
from PIL import Image, ImageChops
from pypdf import PdfReader

from accounts.actions.erasing import erase_account
from accounts.models import User
from certificates.documents import issuing, stored
from certificates.documents.issuing import issue_certificate
from certificates.documents.stored import stored_document
from certificates.exceptions import DocumentGone
from certificates.models import CertificateIssue, DocumentCopy, FileRemoval
from certificates.signals import certificate_issued
from tests.certificates.story import completed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def issue(aigerim, edition) -> CertificateIssue:
    """The issue of a certificate of the signed-in Aigerim."""
    certificate = completed(aigerim, edition).certificates.get()
    made = issue_certificate(certificate_id=certificate.pk)
    assert made is not None
    return made


def file_of(name: str) -> Path:
    return Path(settings.PRIVATE_ROOT) / name


def text_of(pdf: bytes) -> str:
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    return page.extract_text()


def same_pixels(one: bytes, other: bytes) -> bool:
    first, second = (Image.open(io.BytesIO(each)).convert("RGB") for each in (one, other))
    return ImageChops.difference(first, second).getbbox() is None


def test_a_second_download_is_the_stored_file(issue):
    first = stored_document(issue=issue, kind="pdf")
    assert stored_document(issue=issue, kind="pdf") == first
    assert not DocumentCopy.objects.exists()


def test_a_lost_pdf_is_made_again_with_the_same_words(issue):
    before = stored_document(issue=issue, kind="pdf")
    user = issue.certificate.enrolment.user
    file_of(issue.pdf).unlink()
    # What the facts were taken from changes; the facts do not.
    User.objects.filter(pk=user.pk).update(name="Басқа Аты")
    again = stored_document(issue=issue, kind="pdf")

    assert text_of(again) == text_of(before)
    assert again != before  # signed anew
    copy = DocumentCopy.objects.get()
    assert (copy.issue, copy.kind) == (issue, "pdf")
    assert copy.key_id
    assert stored_document(issue=issue, kind="pdf") == again
    assert DocumentCopy.objects.count() == 1


def test_a_lost_picture_is_made_again_pixel_by_pixel(issue):
    before = stored_document(issue=issue, kind="picture")
    file_of(issue.picture).unlink()

    again = stored_document(issue=issue, kind="picture")

    assert same_pixels(before, again)
    copy = DocumentCopy.objects.get()
    assert (copy.kind, copy.key_id) == ("picture", "")


def test_a_damaged_file_counts_as_lost(issue):
    before = stored_document(issue=issue, kind="pdf")
    path = file_of(issue.pdf)
    damaged = bytearray(before)
    damaged[1000] ^= 1
    path.write_bytes(damaged)

    again = stored_document(issue=issue, kind="pdf")

    assert again != bytes(damaged)
    assert text_of(again) == text_of(before)
    assert DocumentCopy.objects.count() == 1


def test_each_loss_makes_one_row_and_leaves_one_file(issue):
    for losses in range(1, 4):
        file_of(issue.pdf).unlink()
        stored_document(issue=issue, kind="pdf")
        stored_document(issue=issue, kind="pdf")
        assert DocumentCopy.objects.count() == losses
    folder = file_of(issue.pdf).parent
    assert len([path for path in folder.iterdir() if issue.certificate.number in path.name]) == 2


def test_a_second_try_takes_the_place_of_the_files_of_the_first(aigerim, edition):
    certificate = completed(aigerim, edition).certificates.get()
    tries = []

    def stop(**_kwargs):
        tries.append(1)
        if len(tries) == 1:
            raise InterruptedError

    certificate_issued.connect(stop)
    try:
        with pytest.raises(InterruptedError):
            issue_certificate(certificate_id=certificate.pk)
        assert not CertificateIssue.objects.exists()
        made = issue_certificate(certificate_id=certificate.pk)
    finally:
        certificate_issued.disconnect(stop)

    assert made is not None
    folder = file_of(made.pdf).parent
    found = {path.name for path in folder.iterdir() if certificate.number in path.name}
    assert found == {Path(made.pdf).name, Path(made.picture).name}


def missed_at_once(issue) -> list[BaseException | None]:
    file_of(issue.picture).unlink()
    gate = threading.Barrier(2)
    outcomes: list[BaseException | None] = []

    def ask():
        try:
            gate.wait(timeout=10)
            stored_document(issue=issue, kind="picture")
            outcomes.append(None)
        except Exception as error:  # noqa: BLE001 handed to the test
            outcomes.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def test_two_who_miss_it_at_once_make_one_copy(issue):
    assert missed_at_once(issue) == [None, None]
    assert DocumentCopy.objects.count() == 1


def test_without_the_lock_two_would_make_two(issue, monkeypatch):
    """The control: with the lock off, both see that it is missing, and both make it."""
    monkeypatch.setattr(issuing, "LOCK", "select %s, %s")
    gate, rendered = threading.Barrier(2), stored.render_png

    def render_together(facts):
        gate.wait(timeout=10)
        return rendered(facts)

    monkeypatch.setattr(stored, "render_png", render_together)
    missed_at_once(issue)
    assert DocumentCopy.objects.count() == 2


def test_nothing_is_made_again_of_somebody_who_erased_their_account(issue):
    user = issue.certificate.enrolment.user
    file_of(issue.pdf).unlink()
    erase_account(user=user)

    with pytest.raises(DocumentGone):
        stored_document(issue=issue, kind="pdf")

    assert not DocumentCopy.objects.exists()
    assert not file_of(issue.pdf).exists()


def test_the_removal_of_a_copy_is_owed_too(issue, monkeypatch):
    file_of(issue.pdf).unlink()
    # Such as after a move to another address: the same facts, another file.
    monkeypatch.setattr(settings, "BASE_URL", "https://elsewhere.example.kz")
    stored_document(issue=issue, kind="pdf")
    copy = DocumentCopy.objects.get()
    assert copy.name != issue.pdf

    erase_account(user=issue.certificate.enrolment.user)

    owed = set(FileRemoval.objects.values_list("name", flat=True))
    assert owed == {issue.pdf, issue.picture, copy.name}


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_copy_is_a_fact(issue, change):
    file_of(issue.picture).unlink()
    stored_document(issue=issue, kind="picture")
    rows = DocumentCopy.objects.all()

    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
        rows.update(name="other") if change == "update" else rows.delete()


def test_the_holder_gets_a_lost_document_and_a_stranger_none(issue, signed_in, daniyar):
    file_of(issue.pdf).unlink()
    address = f"/kk/certificates/{issue.certificate.number}/pdf/"
    assert signed_in(daniyar).get(address).status_code == 404
    assert not DocumentCopy.objects.exists()

    response = signed_in(issue.certificate.enrolment.user).get(address)

    assert response.status_code == 200
    assert response.content.startswith(b"%PDF")
    assert "no-store" in response["Cache-Control"]
    assert issue.certificate.number in response["Content-Disposition"]
    with storages["private"].open(DocumentCopy.objects.get().name) as file:
        assert file.read() == response.content


def test_a_served_document_costs_the_same_queries_however_often_it_was_lost(
    issue, django_assert_num_queries
):
    with django_assert_num_queries(1):
        stored_document(issue=issue, kind="picture")
    for _ in range(3):
        file_of(issue.picture).unlink()
        stored_document(issue=issue, kind="picture")
    with django_assert_num_queries(1):
        stored_document(issue=issue, kind="picture")
