"""Courses out into zip files and in from them, in Wagtail's admin."""

import html
import io
import stat
import zipfile
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.signals import post_save
from django.template.defaultfilters import filesizeformat
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from cms.uploads.forms import too_large
from courses import tasks
from courses.actions import transfers
from courses.exporting import archive
from courses.models import Course, CoursePage, CurriculumTransfer, LessonPage
from tests import cast
from tests.courses import samples
from tests.courses.school import key
from tests.told import told

pytestmark = pytest.mark.django_db
FILES = "/admin/curriculum-files/"


@pytest.fixture
def admin(signed_in):
    return signed_in(cast.make_staff(superuser=True, email="methodologist@example.org"))


def methodologist(language: str):
    """Somebody who may move files and works in `language`."""
    user = cast.make_staff(superuser=True, email=f"{language}@example.org")
    user.language = language
    user.save()
    UserProfile.objects.create(user=user, preferred_language=language)
    return user


def exported(admin, course, at_once) -> bytes:
    with at_once():
        response = admin.post(f"{FILES}export/{course.pk}/")
    page = admin.get(response.url)
    address = f"{response.url}download/"
    assert address in page.content.decode()
    download = admin.get(address)
    assert download["Content-Disposition"].startswith("attachment")
    return b"".join(download.streaming_content)


def uploaded(admin, content: bytes, at_once, name="small.zip"):
    with at_once():
        return admin.post(FILES, {"file": SimpleUploadedFile(name, content)})


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return out.getvalue()


def text(response) -> str:
    return response.content.decode()


def test_a_course_goes_out_and_comes_back_to_an_empty_site(admin, loaded, tasks_at_once):
    content = exported(admin, loaded, tasks_at_once)
    for page in CoursePage.objects.all():
        page.delete()
    CurriculumTransfer.objects.all().delete()
    Course.objects.all().delete()
    trial = uploaded(admin, content, tasks_at_once)
    shown = text(admin.get(trial.url))
    assert "01-lesson1.kk.md" in shown
    assert not LessonPage.objects.exists()
    with tasks_at_once():
        admin.post(trial.url, {})
    assert LessonPage.objects.live().filter(translation_key=key("lesson-1")).count() == 2
    assert f"/admin/editions/{Course.objects.get().pk}/" in text(admin.get(trial.url))


def test_a_file_that_says_what_the_pages_say_has_nothing_to_load(admin, loaded, tasks_at_once):
    content = exported(admin, loaded, tasks_at_once)
    trial = uploaded(admin, content, tasks_at_once)
    assert cast.said(
        "The pages say the same as the file already. There is nothing to load.", "kk"
    ) in text(admin.get(trial.url))


def test_pages_edited_here_are_named_and_replaced_only_when_told(admin, loaded, tasks_at_once):
    content = exported(admin, loaded, tasks_at_once)
    page = LessonPage.objects.filter(translation_key=key("lesson-1")).first()
    page.title = "Өзгерген"
    page.save_revision().publish()
    trial = uploaded(admin, content, tasks_at_once)
    assert "Өзгерген" in text(admin.get(trial.url))
    with tasks_at_once():
        admin.post(trial.url, {})
    page.refresh_from_db()
    assert page.title == "Өзгерген"
    with tasks_at_once():
        admin.post(trial.url, {})  # what was refused is no trial any more
    again = uploaded(admin, content, tasks_at_once)
    with tasks_at_once():
        admin.post(again.url, {"may_overwrite": "on"})
    page.refresh_from_db()
    assert page.title != "Өзгерген"


def test_what_is_wrong_with_the_files_is_listed_with_file_and_line(admin, loaded, tasks_at_once):
    content = exported(admin, loaded, tasks_at_once)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    name = "small/01-module1/01-lesson1.kk.md"
    files[name] = files[name].replace(b"- [x] {b}", b"- [ ] {b}")
    trial = uploaded(admin, zipped(files), tasks_at_once)
    assert "small/01-module1/01-lesson1.kk.md:" in text(admin.get(trial.url))
    assert "may_overwrite" not in text(admin.get(trial.url))


@pytest.fixture
def spoken():
    """The languages that were active where a job ended."""
    found = []

    def note(instance, **_facts):
        if instance.state != CurriculumTransfer.State.WAITING:
            found.append(translation.get_language())

    post_save.connect(note, sender=CurriculumTransfer)
    yield found
    post_save.disconnect(note, sender=CurriculumTransfer)


@pytest.mark.parametrize("sweep", [False, True], ids=["worker", "sweep"])
@pytest.mark.parametrize(("language", "other"), [("kk", "ru"), ("ru", "kk")])
def test_findings_are_in_the_language_of_whoever_asked(
    signed_in, loaded, tasks_at_once, spoken, language, other, sweep
):
    content = zipped({"small/course.kk.md": b"", "small/course.ru.md": b"", "small/notes.txt": b""})
    admin = signed_in(methodologist(language))
    with tasks_at_once() if not sweep else nullcontext():
        admin.post(FILES, {"file": SimpleUploadedFile("small.zip", content)})
        translation.activate(other)
    CurriculumTransfer.objects.update(asked_at=timezone.now() - timedelta(minutes=2))
    tasks.run_waiting_transfers()
    assert spoken == [language]
    assert translation.get_language() == other
    transfer = CurriculumTransfer.objects.get()
    assert transfer.state == "refused"
    words = told(
        "This is no part of a course. A module's folder is called 01-name, a course's files "
        "course.kk.md and course.ru.md.",
        language,
    )
    assert f"small/notes.txt:1: {words}" in transfer.report["reasons"]


def test_an_import_speaks_the_language_of_whoever_confirmed_it(signed_in, loaded, tasks_at_once):
    russian = signed_in(methodologist("ru"))
    trial = uploaded(russian, exported(russian, loaded, tasks_at_once), tasks_at_once)
    signed_in(methodologist("kk")).post(trial.url, {})
    transfer = CurriculumTransfer.objects.get(kind="import")
    assert (transfer.state, transfer.language) == ("waiting", "kk")


def test_a_page_of_a_waiting_job_renews_itself_and_shows_how_far_it_is(admin, loaded):
    response = admin.post(f"{FILES}export/{loaded.pk}/")
    transfer = CurriculumTransfer.objects.get()
    transfers.show_progress(transfer.pk, 3, 12)
    page = admin.get(response.url)
    assert page["Refresh"] == "2"
    assert '<progress value="3" max="12">' in text(page)


def test_two_clicks_on_export_are_one_job(admin, loaded):
    first = admin.post(f"{FILES}export/{loaded.pk}/")
    assert admin.post(f"{FILES}export/{loaded.pk}/").url == first.url
    assert CurriculumTransfer.objects.count() == 1


def test_a_job_whose_task_was_lost_is_done_by_the_sweep_once(admin, loaded):
    admin.post(f"{FILES}export/{loaded.pk}/")
    CurriculumTransfer.objects.update(asked_at=timezone.now() - timedelta(minutes=2))
    tasks.run_waiting_transfers()
    transfer = CurriculumTransfer.objects.get()
    assert (transfer.state, transfer.tries) == ("done", 1)
    assert not transfers.run_transfer(transfer_id=transfer.pk)


def test_what_fails_on_our_side_three_times_says_so(admin, loaded, monkeypatch):
    admin.post(f"{FILES}export/{loaded.pk}/")
    transfer = CurriculumTransfer.objects.get()
    monkeypatch.setattr(archive, "CHUNK", "broken")
    for _ in range(3):
        with pytest.raises(TypeError):
            transfers.run_transfer(transfer_id=transfer.pk)
    transfers.run_transfer(transfer_id=transfer.pk)
    transfer.refresh_from_db()
    assert transfer.state == "failed"
    assert admin.get(f"{FILES}{transfer.pk}/").status_code == 200


def test_an_export_is_forgotten_after_a_week_with_its_file(admin, loaded, tasks_at_once, settings):
    exported(admin, loaded, tasks_at_once)
    stored = settings.PRIVATE_ROOT / CurriculumTransfer.objects.get().stored_as
    assert stored.exists()
    CurriculumTransfer.objects.update(ended_at=timezone.now() - timedelta(days=8))
    tasks.forget_transfers()
    assert not stored.exists()
    assert not CurriculumTransfer.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            b"MZ\x90\x00 this is a program",
            "This is no zip file. Choose the file that the export made.",
        ),
        (b"", "The submitted file is empty."),
    ],
)
def test_what_is_no_zip_file_is_refused_at_once(admin, loaded, tasks_at_once, content, words):
    response = uploaded(admin, content, tasks_at_once)
    assert response.status_code == 422
    assert cast.said(words, "kk") in text(response)
    assert not CurriculumTransfer.objects.exists()


def lying_bomb() -> bytes:
    """A zip file whose one file says it is small and is not."""
    content = bytearray(zipped({"small/course.kk.md": b"0" * 5_000_000}))
    real, small = (5_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    return bytes(content.replace(real, small))


def link_out() -> bytes:
    """A zip file with a symbolic link."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        entry = zipfile.ZipInfo("small/course.kk.md")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        opened.writestr(entry, "/etc/passwd")
    return out.getvalue()


TOO_BIG = (
    "Unpacked, the zip file would be too big (more than 2 GB, or packed so tightly that it looks "
    "made to fill a disk). Send fewer or smaller films."
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zipped({"small/bomb.bin": b"0" * 300_000_000}), TOO_BIG),
        (zipped({"../outside.md": b"x"}), "../outside.md"),
        (zipped({"/etc/cron.d/x": b"x"}), "/etc/cron.d/x"),
        (link_out(), "small/course.kk.md"),
        (zipped({f"small/{n}.md": b"" for n in range(5001)}), "5001"),
        (zipped({"readme.txt": b"hello"}),
         "There is no course in the zip file: no folder with course.kk.md and course.ru.md."),
        (zipped({"small/course.kk.md": b"x" * 1000})[:-30],
         "This is no zip file that can be read. Make it again, without a password."),
    ],
    ids=["bomb", "outside", "absolute", "link", "many", "no course", "cut off"],
)  # fmt: skip
def test_a_dangerous_or_broken_zip_file_gets_a_clear_answer(
    admin, loaded, tasks_at_once, content, words
):
    before = LessonPage.objects.count()
    trial = uploaded(admin, content, tasks_at_once)
    assert trial.status_code == 302
    shown = text(admin.get(trial.url))
    expected = words if "/" in words or words.isdigit() else cast.said(words, "kk")
    assert expected in shown
    assert LessonPage.objects.count() == before


def test_a_zip_file_that_lies_about_its_size_is_stopped_while_it_is_unpacked(tmp_path):
    with pytest.raises(transfers.ArchiveUnsafe):
        archive.unpack(io.BytesIO(lying_bomb()), tmp_path)
    written = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    assert written <= 1_100_000


def damaged() -> bytes:
    """A zip file whose packed bytes were changed on their way."""
    content = bytearray(zipped({"small/course.kk.md": bytes(range(256)) * 20}))
    start = 30 + len("small/course.kk.md")
    content[start : start + 8] = b"\xff" * 8
    return bytes(content)


@pytest.mark.parametrize("content", [
    damaged(), samples.damaged_lzma("small/course.kk.md"), b"PK\x03\x04" + b"\x00" * 400,
])  # fmt: skip
def test_a_damaged_zip_file_is_named_so_and_not_tried_again(tmp_path, content):
    with pytest.raises(transfers.ArchiveUnsafe):
        archive.unpack(io.BytesIO(content), tmp_path)


def test_people_without_the_permission_are_refused(signed_in, loaded):
    from django.contrib.auth.models import Permission

    user = cast.make_staff()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    editor = signed_in(user)
    for address in (FILES, f"{FILES}export/{loaded.pk}/"):
        assert editor.get(address).status_code in (302, 405, 403)
        assert editor.post(address).status_code in (302, 403)
    assert not CurriculumTransfer.objects.exists()


def claimed(browser, megabytes: int):
    """Begin to send a body without sending any of it."""
    return browser.generic(
        "POST", FILES, b"", content_type="multipart/form-data; boundary=b",
        CONTENT_LENGTH=str(megabytes * 1024**2),
    )  # fmt: skip


def test_a_zip_of_600_megabytes_is_refused_before_it_is_sent(admin, db):
    response = claimed(admin, 600)
    assert response.status_code == 413
    assert too_large(500 * 1024**2, "archive") in html.unescape(text(response))


def test_who_may_not_move_files_sends_nothing_large(signed_in, db):
    staff = signed_in(cast.make_staff())
    assert [claimed(staff, megabytes).status_code for megabytes in (3, 600)] == [413, 413]


def test_a_zip_of_three_megabytes_comes_in(admin, loaded, tasks_at_once):
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as opened:
        opened.writestr("noise.bin", b"n" * 3 * 1024**2)
    assert len(stored.getvalue()) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert uploaded(admin, stored.getvalue(), tasks_at_once).status_code == 302
    assert CurriculumTransfer.objects.count() == 1


def test_the_form_itself_keeps_the_same_limit(admin, settings, db, tasks_at_once):
    settings.UPLOAD_LIMITS = settings.UPLOAD_LIMITS | {"archive": 100}
    response = uploaded(admin, zipped({"a": b"a"}) + b"n" * 100, tasks_at_once)
    assert response.status_code == 422
    assert too_large(100, "archive") in html.unescape(text(response))
    assert filesizeformat(100) in text(admin.get(FILES))


def written(folder, name="", change=lambda text: text) -> list[tuple[str, bytes]]:
    """The files of a course as entries of a zip file, the one called `name` changed."""
    return [
        (
            f"small/{path.relative_to(folder).as_posix()}",
            change(path.read_bytes()) if path.name == name else path.read_bytes(),
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]


COURSE = "course.kk.md"


@pytest.mark.parametrize(
    "entries",
    [
        lambda folder: [*written(folder), ("small/" + "x" * 300 + ".md", b"x")],
        lambda folder: [*written(folder), (f"small/{COURSE}/x", b"x")],
        lambda folder: [(f"small/{COURSE}/x", b"x"), *written(folder)],
        lambda folder: written(folder, COURSE, lambda b: b.replace(b"title: ", b'title: "a\\0" #')),
        lambda folder: written(
            folder, COURSE, lambda b: b.replace(b"summary: ", b'summary: "\\ud800" #')
        ),
        lambda folder: written(
            folder, COURSE, lambda b: b"---\na: " + b"[" * 5000 + b"]" * 5000 + b"\n---\n"
        ),
        lambda folder: written(folder, COURSE, lambda b: b + b"\n\na\0b\n"),
    ],
    ids=["long", "file as folder", "folder as file", "nul", "half", "deep", "nul in text"],
)
def test_what_cannot_be_unpacked_or_stored_is_refused_in_words(
    admin, loaded, folder, tasks_at_once, entries
):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for name, content in entries(folder):
            opened.writestr(name, content)
    response = uploaded(admin, out.getvalue(), tasks_at_once)
    transfer = CurriculumTransfer.objects.get()
    assert (transfer.state, transfer.tries) == ("refused", 1)
    assert transfer.report["reasons"]
    assert admin.get(response.url).status_code == 200
