"""Reading a bank's file in: every movement becomes an entry, once; what is certain is booked with it, the rest waits.

All rows of a file are written in one transaction, by a handful of statements however long it is. What they mean for the
orders comes after, order by order: money that stands in the ledger is never lost because an order could not take it.
"""

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django_q.tasks import async_task

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.models import Partner, Person
from common.errors import Invalid, Refused, Stale
from common.languages import fold
from ticketing.banking import camt, csvfile, lines, queries, rules, wording
from ticketing.banking.lines import Line, Sheet, Unreadable
from ticketing.banking.models import BankEntry, Booking, CsvForm, Statement, StatementFile, TransferLine
from ticketing.banking.operations.reversing import reverse
from ticketing.billing import operations as billing
from ticketing.billing.models import BankAccount
from ticketing.orders.models import Order
from ticketing.refunds import operations as refunds

State, Why = BankEntry.State, BankEntry.Why
MOST_BYTES = 10_000_000
AT_ONCE = 100
"""Movements read in while the treasurer waits; longer files are the worker's."""
TASK = "ticketing.banking.tasks.bring_in"
_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Ready:
    """A file as it will be read in: each statement with the account it belongs to, and which movements are here already."""

    sheets: Sequence[tuple[BankAccount, Sheet]]
    known: int

    @property
    def total(self) -> int:
        return sum(len(sheet.lines) for _account, sheet in self.sheets)


# --- a file comes ---------------------------------------------------------------------------------------------------


def receive(*, partner: Partner, name: str, content: bytes, account: BankAccount | None, by: Actor, at: datetime) -> StatementFile:
    """Keep a file to be looked at. The same file again is the one that came before; nothing is read in yet.

    Raises:
        Invalid: empty, too large, not a statement, of an account that is not the partner's; CSV without an account.
    """
    if not content or len(content) > MOST_BYTES:
        limit = MOST_BYTES // 1_000_000
        raise Invalid(_("The file is empty, or larger than %(limit)d MB.") % {"limit": limit}, code="file_size", field="file")
    digest = hashlib.sha256(content).hexdigest()
    known = StatementFile.objects.filter(partner=partner, digest=digest).first()
    if known is not None and known.state != StatementFile.State.CAME:
        return known
    if not camt.looks_like_xml(content) and account is None:
        raise Invalid(_("Choose the account: a CSV file does not name it."), code="account_missing", field="account")
    file = known or StatementFile(partner=partner, digest=digest, came_at=at, came_by=by if isinstance(by, Person) else None)
    file.name, file.content = name[-150:], content
    file.account = None if camt.looks_like_xml(content) else account
    if file.account is None:
        file.total = look(file).total
    file.save()
    return file


def save_form(*, account: BankAccount, form: csvfile.Form) -> CsvForm:
    """Remember how the account's bank writes its CSV files."""
    facts = {name: getattr(form, name) for name in ("encoding", "delimiter", "date_format", "decimal", "skip")}
    return CsvForm.objects.update_or_create(account=account, defaults={**facts, "columns": dict(form.columns)})[0]


def form_of(file: StatementFile) -> csvfile.Form:
    """Return how a CSV file is to be read: as the account's last one was, else at a guess."""
    saved = CsvForm.objects.filter(account=file.account).first()
    if saved is None:
        cyrillic = file.account is not None and file.account.currency == "RUB"
        return csvfile.guess(bytes(file.content), "cp1251" if cyrillic else "cp1257")
    return csvfile.Form(saved.encoding, saved.delimiter, saved.date_format, saved.decimal, saved.skip, saved.columns)


def look(file: StatementFile, form: csvfile.Form | None = None) -> Ready:
    """Read a file without writing anything, for the preview.

    Raises:
        Invalid: it cannot be read, or is of an account that is not the partner's.
    """
    try:
        sheets = _sheets(file, form)
    except Unreadable as unreadable:
        raise wording.refusal(unreadable) from unreadable
    known = 0
    for account, sheet in sheets:
        known += BankEntry.objects.filter(account=account, key__in=set(lines.keys(sheet.lines))).count()
    return Ready(sheets, known)


def _sheets(file: StatementFile, form: csvfile.Form | None) -> list[tuple[BankAccount, Sheet]]:
    content = bytes(file.content)
    if file.account is not None:
        account = file.account
        sheets = [csvfile.parse(content, form or form_of(file), number=account.number, currency=account.currency)]
    else:
        sheets = camt.parse(content)
    accounts = list(file.partner.bank_accounts.all())
    found = []
    for sheet in sheets:
        fitting = [one for one in accounts if one.number == sheet.number and sheet.currency in (one.currency, "")]
        if not fitting:
            raise Unreadable("unknown_account", number=sheet.number)
        if fitting[0].is_closed:
            raise Unreadable("closed_account", number=sheet.number)
        wrong = next((line for line in sheet.lines if line.currency != fitting[0].currency), None)
        if wrong is not None:
            raise Unreadable("other_currency", day=wrong.booked_on, currency=wrong.currency, expected=fitting[0].currency)
        found.append((fitting[0], sheet))
    return found


def forget(*, file: StatementFile) -> None:
    """Drop a file that was looked at and not read in."""
    if not StatementFile.objects.filter(pk=file.pk, state=StatementFile.State.CAME).delete()[0]:
        raise Stale


def ask(*, file: StatementFile, by: Actor, at: datetime) -> StatementFile:
    """Have a file read in: a short one at once, a long one by the worker. Asked twice is asked once.

    Raises:
        Invalid: it cannot be read.
    """
    if file.state in (StatementFile.State.WAITING, StatementFile.State.DONE):
        return file
    total = look(file).total
    if not total:
        raise Invalid(wording.UNREADABLE["no_lines_at_all"], code="no_lines", field="file")
    moved = StatementFile.objects.filter(pk=file.pk, state__in=[StatementFile.State.CAME, StatementFile.State.FAILED])
    if not moved.update(state=StatementFile.State.WAITING, total=total, why=""):
        file.refresh_from_db()
        return file
    file.refresh_from_db()
    if total <= AT_ONCE:
        return bring_in(file=file, by=by, at=at)
    transaction.on_commit(lambda: async_task(TASK, file_id=file.pk), robust=True)
    return file


# --- reading in -----------------------------------------------------------------------------------------------------


def bring_in(*, file: StatementFile, by: Actor, at: datetime) -> StatementFile:
    """Write every movement of a file that is not here yet, book what is certain, and settle the orders. Twice is once."""
    try:
        with transaction.atomic():
            locked = StatementFile.objects.select_for_update(of=("self",)).select_related("partner", "account").get(pk=file.pk)
            if locked.state != StatementFile.State.WAITING:
                return locked
            added, paid = 0, set()
            for account, sheet in _sheets(locked, None):
                entries, orders = _write(locked, account, sheet, by, at)
                added += entries
                paid |= orders
            history.log(
                by=by, at=at, action="statement.read", subject=locked, partner=locked.partner, after={"file": locked.name, "entries": added}
            )
            locked.state, locked.added, locked.done, locked.read_at = StatementFile.State.DONE, added, locked.total, at
            locked.content = b""
            locked.save()
    except IntegrityError:
        raise Stale(_("Another file with the same movements is being read in this moment. Try again.")) from None
    except Unreadable as unreadable:
        return _failed(file, str(wording.refusal(unreadable)))
    carry_on(orders=paid, by=by, at=at)
    return locked


def _failed(file: StatementFile, why: str) -> StatementFile:
    StatementFile.objects.filter(pk=file.pk, state=StatementFile.State.WAITING).update(state=StatementFile.State.FAILED, why=why[:250])
    file.refresh_from_db()
    return file


def carry_on(*, orders: Iterable[int], by: Actor, at: datetime) -> int:
    """Make the orders paid whose money has come; one that refuses holds up no other. Returns how many are paid now."""
    paid = 0
    waiting = Order.objects.filter(pk__in=orders, state__in=[Order.State.PLACED, Order.State.LAPSED])
    for order in waiting.select_related("event__partner", "event__site").order_by("pk"):
        with suppress(Refused):  # it stands out among what does not add up, until somebody looks
            paid += billing.settle(order=order, by=by, at=at)
    return paid


def _write(file: StatementFile, account: BankAccount, sheet: Sheet, by: Actor, at: datetime) -> tuple[int, set[int]]:
    """Write one statement's new entries with what is certain about them; return how many, and the orders that got money."""
    keys = lines.keys(sheet.lines)
    known = set(BankEntry.objects.filter(account=account, key__in=set(keys)).values_list("key", flat=True))
    fresh: dict[str, tuple[int, Line]] = {}
    for place, (key, line) in enumerate(zip(keys, sheet.lines, strict=True), 1):
        if key not in known:
            fresh.setdefault(key, (place, line))
    unique = dict(zip(keys, sheet.lines, strict=True))
    day = sheet.ends_on or at.date()
    statement, _made = Statement.objects.get_or_create(
        account=account,
        key=sheet.key or file.digest[:40],
        defaults={
            "file": file,
            "begins_on": min(sheet.begins_on or day, day),
            "ends_on": day,
            "opening": sheet.opening,
            "closing": sheet.closing,
            "moved": sum((line.amount for line in unique.values()), Decimal("0.00")),
        },
    )
    entries = [_entry(statement, account, key, place, line) for key, (place, line) in fresh.items()]
    exact = _match(file.partner, entries)
    BankEntry.objects.bulk_create(entries, batch_size=_CHUNK)
    paid = _book(exact, by, at)
    _refunds(account, entries, by, at)
    paid |= reverse(entries=[entry for entry in entries if entry.is_reversal], by=by, at=at)
    return len(entries), paid


def _entry(statement: Statement, account: BankAccount, key: str, place: int, line: Line) -> BankEntry:
    search = fold(f"{line.name} {line.text} {line.reference} {line.account} {line.end_to_end}")[:400]
    return BankEntry(
        statement=statement,
        account=account,
        key=key,
        place=place,
        amount=line.amount,
        currency=line.currency,
        booked_on=line.booked_on,
        value_on=line.value_on,
        name=line.name,
        other_account=line.account,
        reference=line.reference,
        text=line.text,
        end_to_end=line.end_to_end,
        bank_reference=line.bank_reference,
        detail=line.detail,
        kind=line.kind,
        is_reversal=line.is_reversal,
        returned=line.returned,
        sent=line.sent,
        sent_currency=line.sent_currency,
        charges=line.charges,
        why=Why.REVERSAL if line.is_reversal else Why.DEBIT if line.amount < 0 else Why.UNKNOWN,
        search=search,
    )


def _match(partner: Partner, entries: Sequence[BankEntry]) -> list[tuple[BankEntry, rules.Open]]:
    """Say for each credit why it waits, or that it is exact; return the exact ones with the order each pays."""
    credits = [entry for entry in entries if entry.amount > 0 and not entry.is_reversal]
    said = [rules.read(entry.reference, entry.text, entry.end_to_end) for entry in credits]
    codes, numbers = set().union(*(one.codes for one in said)), set().union(*(one.numbers for one in said))
    orders = queries.named_orders(partner, codes, numbers) if codes or numbers else []
    by_code, by_pk = {order.code: order for order in orders}, {order.pk: order for order in orders}
    taken: set[int] = set()
    exact = []
    for entry, one in zip(credits, said, strict=True):
        found = rules.named(one, by_code, by_pk)
        entry.why = rules.verdict(entry.amount, entry.currency, found)
        if entry.why == Why.EXACT and found[0].pk in taken:
            entry.why = Why.PAID_BEFORE
        elif entry.why == Why.EXACT:
            taken.add(found[0].pk)
            entry.state = State.BOOKED
            exact.append((entry, found[0]))
    return exact


def _book(exact: Sequence[tuple[BankEntry, rules.Open]], by: Actor, at: datetime) -> set[int]:
    receipts = [billing.Receipt(order.pk, entry.amount, ledger_reference(entry, 1), entry.name) for entry, order in exact]
    payments = billing.record_many(provider="manual", receipts=receipts, by=by, at=at)
    Booking.objects.bulk_create(
        (
            Booking(entry=entry, order_id=order.pk, amount=entry.amount, payment=payment)
            for (entry, order), payment in zip(exact, payments, strict=True)
        ),
        batch_size=_CHUNK,
    )
    return {order.pk for _entry, order in exact}


def ledger_reference(entry: BankEntry, part: int) -> str:
    """Return what the ledger calls a part of an entry: account, the bank's own word for it if it has one, and the part."""
    return f"{entry.account_id}-{(entry.bank_reference or entry.key)[:48]}-{entry.pk}/{part}"


def _refunds(account: BankAccount, entries: Sequence[BankEntry], by: Actor, at: datetime) -> None:
    """Recognise money that went back to buyers by our own word for it."""
    went = {entry.end_to_end: entry for entry in entries if entry.amount < 0 and entry.end_to_end and not entry.is_reversal}
    if not went:
        return
    for line in TransferLine.objects.filter(end_to_end__in=went, entry=None, file__account=account).select_related("refund__order__event"):
        entry = went[line.end_to_end]
        if entry.amount != -line.amount:
            continue
        try:
            with transaction.atomic():
                refunds.done(refund=line.refund, reference=ledger_reference(entry, 1), by=by, at=at)
                line.entry = entry
                line.save(update_fields=["entry"])
                BankEntry.objects.filter(pk=entry.pk).update(state=State.BOOKED, why=Why.REFUND)
        except Refused:  # waived meanwhile, or the money is no longer there: the treasurer must see it
            BankEntry.objects.filter(pk=entry.pk).update(why=Why.REFUND)
