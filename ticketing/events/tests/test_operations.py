from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Entry, Person
from common.errors import Invalid, Refused, Stale
from common.models import Message
from ticketing.events import operations
from ticketing.events.operations import Locked
from ticketing.events.rules import Day
from ticketing.factories import EventFactory
from ticketing.models import Event, EventDay, EventRole, SigningKey, Window

SATURDAY = datetime(2030, 6, 8, 7, tzinfo=UTC)


def day(opens_at=SATURDAY, hours=8) -> Day:
    return Day(opens_at, opens_at + timedelta(hours=hours))


def facts(**more):
    return {"title_lv": "Māras tirgus", "kind": "fair", "currency": "EUR", "zone": "Europe/Riga", "languages": ["lv"], **more}


def last_entry() -> Entry:
    return Entry.objects.latest("id")


def test_a_new_event_is_a_draft_with_its_days_a_number_and_a_key(event, anna, now):
    sunday = SATURDAY + timedelta(days=1)
    made = operations.create(partner=event.partner, facts=facts(), days=[day(sunday), day()], by=anna, at=now)
    made.refresh_from_db()
    assert (made.state, made.number) == ("draft", event.number + 1)
    assert (made.starts_at, made.ends_at) == (SATURDAY, sunday + timedelta(hours=8))
    assert [each.opens_at for each in made.days.all()] == [SATURDAY, sunday]
    assert SigningKey.objects.filter(event=made).exists()
    assert Entry.objects.filter(action="event.created", within=f"event:{made.pk}", actor=anna).exists()


def test_an_event_without_an_address_gets_one_from_its_latvian_title(event, anna, now):
    create = {"partner": event.partner, "days": [day()], "by": anna, "at": now}
    assert operations.create(facts=facts(title_lv="Lūznavas podnieku diena"), **create).slug == "luznavas-podnieku-diena"
    assert operations.create(facts=facts(title_lv="Māras tirgus"), **create).slug == "maras-tirgus-2030"
    assert operations.create(facts=facts(title_lv="Ярмарка"), **create).slug == "iarmarka"


@pytest.mark.parametrize("slug", ["maras-tirgus", "new"])
def test_an_address_that_is_taken_is_refused(event, anna, now, slug):
    with pytest.raises(Invalid) as refused:
        operations.create(partner=event.partner, facts=facts(slug=slug), days=[day()], by=anna, at=now)
    assert (refused.value.code, refused.value.field) == ("slug_taken", "slug")


@pytest.mark.parametrize(
    ("days", "code", "field"),
    [
        ([], "no_days", "days-0-opens_at"),
        ([day(hours=0)], "ends_before_start", "days-0-closes_at"),
        ([day(), day(SATURDAY + timedelta(hours=1))], "days_overlap", "days-1-opens_at"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(event, anna, now, days, code, field):
    with pytest.raises(Invalid) as refused:
        operations.create(partner=event.partner, facts=facts(), days=days, by=anna, at=now)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert Event.objects.count() == 1


def test_a_change_is_kept_with_what_was_before(event, anna, now):
    operations.change(event=event, facts={"title_lv": "Jāņu tirgus", "kind": "fair"}, days=None, by=anna, at=now)
    entry = last_entry()
    assert (entry.before, entry.after) == ({"title_lv": "Māras tirgus Lūznavā"}, {"title_lv": "Jāņu tirgus"})


def test_a_change_of_nothing_leaves_no_line_in_the_log(event, anna, now):
    days = [Day(one.opens_at, one.closes_at) for one in event.days.all()]
    operations.change(event=event, facts={"kind": "fair"}, days=days, by=anna, at=now)
    assert not Entry.objects.exists()


def test_new_days_move_the_start_and_the_end(event, anna, now):
    operations.change(event=event, facts={}, days=[day()], by=anna, at=now)
    event.refresh_from_db()
    assert (event.starts_at, event.ends_at) == (SATURDAY, SATURDAY + timedelta(hours=8))
    assert event.days.count() == 1
    assert last_entry().after["starts_at"] == str(SATURDAY)


@pytest.mark.parametrize("changed", [{"slug": "other"}, {"currency": "RUB"}, {"zone": "Europe/Moscow"}])
def test_a_published_event_keeps_its_address_its_money_and_its_zone(event, anna, now, changed):
    with pytest.raises(Invalid) as refused:
        operations.change(event=event, facts=changed, days=None, by=anna, at=now)
    assert (refused.value.code, refused.value.field) == ("fixed_since_published", next(iter(changed)))
    Event.objects.filter(pk=event.pk).update(state="draft")
    event.refresh_from_db()
    operations.change(event=event, facts=changed, days=None, by=anna, at=now)


@pytest.mark.parametrize("state", Event.State.values)
@pytest.mark.parametrize("to", Event.State.values)
def test_an_event_moves_only_along_the_table(state, to, anna, now):
    running = EventFactory(state=state, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    if to in operations.rules.MOVES[state]:
        assert operations.move_state(event=running, to=to, by=anna, at=now).state == to
        assert last_entry().after == {"state": to}
    else:
        with pytest.raises(Refused) as refused:
            operations.move_state(event=running, to=to, by=anna, at=now)
        assert refused.value.code == "not_allowed_now"


def test_of_two_who_move_an_event_the_second_is_told(event, anna, now):
    same = Event.objects.get(pk=event.pk)
    operations.move_state(event=event, to="cancelled", by=anna, at=now)
    with pytest.raises(Stale):
        operations.move_state(event=same, to="draft", by=anna, at=now)


def test_an_event_without_a_site_is_published_only_when_it_is_online(anna, now):
    draft = EventFactory(state="draft", site=None)
    with pytest.raises(Invalid) as refused:
        operations.move_state(event=draft, to="published", by=anna, at=now)
    assert (refused.value.code, refused.value.field) == ("no_site", "site")
    online = EventFactory(state="draft", site=None, mode="online")
    assert operations.move_state(event=online, to="published", by=anna, at=now).state == "published"


def test_an_event_whose_last_day_is_over_is_not_published(anna, now):
    past = EventFactory(state="draft", starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1))
    with pytest.raises(Invalid) as refused:
        operations.move_state(event=past, to="published", by=anna, at=now)
    assert refused.value.code == "in_the_past"


def test_an_event_is_not_finished_before_it_begins(event, anna, now):
    with pytest.raises(Refused) as refused:
        operations.move_state(event=event, to="finished", by=anna, at=now)
    assert refused.value.code == "not_begun"


def test_a_moved_event_remembers_where_it_came_from(event, anna, now):
    before = event.starts_at
    operations.move_dates(event=event, days=[day()], by=anna, at=now)
    event.refresh_from_db()
    assert (event.state, event.moved_from, event.starts_at) == ("moved", before, SATURDAY)


def test_moving_into_the_past_changes_nothing(event, anna, now):
    before = event.starts_at
    with pytest.raises(Invalid):
        operations.move_dates(event=event, days=[day(now - timedelta(days=9))], by=anna, at=now)
    event.refresh_from_db()
    assert (event.state, event.starts_at) == ("published", before)


def test_windows_are_numbered_from_one_and_a_change_is_logged(event, anna, now):
    names = {"name_lv": "Sestdiena"}
    until = SATURDAY + timedelta(hours=8)
    first = operations.add_window(event=event, names=names, valid_from=SATURDAY, valid_until=until, by=anna, at=now)
    second = operations.add_window(event=event, names=names, valid_from=SATURDAY, valid_until=until, by=anna, at=now)
    assert (first.number, second.number) == (1, 2)
    later = until + timedelta(hours=1)
    operations.change_window(window=first, names={"name_lv": "Sestdien"}, valid_from=SATURDAY, valid_until=later, by=anna, at=now)
    assert last_entry().after == {"name_lv": "Sestdien", "valid_until": str(later)}


def test_a_window_ends_after_it_begins(event, anna, now):
    times = {"names": {"name_lv": "x"}, "valid_from": SATURDAY, "valid_until": SATURDAY, "by": anna, "at": now}
    with pytest.raises(Invalid):
        operations.add_window(event=event, **times)
    window = Window.objects.create(event=event, number=1, name="x", valid_from=SATURDAY, valid_until=SATURDAY + timedelta(hours=1))
    with pytest.raises(Invalid):
        operations.change_window(window=window, **times)


def test_there_is_room_for_255_windows(event, anna, now):
    Window.objects.create(event=event, number=255, name="x", valid_from=SATURDAY, valid_until=SATURDAY + timedelta(hours=1))
    with pytest.raises(Invalid) as refused:
        operations.add_window(event=event, names={}, valid_from=SATURDAY, valid_until=SATURDAY + timedelta(hours=1), by=anna, at=now)
    assert refused.value.code == "too_many_windows"


def test_somebody_unknown_is_invited_by_address_and_told_by_mail(event, anna, now):
    role = operations.invite(event=event, email="Liga@Example.org", kind="supervisor", language="lv", by=anna, at=now)
    assert (role.person.email, role.kind) == ("liga@example.org", "supervisor")
    letter = Message.objects.get(kind="role.granted")
    assert letter.to == "liga@example.org"
    assert "/accounts/link/" in letter.text


def test_somebody_known_is_not_made_twice_nor_written_to_twice(event, anna, now):
    for email in ("anna@example.org", "ANNA@example.org"):
        operations.invite(event=event, email=email, kind="steward", language="lv", by=anna, at=now)
    assert Person.objects.filter(email__iexact="anna@example.org").count() == 1
    assert EventRole.objects.count() == Message.objects.filter(kind="role.granted").count() == 1


def test_a_role_taken_away_is_gone_and_remembered(event, anna, janis, now):
    operations.withdraw_role(role=EventRole.objects.get(person=janis), by=anna, at=now)
    assert not EventRole.objects.exists()
    assert last_entry().before == {"person": "Jānis", "role": "steward"}


def test_nothing_changes_at_an_event_of_a_suspended_partner(event, suspended, anna, janis, now):
    window = Window.objects.create(event=event, number=1, name="x", valid_from=SATURDAY, valid_until=SATURDAY + timedelta(hours=1))
    act = {"by": anna, "at": now}
    times = {"names": {}, "valid_from": SATURDAY, "valid_until": SATURDAY + timedelta(hours=1), **act}
    for attempt in (
        lambda: operations.create(partner=suspended, facts=facts(), days=[day()], **act),
        lambda: operations.change(event=event, facts={"title_lv": "x"}, days=None, **act),
        lambda: operations.move_state(event=event, to="cancelled", **act),
        lambda: operations.move_dates(event=event, days=[day()], **act),
        lambda: operations.add_window(event=event, **times),
        lambda: operations.change_window(window=window, **times),
        lambda: operations.invite(event=event, email="liga@example.org", kind="steward", language="lv", **act),
        lambda: operations.withdraw_role(role=EventRole.objects.get(person=janis), **act),
    ):
        with pytest.raises(Locked):
            attempt()
    assert not Entry.objects.exists()
    assert not Person.objects.filter(email="liga@example.org").exists()


BROKEN = {
    "event_ends_after_start": lambda event: Event.objects.update(ends_at=event.starts_at),
    "event_number_two_bytes": lambda event: Event.objects.update(number=65536),
    "event_state_known": lambda event: Event.objects.update(state="lost"),
    "event_day_once": lambda event: EventDay.objects.create(event=event, opens_at=event.starts_at, closes_at=event.ends_at),
    "event_day_closes_after_opening": lambda event: EventDay.objects.create(event=event, opens_at=SATURDAY, closes_at=SATURDAY),
    "event_day_setup_ordered": lambda event: event.days.update(setup_from=SATURDAY, setup_until=SATURDAY),
    "event_day_takedown_ordered": lambda event: event.days.update(takedown_from=SATURDAY, takedown_until=SATURDAY),
    "window_number_one_byte": lambda event: Window.objects.create(
        event=event, number=256, valid_from=event.starts_at, valid_until=event.ends_at
    ),
    "window_ends_after_start": lambda event: Window.objects.create(event=event, number=1, valid_from=SATURDAY, valid_until=SATURDAY),
    "event_role_kind_known": lambda event: event.roles.update(kind="king"),
}


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_itself_refuses_what_breaks_an_invariant(event, janis, constraint):
    with pytest.raises(IntegrityError), transaction.atomic():
        BROKEN[constraint](event)


def test_the_database_keeps_a_role_and_a_window_number_once(event, janis):
    with pytest.raises(IntegrityError), transaction.atomic():
        EventRole.objects.create(event=event, person=janis, kind="steward")
    Window.objects.create(event=event, number=1, valid_from=event.starts_at, valid_until=event.ends_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Window.objects.create(event=event, number=1, valid_from=event.starts_at, valid_until=event.ends_at)
