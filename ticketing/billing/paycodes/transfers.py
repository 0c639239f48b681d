"""How an order is paid by bank transfer: to which account, how much, with which words, and as a code for the bank's app."""

import base64
import io
from dataclasses import dataclass
from decimal import Decimal

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from ticketing.billing import queries, rules
from ticketing.billing.models import BankAccount
from ticketing.billing.paycodes import epc, gost
from ticketing.orders import references
from ticketing.orders.models import Order


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer as a payer fills it in. `reference` has no spaces; `purpose` is the line to write."""

    account: BankAccount
    amount: Decimal
    reference: str
    purpose: str

    @property
    def shown_reference(self) -> str:
        """The reference in groups of four."""
        return references.grouped(self.reference)

    @property
    def qr_text(self) -> str:
        """What the QR holds; "" where nothing is owed, or the account cannot be put into one."""
        account = self.account
        try:
            if account.currency == "EUR" and rules.is_iban(account.number):
                return epc.transfer(
                    payee=account.holder, iban=account.number, bic=account.bic, amount=self.amount, reference=self.reference
                )
            if account.currency == "RUB":
                return gost.transfer(
                    payee=account.holder,
                    account=account.number,
                    bank=account.bank,
                    bik=account.bic,
                    correspondent=account.correspondent,
                    inn=account.inn,
                    kpp=account.kpp,
                    amount=self.amount,
                    purpose=self.purpose,
                )
        except (epc.Unfit, gost.Unfit):
            return ""
        return ""

    @property
    def picture(self) -> str:
        """The QR as the address of a picture that stands in the page itself; "" where there is none."""
        return picture(self.qr_text) if self.qr_text else ""


def of(order: Order, amount: Decimal | None = None) -> Transfer | None:
    """Return the transfer of what the order still owes, or of `amount`; None where its currency has no account here."""
    account = queries.account_for(order)
    if account is None:
        return None
    owed = queries.owed(order) if amount is None else amount
    return Transfer(account, owed, references.reference_of(order), references.purpose_of(order))


def text(order: Order, amount: Decimal | None = None) -> str:
    """Return the text of the order's QR over what it owes, or over `amount`; "" where account or currency has none."""
    transfer = of(order, amount)
    return transfer.qr_text if transfer else ""


def png(text: str) -> bytes:
    """Return the symbol of a payment code, error correction M as both standards want, as PNG."""
    symbol = QRCode(error_correction=ERROR_CORRECT_M, box_size=6, border=4)
    symbol.add_data(text.encode(), optimize=0)
    file = io.BytesIO()
    symbol.make_image().save(file, "PNG")
    return file.getvalue()


def picture(text: str) -> str:
    """Return the symbol as the address of a PNG that stands in the page itself."""
    return "data:image/png;base64," + base64.b64encode(png(text)).decode()
