"""Codes that must not open anything, against everything that judges them: the server's reading, its API, and the phone.

    .venv/bin/python bench/codes.py [--codes 100000] [--database sqlite|postgres] [--clients 8]

Makes an event with genuine tickets, spoils their codes in a dozen ways (see `KINDS`), and asks

    server     `ticketing.door.reading.read`, in this process
    API        the real web server, over kept-alive connections of several phones
    phone      the scanner page's own `readText`, in headless Chromium, as it judges without a network

Exits with 1 when one was believed by the server or the phone, admitted, or answered with an error page.
"""

import argparse
import base64
import random
import shutil
import string
import sys
import time
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.door import make_fair, phone
from bench.measuring import dealt, measure, own_database, web_server

SEED = 20260606
ORDER = 2**252 + 27742317777372353535851937790883648493
"""Of Ed25519's group: a signature whose second half grows by it solves the same equation, and must still be refused (RFC 8032)."""
BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
REFUSING = {"foreign", "malformed", "forged", "wrong_event", "unknown", "typed_not_allowed", "unproven"}
"""None of these admits; "unproven" is the phone's "Cannot tell", a look without admission, until the server is asked."""

Kind = Callable[[random.Random, Sequence[str], Sequence[str]], str]
"""Makes one bad code from dice, genuine codes, and codes for the same tickets signed with another installation's key."""


def raw(code: str) -> bytes:
    return base64.b32decode(code[2:])


def code_of(data: bytes) -> str:
    return "T1" + base64.b32encode(data).decode()


def flipped(dice: random.Random, good: Sequence[str], _foreign: Sequence[str]) -> str:
    data = bytearray(raw(dice.choice(good)))
    bit = dice.randrange(len(data) * 8)
    data[bit // 8] ^= 1 << bit % 8
    return code_of(bytes(data))


def changed_letter(dice: random.Random, good: Sequence[str], _foreign: Sequence[str]) -> str:
    code = dice.choice(good)
    place = dice.randrange(2, len(code))
    return code[:place] + dice.choice(BASE32.replace(code[place], "")) + code[place + 1 :]


def other_body(dice: random.Random, good: Sequence[str], _foreign: Sequence[str]) -> str:
    """The signature of one ticket under the body of another."""
    one, other = dice.sample(list(good), 2)
    return code_of(raw(one)[:11] + raw(other)[11:])


def malleable(dice: random.Random, good: Sequence[str], _foreign: Sequence[str]) -> str:
    data = raw(dice.choice(good))
    grown = int.from_bytes(data[43:], "little") + ORDER
    return code_of(data[:43] + grown.to_bytes(32, "little"))


def older_version(dice: random.Random, good: Sequence[str], _foreign: Sequence[str]) -> str:
    data = bytearray(raw(dice.choice(good)))
    data[0] = dice.choice([0x00, 0x20, 0xF0]) | data[0] & 15
    return dice.choice([code_of(bytes(data)), "T0" + dice.choice(good)[2:], "T2" + dice.choice(good)[2:]])


def older_format(dice: random.Random, _good: Sequence[str], _foreign: Sequence[str]) -> str:
    """What other programs print: short tokens, base64 of a signed structure, addresses."""
    token = "".join(dice.choices(string.ascii_lowercase + string.digits, k=32))
    signed = base64.b64encode(dice.randbytes(89)).decode()
    return dice.choice([token, signed, f"https://example.org/t/{token}", f"BEGIN:VCARD\nFN:{token}\nEND:VCARD"])


def noise(dice: random.Random, good: Sequence[str], _foreign: Sequence[str]) -> str:
    letters = string.printable + "ĀČŽЙЦУКЩ🎟\u202e\x00\x07\u0301"
    long = "".join(dice.choices(letters, k=dice.randrange(17, 400)))
    fixed = ["T1" + "\x00" * 120, "T1" + "7" * 120, "'; DROP TABLE ticketing_scan; --"]
    return dice.choice([long, "T1" + long, dice.choice(good)[::-1], *fixed])


KINDS: dict[str, Kind] = {
    "a bit flipped": flipped,
    "a letter changed": changed_letter,
    "cut short": lambda dice, good, _foreign: (code := dice.choice(good))[: dice.randrange(17, len(code))],
    "made longer": lambda dice, good, _foreign: dice.choice(good) + "".join(dice.choices(BASE32, k=dice.randrange(1, 60))),
    "signed by another installation": lambda dice, _good, foreign: dice.choice(foreign),
    "another ticket's signature": other_body,
    "signature grown by the order": malleable,
    "made up": lambda dice, _good, _foreign: code_of(bytes([0x10]) + dice.randbytes(74)),
    "signature of nothing": lambda dice, good, _foreign: code_of(raw(dice.choice(good))[:11] + dice.choice([bytes(64), b"\xff" * 64])),
    "an older version": older_version,
    "another program's": older_format,
    "noise": noise,
}


def spoilt(number: int, good: Sequence[str], foreign: Sequence[str], seed: int = SEED) -> list[tuple[str, str]]:
    """Return `number` bad codes as (kind, text), the kinds in turn; the same for the same seed."""
    dice, kinds = random.Random(seed), list(KINDS.items())
    genuine = set(good)
    made = []
    while len(made) < number:
        name, kind = kinds[len(made) % len(kinds)]
        text = kind(dice, good, foreign)
        if "".join(text.split()).upper() not in genuine:
            made.append((name, text))
    return made


def of_another_key(codes: Sequence[str]) -> list[str]:
    """Return codes that say the same as `codes`, signed with the key of another installation."""
    from ticketing.tickets import codes as format_
    from ticketing.tickets import keys

    return [keys.sign("another installation", format_.decode(code)[0]) for code in codes]  # type: ignore[index]


# --- who judges ---------------------------------------------------------------------------------------------------


def by_server(texts: Sequence[str]) -> list[str]:
    from django.conf import settings

    from ticketing.door.reading import read

    return [str(read(text, master=settings.TICKET_KEY).flaw or "BELIEVED") for text in texts]


SCRIPT = """async ({ module, codes, configuration }) => {
  const { readText } = await import(module);
  const now = Date.now(), out = [];
  for (const code of codes) {
    try { out.push((await readText(code, configuration, now)).flaw ?? "BELIEVED"); } catch (error) { out.push(`CRASH ${error.name}`); }
  }
  return out; }"""


def phone_configuration(event: int, key: str) -> dict:
    """Return the part of a steward's phone's configuration by which it reads codes."""
    return {"device": {"rights": "steward", "raised_until": None}, "keys": [{"event_number": event, "slot": 0, "public": key}]}


def by_phone(site: str, texts: Sequence[str], configuration: dict) -> list[str]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(f"{site}/door/")
        module = page.evaluate("document.querySelector('script[type=module]').src.replace(/app(\\.[0-9a-f]+)?\\.js$/, '') + 'judge'")
        module = page.evaluate(
            """(start) => performance.getEntriesByType('resource').map((one) => one.name).find((name) => name.startsWith(start))""", module
        )
        told: list[str] = []
        for start in range(0, len(texts), 5000):
            asked = {"module": module, "codes": texts[start : start + 5000], "configuration": configuration}
            told += page.evaluate(SCRIPT, asked)
        browser.close()
    return told


def by_api(port: int, server: int, postgres: bool, texts: Sequence[str], clients: int) -> tuple[list[str], float]:
    """Return the answers (in no order) and the seconds they took."""
    result = measure("codes", phone, port, server, postgres, dealt(texts, clients))
    return list(result.reasons.elements()), result.took


# --- the table ----------------------------------------------------------------------------------------------------


def run(number: int, postgres: bool, clients: int, port: int) -> int:
    from django.conf import settings
    from django.db import connection

    from ticketing.models import Event, Scan
    from ticketing.tickets import keys

    _ids, _serials, good = make_fair(500)
    bad = spoilt(number, good, of_another_key(good))
    texts = [text for _kind, text in bad]
    event = Event.objects.get().number
    public = b64encode(keys.public(settings.TICKET_KEY, event, 0)).decode()

    began = time.perf_counter()
    server_said = by_server(texts)
    server_took = time.perf_counter() - began
    with web_server(port) as server:
        by_kind: dict[str, list[str]] = {}
        api_took = 0.0
        for kind in KINDS:
            share = [text for name, text in bad if name == kind]
            by_kind[kind], took = by_api(port, server, postgres, share, clients)
            api_took += took
        began = time.perf_counter()
        phone_said = by_phone(f"http://127.0.0.1:{port}", texts, phone_configuration(event, public))
        phone_took = time.perf_counter() - began

    said: dict[str, dict[str, Counter]] = {"server": defaultdict(Counter), "phone": defaultdict(Counter)}
    for (kind, _text), one, other in zip(bad, server_said, phone_said, strict=True):
        said["server"][kind][one] += 1
        said["phone"][kind][other] += 1
    wrong = 0
    print(f"{'kind':32} {'codes':>7}  {'server':28} {'API':28} phone")
    for kind in KINDS:
        columns = [said["server"][kind], Counter(by_kind[kind]), said["phone"][kind]]
        wrong += sum(n for column in columns for answer, n in column.items() if answer not in REFUSING)
        words = [", ".join(f"{n} {answer}" for answer, n in column.most_common()) for column in columns]
        print(f"{kind:32} {columns[0].total():7}  {words[0]:28} {words[1]:28} {words[2]}")
    admitted = Scan.objects.filter(verdict="admit").count()
    rates = " ".join(
        f"{name} {number / took:.0f}/s" for name, took in (("server", server_took), ("API", api_took), ("phone", phone_took)) if took
    )
    print(f"{number} codes: {wrong} believed or failed, {admitted} admitted ({rates})")
    connection.close()
    return wrong + admitted


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--codes", type=int, default=100_000)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--port", type=int, default=8141)
    wanted = parser.parse_args()
    with own_database(wanted.database, wanted.port):
        return 1 if run(wanted.codes, wanted.database == "postgres", wanted.clients, wanted.port) else 0


if __name__ == "__main__":
    sys.exit(main())
