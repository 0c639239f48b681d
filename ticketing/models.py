"""The tables of this app's rooms."""

from ticketing.billing.models import BankAccount, Payment
from ticketing.catalogue.models import Option, PriceStep, Product, Question, Quota, QuotaItem, Variation
from ticketing.door.models import Area, ClashDecision, Device, DoorPin, Gate, Scan
from ticketing.events.models import Event, EventDay, EventRole, Window
from ticketing.orders.models import Answer, Order, OrderLine
from ticketing.refunds.models import Keeping, Ladder, Refund
from ticketing.tickets.models import PrintRun, SigningKey, Ticket
from ticketing.treasury.models import AccountCode, BookCheck, Finding
from ticketing.vouchers.models import Voucher, VoucherUse

__all__ = [
    "AccountCode", "Answer", "Area", "BankAccount", "BookCheck", "ClashDecision", "Device", "DoorPin", "Event", "EventDay", "EventRole",
    "Finding", "Gate", "Keeping", "Ladder", "Option", "Order", "OrderLine", "Payment", "PriceStep", "PrintRun", "Product", "Question",
    "Quota", "QuotaItem", "Refund", "Scan", "SigningKey", "Ticket", "Variation", "Voucher", "VoucherUse", "Window",
]  # fmt: skip
