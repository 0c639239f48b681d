"""The QR symbol of a ticket: version 5, level M, 37 modules and a quiet zone of 4, one pixel a module (ISO/IEC 18004).

A ticket's code fills version 5-M to the last bit, so where each bit goes is worked out once per process with the
`qrcode` library, and a symbol is then put together from those pictures, many times quicker than drawn afresh. The
mask pattern is not chosen by the standard's penalty, which costs more than all the rest and gains a reader nothing:
it is dealt out by serial number.
"""

import struct
import zlib
from functools import cache

from qrcode import QRCode
from qrcode.base import EXP_TABLE, LOG_TABLE
from qrcode.constants import ERROR_CORRECT_M
from qrcode.LUT import rsPoly_LUT
from qrcode.util import ALPHA_NUM

from ticketing.tickets.codes import LENGTH

SIZE = 45
"""Pixels on a side, quiet zone included."""

QUIET = 4
MASKS = 8
_ROW_BYTES = (SIZE + 7) // 8
_PIXELS = SIZE * _ROW_BYTES * 8
_BLOCKS, _DATA, _CORRECTION = 2, 43, 24  # version 5-M: two blocks of 43 codewords, 24 more each to correct errors
_HEAD = 0b0010 << 9 | LENGTH  # alphanumeric mode, and the number of characters in 9 bits
_VALUE = {character: value for value, character in enumerate(ALPHA_NUM.decode())}


def mask_for(serial: int) -> int:
    """Return the mask pattern, 0 to 7, of the ticket `serial`; a ticket printed twice looks the same."""
    return serial % MASKS


def _picture(codewords: bytes, mask: int) -> int:
    """Draw codewords by the library; a dark module is a 1 at its pixel's place in the packed rows."""
    symbol = QRCode(version=5, error_correction=ERROR_CORRECT_M, border=QUIET, mask_pattern=mask)
    symbol.data_cache = list(codewords)
    symbol.makeImpl(False, mask)
    rows = ("".join("1" if dark else "0" for dark in row).ljust(_ROW_BYTES * 8, "0") for row in symbol.get_matrix())
    return int("".join(rows), 2)


@cache
def _empty(mask: int) -> int:
    """Return the symbol of `mask` with nothing but zeros in it."""
    return _picture(bytes(_BLOCKS * (_DATA + _CORRECTION)), mask)


@cache
def _places() -> list[tuple[int, ...]]:
    """Return, for each half codeword in the order they are laid out, the picture each of its 16 values adds.

    The library is asked where the bits go by writing every bit's own number into it, one binary digit at a time.
    """
    total = _BLOCKS * (_DATA + _CORRECTION) * 8
    number_at: dict[int, int] = {}
    for digit in range(total.bit_length()):
        bits = "".join(str((number + 1) >> digit & 1) for number in range(total))
        drawn = _picture(int(bits, 2).to_bytes(total // 8, "big"), 0) ^ _empty(0)
        for place in range(_PIXELS):
            if drawn >> place & 1:
                number_at[place] = number_at.get(place, 0) + (1 << digit)
    single = [0] * total
    for place, number in number_at.items():
        single[number - 1] = 1 << place
    return [
        tuple(sum(single[first + bit] for bit in range(4) if value >> (3 - bit) & 1) for value in range(16)) for first in range(0, total, 4)
    ]


@cache
def _products() -> tuple[int, ...]:
    """Return the generator polynomial of the error correction times each of the 256 codewords, as 24-byte numbers."""
    generator = rsPoly_LUT[_CORRECTION][1:]

    def times(factor: int) -> int:
        log = LOG_TABLE[factor]
        return int.from_bytes(bytes(EXP_TABLE[(log + LOG_TABLE[g]) % 255] for g in generator), "big")

    return (0, *(times(factor) for factor in range(1, 256)))


def _correction(block: bytes) -> bytes:
    """Return the Reed-Solomon remainder of one block of data codewords."""
    products, top, rest = _products(), 8 * (_CORRECTION - 1), 0
    low = (1 << top) - 1
    for codeword in block:
        rest = (rest & low) << 8 ^ products[codeword ^ rest >> top]
    return rest.to_bytes(_CORRECTION, "big")


def _codewords(code: str) -> bytes:
    """Return the data and error-correction codewords of a code, interleaved as the standard wants."""
    bits = _HEAD
    for first, second in zip(code[::2], code[1::2], strict=True):
        bits = bits << 11 | _VALUE[first] * 45 + _VALUE[second]
    data = (bits << 4).to_bytes(_BLOCKS * _DATA, "big")  # four zeros end the message
    blocks = data[:_DATA], data[_DATA:]
    corrections = [_correction(block) for block in blocks]
    laid = bytearray(_BLOCKS * (_DATA + _CORRECTION))
    for number in range(_BLOCKS):
        laid[number : _BLOCKS * _DATA : _BLOCKS] = blocks[number]
        laid[_BLOCKS * _DATA + number :: _BLOCKS] = corrections[number]
    return bytes(laid)


def pixels(code: str, mask: int) -> bytes:
    """Return the symbol as 45 rows of 6 bytes, one bit a pixel, 0 for dark; the last 3 bits of a row lie outside.

    Args:
        code: the 122 characters of a ticket's code.
        mask: 0 to 7, see `mask_for`.

    Raises:
        ValueError: the code has another length or other characters.
    """
    if len(code) != LENGTH or not _VALUE.keys() >= set(code):
        raise ValueError("not the code of a ticket")
    drawn, places = _empty(mask), _places()
    for number, codeword in enumerate(_codewords(code)):
        drawn ^= places[2 * number][codeword >> 4] ^ places[2 * number + 1][codeword & 15]
    return (drawn ^ (1 << _PIXELS) - 1).to_bytes(_PIXELS // 8, "big")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(code: str, mask: int) -> bytes:
    """Return the symbol as a 1-bit PNG of 45 x 45 pixels, to be enlarged without smoothing. See `pixels`."""
    rows = pixels(code, mask)
    lines = b"".join(b"\0" + rows[start : start + _ROW_BYTES] for start in range(0, len(rows), _ROW_BYTES))
    head = struct.pack(">IIBBBBB", SIZE, SIZE, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(lines)) + _chunk(b"IEND", b"")
