"""What a banking app reads from a QR to fill in a transfer in roubles: GOST R 56042-2014.

"ST", version 0001, 2 for UTF-8, the separator, then name=value pairs, the five required ones first and in this order:
Name, PersonalAcc, BankName, BIC, CorrespAcc. The separator may not stand in a value, and readers know "|" best, so it is
replaced there.
"""

from decimal import Decimal

SEPARATOR = "|"
_LENGTHS = {
    "Name": 160, "PersonalAcc": 20, "BankName": 45, "BIC": 9, "CorrespAcc": 20, "PayeeINN": 12, "KPP": 9, "Sum": 18, "Purpose": 210,
}  # fmt: skip
NO_CORRESPONDENT = "0"
"""Written for a bank that has no such account, since the field may not be left out."""


class Unfit(ValueError):
    """The facts do not fit into the code."""


def _value(name: str, text: str) -> str:
    return " ".join(text.replace(SEPARATOR, "/").split())[: _LENGTHS[name]]


def transfer(
    *,
    payee: str,
    account: str,
    bank: str,
    bik: str,
    amount: Decimal,
    correspondent: str = "",
    inn: str = "",
    kpp: str = "",
    purpose: str = "",
) -> str:
    """Return the text of the QR, in UTF-8; what is too long for its field is cut.

    Raises:
        Unfit: payee, account, bank or БИК is missing, or the amount is not above zero in whole kopecks.
    """
    kopecks = amount * 100
    if not (payee.strip() and account and bank.strip() and bik) or kopecks <= 0 or kopecks != int(kopecks):
        raise Unfit
    fields = {
        "Name": payee,
        "PersonalAcc": account,
        "BankName": bank,
        "BIC": bik,
        "CorrespAcc": correspondent or NO_CORRESPONDENT,
        "PayeeINN": inn,
        "KPP": kpp,
        "Sum": str(int(kopecks)),
        "Purpose": purpose,
    }
    written = {name: _value(name, text) for name, text in fields.items()}
    return SEPARATOR.join(["ST00012", *(f"{name}={text}" for name, text in written.items() if text)])
