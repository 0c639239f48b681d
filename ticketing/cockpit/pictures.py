"""QR codes for screens that are not tickets'."""

import base64
import io

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M


def qr(text: str) -> str:
    """Return the symbol as the address of a PNG that stands in the page itself."""
    symbol = QRCode(error_correction=ERROR_CORRECT_M, box_size=6, border=4)
    symbol.add_data(text)
    file = io.BytesIO()
    symbol.make_image().save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
