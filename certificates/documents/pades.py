"""Documents signed as PAdES (ETSI EN 319 142-1), level B-B: no time stamp, no network.

The signature is added to the rendered file as an incremental update: not a byte of what Typst
wrote is changed, so PDF/A and PDF/UA stay what they were. It certifies the document: nothing may
be changed afterwards. Its field is a form field of no size. PDF/A-2 wants it printable and PDF/UA-1
wants every visible field in the structure: so it stands there as a form, with a text for those
who hear the page.
"""

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import NameObject as Name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1

from certificates.documents.signer import current_signer

FIELD: Final = "Signature"
SPOKEN_KK: Final = "Құжаттың электрондық қолтаңбасы"
SPOKEN_RU: Final = "Электронная подпись документа"

# Hexadecimal digits kept free for the signature; ours take about 3,200 with two certificates.
_ROOM: Final = 6144

_METADATA: Final = PdfSignatureMetadata(
    field_name=FIELD,
    subfilter=fields.SigSeedSubFilter.PADES,
    md_algorithm="sha256",
    certify=True,
    docmdp_permissions=fields.MDPPerm.NO_CHANGES,
)


class _Update(IncrementalPdfFileWriter):
    """An update that leaves the metadata alone: they say when the document was made.

    The signature says when it was signed; and what XMP and Info say stays the same, as PDF/A asks.
    """

    def _update_meta(self) -> None:
        """Change nothing."""


class _Signing(PdfSigner):
    """A signing that leaves the file PDF 1.7, which PDF/A-2 is made of.

    For a curve pyHanko would call it PDF 2.0 (ISO/TS 32002); readers know P-256 without that.
    """

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """Say that the signature is PAdES, and no more."""
        pdf_out.register_extension(ESIC_EXTENSION_1)


def sign_pdf(pdf: bytes) -> bytes:
    """Return a tagged PDF with the configured signature. DocumentSignerInvalid without a signer."""
    _key_id, signer = current_signer()
    update = _Update(io.BytesIO(pdf))
    _add_field(update)
    signing = _Signing(_METADATA, signer).async_sign_pdf(
        update, existing_fields_only=True, bytes_reserved=_ROOM
    )
    # Nothing is waited for, yet pyHanko wants a loop; this thread may be running one already.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return bytes(thread.submit(asyncio.run, signing).result().getvalue())


def _add_field(update: IncrementalPdfFileWriter) -> None:
    """Add the field, and its place in the structure as the last thing of the document."""
    fields.append_signature_field(
        update,
        fields.SigFieldSpec(FIELD, on_page=0, readable_field_name=f"{SPOKEN_KK} / {SPOKEN_RU}"),
    )
    field = update.root["/AcroForm"]["/Fields"].raw_get(0)
    tree = update.root["/StructTreeRoot"]
    tops = tree["/K"]
    document = tops.raw_get(0) if isinstance(tops, generic.ArrayObject) else tree.raw_get("/K")
    page = update.root["/Pages"]["/Kids"].raw_get(0)
    place = tree["/ParentTreeNextKey"]
    form = update.add_object(
        generic.DictionaryObject(
            {
                Name("/Type"): Name("/StructElem"),
                Name("/S"): Name("/Form"),
                Name("/P"): document,
                Name("/Pg"): page,
                Name("/Alt"): generic.TextStringObject(SPOKEN_KK),
                Name("/K"): generic.DictionaryObject(
                    {Name("/Type"): Name("/OBJR"), Name("/Obj"): field, Name("/Pg"): page}
                ),
            }
        )
    )
    children = document.get_object()["/K"]
    children.append(form)
    update.update_container(children)
    field.get_object()[Name("/StructParent")] = generic.NumberObject(place)
    parents = tree["/ParentTree"]["/Nums"]
    parents.extend([generic.NumberObject(place), form])
    update.update_container(parents)
    tree[Name("/ParentTreeNextKey")] = generic.NumberObject(place + 1)
    update.update_container(tree)
