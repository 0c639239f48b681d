"""Builds the demonstration through the same operations that people use, so that every row is one the product can make."""

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.apps import apps
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils import timezone

from accounts.models import Partner, Person
from common.models import Message
from config.demo.accounts import make_accounts
from config.demo.door import make_door
from config.demo.equipment import make_bookings
from config.demo.events import EVENTS, Offer, Plan, Texts
from config.demo.fairs import World, is_whole, make_fair
from config.demo.learning import PLANS as COURSES
from config.demo.learning import make_course
from config.demo.money import make_money
from config.demo.orders import make_badges, make_orders
from config.demo.papers import make_issuers, make_papers
from config.demo.people import make_members, make_partners
from config.demo.prices import make_prices
from config.demo.profiles import make_makers
from config.demo.programme import make_programme
from config.demo.proposals import SLUG as CONFERENCE
from config.demo.proposals import make_proposals
from config.demo.tills import make_tills
from config.demo.training import SLUG as TRAINING
from config.demo.training import make_training
from config.demo.upheavals import make_upheaval
from config.demo.waiting import make_waiting
from exhibitors import models as exhibitors
from exhibitors.works import operations as works
from places.models import Site
from ticketing import models as ticketing
from ticketing.catalogue import operations as catalogue
from ticketing.events import operations as events
from ticketing.events.rules import Day
from ticketing.models import Event, Product
from ticketing.orders import operations as orders

SEED = 2026

_APPS = ("common", "accounts", "places", "exhibitors", "ticketing", "conference", "fairs", "account")
"""Ours, and allauth's addresses of people."""


def is_empty() -> bool:
    """Tell whether the database holds neither a person nor a partner yet."""
    return not Person.objects.exists() and not Partner.objects.exists()


@transaction.atomic
def wipe() -> None:
    """Delete every row of the product, and the makers' pictures. For the demonstration only.

    Whatever refuses to be deleted elsewhere; both databases look at references when the transaction ends.
    """
    pictures = list(exhibitors.Photo.objects.all())
    transaction.on_commit(lambda: works.drop_files(pictures))
    for app in _APPS:
        for table in apps.get_app_config(app).get_models(include_auto_created=True):
            table._base_manager.all()._raw_delete(DEFAULT_DB_ALIAS)


@transaction.atomic
def build(at: datetime | None = None) -> None:
    """Fill an empty database with the demonstration, relative to `at` (now)."""
    at = at or timezone.now()
    call_command("load_places", verbosity=0)
    call_command("load_notices", verbosity=0)
    call_command("load_crafts", verbosity=0)
    partners = make_partners()
    make_accounts(partners)
    members = make_members(partners)
    make_bookings(partners, members, at)
    world = World(members, make_makers(members, members["inese@example.org"], at), at)
    chance = random.Random(SEED)  # noqa: S311  (a demonstration that is the same each time, nothing secret)
    for plan in EVENTS:
        event = make_event(plan, partners, members["inese@example.org"], at)
        if plan.slug == CONFERENCE:
            make_proposals(event, by=members["inese@example.org"], at=at)
        make_orders(event, plan, members["vita@example.org"], chance, at)
        make_prices(event, members["vita@example.org"], at)
        make_course(event, members["inese@example.org"], members["vita@example.org"], at)
        if is_whole(plan):
            make_fair(event, plan, world)
        else:
            make_badges(event, members["vita@example.org"], at)
        if plan.slug == CONFERENCE:
            make_programme(event, members["inese@example.org"], at)
        make_door(event, plan, members["andris@example.org"], chance, at)
        make_tills(event, members["andris@example.org"], members["vita@example.org"], at)
        make_waiting(event, members["inese@example.org"], at)
        make_money(event, members["andris@example.org"], members["vita@example.org"], at)
        make_upheaval(event, plan, members["inese@example.org"], at)
        if plan.slug == TRAINING:
            make_training(event, members)
        _close(event, plan, members["inese@example.org"])
    make_issuers(partners, members["vita@example.org"], at)
    make_papers(members["vita@example.org"], at)
    _let_history_rest(at)


def _let_history_rest(at: datetime) -> None:
    """Mark yesterday's mail as sent, so that the worker of a fresh demonstration has only today's to send."""
    old = Message.objects.filter(created_at__lt=at - timedelta(hours=2))
    old.update(state=Message.State.SENT, sent_at=at - timedelta(hours=1))


def _moment(day: date, hour: float, event_zone: str) -> datetime:
    """Return the instant `hour` hours after local midnight of `day`."""
    zone = ZoneInfo(event_zone)
    local = datetime.combine(day, time()) + timedelta(hours=hour)
    return local.replace(tzinfo=zone).astimezone(UTC)


def _first_day(plan: Plan, at: datetime, zone: str) -> date:
    day = at.astimezone(ZoneInfo(zone)).date() + timedelta(days=plan.start)
    return day + timedelta(days=(5 - day.weekday()) % 7) if plan.is_saturday else day


def _days(plan: Plan, first: date, zone: str) -> Iterator[Day]:
    for number in range(plan.days):
        day = first + timedelta(days=number)
        setup = plan.setup if number == 0 else None
        yield Day(
            opens_at=_moment(day, plan.hours[0], zone),
            closes_at=_moment(day, plan.hours[1], zone),
            setup_from=_moment(day, setup[0], zone) if setup else None,
            setup_until=_moment(day, setup[1], zone) if setup else None,
            takedown_from=_moment(day, plan.hours[1], zone) if number == plan.days - 1 and setup else None,
            takedown_until=_moment(day, plan.hours[1] + 3, zone) if number == plan.days - 1 and setup else None,
        )


def _texts(name: str, texts: Texts) -> dict[str, str]:
    return {f"{name}_{language}": text for language, text in zip(("lv", "ru", "en"), texts, strict=True)}


def make_event(plan: Plan, partners: Mapping[str, Partner], by: Person, at: datetime) -> Event:
    partner = partners[plan.partner]
    made_at = at - timedelta(days=max(60, 60 - plan.start))
    if partner.suspended_from is not None:  # made while the partner was still active
        made_at = datetime.combine(partner.suspended_from - timedelta(days=30), time(12), UTC)
    first = _first_day(plan, at, partner.zone)
    facts = {
        **_texts("title", plan.title),
        **_texts("summary", plan.summary),
        "slug": plan.slug,
        "kind": plan.kind,
        "mode": plan.mode,
        "site": Site.objects.get(code__iexact=plan.site),
        "zone": partner.zone,
        "currency": partner.currency,
        "languages": list(plan.languages),
        "contact_email": partner.contact_email,
        "planned_visitors": plan.planned,
        "online_url": "https://stream.example.org/" + plan.slug if plan.mode != Event.Mode.IN_PERSON else "",
    }
    event = events.create(partner=partner, facts=facts, days=list(_days(plan, first, partner.zone)), by=by, at=made_at)
    for offer in plan.offers:
        _make_offer(event, offer, by, made_at)
    if plan.slug.startswith(("darbnica", "socialie")) and plan.slug not in COURSES:
        _ask_language(event, by, made_at)
    _move(event, plan, by, made_at, at)
    return event


def _move(event: Event, plan: Plan, by: Person, made_at: datetime, at: datetime) -> None:
    """Bring the event to the state it has today, along the allowed moves."""
    if plan.state == Event.State.DRAFT:
        return
    events.move_state(event=event, to=Event.State.PUBLISHED, by=by, at=made_at + timedelta(days=1))
    if plan.moved_from is not None:
        Event.objects.filter(pk=event.pk).update(moved_from=event.starts_at + timedelta(days=plan.moved_from - plan.start))
        event.refresh_from_db()
        events.move_state(event=event, to=Event.State.MOVED, by=by, at=at - timedelta(days=6))


def _close(event: Event, plan: Plan, by: Person) -> None:
    """Finish, and report, an event that is over."""
    for state in (Event.State.FINISHED, Event.State.REPORTED):
        if plan.state in (state, Event.State.REPORTED):
            events.move_state(event=event, to=state, by=by, at=event.ends_at + timedelta(days=1))


def _make_offer(event: Event, offer: Offer, by: Person, at: datetime) -> Product:
    product = catalogue.save_product(
        event=event,
        facts={
            **_texts("name", offer.name),
            **_texts("description", offer.about),
            "price": Decimal(offer.price),
            "style": offer.style,
            "is_public": offer.is_public,
            "is_transferable": offer.is_public,
            "position": event.products.count(),
        },
        by=by,
        at=at,
    )
    for position, (name, price) in enumerate(offer.variations):
        catalogue.save_variation(
            product=product, facts={**_texts("name", name), "price": Decimal(price), "position": position}, by=by, at=at
        )
    if offer.size is not None:
        orders.save_quota(event=event, name=offer.name[0], size=offer.size, pairs=[(product.pk, None)], by=by, at=at)
    return product


def _ask_language(event: Event, by: Person, at: datetime) -> None:
    options = [
        _texts("text", ("latviešu", "на латышском", "Latvian")),
        _texts("text", ("krievu", "на русском", "Russian")),
    ]
    catalogue.save_question(
        event=event,
        facts={
            **_texts(
                "text", ("Kurā valodā jums ērtāk mācīties?", "На каком языке вам удобнее учиться?", "In which language do you learn best?")
            ),
            "kind": ticketing.Question.Kind.CHOICE,
            "is_required": True,
        },
        products=list(event.products.all()),
        options=options,
        by=by,
        at=at,
    )
