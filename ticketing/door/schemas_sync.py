"""What phones are told ahead of a gate without a network, and what they send afterwards. Times are ISO 8601 with an offset."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from ticketing.door.schemas import DeviceOut, GateOut, Given, QuestionOut, Said, ScanOut, Way

Runs = Annotated[list[Any], Field(description="value, how often it stands in a row, value, how often, …")]
Steps = Annotated[list[int], Field(description="the first serial, then the step to each later one")]


class OfflineIn(Schema):
    nonce: UUID
    code: str = Field(max_length=1000)
    at: AwareDatetime = Field(description="by the phone's clock")
    verdict: Said = Field(description="admit when the person went through")
    direction: Way = "entry"
    gate: int | None = Field(default=None, ge=1, lt=2**62)
    answers: Given | None = Field(default=None, max_length=30)


class SyncIn(Schema):
    sent_at: AwareDatetime = Field(description="the phone's clock now, by which its times are corrected")
    scans: list[OfflineIn] = Field(max_length=200)


class SyncedOut(ScanOut):
    nonce: UUID


class SyncOut(Schema):
    scans: list[SyncedOut]


class EventOut(Schema):
    state: str
    locked: bool = Field(description="the organiser is suspended today")
    starts_at: datetime
    ends_at: datetime


class ProductOut(Schema):
    id: int
    event: int
    event_number: int
    number: int
    name: str


class WindowOut(Schema):
    id: int
    event_number: int
    number: int
    name: str
    valid_from: datetime
    valid_until: datetime


class KeyOut(Schema):
    event_number: int
    slot: int
    public: str = Field(description="Ed25519, 32 bytes in base64")


class ConfigurationOut(Schema):
    device: DeviceOut
    event: EventOut
    now: datetime = Field(description="the server's clock, by which the phone corrects its own")
    gates: list[GateOut]
    products: list[ProductOut]
    windows: list[WindowOut]
    keys: list[KeyOut]
    questions: list[QuestionOut] = Field(description="asked at the gate")
    scope: str = Field(description="when it changes, fetch the snapshot from the beginning")


class TicketColumns(Schema):
    serial: Steps
    state: Runs = Field(description="runs of u (unpaid), v (valid), c (cancelled)")
    generation: Runs
    product: Runs
    window: Runs = Field(description="runs of window ids, 0 for the whole event")
    ask: Runs = Field(description="runs of 1 where the gate has questions to put, 0 where not")
    note: dict[int, str] = Field(description="place in the column → what to look at; such tickets are admitted with a look")
    name: list[str] = Field(description="for search; empty where the phone may not")


class PassedColumns(Schema):
    serial: Steps
    area: Runs
    slot: Runs = Field(description="which admission it was; empty where there is none any more")
    exit: Runs = Field(description="runs of 1 for out, 0 for in")
    gate: Runs
    base: int = Field(description="seconds since 1970")
    at: list[int] = Field(description="seconds since `base`")


class SnapshotOut(Schema):
    format: int
    tickets: TicketColumns
    passed: PassedColumns = Field(description="the latest admission of each ticket into each area")
    next: str = Field(description="cursor for the next call")
    more: bool = Field(description="ask again at once; who passed comes with the last page")
