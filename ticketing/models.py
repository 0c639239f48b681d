"""The tables of this app's rooms."""

from ticketing.banking.models import BankEntry, Booking, CsvForm, Statement, StatementFile, TransferFile, TransferLine
from ticketing.billing.models import BankAccount, Payment
from ticketing.cards.models import CardAccount, CardDispute, CardNotice, CardSession
from ticketing.catalogue.models import Option, PriceStep, Product, Question, Quota, QuotaItem, Variation
from ticketing.door.models import Area, ClashDecision, Device, DoorPin, Gate, Scan
from ticketing.events.models import Event, EventDay, EventRole, Window
from ticketing.invoicing.models import BillTo, Document, Drawing, Issuer, Series
from ticketing.orders.models import Answer, Order, OrderLine
from ticketing.refunds.models import Keeping, Ladder, Refund, Reply, Upheaval
from ticketing.tickets.models import PrintRun, SigningKey, Ticket
from ticketing.tills.models import Drawer, Movement, Shift, Till
from ticketing.treasury.models import AccountCode, BookCheck, Finding
from ticketing.vouchers.models import Voucher, VoucherUse
from ticketing.waiting.models import ClosedList, Wait, WaitingRule, Wish

__all__ = [
    "AccountCode", "Answer", "Area", "BankAccount", "BankEntry", "BillTo", "BookCheck", "Booking", "CardAccount", "CardDispute",
    "CardNotice", "CardSession", "ClashDecision", "ClosedList", "CsvForm", "Device", "Document", "DoorPin", "Drawer", "Drawing",
    "Event", "EventDay", "EventRole", "Finding", "Gate", "Issuer", "Keeping", "Ladder", "Movement", "Option", "Order", "OrderLine",
    "Payment", "PriceStep", "PrintRun", "Product", "Question", "Quota", "QuotaItem", "Refund", "Reply", "Scan", "Series", "Shift",
    "SigningKey", "Statement", "StatementFile", "Ticket", "Till", "TransferFile", "TransferLine", "Upheaval", "Variation", "Voucher",
    "VoucherUse", "Wait", "WaitingRule", "Window", "Wish",
]  # fmt: skip
