"""What a banking app reads from a QR to fill in a SEPA transfer: EPC069-12 of the European Payments Council, version 002.

Twelve lines: BCD, 002, character set 1 (UTF-8), SCT, BIC (may be empty within the EEA), payee, IBAN, amount, purpose code,
creditor reference *or* free text, a note to the payer. To be drawn with error correction M, as a symbol of version 13 at most.
"""

from decimal import Decimal

MAX_BYTES = 331
_MAX_AMOUNT = Decimal("999999999.99")


class Unfit(ValueError):
    """The facts do not fit into the code."""


def _line(text: str, length: int) -> str:
    return " ".join(text.split())[:length]


def transfer(*, payee: str, iban: str, amount: Decimal, bic: str = "", reference: str = "", purpose: str = "") -> str:
    """Return the text of the QR.

    Args:
        payee: of which 70 characters are kept.
        reference: a creditor reference (ISO 11649), at most 35 characters.
        purpose: free text, at most 140 characters; only without a reference. Cut where it makes the code too large.

    Raises:
        Unfit: no payee, an amount outside 0.01 to 999 999 999.99, or both a reference and free text.
    """
    if not payee.strip() or not Decimal("0.01") <= amount <= _MAX_AMOUNT or (reference and purpose):
        raise Unfit
    head = ["BCD", "002", "1", "SCT", bic, _line(payee, 70), iban, f"EUR{amount:.2f}", ""]
    if reference:
        return "\n".join([*head, _line(reference, 35)])
    room = MAX_BYTES - len("\n".join([*head, "", ""]).encode())
    return "\n".join([*head, "", _line(purpose, 140).encode()[:room].decode(errors="ignore")]).rstrip("\n")
