"""The demonstration's bank: a statement in euro and one in roubles, with what is booked by itself and what waits for the treasurer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from xml.sax.saxutils import escape

from accounts.models import Partner, Person
from ticketing.banking import operations
from ticketing.banking.models import TransferLine
from ticketing.billing import queries as ledger
from ticketing.models import BankAccount, Order, Refund
from ticketing.orders import references

_OPENING = Decimal("4312.60")
_SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"


class _Entry(NamedTuple):
    amount: Decimal
    payer: str = ""
    reference: str = ""
    text: str = ""
    end_to_end: str = ""


def _account(partner: Partner, currency: str) -> BankAccount:
    return BankAccount.objects.get(partner=partner, currency=currency, is_default=True)


def read_euro(partner: Partner, waiting: Sequence[Order], on_way: Sequence[Refund], *, by: Person, at: datetime) -> None:
    """Read yesterday's statement in: it pays some of seven waiting orders, leaves the rest to a person, and answers the first refund."""
    content = _file(_account(partner, "EUR"), [*_came(waiting), *_went(on_way[:1])], at).encode()
    file = operations.receive(partner=partner, name="konta-parskats.xml", content=content, account=None, by=by, at=at)
    operations.ask(file=file, by=by, at=at)


def read_roubles(partner: Partner, waiting: Sequence[Order], *, by: Person, at: datetime) -> None:
    """Read a list of the bank in Pskov in: one transfer names its order, another only its payer."""
    day = f"{at - timedelta(days=1):%d.%m.%Y}"
    first, second = waiting
    rows = [(ledger.owed(first), first.name, references.purpose_of(first)), (ledger.owed(second), second.name, "За билеты")]
    lines = ["Дата;Плательщик;Сумма;Назначение платежа", *(f"{day};{name};{amount};{text}" for amount, name, text in rows)]
    content = "\n".join(lines).encode("cp1251", errors="replace")
    file = operations.receive(
        partner=partner, name="vypiska.csv", content=content, account=_account(partner, "RUB"), by=by, at=at - timedelta(hours=1)
    )
    operations.ask(file=file, by=by, at=at - timedelta(hours=1))


def _went(refunds: Sequence[Refund]) -> list[_Entry]:
    lines = TransferLine.objects.filter(refund__in=refunds).select_related("refund")
    return [_Entry(-line.amount, line.refund.holder, text="Atmaksa", end_to_end=line.end_to_end) for line in lines]


def _came(orders: Sequence[Order]) -> list[_Entry]:
    """Return exact ones, and each kind of what is left to a person."""
    exact, other, part, over, slip, one, two = orders[:7]
    owed = {order.pk: ledger.owed(order) for order in orders}
    mistyped = slip.code[:2] + ("8" if slip.code[2] != "8" else "B") + slip.code[3:]
    return [
        _Entry(owed[exact.pk], exact.name, references.rf(exact.code)),
        _Entry(owed[other.pk], other.name, text=f"Pasūtījums {other.code}, paldies"),
        _Entry(owed[part.pk] - 1, part.name, references.rf(part.code), "Pirmā daļa"),
        _Entry(owed[over.pk] + 5, over.name, text=f"pas. {over.code}"),
        _Entry(owed[slip.pk], slip.name, text=f"Biļetes {mistyped}"),
        _Entry(owed[one.pk] + owed[two.pk], "SIA Demo Paraugs", text=f"{one.code} un {two.code}"),
        _Entry(Decimal("50.00"), "Biedrība “Demo draugi”", text="Ziedojums amatnieku tirgum"),
        _Entry(Decimal("-240.00"), "SIA Demo telpas", text="Telpu īre"),
        _Entry(Decimal("-0.36"), text="Komisijas maksa"),
    ]


def _file(account: BankAccount, entries: Sequence[_Entry], at: datetime) -> str:
    day = f"{at - timedelta(days=1):%Y-%m-%d}"
    closing = _OPENING + sum((entry.amount for entry in entries), Decimal("0.00"))
    body = "".join(_entry(number, day, entry) for number, entry in enumerate(entries, 1))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{_SPACE}"><BkToCstmrStmt><Stmt><Id>DEMO-{day}</Id>'
        f"<Acct><Id><IBAN>{account.number}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        f"{_balance('OPBD', _OPENING, day)}{_balance('CLBD', closing, day)}{body}</Stmt></BkToCstmrStmt></Document>"
    )


def _balance(code: str, amount: Decimal, day: str) -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        f"<Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def _entry(number: int, day: str, entry: _Entry) -> str:
    came = entry.amount > 0
    side = "Dbtr" if came else "Cdtr"
    party = f"<RltdPties><{side}><Nm>{escape(entry.payer)}</Nm></{side}></RltdPties>" if entry.payer else ""
    refs = f"<Refs><EndToEndId>{entry.end_to_end}</EndToEndId></Refs>" if entry.end_to_end else ""
    strd = f"<Strd><CdtrRefInf><Ref>{entry.reference}</Ref></CdtrRefInf></Strd>" if entry.reference else ""
    ustrd = f"<Ustrd>{escape(entry.text)}</Ustrd>" if entry.text else ""
    return (
        f'<Ntry><Amt Ccy="EUR">{abs(entry.amount):.2f}</Amt><CdtDbtInd>{"CRDT" if came else "DBIT"}</CdtDbtInd><Sts>BOOK</Sts>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>DEMO{day}-{number:03d}</AcctSvcrRef>"
        f"<NtryDtls><TxDtls>{refs}{party}<RmtInf>{ustrd}{strd}</RmtInf></TxDtls></NtryDtls></Ntry>"
    )
