"""The tables of this app's rooms."""

from ticketing.billing.models import BankAccount, Payment
from ticketing.catalogue.models import Option, PriceStep, Product, Question, Quota, QuotaItem, Variation
from ticketing.door.models import Area, ClashDecision, Device, DoorPin, Gate, Scan
from ticketing.events.models import Event, EventDay, EventRole, Window
from ticketing.invoicing.models import BillTo, Document, Drawing, Issuer, Series
from ticketing.orders.models import Answer, Order, OrderLine
from ticketing.refunds.models import Ladder, Refund
from ticketing.tickets.models import PrintRun, SigningKey, Ticket
from ticketing.tills.models import Drawer, Movement, Shift, Till
from ticketing.vouchers.models import Voucher, VoucherUse
from ticketing.waiting.models import ClosedList, Wait, WaitingRule, Wish

__all__ = [
    "Answer", "Area", "BankAccount", "ClashDecision", "ClosedList", "Device", "DoorPin", "Drawer", "Event", "EventDay", "EventRole",
    "Gate", "Ladder", "Movement", "Option", "Order", "OrderLine", "Payment", "PriceStep", "PrintRun", "Product", "Question", "Quota",
    "QuotaItem", "Refund", "Scan", "Shift", "SigningKey", "Ticket", "Till", "Variation", "Voucher", "VoucherUse", "Wait", "WaitingRule",
    "Window", "Wish",
]  # fmt: skip
__all__ += ["BillTo", "Document", "Drawing", "Issuer", "Series"]
