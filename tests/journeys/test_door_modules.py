"""The browser's half of what the server knows too: rules, names and codes must come to the same in both."""

import random
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from common.languages import fold
from tests.journeys.phones import forged
from ticketing.door import rules
from ticketing.door.reading import read
from ticketing.tickets import codes, keys
from ticketing.tickets.codes import Body

pytestmark = pytest.mark.browser
NOON = datetime(2026, 6, 6, 12, tzinfo=UTC)
SLOTS = ["once", "2026-06-05", "2026-06-06", "stay:0", "stay:4", "exit:0", "exit:2"]


@pytest.fixture
def ask(site, open_page):
    """`ask(module, script, value)` runs `script` with the module as `m` and the value as `v` on the scanner's page."""
    page = open_page()
    page.goto(f"{site}/door/")

    def run(module, script, value):
        return page.evaluate(f"async (v) => {{ const m = await import('/static/door/{module}.js'); {script} }}", value)

    return run


def some_facts(dice: random.Random) -> rules.Facts:
    def moment():
        return dice.choice([None, NOON - timedelta(hours=dice.randrange(1, 40)), NOON, NOON + timedelta(hours=dice.randrange(1, 40))])

    last = dice.choice([None, rules.Admission(dice.choice(SLOTS), NOON - timedelta(minutes=5), is_exit=dice.random() < 0.4)])
    return rules.Facts(
        at=NOON,
        today="2026-06-06",
        ticket_state=dice.choice(["valid", "valid", "valid", "unpaid", "cancelled"]),
        ticket_generation=dice.choice([1, 1, 1, 2]),
        code_generation=dice.choice([1, 1, 1, 2, None]),
        attention=dice.random() < 0.2,
        valid_from=moment(),
        valid_until=moment(),
        event_state=dice.choice(["published", "published", "published", "moved", "cancelled", "finished", "reported"]),
        event_locked=dice.random() < 0.1,
        gate_rule=dice.choice(["once", "daily", "in_and_out"]),
        gate_active=dice.random() < 0.9,
        gate_opens_at=moment(),
        gate_closes_at=moment(),
        opens_for_product=dice.random() < 0.9,
        last=last,
        inside=dice.choice([None, True, False]),
        is_exit=dice.random() < 0.3,
        anyway=dice.random() < 0.3,
        to_ask=dice.random() < 0.2,
    )


def ms(moment: datetime | None) -> float | None:
    return moment.timestamp() * 1000 if moment else None


def in_the_browsers_words(f: rules.Facts) -> dict:
    last = f.last and {"slot": f.last.slot, "at": ms(f.last.at), "exit": f.last.is_exit}
    return {
        "at": ms(f.at), "today": f.today, "state": f.ticket_state, "generation": f.ticket_generation, "codeGeneration": f.code_generation,
        "attention": f.attention, "validFrom": ms(f.valid_from), "validUntil": ms(f.valid_until), "eventState": f.event_state,
        "eventLocked": f.event_locked, "rule": f.gate_rule, "active": f.gate_active, "opensAt": ms(f.gate_opens_at),
        "closesAt": ms(f.gate_closes_at), "opensForProduct": f.opens_for_product, "last": last, "inside": f.inside, "isExit": f.is_exit,
        "anyway": f.anyway, "toAsk": f.to_ask,
    }  # fmt: skip


def test_the_phone_rules_as_the_server_does(ask):
    dice = random.Random(20260606)
    cases = [some_facts(dice) for _ in range(4000)]
    told = ask("rules", "return v.map(m.decide).map((r) => [r.verdict, r.reason, r.slot, r.moment])", [*map(in_the_browsers_words, cases)])
    ruled = [rules.decide(case) for case in cases]
    assert told == [[r.verdict, r.reason, r.slot, ms(r.moment)] for r in ruled]
    assert len({r.reason for r in ruled}) >= 16


def test_names_fold_alike(ask):
    names = [
        "Vera Ščukina",
        "Вера Щукина",
        "Shchukina",
        "Юрий Ёлкин",
        "Jurijs Joļkins",
        "O’Brien-Smith",
        "Straße 7",
        "Rēzekne",
        "ĶĪŠU  ēzis",
        "Ija",
    ]
    assert ask("fold", "return v.map(m.fold)", names) == [fold(name) for name in names]


def test_typed_numbers_are_read_alike(ask):
    dice = random.Random(5)
    numbers = [dice.randrange(2**32) for _ in range(300)]
    assert ask("t1", "return v.map(m.spoken)", numbers) == [codes.spoken(number) for number in numbers]
    typed = [codes.spoken(number).lower().replace("0", "o") for number in numbers] + ["0003-RJ0-X", "", "zzz", "ЙЦУК"]
    assert ask("t1", "return v.map(m.serialFrom)", typed) == [codes.serial_from(text) for text in typed]


def spoilt(good: str, other_key: str, dice: random.Random) -> str:
    """Return a code that must not open anything: changed, cut, longer, signed by another, of an older form."""
    place = dice.randrange(2, len(good))
    letter = dice.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".replace(good[place], ""))
    return dice.choice(
        [
            good[:place] + letter + good[place + 1 :],
            good[:place],
            good + letter,
            other_key,
            "T0" + good[2:],
            "T1" + "".join(dice.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=120)),
            good[::-1],
        ]
    )


def test_no_spoilt_code_is_believed_by_phone_or_server(ask):
    dice = random.Random(99)
    body = Body(0, 7, 4711, 3, 1, 0)
    good, other = keys.sign(settings.TICKET_KEY, body), keys.sign("another installation", body)
    key = {"event_number": 7, "slot": 0, "public": b64encode(keys.public(settings.TICKET_KEY, 7, 0)).decode()}
    bad = [spoilt(good, other, dice) for _ in range(3000)] + [forged(good, place) for place in range(2, 122)]
    script = "return Promise.all(v.codes.map(async (text) => { const c = m.decode(text); return Boolean(c && await m.proves(c, v.key)); }))"
    assert ask("t1", script, {"codes": [good, good.lower(), *bad], "key": key}) == [True, True, *[False] * len(bad)]
    assert all(read(code, master=settings.TICKET_KEY).flaw for code in bad)
