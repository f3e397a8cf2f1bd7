"""The signature of a document: valid, whole, found broken by any change; read by tools not ours."""

import io
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pikepdf
from pdfua import validate
from pikepdf import Array, Dictionary, Pdf
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from certificates.documents.pades import sign_pdf
from certificates.documents.signer import current_chain, current_signer
from certificates.rendering.pdf import render_pdf
from tests.certificates.sample import make_facts

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"


@cache
def rendered() -> bytes:
    return render_pdf(make_facts(holder_name=f"Һүмай {KAZAKH}"))


@cache
def signed() -> bytes:
    return sign_pdf(rendered())


def by_pyhanko(pdf: bytes) -> PdfSignatureStatus:
    """Verify with the root as the only thing that is trusted, and nothing fetched."""
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    root = current_signer()[1].cert_registry
    trust = ValidationContext(trust_roots=list(root), allow_fetching=False)
    return validate_pdf_signature(signature, signer_validation_context=trust)


def by_poppler(pdf: bytes, folder: Path, tool: str = "pdfsig", *options: str) -> str:
    path = shutil.which(tool)
    assert path is not None, "poppler-utils is needed"
    (folder / "certificate.pdf").write_bytes(pdf)
    command = [path, *options, "certificate.pdf", *(["-"] if tool == "pdftotext" else [])]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60).stdout


def test_the_signature_is_pades_and_covers_the_whole_file(tmp_path):
    status = by_pyhanko(signed())

    assert status.intact
    assert status.valid
    assert status.trusted
    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    assert status.md_algorithm == "sha256"
    (signature,) = PdfFileReader(io.BytesIO(signed())).embedded_signatures
    assert signature.sig_object["/SubFilter"] == SigSeedSubFilter.PADES.value
    assert signature.docmdp_level.name == "NO_CHANGES"
    said = by_poppler(signed(), tmp_path, "pdfsig", "-nocert")
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_the_signature_is_of_level_b_b():
    """What EN 319 142-1 asks of that level is there; time stamps, of higher ones, are not."""
    (signature,) = PdfFileReader(io.BytesIO(signed())).embedded_signatures
    signer = signature.signer_info
    attributes = {attribute["type"].native for attribute in signer["signed_attrs"]}

    assert {"content_type", "message_digest", "signing_certificate_v2"} <= attributes
    assert "signing_time" not in attributes  # the document's own M says when
    assert not len(signer["unsigned_attrs"])
    assert re.fullmatch(r"D:\d{14}(Z|[+-]\d\d'\d\d'?)", str(signature.sig_object["/M"]))
    assert len(signature.signed_data["certificates"]) == 2


def test_one_changed_byte_is_found_by_two_verifiers(tmp_path):
    content = rendered().index(b"stream") + 20
    title = rendered().index(b"/Title")
    for place in (content, title + 9, len(rendered()) // 2):
        changed = bytearray(signed())
        changed[place] ^= 1

        said = by_poppler(bytes(changed), tmp_path, "pdfsig", "-nocert")
        assert "Signature is Valid." not in said
        try:
            assert not by_pyhanko(bytes(changed)).bottom_line
        except Exception as error:  # noqa: BLE001 a file that cannot even be read is found, too
            assert "pyhanko" in type(error).__module__  # noqa: PT017


def test_what_is_added_afterwards_is_found(tmp_path):
    pdf = Pdf.open(io.BytesIO(signed()))
    assert pdf.Root.Perms.DocMDP.Reference[0].TransformParams.P == 1  # nothing may be changed
    longer = signed() + b"\n% more\n"

    assert "Not total document signed" in by_poppler(longer, tmp_path, "pdfsig", "-nocert")


def test_a_stranger_does_not_trust_it_without_our_root():
    (signature,) = PdfFileReader(io.BytesIO(signed())).embedded_signatures
    trust = ValidationContext(trust_roots=[], allow_fetching=False)

    status = validate_pdf_signature(signature, signer_validation_context=trust)

    assert status.intact
    assert not status.trusted


def test_signing_changes_no_byte_of_what_was_rendered():
    assert signed().startswith(rendered())


def test_an_independent_check_of_pdf_ua_finds_nothing(tmp_path):
    for name, pdf in (("rendered.pdf", rendered()), ("signed.pdf", signed())):
        (tmp_path / name).write_bytes(pdf)
        report = validate(tmp_path / name)
        assert not report.findings, name
        # This rule of the checker fails on headings whose words are nested; another test reads them.
        assert {one.rule_id for one in report.skipped} <= {"UA-14-001"}


def test_qpdf_finds_the_structure_of_the_file_sound():
    with Pdf.open(io.BytesIO(signed())) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == 1


def test_the_signature_field_is_in_the_structure_and_has_no_size():
    """PDF/A-2 (6.3.2, 6.3.3) and PDF/UA-1 (7.18.1, 7.18.4) both allow it so."""
    with Pdf.open(io.BytesIO(signed())) as pdf:
        (field,) = pdf.pages[0].Annots
        (only,) = pdf.Root.AcroForm.Fields
        assert only.objgen == field.objgen
        assert [float(side) for side in field.Rect] == [0, 0, 0, 0]
        assert field.F & 0b100  # printed
        assert not field.F & 0b100011  # neither invisible, hidden nor without a view
        assert str(field.TU)
        assert "/AA" not in field
        assert "/A" not in field
        assert not pdf.Root.AcroForm.get("/NeedAppearances", False)
        assert "/XFA" not in pdf.Root.AcroForm
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
        form = parents[field.StructParent]
        assert form.S == "/Form"
        assert str(form.Alt)
        assert form.K.Obj.objgen == field.objgen
        assert form.P.S == "/Document"
        assert any(child.objgen == form.objgen for child in form.P.K)
        assert pdf.pages[0].Tabs == "/S"
        assert pdf.Root.StructTreeRoot.ParentTreeNextKey > max(parents)


def test_what_pdf_a_asks_for_is_there_after_signing():
    """Not a validator of the whole of PDF/A-2a: those of its rules that signing could break."""
    with Pdf.open(io.BytesIO(signed())) as pdf:
        assert not pdf.is_encrypted
        assert "/ID" in pdf.trailer
        assert pdf.pdf_version == "1.7"
        assert "/Version" not in pdf.Root
        assert set(pdf.Root.Extensions.keys()) == {"/ESIC"}
        assert [one.S for one in pdf.Root.OutputIntents] == ["/GTS_PDFA1"]
        assert set(pdf.Root.Perms.keys()) == {"/DocMDP"}
        assert "/Names" not in pdf.Root
        assert "/OpenAction" not in pdf.Root
        with pdf.open_metadata() as xmp:
            assert xmp["pdfaid:part"] == "2"
            assert xmp["pdfaid:conformance"] == "A"
            assert xmp["pdfuaid:part"] == "1"
            assert xmp["dc:title"] == str(pdf.docinfo.Title)
            assert xmp["xmp:CreatorTool"] == str(pdf.docinfo.Creator)
            digits = re.sub(r"\D", "", xmp["xmp:ModifyDate"])
            assert digits == re.sub(r"\D", "", str(pdf.docinfo.ModDate))
        for found in pdf.objects:
            if isinstance(found, Dictionary) and found.get("/Type") == "/Font":
                assert "/ToUnicode" in found or str(found.Subtype).startswith("/CIDFont")
            if isinstance(found, Dictionary) and found.get("/Type") == "/FontDescriptor":
                assert "/FontFile2" in found or "/FontFile3" in found


def test_every_font_is_embedded_and_can_be_read_as_text(tmp_path):
    lines = by_poppler(signed(), tmp_path, "pdffonts").splitlines()[2:]

    assert lines
    for line in lines:
        embedded, subset, unicode = line.split()[-5:-2]
        assert (embedded, subset, unicode) == ("yes", "yes", "yes")


def test_every_kazakh_letter_can_be_selected_in_its_order(tmp_path):
    for pdf in (rendered(), signed()):
        text = by_poppler(pdf, tmp_path, "pdftotext", "-raw")
        assert KAZAKH in text
        assert "Отау құру: отбасылық өмірге дайындық" in text
        assert "\ufffd" not in text


def test_each_run_of_russian_is_marked_as_russian():
    """Every Russian letter-run that Kazakh text does not have stands below a tag of Russian."""
    with Pdf.open(io.BytesIO(signed())) as pdf:
        assert str(pdf.Root.Lang) == "kk"
        spoken = spans(pdf.Root.StructTreeRoot.K, "kk", pdf)
    languages = {language for language, _text in spoken}
    assert languages == {"kk", "ru"}
    russian = " ".join(text for language, text in spoken if language == "ru")
    kazakh = " ".join(text for language, text in spoken if language == "kk")
    assert "Сертификат о прохождении курса" in russian
    assert "Установление личности" in russian
    assert "Курсты аяқтау туралы сертификат" in kazakh
    assert not set(KAZAKH) & set(russian)


def spans(node, language: str, pdf: Pdf) -> list[tuple[str, str]]:
    """Return (language, text) of each piece of marked content, read through the fonts' maps."""
    texts = marked_texts(pdf)
    found: list[tuple[str, str]] = []

    def walk(part, language: str) -> None:
        if isinstance(part, Array):
            for child in part:
                walk(child, language)
        elif isinstance(part, int):
            said, own = texts.get(part, ("", None))
            found.append((own or language, said))
        elif isinstance(part, Dictionary):
            if part.get("/Type") == "/OBJR":
                return
            if part.get("/Type") == "/MCR":
                walk(part.MCID, language)
            elif "/K" in part:
                walk(part.K, str(part.get("/Lang", language)))

    walk(node, language)
    return found


def marked_texts(pdf: Pdf) -> dict[int, tuple[str, str | None]]:
    """Return the text of each marked-content id of the page, and the language on its mark."""
    page = pdf.pages[0]
    maps = {name: to_unicode(font) for name, font in page.Resources.Font.items()}
    texts: dict[int, tuple[str, str | None]] = {}
    marks: list[tuple[int | None, str | None]] = []
    font: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                properties = operands[1]
                if isinstance(properties, pikepdf.Name):
                    properties = page.Resources.Properties[properties]
                lang = properties.get("/Lang")
                marks.append((properties.get("/MCID"), None if lang is None else str(lang)))
            case "BMC":
                marks.append((None, None))
            case "EMC":
                marks.pop()
            case "Tf":
                font = maps[str(operands[0])]
            case "Tj" | "TJ":
                pieces = operands[0] if str(operator) == "TJ" else [operands[0]]
                said = ""
                for piece in pieces:
                    if isinstance(piece, pikepdf.String):
                        raw = bytes(piece)
                        said += "".join(
                            font.get(int.from_bytes(raw[i : i + 2]), "?")
                            for i in range(0, len(raw), 2)
                        )
                inside = [mark for mark, _ in marks if mark is not None]
                own = next((lang for _, lang in reversed(marks) if lang), None)
                if inside:
                    before, known = texts.get(inside[-1], ("", None))
                    texts[inside[-1]] = (before + said, own or known)
    return texts


def to_unicode(font) -> dict[int, str]:
    """Return a font's map from glyphs to text."""
    cmap = font.ToUnicode.read_bytes().decode("ascii", "replace")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(
            r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block
        ):
            start = int(text, 16)
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(start + step)
    return found


def test_the_chain_is_the_configured_one():
    (signature,) = PdfFileReader(io.BytesIO(signed())).embedded_signatures
    assert signature.signer_cert.serial_number == current_chain().certificate.serial_number
