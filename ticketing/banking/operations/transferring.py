"""Sending money back by the treasurer's own bank: a file of transfers, which the bank's next statement answers.

In euro the file is a pain.001, held against its schema before it is kept. In roubles it is a list: what Russian banks import
wants the receiver's INN and the bank's correspondent account, which nobody asks of a visitor who gets a ticket's money back.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from sepaxml import SepaTransfer

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.models import Person
from common.errors import Invalid
from common.sheets import BOM
from ticketing.banking import queries
from ticketing.banking.models import TransferFile, TransferLine
from ticketing.billing.models import BankAccount
from ticketing.refunds import operations as refunds
from ticketing.refunds.models import Refund

SCHEMA = "pain.001.001.03"


@transaction.atomic
def make_file(*, account: BankAccount, by: Actor, at: datetime) -> TransferFile:
    """Write all refunds that this account can pay into a file; each stands in one file only until that is fetched.

    Raises:
        Invalid: there is nothing to pay (`nothing_to_pay`).
    """
    BankAccount.objects.select_for_update().get(pk=account.pk)
    payable = list(queries.payable(account))
    if not payable:
        raise Invalid(_("No refund waits that this account can pay."), code="nothing_to_pay")
    lines = [
        TransferLine(refund=one, amount=one.amount, end_to_end=f"GT{one.pk}-{TransferLine.objects.filter(refund=one).count() + 1}")
        for one in payable
    ]
    is_euro = account.currency == "EUR"
    file = TransferFile.objects.create(
        account=account,
        content=_pain(account, lines, at) if is_euro else _list(lines, at),
        name=f"{account.partner.code}-{at:%Y%m%d-%H%M%S}.{'xml' if is_euro else 'csv'}",
        count=len(lines),
        total=sum((line.amount for line in lines), Decimal("0.00")),
        made_at=at,
        made_by=by if isinstance(by, Person) else None,
    )
    for line in lines:
        line.file = file
    TransferLine.objects.bulk_create(lines)
    history.log(
        by=by, at=at, action="transfers.made", subject=file, partner=account.partner, after={"count": file.count, "total": file.total}
    )
    return file


@transaction.atomic
def fetched(*, file: TransferFile, by: Actor, at: datetime) -> TransferFile:
    """Note that the treasurer has the file: its refunds are on their way. Fetching it again changes nothing."""
    locked = TransferFile.objects.select_for_update().get(pk=file.pk)
    if locked.fetched_at is None:
        for line in locked.lines.select_related("refund__order__event__partner"):
            if line.refund.state in (Refund.State.OWED, Refund.State.ORDERED):
                refunds.ordered(refund=line.refund, reference=line.end_to_end, by=by, at=at)
        locked.fetched_at = at
        locked.save(update_fields=["fetched_at"])
        history.log(by=by, at=at, action="transfers.fetched", subject=locked, partner=locked.account.partner, after={"count": locked.count})
    return locked


def purpose(line: TransferLine) -> str:
    """Return what the receiver reads on their statement, in their language's bank words."""
    code = line.refund.order.code
    return f"Возврат по заказу {code} ({line.end_to_end})" if line.refund.currency == "RUB" else f"Refund {code} {line.end_to_end}"


def _pain(account: BankAccount, lines: Sequence[TransferLine], at: datetime) -> bytes:
    head = {"name": account.holder, "IBAN": account.number, "batch": False, "currency": "EUR"}
    if account.bic:
        head["BIC"] = account.bic
    file = SepaTransfer(head, schema=SCHEMA, clean=True)
    for line in lines:
        refund = line.refund
        one: dict[str, Any] = {
            "name": refund.holder or refund.order.name,
            "IBAN": refund.account,
            "amount": int(line.amount * 100),
            "execution_date": at.date(),
            "description": purpose(line),
            "endtoend_id": line.end_to_end,
        }
        if refund.bank:
            one["BIC"] = refund.bank
        file.add_payment(one)
    return file.export(validate=True)


def _list(lines: Sequence[TransferLine], at: datetime) -> bytes:
    rows = [("№", "Дата", "Сумма", "Получатель", "Счёт получателя", "БИК", "Назначение платежа")]
    for line in lines:
        refund = line.refund
        sum_ = f"{line.amount:.2f}".replace(".", ",")
        rows.append(
            (line.end_to_end, f"{at:%d.%m.%Y}", sum_, refund.holder or refund.order.name, refund.account, refund.bank, purpose(line))
        )
    return (BOM + "".join(";".join(_cell(cell) for cell in row) + "\r\n" for row in rows)).encode()


def _cell(text: str) -> str:
    plain = text.replace('"', '""')
    return f'"{plain}"' if any(mark in text for mark in ';"\n') else text
