"""The demonstration's bank: a statement of the region's account, with what is booked by itself and what waits for the treasurer."""

from datetime import datetime, timedelta
from decimal import Decimal
from xml.sax.saxutils import escape

from accounts.models import Partner, Person
from ticketing.banking import operations
from ticketing.billing import queries as ledger
from ticketing.billing import references
from ticketing.models import BankAccount, Order

_OPENING = Decimal("4312.60")
_SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"


def make_statement(partner: Partner, by: Person, at: datetime) -> None:
    """Read in one statement over some of the partner's orders that wait for a transfer."""
    account = BankAccount.objects.filter(partner=partner, currency="EUR", is_default=True).first()
    waiting = Order.objects.filter(event__partner=partner, state=Order.State.PLACED, currency="EUR", event__ends_at__gt=at)
    orders = [order for order in waiting.order_by("-placed_at", "-pk")[:40] if ledger.owed(order) > 0][:9]
    if account is None or len(orders) < 7:
        return
    content = _file(account, orders, at).encode()
    file = operations.receive(partner=partner, name="konta-parskats.xml", content=content, account=None, by=by, at=at)
    operations.ask(file=file, by=by, at=at)


def _entries(orders: list[Order]) -> list[tuple[Decimal, str, str, str]]:
    """Return amount, payer, reference and text: exact ones, and each kind of what is left to a person."""
    exact, other, part, over, slip, one, two = orders[:7]
    owed = {order.pk: ledger.owed(order) for order in orders}
    mistyped = slip.code[:2] + ("8" if slip.code[2] != "8" else "B") + slip.code[3:]
    return [
        (owed[exact.pk], exact.name, references.rf(exact.code), ""),
        (owed[other.pk], other.name, "", f"Pasūtījums {other.code}, paldies"),
        (owed[part.pk] - 1, part.name, references.rf(part.code), "Pirmā daļa"),
        (owed[over.pk] + 5, over.name, "", f"pas. {over.code}"),
        (owed[slip.pk], slip.name, "", f"Biļetes {mistyped}"),
        (owed[one.pk] + owed[two.pk], "SIA Demo Paraugs", "", f"{one.code} un {two.code}"),
        (Decimal("50.00"), "Biedrība “Demo draugi”", "", "Ziedojums amatnieku tirgum"),
        (Decimal("-240.00"), "SIA Demo telpas", "", "Telpu īre"),
        (Decimal("-0.36"), "", "", "Komisijas maksa"),
    ]


def _file(account: BankAccount, orders: list[Order], at: datetime) -> str:
    day = f"{at - timedelta(days=1):%Y-%m-%d}"
    entries = _entries(orders)
    closing = _OPENING + sum((amount for amount, *_said in entries), Decimal("0.00"))
    body = "".join(_entry(number, day, *entry) for number, entry in enumerate(entries, 1))
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


def _entry(number: int, day: str, amount: Decimal, payer: str, reference: str, text: str) -> str:
    side = "Dbtr" if amount > 0 else "Cdtr"
    party = f"<RltdPties><{side}><Nm>{escape(payer)}</Nm></{side}></RltdPties>" if payer else ""
    strd = f"<Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd>" if reference else ""
    ustrd = f"<Ustrd>{escape(text)}</Ustrd>" if text else ""
    return (
        f'<Ntry><Amt Ccy="EUR">{abs(amount):.2f}</Amt><CdtDbtInd>{"CRDT" if amount > 0 else "DBIT"}</CdtDbtInd><Sts>BOOK</Sts>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>DEMO{day}-{number:03d}</AcctSvcrRef>"
        f"<NtryDtls><TxDtls>{party}<RmtInf>{ustrd}{strd}</RmtInf></TxDtls></NtryDtls></Ntry>"
    )
