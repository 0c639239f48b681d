"""How fast the shop takes orders, and what one costs beside the bare SQL it cannot do without.

    .venv/bin/python bench/shop.py [--database sqlite|postgres] [--clients 1 8 32] [--orders 300]

Starts the real web server on a database of its own. Each client orders one free place as a visitor's browser does,
without asking for pictures and styles, over a kept-alive connection: the form (GET), the choice (POST), the names
(GET and POST). Measured in turn, for each number of clients:

    floor      the same INSERTs and UPDATEs in one transaction, through the same driver, without any web server
    order      the four requests together
    rush       the last places: more orders at once than there are places

CPU is of the server's processes and of the database's together (Linux only). Exits with 1 when a place was sold twice
or an order got lost. PostgreSQL is the one of $DATABASE_URL, or 127.0.0.1's.
"""

import argparse
import http.client
import os
import re
import sys
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.measuring import bare_sql, dealt, heading, measure, own_database, web_server

PLACES_IN_RUSH = 50
_HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|request_key)"[^>]*value="([^"]+)"')
_COUNT = re.compile(r'name="(count-\d+)"')
_NAME = re.compile(r'name="(line-\d+-name)"')

# --- visitors -----------------------------------------------------------------------------------------------------


class Visitor:
    """A browser without pictures: keeps its connection and its cookies."""

    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.host = f"127.0.0.1:{port}"

    def new_person(self) -> None:
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return (status, text, place sent to)."""
        head = {"Host": self.host, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Accept-Language": "lv"}
        if form is not None:
            head |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self.host}"}
        self.connection.request("GET" if form is None else "POST", path, None if form is None else urlencode(form), head)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer.status, text, answer.headers.get("Location", "")


def visitor(port: int, slugs: Sequence[str], start: threading.Barrier, answers: list[tuple[float, str]]) -> None:
    """Order one place for each of `slugs`, one after the other."""
    me = Visitor(port)
    me.new_person()
    me.ask(f"/e/{slugs[0]}/tickets/" if slugs else "/")
    start.wait()
    for slug in slugs:
        me.new_person()
        began = time.perf_counter()
        outcome = _order(me, f"/e/{slug}/tickets/")
        answers.append((time.perf_counter() - began, outcome))


def _order(me: Visitor, path: str) -> str:
    _status, page, _to = me.ask(path)
    form = dict(_HIDDEN.findall(page))
    counts = _COUNT.findall(page)
    if not counts:
        return "sold out"
    status, page, cart = me.ask(path, form | {counts[0]: "1"})
    if status != 302:
        return "sold out" if status in (200, 409) else f"error {status}"
    _status, page, _to = me.ask(cart)
    names = dict.fromkeys(_NAME.findall(page), "Vera Ščukina")
    given = {"name": "Vera Ščukina", "email": "vera@example.org", "phone": ""}
    status, page, _to = me.ask(cart, dict(_HIDDEN.findall(page)) | given | names)
    return "ordered" if status == 302 else f"error {status}"


# --- the floor ----------------------------------------------------------------------------------------------------


def bare_order(event: object, product: object, quota: int) -> Callable[[object, bool, int], None]:
    """Return what an order of one place writes: two transactions of plain statements, past Django."""
    from django.db import connection
    from django.utils import timezone

    from ticketing.models import Order, OrderLine, Ticket

    def insert(table: str, values: dict[str, object]) -> tuple[str, list[object]]:
        names, marks = ", ".join(f'"{name}"' for name in values), ", ".join(["%s"] * len(values))
        return f'INSERT INTO "{table}" ({names}) VALUES ({marks}) RETURNING id', list(values.values())

    def transact(driver: object, lite: bool, _number: int) -> None:
        at = connection.ops.adapt_datetimefield_value(timezone.now())
        key = uuid.uuid4()

        def run(text: str, values: Sequence[object] = ()) -> int:
            found = driver.execute(text.replace("%s", "?") if lite else text, values)
            return found.fetchone()[0] if "RETURNING" in text else 0

        blank = {"email": "vera@example.org", "name": "Vera", "language": "lv", "search": "vera"}
        order = {
            **blank, "event_id": event.pk, "code": key.hex[:10], "secret": key.hex, "state": "held", "phone": "",
            "request_key": key.hex if lite else key, "currency": "EUR", "total": "0", "kept": "0", "group": "",
            "provider": "", "held_at": at, "expires_at": at,
        }  # fmt: skip
        run("BEGIN")
        number = run(*insert(Order._meta.db_table, order))
        line = run(*insert(OrderLine._meta.db_table, {"order_id": number, "product_id": product.pk, "price": "0", "discount": "0"}))
        run("UPDATE ticketing_quota SET taken = taken + 1 WHERE id = %s AND taken < size", [quota])
        run("COMMIT")
        ticket = {
            **blank, "event_id": event.pk, "product_id": product.pk, "state": "valid", "key_slot": 0, "generation": 1, "name_other": "",
            "organisation": "", "country": "", "lines": "[]", "attention": "", "issued_at": at, "changed_at": at,
        }  # fmt: skip
        run("BEGIN")
        run("UPDATE ticketing_order SET state = 'paid', placed_at = %s WHERE id = %s AND state = 'held'", [at, number])
        serial = run(*insert(Ticket._meta.db_table, ticket))
        run("UPDATE ticketing_orderline SET ticket_id = %s WHERE id = %s", [serial, line])
        run("COMMIT")

    return transact


# --- the shop -----------------------------------------------------------------------------------------------------


def make_events(places: int, rushes: int) -> tuple[object, object, object, list[str]]:
    """Make one event with `places` and one with few for each rush."""
    from ticketing.factories import EventFactory, ProductFactory, QuotaFactory

    event = EventFactory(slug="bench")
    product = ProductFactory(event=event, price="0.00")
    quota = QuotaFactory(event=event, size=places, products=[product])
    slugs = []
    for number in range(rushes):
        small = EventFactory(slug=f"rush-{number}")
        QuotaFactory(event=small, size=PLACES_IN_RUSH, products=[ProductFactory(event=small, price="0.00")])
        slugs.append(small.slug)
    return event, product, quota, slugs


def run(postgres: bool, clients: list[int], orders: int, port: int) -> int:
    """Measure every phase for every number of clients; return how many places or orders are wrong."""
    from django.db import connection

    from ticketing.models import Event, Order, Quota

    event, product, quota, rushes = make_events(10 * orders * len(clients), len(clients))
    connections = int(os.environ.get("WEB_THREADS", "4"))
    ordered = 0
    with web_server(port) as server:
        measure("warm-up", visitor, port, server, postgres, dealt(["bench"] * 16, 4))
        ordered += 16
        print(heading("orders/s"))
        for many, rush in zip(clients, rushes, strict=True):
            ground = bare_sql(range(orders), connections, postgres, bare_order(event, product, quota.pk))
            placed = measure("order", visitor, port, server, postgres, dealt(["bench"] * orders, many))
            last = measure("rush", visitor, port, server, postgres, dealt([rush] * 2 * PLACES_IN_RUSH, max(many, 8)))
            ordered += placed.reasons["ordered"]
            for result in (ground, placed, last):
                print(result.line(many, ground), flush=True)
    wrong = abs(
        Order.objects.filter(event=event, state="paid", placed_at__isnull=False).exclude(code__regex=r"^[0-9a-f]{10}$").count() - ordered
    )
    for rush in rushes:
        small = Event.objects.get(slug=rush)
        wrong += abs(Order.objects.filter(event=small, state="paid").count() - PLACES_IN_RUSH)
        wrong += abs(Quota.objects.get(event=small).taken - PLACES_IN_RUSH)
    print(f"{ordered} orders, {len(rushes)} rushes for {PLACES_IN_RUSH} places each; wrong: {wrong}")
    connection.close()
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--orders", type=int, default=300, help="for each phase")
    parser.add_argument("--port", type=int, default=8138)
    wanted = parser.parse_args()
    with own_database(wanted.database, wanted.port):
        return 1 if run(wanted.database == "postgres", wanted.clients, wanted.orders, wanted.port) else 0


if __name__ == "__main__":
    sys.exit(main())
