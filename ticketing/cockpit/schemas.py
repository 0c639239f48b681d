"""What the calls of the door that need orders and money take and give. Amounts are decimal text, such as "3.00"."""

from decimal import Decimal
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field


class ChoiceOut(Schema):
    variation: int | None
    name: str
    price: str
    left: int | None = Field(description="places left, None without a limit")


class OfferOut(Schema):
    product: int
    name: str
    choices: list[ChoiceOut]


class OffersOut(Schema):
    currency: str
    offers: list[OfferOut]


class SellIn(Schema):
    request_key: UUID = Field(description="made by the phone; sent again, it finds the first sale")
    product: int = Field(ge=1, lt=2**62)
    variation: int | None = Field(default=None, ge=1, lt=2**62)
    count: int = Field(default=1, ge=1, le=10)
    name: str = Field(default="", max_length=150)
    pays: Literal["cash", "terminal", "transfer"] = Field(default="cash", description="a transfer is owed until the bank tells of it")
    enters: bool = Field(default=True, description="let the holders in; false to show the payment code first")


class EntryOut(Schema):
    nonce: UUID = Field(description="of the entry, to undo it or to print its label")
    number: str
    admitted: bool
    reason: str
    word: str
    text: str


class OwedOut(Schema):
    order: str
    owed: str = Field(description='"0.00" when nothing is')
    currency: str
    payee: str
    account: str
    picture: str = Field(description="PNG of the QR that banking apps read, as a data address; empty where there is none")


class SoldOut(Schema):
    order: str
    total: str
    currency: str
    entries: list[EntryOut]
    owed: OwedOut


class CashIn(Schema):
    nonce: UUID = Field(description="of the scan that said unpaid")
    amount: Decimal = Field(description="what was shown and taken")
    pays: Literal["cash", "terminal"] = Field(default="cash", description="in cash, or at the bank's card terminal")


class PaidOut(Schema):
    order: str
    is_paid: bool


class LabelIn(Schema):
    number: str = Field(max_length=20, description="as printed below the code")
