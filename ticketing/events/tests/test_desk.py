from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.urls import reverse

from accounts.factories import PersonFactory, RoleFactory
from accounts.models import Entry
from common.models import Message
from places.factories import SiteFactory
from ticketing.factories import EventFactory
from ticketing.models import Event, EventRole, Window

NEW = "/desk/new/"
EDIT = "/desk/maras-tirgus/event/"
MOVE = "/desk/maras-tirgus/event/move/"
ROLES = "/desk/maras-tirgus/roles/"
ACTIVITY = "/desk/maras-tirgus/activity/"


def text(response) -> str:
    return unescape(response.content.decode())


def days(*rows, **more):
    """Return the sent form of days; a row is (opens, closes) or a mapping."""
    data = {"days-TOTAL_FORMS": len(rows), "days-INITIAL_FORMS": len(rows)}
    for place, row in enumerate(rows):
        named = row if isinstance(row, dict) else {"opens_at": row[0], "closes_at": row[1]}
        data |= {f"days-{place}-{name}": value for name, value in named.items()}
    return data | more


SATURDAY = ("2030-06-08T10:00", "2030-06-08T18:00")


def facts(event, **more):
    return {
        "partner": event.partner_id,
        "title_lv": "Podnieku diena",
        "title_ru": "День гончаров",
        "kind": "fair",
        "mode": "in_person",
        "site": event.site_id,
        "zone": "Europe/Riga",
        "currency": "EUR",
        "languages": ["lv", "ru"],
        "slug": "",
        "remind_days": "2",
        **more,
    }


# --- making an event -------------------------------------------------------------------------------------------------


def test_anna_makes_a_draft_and_is_brought_to_it(as_anna, event):
    response = as_anna.post(NEW, facts(event) | days(SATURDAY))
    assert response["Location"] == "/desk/podnieku-diena/"
    made = Event.objects.get(slug="podnieku-diena")
    assert (made.state, made.partner, made.title_ru, made.title_en) == ("draft", event.partner, "День гончаров", None)
    assert made.starts_at == datetime(2030, 6, 8, 7, tzinfo=UTC)


def test_the_chosen_zone_decides_what_the_hours_mean(as_anna, event):
    as_anna.post(NEW, facts(event, zone="Europe/Moscow") | days(("2030-12-07T10:00", "2030-12-07T18:00")))
    assert Event.objects.get(slug="podnieku-diena").starts_at == datetime(2030, 12, 7, 7, tzinfo=UTC)


def test_everything_wrong_is_told_at_once_and_nothing_typed_is_lost(as_anna, event):
    response = as_anna.post(NEW, facts(event, title_lv="", contact_email="no address") | days(("2026-10-25T03:30", "")))
    assert set(response.context["form"].errors) == {"title_lv", "contact_email"}
    assert set(response.context["days"].errors[0]) == {"opens_at", "closes_at"}
    page = text(response)
    assert "03:30 comes twice. Choose 02:30 or 04:30." in page
    assert 'value="День гончаров"' in page
    assert 'value="2026-10-25T03:30"' in page
    assert Event.objects.count() == 1


def test_a_day_that_ends_before_it_starts_is_refused_at_its_field(as_anna, event):
    response = as_anna.post(NEW, facts(event) | days(SATURDAY, ("2030-06-09T18:00", "2030-06-09T10:00")))
    assert response.context["days"].errors == [{}, {"closes_at": ["The end must be later than the start."]}]


def test_a_refusal_finds_its_day_although_one_before_it_is_removed(as_anna, event):
    removed = {"opens_at": "2030-06-07T10:00", "closes_at": "2030-06-07T18:00", "DELETE": "on"}
    response = as_anna.post(NEW, facts(event) | days(removed, SATURDAY, ("2030-06-08T12:00", "2030-06-08T20:00")))
    assert [list(day.errors) for day in response.context["days"]] == [[], [], ["opens_at"]]


def test_a_removed_day_need_not_be_right(as_anna, event):
    as_anna.post(NEW, facts(event) | days({"opens_at": "nonsense", "DELETE": "on"}, SATURDAY))
    assert Event.objects.get(slug="podnieku-diena").days.count() == 1


def test_an_event_with_all_days_removed_is_refused(as_anna, event):
    removed = {"opens_at": SATURDAY[0], "closes_at": SATURDAY[1], "DELETE": "on"}
    assert "An event needs at least one day." in text(as_anna.post(NEW, facts(event) | days(removed)))


def test_one_day_more_comes_a_day_later_with_everything_kept_and_nothing_judged(as_anna, event):
    response = as_anna.post(NEW, facts(event, title_lv="", kind="workshop") | days(SATURDAY, add_day="1"))
    page = text(response)
    assert 'value="2030-06-09T10:00"' in page
    assert 'value="2030-06-09T18:00"' in page
    assert '<option value="workshop" selected>' in page
    assert "form-errors" not in page
    assert Event.objects.count() == 1


def test_an_address_that_is_taken_is_refused_at_its_field(as_anna, event):
    response = as_anna.post(NEW, facts(event, slug=event.slug) | days(SATURDAY))
    assert response.context["form"].errors == {"slug": ["Another event has this address already."]}


def test_nobody_makes_an_event_in_the_name_of_another_partner(as_anna, event, boris):
    foreign = boris.roles.get().partner_id
    response = as_anna.post(NEW, facts(event, partner=foreign) | days(SATURDAY))
    assert "partner" in response.context["form"].errors
    assert Event.objects.count() == 1


@pytest.mark.parametrize("kind", ["finance", "supervisor", "steward", "juror"])
def test_only_managers_make_events(client, event, kind):
    client.force_login(RoleFactory(partner=event.partner, kind=kind).person)
    assert client.get(NEW).status_code == client.post(NEW, facts(event) | days(SATURDAY)).status_code == 403


def test_nobody_makes_an_event_for_a_suspended_partner(as_anna, event, suspended):
    assert as_anna.get(NEW).status_code == 403


def test_a_number_too_large_for_the_table_is_refused_by_the_form(as_anna, event):
    response = as_anna.post(NEW, facts(event, planned_visitors="99999999999") | days(SATURDAY))
    assert "planned_visitors" in response.context["form"].errors


# --- changing it -----------------------------------------------------------------------------------------------------


def test_the_form_shows_the_hours_by_the_clock_of_the_event(as_anna, event):
    local = event.starts_at.astimezone(event.tz)
    assert f'value="{local:%Y-%m-%dT%H:%M}"' in text(as_anna.get(EDIT))


def test_saving_the_form_as_it_is_changes_nothing(as_anna, event):
    Event.objects.filter(pk=event.pk).update(state="draft")
    page = as_anna.get(EDIT)
    form, rows = page.context["form"], page.context["days"]
    data = {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}
    data |= {f"days-0-{name}": rows.forms[0][name].value().isoformat()[:16] for name in ("opens_at", "closes_at")}
    assert as_anna.post(EDIT, data | {"days-TOTAL_FORMS": 1, "days-INITIAL_FORMS": 1}).status_code == 302
    assert [entry.after for entry in Entry.objects.all()] == []


def test_a_published_event_keeps_its_address_whatever_is_sent(as_anna, event):
    as_anna.post(EDIT, facts(event, slug="other", currency="RUB", zone="Europe/Moscow") | days(SATURDAY))
    event.refresh_from_db()
    assert (event.title_lv, event.slug, event.currency, event.zone) == ("Podnieku diena", "maras-tirgus", "EUR", "Europe/Riga")
    assert event.starts_at == datetime(2030, 6, 8, 7, tzinfo=UTC)


def test_a_site_that_is_no_venue_any_more_stays_with_its_event(as_anna, event):
    event.site.is_venue = False
    event.site.save()
    SiteFactory(is_venue=False, name_lv="Noliktava")
    page = text(as_anna.get(EDIT))
    assert f'<option value="{event.site_id}" selected>' in page
    assert "Noliktava" not in page


def test_the_event_of_a_suspended_partner_is_shown_but_not_saved(as_anna, event, suspended):
    assert "nothing can be changed or sold" in text(as_anna.get(EDIT))
    page = text(as_anna.post(EDIT, facts(event) | days(SATURDAY)))
    assert f"{suspended} is suspended." in page
    assert 'value="Podnieku diena"' in page
    event.refresh_from_db()
    assert event.title_lv == "Māras tirgus Lūznavā"


# --- moving it -------------------------------------------------------------------------------------------------------


def test_a_moved_event_says_so(as_anna, event):
    assert as_anna.post(MOVE, days(SATURDAY))["Location"] == "/desk/maras-tirgus/"
    event.refresh_from_db()
    assert (event.state, event.starts_at) == ("moved", datetime(2030, 6, 8, 7, tzinfo=UTC))


def test_it_is_not_moved_into_the_past(as_anna, event):
    response = as_anna.post(MOVE, days(("2020-06-08T10:00", "2020-06-08T18:00")))
    assert "Its last day is over." in str(response.context["days"].errors)
    event.refresh_from_db()
    assert event.state == "published"


def test_one_day_more_can_be_asked_for_while_moving(as_anna, event):
    assert 'value="2030-06-09T10:00"' in text(as_anna.post(MOVE, days(SATURDAY, add_day="1")))


def test_a_draft_is_not_moved_but_changed(as_anna, event):
    Event.objects.filter(pk=event.pk).update(state="draft")
    assert reverse("desk:edit", args=[event.slug]) in text(as_anna.get(MOVE))
    assert as_anna.post(MOVE, days(SATURDAY)).status_code == 200
    event.refresh_from_db()
    assert event.state == "draft"


# --- periods of validity ---------------------------------------------------------------------------------------------


def test_a_period_is_added_and_changed(as_anna, event):
    said = {"name_lv": "Sestdiena", "valid_from": SATURDAY[0], "valid_until": SATURDAY[1]}
    as_anna.post("/desk/maras-tirgus/event/windows/new/", said)
    assert Window.objects.get().valid_from == datetime(2030, 6, 8, 7, tzinfo=UTC)
    as_anna.post("/desk/maras-tirgus/event/windows/1/", said | {"name_lv": "Sestdien"})
    assert Window.objects.get().name_lv == "Sestdien"
    assert "Sestdien" in text(as_anna.get(EDIT))


def test_a_period_that_ends_before_it_begins_is_refused_at_its_end(as_anna, event):
    said = {"name_lv": "Sestdiena", "valid_from": SATURDAY[1], "valid_until": SATURDAY[0]}
    response = as_anna.post("/desk/maras-tirgus/event/windows/new/", said)
    assert list(response.context["form"].errors) == ["valid_until"]


def test_a_period_of_another_event_is_not_found_here(as_anna, event):
    Window.objects.create(event=EventFactory(), number=7, name="x", valid_from=event.starts_at, valid_until=event.ends_at)
    assert as_anna.get("/desk/maras-tirgus/event/windows/7/").status_code == 404


# --- people ----------------------------------------------------------------------------------------------------------


def test_a_helper_is_invited_by_address(as_anna, event):
    page = text(as_anna.post(ROLES, {"email": "liga@example.org", "kind": "steward", "language": "lv"}, follow=True))
    assert "A letter is on its way to liga@example.org." in page
    assert EventRole.objects.get().person.email == "liga@example.org"
    assert Message.objects.filter(kind="role.granted", to="liga@example.org").exists()


def test_what_is_no_address_is_refused(as_anna, event):
    response = as_anna.post(ROLES, {"email": "liga", "kind": "king", "language": "lv"})
    assert set(response.context["form"].errors) == {"email", "kind"}


def test_a_role_is_withdrawn(as_anna, event, janis):
    role = EventRole.objects.get()
    as_anna.post(reverse("desk:withdraw_role", args=[event.slug, role.pk]))
    assert not EventRole.objects.exists()


def test_who_withdraws_the_own_role_is_brought_home(client, event):
    manager = EventRole.objects.create(event=event, person=PersonFactory(), kind="manager")
    client.force_login(manager.person)
    assert client.post(reverse("desk:withdraw_role", args=[event.slug, manager.pk]))["Location"] == "/desk/"


def test_a_role_at_another_event_is_not_found_here(as_anna, event):
    foreign = EventRole.objects.create(event=EventFactory(), person=PersonFactory(), kind="steward")
    assert as_anna.post(reverse("desk:withdraw_role", args=[event.slug, foreign.pk])).status_code == 404
    assert EventRole.objects.exists()


def test_roles_at_the_event_of_a_suspended_partner_stay_as_they_are(as_anna, event, janis, suspended):
    assert "is suspended." in text(as_anna.post(ROLES, {"email": "liga@example.org", "kind": "steward", "language": "lv"}))
    as_anna.post(reverse("desk:withdraw_role", args=[event.slug, EventRole.objects.get().pk]))
    assert EventRole.objects.get().person == janis


# --- activity --------------------------------------------------------------------------------------------------------


@pytest.fixture
def log(event, anna, now):
    """Sixty-one lines: one of yesterday's about a product, sixty of today's about the event."""
    common = {"within": f"event:{event.pk}", "partner": event.partner}
    Entry.objects.create(at=now - timedelta(days=1), actor_label="Vita", about="product:1", action="product.added", **common)
    for number in range(60):
        Entry.objects.create(at=now, actor_label="Anna", about=f"event:{event.pk}", action="event.changed", after={"n": number}, **common)
    Entry.objects.create(at=now, actor_label="Boris", about="event:0", action="event.changed", within="event:0")


def test_the_activity_is_shown_in_pages_newest_first(as_anna, log):
    first, second = as_anna.get(ACTIVITY), as_anna.get(f"{ACTIVITY}?page=2")
    assert len(first.context["page_obj"]) == 50
    assert [entry.actor_label for entry in second.context["page_obj"]][-1] == "Vita"
    assert "Boris" not in text(first) + text(second)


@pytest.mark.parametrize("query", ["who=vita", "about=product", "about=product:1", "q=product", "until={yesterday}"])
def test_the_activity_is_filtered(as_anna, log, event, now, query):
    yesterday = (now - timedelta(days=1)).astimezone(event.tz).date()
    found = as_anna.get(f"{ACTIVITY}?{query.format(yesterday=yesterday)}").context["page_obj"]
    assert [entry.actor_label for entry in found] == ["Vita"]


def test_the_activity_goes_to_a_spreadsheet_as_filtered(as_anna, log):
    sent = b"".join(as_anna.get("/desk/maras-tirgus/activity.csv?who=vita")).decode("utf-8-sig")
    assert len(sent.splitlines()) == 2
    assert "Vita" in sent


def test_a_page_of_activity_costs_the_same_however_long_the_log_is(as_anna, event, log, django_assert_num_queries):
    with django_assert_num_queries(7):
        as_anna.get(ACTIVITY)
