"""What the door's API takes and gives. Times are ISO 8601 with an offset."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import BaseModel, Field

Said = Literal["admit", "look", "refuse"]
Way = Literal["entry", "exit"]
Given = dict[int, bool | int | Annotated[str, Field(max_length=500)] | Annotated[list[int], Field(max_length=50)] | None]
"""Answers to questions asked at the gate, by question: text, a number or date as text, yes or no, option ids."""


class PairIn(Schema):
    token: str = Field(max_length=100, description="from the pairing link, after the #")


class GateOut(Schema):
    id: int
    name: str
    area: int
    area_name: str
    area_within: int | None = Field(description="the area that this one lies in")
    stays_overnight: bool = Field(description="in and out: an entry of an earlier day still counts as being inside")
    rule: str
    opens_at: datetime | None
    closes_at: datetime | None
    is_active: bool
    products: list[int]


class DeviceOut(Schema):
    name: str
    rights: str = Field(description="kiosk, steward or supervisor")
    raised_until: datetime | None = Field(description="until then it may do what supervisors may")
    shows_names: bool
    language: str
    gate: int
    gate_name: str
    event: int
    event_number: int
    event_title: str
    zone: str


class PairOut(Schema):
    key: str = Field(description="send it as Authorization: Bearer; shown only this once")
    device: DeviceOut


class ScanIn(BaseModel):  # not ninja's Schema, whose attribute look-ups for querysets double the cost of reading it
    code: str = Field(description="what was read: the 122 characters of a code, or a typed ticket number (supervisors)")
    nonce: UUID = Field(description="number of this scan, made by the phone; sent again, it gets the first answer")
    direction: Way = "entry"
    anyway: bool = Field(default=False, description="let an unpaid ticket in (supervisors)")
    answers: Given | None = Field(default=None, max_length=30, description="after a look for reason questions: the answers, by question")


class FirstOut(Schema):
    at: datetime
    gate: str
    ago_seconds: int


class RemedyOut(Schema):
    at: datetime | None = Field(description="when it is, or was, different")
    gates: list[str] = Field(description="gates that open for this ticket")


class HolderOut(Schema):
    number: str
    name: str
    name_other: str
    organisation: str
    product: str
    variation: str
    lines: list[str]
    attention: str
    answers: list[tuple[str, str]] = Field(description="questions and answers that the organiser wants seen here")


class OptionOut(Schema):
    id: int
    text: str


class QuestionOut(Schema):
    id: int
    text: str
    help_text: str
    kind: str = Field(description="text, long_text, number, date, yes_no, choice or choices")
    is_required: bool
    options: list[OptionOut]
    products: list[int] = Field(description="whose holders are asked")


class ScanOut(Schema):
    verdict: Said = Field(description="what to show; a look may be admitted or not")
    admitted: bool
    reason: str = Field(description="stable word, see docs/door.md")
    word: str = Field(description="the reason in one or two words, in the reader's language")
    text: str = Field(description="what to do, in the reader's language")
    at: datetime
    first: FirstOut | None = None
    remedy: RemedyOut | None = None
    holder: HolderOut | None = None
    questions: list[QuestionOut] = Field(default=[], description="what to ask, for reason questions; scan again with the answers")


class UndoIn(Schema):
    nonce: UUID


class UndoOut(Schema):
    nonce: UUID
    undone_at: datetime


class FoundOut(Schema):
    number: str
    name: str
    name_other: str
    organisation: str
    product: str
    variation: str
    state: str
    used_at: datetime | None


class AreaCountOut(Schema):
    id: int
    name: str
    capacity: int | None
    within: int | None
    inside: int


class GateCountOut(Schema):
    id: int
    name: str
    entries: int
    exits: int
    refused: int
    last_minutes: int


class StatsOut(Schema):
    sold: int
    admitted: int
    areas: list[AreaCountOut]
    gates: list[GateCountOut]


class PinIn(Schema):
    pin: str = Field(max_length=20)


class PinOut(Schema):
    raised_until: datetime
