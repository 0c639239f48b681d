"""What the engine is asked about a fair: its makers, stalls and rules, read in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from common.languages import fold
from fairs.allocation.mapping import Maker, Place, Terms, document
from fairs.allocation.models import AllocationRules, Assignment, LedgerEntry, Pin
from fairs.allocation.queries.prices import stall_prices
from fairs.allocation.rules import MOST_LEDGER_POINTS, levels_of
from fairs.calls.models import Application, Call, Companion
from fairs.fairground import queries as fairground
from fairs.fairground.models import Ground
from fairs.fairground.rules.layout import Layout, StallAt
from ticketing.events.models import Event

State = Application.State
IN_PLAY = (State.SELECTED, State.WAITING, State.OFFERED, State.ACCEPTED, State.CONFIRMED)
"""Whom a plan may place: chosen by the jury, waiting, or holding an offer already."""

PROMISED = (State.OFFERED, State.ACCEPTED, State.CONFIRMED)


def rules_of(event: Event) -> AllocationRules:
    """Return the fair's rules; the defaults, unsaved, where nobody has set any."""
    return AllocationRules.objects.filter(event=event).first() or AllocationRules(event=event)


def makers_in_play(call: Call) -> list[Application]:
    """Return the applications that a plan is made for, with what it asks about them. Four statements."""
    return list(
        Application.objects.filter(call=call, state__in=IN_PLAY)
        .select_related("exhibitor__municipality", "exhibitor__craft", "craft", "goods_group")
        .prefetch_related("wishes__stall", "wishes__zone", "companions")
        .order_by("number")
    )


def guests_of(applications: Sequence[Application]) -> dict[int, Application]:
    """Return whose stall an application shares: its own key to the host. Only what the second maker has confirmed counts.

    Where two have named each other, the one who applied first is the host.
    """
    by_exhibitor = {application.exhibitor_id: application for application in applications}
    found: dict[int, Application] = {}
    hosts: set[int] = set()
    for host in applications:
        share = next((one for one in host.companions.all() if one.kind == Companion.Kind.SHARE and one.confirmed_at), None)
        guest = by_exhibitor.get(share.exhibitor_id) if share and share.exhibitor_id else None
        if guest is None or guest.pk == host.pk or host.pk in found or guest.pk in hosts or guest.pk in found:
            continue
        found[guest.pk] = host
        hosts.add(host.pk)
    return found


def built(event: Event, call: Call, ground: Ground, at: datetime, *, may_move_promised: bool = False) -> dict[str, Any]:
    """Return the fair's instance as a document, as things stand at `at`.

    Makers who hold an offer keep their stalls, unless `may_move_promised` (a refill, which sees to it that none gets a worse one).
    """
    rules, layout = rules_of(event), fairground.layout(ground)
    applications = makers_in_play(call)
    guests = guests_of(applications)
    hosts = [application for application in applications if application.pk not in guests]
    pins = _pins(event, hosts, may_move_promised=may_move_promised)
    places, neighbours = _ground(layout, call, at)
    makers = _makers(event, hosts, applications, guests, layout, rules)
    return document(event.slug, places, neighbours, makers, _terms(event, call, rules, layout, pins))


def _ground(layout: Layout, call: Call, at: datetime) -> tuple[list[Place], list[tuple[str, str]]]:
    prices = stall_prices(call, layout.stalls)
    rows = fairground.allocation_ground(layout, kept_back=lambda stall: stall.held_at(at))
    stalls: dict[str, StallAt] = {str(stall.id): stall for stall in layout.stalls}
    names = {row.id: row.number for row in rows.stalls}
    places = [
        Place(
            number=row.number,
            run=row.run,
            pos=row.pos,
            zone=row.zone,
            x=row.x,
            y=row.y,
            features=row.features,
            front_m=_decimal(stalls[row.id].width),
            depth_m=_decimal(stalls[row.id].depth),
            power_kw=_decimal(stalls[row.id].power_kw),
            vehicle_m=_decimal(stalls[row.id].vehicle_max_m),
            price=prices.get(row.number, Decimal(0)),
            board=stalls[row.id].board,
            is_closed=row.blocked,
        )
        for row in rows.stalls
    ]
    return places, [(names[a], names[b]) for a, b in rows.extra_neighbours]


def _decimal(number: float) -> Decimal:
    return Decimal(str(number))


def _pins(event: Event, hosts: Sequence[Application], *, may_move_promised: bool) -> dict[int, list[str]]:
    """Stalls fixed by hand, and those of makers who hold an offer already."""
    entries = {application.pk: application.number for application in hosts}
    promised = {application.pk for application in hosts if application.state in PROMISED and not may_move_promised}
    pins: defaultdict[int, list[str]] = defaultdict(list)
    order = ("stall__row", "stall__position", "stall__number")
    for application, number in (
        Assignment.objects.filter(application__in=promised).order_by(*order).values_list("application", "stall__number")
    ):
        pins[entries[application]].append(number)
    held = dict(pins)
    for application, number in Pin.objects.filter(event=event).order_by(*order).values_list("application", "stall__number"):
        if application in entries and entries[application] not in held:
            pins[entries[application]].append(number)
    return dict(pins)


def _terms(event: Event, call: Call, rules: AllocationRules, layout: Layout, pins: dict[int, list[str]]) -> Terms:
    groups = list(call.goods_groups.all())
    quotas = [{"by": "goods_group", "value": group.code, "min_percent": group.min_percent} for group in groups if group.min_percent]
    caps = [{"by": "goods_group", "value": group.code, "max_stalls": group.cap_stalls} for group in groups if group.cap_stalls is not None]
    return Terms(
        levels=levels_of(rules.preset, rules.levels),
        quotas=[*quotas, *rules.quotas],
        caps=[*caps, *rules.caps],
        same_product_max=rules.same_product_max,
        pins=pins,
        keep_apart=[(int(a), int(b)) for a, b in rules.keep_apart],
        same_craft_allowed=rules.same_craft_allowed,
        boards={board.name: _decimal(round(board.limit_kw / board.simultaneity, 3)) for board in layout.boards},
        seed=rules.seed,
    )


def _makers(
    event: Event,
    hosts: Sequence[Application],
    applications: Sequence[Application],
    guests: Mapping[int, Application],
    layout: Layout,
    rules: AllocationRules,
) -> list[Maker]:
    exhibitors = [application.exhibitor_id for application in applications]
    zones = {zone.id: zone.code for zone in layout.zones}
    claims = last_places(event, exhibitors) if rules.keeps_claims else {}
    bad = bad_years(event, exhibitors) if rules.ledger_points else {}
    known = known_from_before(event, exhibitors)
    entries = {application.exhibitor_id: guests.get(application.pk, application).number for application in applications}
    shared = {host.pk: application for application in applications if (host := guests.get(application.pk))}
    return [
        _maker(
            application,
            shared.get(application.pk),
            zones,
            entries,
            claim=claims.get(application.exhibitor_id, frozenset()),
            bonus=min(MOST_LEDGER_POINTS, rules.ledger_points * bad.get(application.exhibitor_id, 0)),
            is_new=application.exhibitor_id not in known,
        )
        for application in hosts
    ]


def _maker(
    application: Application,
    guest: Application | None,
    zones: Mapping[int, str],
    entries: dict[int, int],
    *,
    claim: frozenset[str],
    bonus: int,
    is_new: bool,
) -> Maker:
    both = [application, *([guest] if guest else [])]
    craft = application.craft or application.exhibitor.craft
    municipality = application.exhibitor.municipality
    companions = [(one.kind, entries[one.exhibitor_id]) for one in application.companions.all() if one.exhibitor_id in entries]
    return Maker(
        entry=application.number,
        craft=craft.code if craft else "",
        score=(application.score or Decimal(0)) + bonus,
        least=application.stalls_min,
        most=application.stalls_max,
        power_kw=sum((one.power_kw for one in both), Decimal(0)),
        front_m=application.front_m,
        depth_m=application.depth_m,
        vehicle_m=max((one.vehicle_length_m or Decimal(0) for one in both if one.vehicle_stays), default=Decimal(0)),
        needs=frozenset().union(*map(_needs, both)),
        max_price=application.max_price,
        wishes=tuple(_wish(wish, zones) for wish in application.wishes.all()),
        anywhere=application.anywhere,
        claim=claim,
        beside=tuple(entry for kind, entry in companions if kind == Companion.Kind.BESIDE),
        not_beside=tuple(entry for kind, entry in companions if kind == Companion.Kind.NOT_BESIDE),
        guaranteed=any(one.is_guaranteed or one.state in PROMISED for one in both),
        groups={
            "goods_group": application.goods_group.code if application.goods_group else "",
            "country": application.exhibitor.country,
            "municipality": municipality.code if municipality else "",
            "newcomer": "yes" if is_new else "no",
            "product": fold(application.product),
        },
    )


def _needs(application: Application) -> frozenset[str]:
    """Needs without a measure. A craft brings its fire and noise along only where it is shown at work."""
    craft = application.craft if application.demonstrates else None
    wanted = {
        "water": application.needs_water,
        "open_fire": application.has_fire or bool(craft and craft.has_fire),
        "noise_ok": bool(craft and craft.is_noisy),
        "accessible": application.needs_step_free,
    }
    return frozenset(word for word, is_wanted in wanted.items() if is_wanted)


def _wish(wish: Any, zones: Mapping[int, str]) -> str:
    if wish.stall_id:
        return wish.stall.number
    return f"zone:{zones.get(wish.zone_id, '')}" if wish.zone_id else f"feature:{wish.feature}"


# --- earlier years --------------------------------------------------------------------------------------------------


def _earlier(event: Event) -> Q:
    """The partner's fairs before this one, as a condition on a row with an `event`."""
    return Q(event__partner=event.partner_id, event__starts_at__lt=event.starts_at)


def last_places(event: Event, exhibitors: Iterable[int]) -> dict[int, frozenset[str]]:
    """Return the stalls (by number) each exhibitor had at the partner's last fair on this site."""
    earlier = Event.objects.filter(partner=event.partner_id, site=event.site_id, starts_at__lt=event.starts_at, kind=event.kind)
    last = earlier.filter(pk__in=Ground.objects.filter(stalls__in=Assignment.objects.values("stall")).values("event")).order_by(
        "-starts_at"
    )
    rows = Assignment.objects.filter(stall__ground__event=last.values("pk")[:1], application__exhibitor__in=exhibitors)
    found: defaultdict[int, set[str]] = defaultdict(set)
    for exhibitor, number in rows.values_list("application__exhibitor", "stall__number"):
        found[exhibitor].add(number)
    return {exhibitor: frozenset(numbers) for exhibitor, numbers in found.items()}


def bad_years(event: Event, exhibitors: Iterable[int]) -> dict[int, int]:
    """Return at how many earlier fairs each exhibitor stood at a dead end or found no stall."""
    bad = (LedgerEntry.Kind.DEAD_END, LedgerEntry.Kind.WAITING)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for exhibitor, year in LedgerEntry.objects.filter(_earlier(event), exhibitor__in=exhibitors, kind__in=bad).values_list(
        "exhibitor", "event"
    ):
        found[exhibitor].add(year)
    return {exhibitor: len(years) for exhibitor, years in found.items()}


def known_from_before(event: Event, exhibitors: Iterable[int]) -> set[int]:
    """Return the exhibitors who had a stall at an earlier fair of the partner; everybody else is a newcomer."""
    before = Assignment.objects.filter(stall__ground__event__partner=event.partner_id, stall__ground__event__starts_at__lt=event.starts_at)
    return set(before.filter(application__exhibitor__in=exhibitors).values_list("application__exhibitor", flat=True))
