"""The QR code, for the PDF as SVG and for the picture as dots."""

import io
from functools import lru_cache

import segno

from certificates.addresses import qr_segments

QUIET_ZONE = 4


@lru_cache(maxsize=4)
def qr_code(text: str) -> segno.QRCode:
    """Return the QR code of an address made by `certificates.addresses.qr_text`.

    Error correction M (15 % of the code may be lost), more where it costs no larger version. The
    last ones are kept: weighing the eight masks is the dearest part of a document, and the PDF
    and its picture have the same code.
    """
    # segno stores each part in the mode that fits it; its annotations know single texts only.
    return segno.make_qr(qr_segments(text), error="m")  # type: ignore[arg-type]


def qr_svg(text: str) -> str:
    """Return the code as SVG, one unit a module, with its quiet zone of four modules."""
    out = io.BytesIO()
    qr_code(text).save(
        out, kind="svg", border=QUIET_ZONE, xmldecl=False, omitsize=True, light="#fff"
    )
    return out.getvalue().decode("utf-8")


def qr_matrix(text: str) -> list[list[int]]:
    """Return the code's modules by row, without the quiet zone; 1 is dark."""
    return [list(row) for row in qr_code(text).matrix]
