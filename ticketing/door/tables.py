"""The desk's lists of scans, phones and clashes: words and tones, what is asked for, and the columns of files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ticketing.door import texts
from ticketing.door.models import Scan
from ticketing.door.queries import Clash
from ticketing.door.rules import Queue, shown
from ticketing.events.sheets import Column
from ticketing.tickets import codes

DEVICE_STATES = {
    "waiting": (_("waits for pairing"), "warn"),
    "expired": (_("link expired"), "neutral"),
    "paired": (_("paired"), "ok"),
    "revoked": (_("switched off"), "bad"),
}
TONES = {"admit": "ok", "look": "warn", "refuse": "bad"}


def marked(scans: list[Scan]) -> list[Scan]:
    """Give each scan the word and the tone in which it is shown."""
    for scan in scans:
        scan.word = texts.said(scan.reason)
        scan.tone = TONES[shown(scan.verdict, scan.reason)]
    return scans


def queue_told(queue: Queue | None) -> tuple[str, str]:
    """Return what is forecast of a queue in a few words, with a tone; "" where too little is known."""
    if queue is None:
        return "", "neutral"
    if queue.minutes is None:
        return gettext("grows: open another phone"), "bad"
    minutes = round(queue.minutes)
    if minutes < 1:
        return gettext("under a minute"), "ok"
    return ngettext("about %(n)s minute", "about %(n)s minutes", minutes) % {"n": minutes}, "warn" if minutes >= LONG_WAIT else "ok"


LONG_WAIT = 10
"""Minutes in a queue that are worth a second phone."""
WHICH = {"": _("waiting"), "decided": _("decided"), "all": _("all")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked for, read from the address; what cannot be understood is left out."""

    words: str = ""
    which: str = ""

    @classmethod
    def read(cls, said: Mapping[str, str]) -> "Wanted":
        which = said.get("which", "")
        return cls(words=said.get("q", "").strip()[:100], which=which if which in WHICH else "")

    @property
    def decided(self) -> bool | None:
        return {"": False, "decided": True}.get(self.which)

    def named(self) -> dict[str, str]:
        """Return what the address must say to be asked the same."""
        return {name: value for name, value in {"q": self.words, "which": self.which}.items() if value}


def clash_columns() -> Sequence[Column]:
    """Return the columns of the file of clashes."""
    return [
        Column(_("Ticket"), lambda one: codes.spoken(one.scan.ticket_id)),
        Column(_("Holder"), lambda one: one.scan.ticket.name),
        Column(_("Product"), lambda one: str(one.scan.ticket.product)),
        Column(_("Area"), lambda one: one.scan.area.name),
        Column(_("Let in at"), lambda one: one.scan.at),
        Column(_("Gate"), lambda one: one.scan.gate.name),
        Column(_("Phone"), lambda one: one.scan.device.name),
        Column(_("The server's verdict"), lambda one: str(texts.said(one.scan.reason))),
        Column(_("Counts: at"), lambda one: one.first and one.first.at),
        Column(_("Counts: gate"), lambda one: one.first and one.first.gate.name),
        Column(_("Counts: phone"), lambda one: one.first and one.first.device.name),
        Column(_("Seconds between"), lambda one: one.gap and round(one.gap.total_seconds())),
        Column(_("Suggestion"), lambda one: str(texts.RULINGS[one.suggestion][0])),
        Column(_("Decision"), lambda one: str(texts.RULINGS[one.decision.ruling][0]) if one.decision else None),
        Column(_("Note"), lambda one: one.decision and one.decision.note),
        Column(_("Decided by"), lambda one: str(one.decision.decided_by or "") if one.decision else None),
        Column(_("Decided at"), lambda one: one.decision and one.decision.decided_at),
    ]


def words(clash: Clash) -> dict[str, Any]:
    """Return what the page says about a clash beside its times and names."""
    suggested, tone = texts.RULINGS[clash.suggestion]
    return {
        "number": codes.spoken(clash.scan.ticket_id),
        "reason": texts.said(clash.scan.reason),
        "gap": texts.length(round(clash.gap.total_seconds())) if clash.gap is not None else "",
        "suggested": suggested,
        "tone": tone,
        "why": texts.why(clash.suggestion),
        "decided": texts.RULINGS[clash.decision.ruling] if clash.decision else None,
    }
