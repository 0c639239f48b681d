"""The QR of a certificate or a poster, as the layout of a PDF takes it."""

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from common.pdf import Bitmap

QUIET = 4
"""Light modules around the symbol, which readers need."""


def bitmap(name: str, text: str) -> Bitmap:
    """Return the symbol of `text`, one pixel a module; `name` is its own in the document, letters and digits."""
    symbol = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    symbol.add_data(text)
    matrix = symbol.get_matrix()
    width = -(-len(matrix) // 8)
    rows = (int("".join("0" if dark else "1" for dark in row).ljust(width * 8, "1"), 2).to_bytes(width, "big") for row in matrix)
    return Bitmap(name, len(matrix), b"".join(rows))
