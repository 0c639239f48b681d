import base64
import os
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_ALPHA_NUM, QRData

from ticketing.tickets import qr


def token() -> str:
    """A code as a ticket's would be, of random bytes."""
    return "T1" + base64.b32encode(os.urandom(75)).decode()


def library_rows(code: str, mask: int) -> list[list[bool]]:
    """The same symbol as `qrcode` draws it by itself."""
    symbol = QRCode(version=None, error_correction=ERROR_CORRECT_M, border=qr.QUIET, mask_pattern=mask)
    symbol.add_data(QRData(code, MODE_ALPHA_NUM), optimize=0)
    symbol.make(fit=True)
    assert symbol.version == 5
    return [[bool(dark) for dark in row] for row in symbol.get_matrix()]


def our_rows(code: str, mask: int) -> list[list[bool]]:
    rows = qr.pixels(code, mask)
    return [[not rows[y * 6 + x // 8] >> (7 - x % 8) & 1 for x in range(qr.SIZE)] for y in range(qr.SIZE)]


def test_every_symbol_is_the_librarys_own_module_for_module() -> None:
    for number in range(300):
        code = token()
        assert our_rows(code, number % 8) == library_rows(code, number % 8)


@pytest.mark.parametrize("mask", range(qr.MASKS))
def test_every_mask_reads_as_well_as_any_other(mask: int) -> None:
    for _ in range(25):
        code = token()
        picture = Image.open(BytesIO(qr.png(code, mask))).convert("L")
        # two pixels a module, turned and blurred by resampling: about the limit of what a phone can read
        seen = picture.resize((90, 90), Image.Resampling.NEAREST).rotate(11, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
        read = zxingcpp.read_barcode(seen)
        assert read is not None
        assert (read.text, read.ec_level) == (code, "M")


def test_the_picture_is_one_bit_deep_and_one_pixel_a_module() -> None:
    picture = Image.open(BytesIO(qr.png(token(), 0)))
    assert (picture.mode, picture.size) == ("1", (45, 45))
    assert set(picture.crop((0, 0, 45, 4)).tobytes()) == {0xFF, 0xF8}  # quiet zone; the last byte's 3 bits lie outside


def test_neighbouring_tickets_use_all_masks() -> None:
    assert {qr.mask_for(serial) for serial in range(1000, 1008)} == set(range(8))


@pytest.mark.parametrize("text", ["", "T1", "T1" + "a" * 120, "T1" + "Ё" * 120, "T1" + "A" * 121])
def test_what_is_not_a_code_is_not_drawn(text: str) -> None:
    with pytest.raises(ValueError, match="not the code"):
        qr.pixels(text, 0)
