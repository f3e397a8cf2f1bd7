"""One certificate from its holder's last answer to the history that a stranger checks.

Through the doors that people have: the lesson, the holder's page, the admin, the published lists,
the tool for strangers, the command. Nothing is made by hand in between.
"""

import io
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from certificates.chain.heads import keep_chain
from certificates.jobs.models import BulkJob
from certificates.models import Certificate, CertificateEvent
from tests.certificates.chain.story import checked, days_ago, past_triggers, run
from tests.certificates.jobs.story import corrected
from tests.certificates.test_offline_tool import DOES_NOT, HOLDS
from tests.certificates.test_offline_tool import run as ask_the_tool
from tests.learning.story import complete
from tests.workshop import story as workshop

pytestmark = pytest.mark.django_db
LISTS = ("keys.json", "status.cbor", "heads.json")
WORDS = "Біз қателестік: бұл сертификат сізге қате берілді. Курсты қайта өтуге болады."


def take_the_course(browser) -> str:
    """Begin, answer all that is asked, and return the number on the page of certificates."""
    browser.post("/kk/begin/neke/")
    complete(browser, 4)
    return Certificate.objects.latest("pk").number


def save(client, folder: Path) -> None:
    """Save what is published, as a stranger does."""
    for name in LISTS:
        answer = client.get(f"/.well-known/otau/{name}")
        assert answer.status_code == 200, name
        (folder / name).write_bytes(answer.content)


def code_on_paper(browser, number: str, folder: Path) -> str:
    """Download the PDF, print it in black and white at 150 dpi, and read its code."""
    answer = browser.get(f"/kk/certificates/{number}/pdf/")
    pdf = b"".join(answer.streaming_content) if answer.streaming else answer.content
    (folder / "paper.pdf").write_bytes(pdf)
    assert number in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    said = subprocess.run(
        ["pdfsig", "-nocert", "paper.pdf"], cwd=folder, capture_output=True, text=True, check=False
    ).stdout
    assert "Signature is Valid" in said, said
    assert "Total document signed" in said
    subprocess.run(
        ["pdftoppm", "-r", "150", "-mono", "-singlefile", "paper.pdf", "paper"],
        cwd=folder, check=True,
    )  # fmt: skip
    (code,) = zxingcpp.read_barcodes(Image.open(folder / "paper.pbm").convert("L"))
    return code.text


def test_from_the_last_answer_to_the_history_that_a_stranger_checks(
    client, edition, aigerim, daniyar, signed_in, tasks_at_once, tmp_path
):
    hers, his = signed_in(aigerim), signed_in(daniyar)
    one, another = (signed_in(workshop.make_person("administrator")) for _ in range(2))

    with tasks_at_once():
        number = take_the_course(hers)
    with tasks_at_once():
        his_number = take_the_course(his)
    assert number in hers.get("/kk/certificates/").text
    code = code_on_paper(hers, number, tmp_path)
    his_code = code_on_paper(his, his_number, tmp_path)
    keep_chain(now=days_ago(1))
    save(client, tmp_path)

    code_said, said = ask_the_tool(tmp_path, code, "--name", "АЙГЕРІМ  СӘРСЕНОВА")
    assert (code_said, number in said) == (HOLDS, True)
    assert ask_the_tool(tmp_path, code, "--name", "Данияр Оспанов")[0] == DOES_NOT
    assert ask_the_tool(tmp_path, his_code)[0] == HOLDS

    # Hers is revoked by one, his is issued anew by two under the course's corrected title.
    corrected(edition)
    act = {"reason": "granted_in_error", "words": WORDS, "confirmed": "1"}
    with tasks_at_once():
        one.post(f"/admin/certificates/number/{number}/revoke/", act)
    choice = {"reason": "title_corrected", "basis": "№ 1", "course": edition.course.pk}
    with tasks_at_once():
        assert one.post("/admin/bulk/new/", choice).status_code == 302
    job = f"/admin/bulk/{BulkJob.objects.get().pk}/decide/"
    one.post(job, {"propose": "1"})
    with tasks_at_once():
        another.post(job, {"confirm": "1"})
    save(client, tmp_path)

    code_said, said = ask_the_tool(tmp_path, code)
    assert (code_said, "Revoked" in said) == (DOES_NOT, True)
    code_said, said = ask_the_tool(tmp_path, his_code)
    assert (code_said, "Replaced" in said) == (DOES_NOT, True)
    newest = Certificate.objects.get(supersedes__number=his_number).number
    assert newest in client.get(f"/kk/c/{his_number}/").text
    new_code = code_on_paper(his, newest, tmp_path)
    assert ask_the_tool(tmp_path, new_code, "--name", "Данияр Оспанов")[0] == HOLDS

    # The day has ended: its head is published, and an auditor keeps it.
    keep_chain()
    keep_chain(now=days_ago(-1))
    save(client, tmp_path)
    kept = ["--heads", str(tmp_path / "heads.json"), "--keys", str(tmp_path / "keys.json")]
    assert checked(*kept)[0] == 0, checked(*kept)[1]
    with past_triggers():
        run("delete from certificates_certificateevent where kind = 'revoked'")
    assert not CertificateEvent.objects.filter(kind="revoked").exists()
    found, said = checked(*kept)
    assert (found, "was deleted after it got its place" in said) == (1, True)
