"""What a banking app reads from a QR to fill in a SEPA transfer (EPC069-12, version 2)."""

import re
from decimal import Decimal

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


def is_iban(text: str) -> bool:
    """Tell whether `text` is an IBAN with right check digits (ISO 13616, modulo 97)."""
    iban = "".join(text.split()).upper()
    if not _IBAN.fullmatch(iban):
        return False
    digits = "".join(str(int(character, 36)) for character in iban[4:] + iban[:4])
    return int(digits) % 97 == 1


def transfer(*, payee: str, iban: str, amount: Decimal, purpose: str) -> str:
    """Return the text of the QR; error correction level M, at most 331 bytes.

    Args:
        payee: of which 70 characters are kept.
        purpose: what the payer's bank passes on, at most 140 characters.
    """
    lines = ["BCD", "002", "1", "SCT", "", payee[:70], "".join(iban.split()).upper(), f"EUR{amount:.2f}", "", "", purpose[:140]]
    return "\n".join(lines)
