"""schedule.xml, schedule.json and iCalendar, held against what their public forms demand, by code of the tests' own."""

import json
import re
from datetime import date, datetime, timedelta
from uuid import UUID
from xml.etree.ElementTree import Element, fromstring

import pytest
from icalendar import Calendar

from conference.programme import operations
from conference.programme.released import read

SLUG = re.compile(r"[a-z0-9_-]+[a-z0-9]")
DURATION = re.compile(r"\d{1,2}:\d{2}")
START = re.compile(r"[0-2]\d:[0-5]\d")
ZONED = re.compile(r".+(Z|[+-]\d{1,2}:\d{2})")
IN_EVENT = {  # the elements of an event, and whether they must be there (the schema's xs:all)
    "room": True, "title": True, "subtitle": True, "type": True, "date": True, "start": True, "duration": True, "abstract": True,
    "slug": True, "track": True, "logo": False, "persons": False, "language": False, "description": False, "recording": False,
    "links": False, "attachments": False, "video_download_url": False, "url": False,
}  # fmt: skip
IN_CONFERENCE = {
    "title": True, "acronym": True, "start": False, "end": False, "days": False, "timeslot_duration": False, "base_url": False,
    "time_zone_name": False,
}  # fmt: skip


def all_of(node: Element, known: dict[str, bool]) -> dict[str, str]:
    """Check what XML Schema calls xs:all: each known element at most once, the needed ones present."""
    names = [child.tag for child in node]
    assert len(names) == len(set(names)), names
    assert set(names) <= set(known), set(names) - set(known)
    assert {name for name, needed in known.items() if needed} <= set(names)
    return {child.tag: child.text or "" for child in node}


def check_xml(content: bytes) -> list[Element]:
    """Check a document against the facts of the public schedule.xml.xsd, and return its events."""
    root = fromstring(content)
    assert root.tag == "schedule"
    assert not root.attrib
    assert [child.tag for child in root][:3] == ["generator", "version", "conference"]
    days = root[3:]
    assert days
    assert {day.tag for day in days} == {"day"}
    about = all_of(root[2], IN_CONFERENCE)
    assert DURATION.fullmatch(about["timeslot_duration"])
    assert about["base_url"].startswith("http")
    assert int(about["days"]) == len(days)
    assert date.fromisoformat(about["start"]) <= date.fromisoformat(about["end"])
    assert len({day.get("index") for day in days}) == len(days)
    events = []
    for day in days:
        assert set(day.attrib) <= {"index", "date", "start", "end"}
        assert ZONED.fullmatch(day.get("start", "Z+1:00"))
        for room in day:
            assert (room.tag, set(room.attrib)) == ("room", {"name"})
            for event in room:
                assert (event.tag, set(event.attrib)) == ("event", {"id", "guid"})
                said = all_of(event, IN_EVENT)
                assert int(event.get("id")) > 0
                UUID(event.get("guid"))
                assert said["room"] == room.get("name")
                assert START.fullmatch(said["start"])
                assert DURATION.fullmatch(said["duration"])
                assert ZONED.fullmatch(said["date"])
                assert datetime.fromisoformat(said["date"]).strftime("%H:%M") == said["start"]
                assert said["url"].startswith("http")
                for person in event.find("persons"):
                    assert (person.tag, set(person.attrib)) == ("person", {"id"})
                    assert int(person.get("id")) > 0
                events.append(event)
    for key in (lambda one: one.get("id"), lambda one: one.get("guid"), lambda one: one.findtext("slug")):
        assert len({key(one) for one in events}) == len(events)
    return events


@pytest.fixture
def released(conference):
    conference.placed(
        conference.ilze,
        minutes=0,
        title_lv="Māls",
        title_en="Clay & <fire>",
        abstract_en="Smoke\x0bfiring,\nopen kiln; “raku”",
        language="en",
    )
    conference.placed(
        conference.pavel, hall=conference.small, minutes=60, title_ru="Кованые\u2028узоры", language="ru", interpreted_into=["lv"]
    )
    conference.placed(minutes=120, title_en="Lunch", is_break=True, hall=conference.big)
    conference.release()
    return conference


def get(client, conference, name: str, language: str = "en"):
    response = client.get(f"/learn/{conference.event.slug}/programme/{name}", {"language": language})
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    return response


@pytest.mark.parametrize("language", ["lv", "ru", "en"])
def test_schedule_xml_keeps_to_the_public_form(client, released, language):
    events = check_xml(get(client, released, "schedule.xml", language).content)
    assert [event.get("id") for event in events] == ["1", "2"]  # a break is no event
    assert events[0].findtext("title") == {"lv": "Māls", "ru": "Māls", "en": "Clay & <fire>"}[language]
    assert [person.text for person in events[1].find("persons")] == ["Павел Иванов"]
    assert (events[1].findtext("language"), events[1].findtext("duration")) == ("ru", "01:00")


def test_schedule_json_says_the_same(client, released):
    document = json.loads(get(client, released, "schedule.json").content)
    assert set(document) == {"generator", "schedule"}
    about = document["schedule"]["conference"]
    assert document["schedule"]["version"] == "1"
    assert {"title", "acronym", "days", "daysCount", "start", "end", "timeslot_duration"} <= set(about)
    assert re.fullmatch(r"[a-z0-9_-][a-z0-9_]{3,}(-2[0-9]{3}-[a-z]+)?", about["acronym"])
    assert [room["name"] for room in about["rooms"]] == ["Great hall", "Small hall"]
    [day] = about["days"]
    assert set(day) == {"index", "date", "day_start", "day_end", "rooms"}
    events = [event for room in day["rooms"].values() for event in room]
    needed = {
        "abstract", "date", "duration", "guid", "id", "language", "links", "persons", "room", "slug", "start", "subtitle", "title", "track",
        "type", "url",
    }  # fmt: skip
    for event in events:
        assert needed <= set(event)
        assert set(event) - needed <= {"description", "attachments"}
        assert SLUG.fullmatch(event["slug"])
        assert re.fullmatch(r"\d+:\d{2}", event["duration"])
        UUID(event["guid"])
        # a person by the schema is of frab's kind (public_name, id) or of pretalx's (name), and never both
        assert all("name" in person and "public_name" not in person for person in event["persons"])
    in_xml = check_xml(get(client, released, "schedule.xml").content)
    assert [(str(event["id"]), event["guid"]) for event in events] == [(one.get("id"), one.get("guid")) for one in in_xml]


# --- iCalendar --------------------------------------------------------------------------------------------------------


def lines_of(content: bytes) -> list[str]:
    """Read content lines as RFC 5545, 3.1 writes them, checking ends of lines and lengths on the way."""
    assert content.endswith(b"\r\n")
    raw = content[:-2].split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line for line in raw)
    assert max(map(len, raw)) <= 75
    found: list[bytes] = []
    for line in raw:
        if line[:1] in (b" ", b"\t"):
            found[-1] += line[1:]
        else:
            found.append(line)
    return [line.decode() for line in found]


def entries(content: bytes) -> dict[str, dict[str, str]]:
    """Return the events by their UID, each as a dictionary of its properties without parameters."""
    found, current = {}, None
    for line in lines_of(content):
        name, _, value = line.partition(":")
        name = name.split(";")[0]
        if line == "BEGIN:VEVENT":
            current = {}
        elif line == "END:VEVENT":
            found[current["UID"]], current = current, None
        elif current is not None:
            assert name not in current or name == "CATEGORIES"
            current[name] = value
    return found


def test_the_calendar_keeps_to_its_form(client, released):
    content = get(client, released, "calendar.ics").content
    lines = lines_of(content)
    assert lines[:4] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Gadatirgus//Programme//EN", "METHOD:PUBLISH"]
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert "BEGIN:VTIMEZONE" in lines
    found = list(entries(content).values())
    assert [one["SEQUENCE"] for one in found] == ["0", "0", "0"]
    assert found[0]["SUMMARY"] == "Clay & <fire>"
    assert found[0]["DESCRIPTION"].startswith("Ilze Ozola\\n\\nSmoke")
    assert "firing\\,\\nopen kiln\\; “raku”" in found[0]["DESCRIPTION"]
    assert found[0]["LOCATION"].startswith("Great hall\\, ")
    parsed = Calendar.from_ical(content)
    starts = [one.decoded("dtstart") for one in parsed.walk("VEVENT")]
    assert starts == [released.at(0), released.at(60), released.at(120)]
    assert content == get(client, released, "calendar.ics").content


def test_ids_stay_and_sequences_rise_over_releases(client, released):
    xml = {one.get("id"): one.get("guid") for one in check_xml(get(client, released, "schedule.xml").content)}
    first = entries(get(client, released, "calendar.ics").content)
    one, two, _lunch = released.event_sessions()
    operations.place(session=one, hall=released.small, starts_at=released.at(240), **released.person)
    released.release()
    second = entries(get(client, released, "calendar.ics").content)
    assert set(second) == set(first)
    uid = next(uid for uid in first if uid.startswith(str(one.guid)))
    assert (first[uid]["SEQUENCE"], second[uid]["SEQUENCE"]) == ("0", "1")
    assert {second[other]["SEQUENCE"] for other in second if other != uid} == {"0"}
    operations.cancel(session=two, **released.person)
    released.release()
    third = entries(get(client, released, "calendar.ics").content)
    gone = next(uid for uid in first if uid.startswith(str(two.guid)))
    assert (third[gone]["STATUS"], third[gone]["SEQUENCE"]) == ("CANCELLED", "1")
    now = {one.get("id"): one.get("guid") for one in check_xml(get(client, released, "schedule.xml").content)}
    assert now == {"1": xml["1"]}
    operations.reinstate(session=two, **released.person)
    operations.place(session=two, hall=released.small, starts_at=released.at(300), **released.person)
    released.release()
    fourth = entries(get(client, released, "calendar.ics").content)
    assert (fourth[gone]["STATUS"], fourth[gone]["SEQUENCE"]) == ("CONFIRMED", "2")
    again = {one.get("id"): one.get("guid") for one in check_xml(get(client, released, "schedule.xml").content)}
    assert again == xml


def test_ones_own_calendar_holds_what_its_address_names(client, released):
    content = get(client, released, "mine/2.1.77.ics").content
    assert {one["SUMMARY"] for one in entries(content).values()} == {"Clay & <fire>", "Session 2"}
    assert entries(get(client, released, "mine/x.-1..99999999999.ics").content) == {}


def test_a_day_that_changes_the_clock_keeps_the_moments(conference):
    conference.placed(minutes=0)
    document = conference.release().document
    shown = read({**document, "zone": "Europe/Moscow"}, "ru")
    assert shown.sessions[0].start == conference.at(0)
    assert shown.sessions[0].start.utcoffset() == timedelta(hours=3)
