"""A server that behaves as Stripe's API is documented to, as far as card payments need it, with a page to pay on.

It runs in a thread of the test, is reached by real HTTP, and is known to the product by nothing but its address
(`STRIPE_API_BASE`). It signs what it tells as Stripe does; a test says when, how often and in which order that is delivered.
"""

import json
import secrets
import threading
import time
from typing import Any
from urllib.request import Request, urlopen

from stripe import WebhookSignature

from ticketing.cards.tests.stub import accepted, pages
from ticketing.cards.tests.stub.accepted import Mistake

VERSION = "2026-10-28.endive"
LOCALES = {"auto", "bg", "cs", "da", "de", "el", "en", "en-GB", "es", "et", "fi", "fr", "hu", "it", "lt", "lv", "nl", "pl", "ru", "sv"}
LEAST = {"eur": 50, "usd": 50, "gbp": 30}
Json = dict[str, Any]


class Error(Exception):
    """What the API answers instead."""

    def __init__(self, status: int, kind: str, message: str, **more: str):
        super().__init__(message)
        self.status, self.body = status, {"error": {"type": kind, "message": message, **{k: v for k, v in more.items() if v}}}


def refused(message: str, **more: str) -> Error:
    return Error(400, "invalid_request_error", message, **more)


class Account:
    """Somebody's account: keys, pages to pay on, payments, refunds, events."""

    def __init__(self, mode: str = "test", name: str = "Rēzeknes novada pašvaldība"):
        self.id, self.mode, self.name = f"acct_{secrets.token_hex(8)}", mode, name
        self.key = f"sk_{mode}_{secrets.token_hex(24)}"
        self.hook_secret = f"whsec_{secrets.token_hex(16)}"
        self.charges_enabled = True
        self.restricted = False
        self.answers: dict[str, tuple[str, Json, int, Json]] = {}
        self.sessions: dict[str, Json] = {}
        self.intents: dict[str, Json] = {}
        self.charges: dict[str, Json] = {}
        self.refunds: dict[str, Json] = {}
        self.events: list[Json] = []

    @property
    def live(self) -> bool:
        return self.mode == "live"

    def kinds(self) -> list[str]:
        """Return what has happened, in its order."""
        return [event["type"] for event in self.events]


class Stub:
    """The server, and what a test may do that card holders, banks and treasurers do."""

    def __init__(self, port: int = 0, account: Account | None = None):
        self.account = account or Account()
        self.accounts = [self.account]
        self.asked: list[tuple[str, str, Json, str]] = []
        """What was asked: method, path, parameters, idempotency key."""
        self.failing: list[str] = []
        """How the next requests fail: "drop" does what was asked and breaks the line; "500" does nothing."""
        self.refund_status = "succeeded"
        self.hook = ""
        """Where news is delivered as soon as it happens; empty, the test delivers it."""
        self.lock = threading.RLock()
        self.http = pages.server(self, port)
        self.base = f"http://127.0.0.1:{self.http.server_address[1]}"
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> "Stub":
        self.thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.http.shutdown()
        self.http.server_close()

    # --- what people do ---------------------------------------------------------------------------------------------

    def pay(self, session: str, **other: Any) -> Json:
        """The card is good: the page is complete and paid. `amount_total` or `currency` may be made to differ."""
        return self._complete(session, "paid", "succeeded", **other)

    def pay_later(self, session: str) -> Json:
        """A direct debit: the page is complete, the money needs days."""
        return self._complete(session, "unpaid", "processing")

    def _complete(self, session: str, payment_status: str, intent_status: str, **other: Any) -> Json:
        with self.lock:
            account, page = self.find(session)
            if page["status"] != "open" or page["expires_at"] <= time.time():
                raise refused("This Checkout Session is no longer active.")
            page.update(other)
            intent = {
                "id": f"pi_{secrets.token_hex(12)}", "object": "payment_intent", "amount": page["amount_total"],
                "currency": page["currency"], "status": intent_status, "metadata": dict(page["_intent_metadata"]), "latest_charge": None,
            }  # fmt: skip
            account.intents[intent["id"]] = intent
            page.update(status="complete", payment_status=payment_status, payment_intent=intent["id"], url=None)
            if payment_status == "paid":
                self._charge(account, intent)
            return self._tell(account, "checkout.session.completed", page)

    def money_comes(self, session: str) -> Json:
        """The direct debit went through."""
        with self.lock:
            account, page = self.find(session)
            page["payment_status"] = "paid"
            intent = account.intents[page["payment_intent"]]
            intent["status"] = "succeeded"
            self._charge(account, intent)
            return self._tell(account, "checkout.session.async_payment_succeeded", page)

    def money_does_not_come(self, session: str) -> Json:
        """The direct debit was refused."""
        with self.lock:
            account, page = self.find(session)
            account.intents[page["payment_intent"]]["status"] = "requires_payment_method"
            return self._tell(account, "checkout.session.async_payment_failed", page)

    def time_runs_out(self, session: str) -> Json:
        """Nobody paid in time."""
        with self.lock:
            account, page = self.find(session)
            page.update(status="expired", url=None)
            return self._tell(account, "checkout.session.expired", page)

    def refund_in_dashboard(self, payment: str, amount: int | None = None) -> list[Json]:
        """Somebody presses “refund” in the dashboard; the events that follow."""
        with self.lock:
            account = self._with(payment)
            before = len(account.events)
            self._refund(account, {"payment_intent": payment, **({"amount": amount} if amount else {})})
            return account.events[before:]

    def refund_ends(self, refund: str, status: str, why: str = "expired_or_canceled_card") -> Json:
        """The card's bank takes a refund that was pending, or sends one back: "succeeded" or "failed"."""
        with self.lock:
            account = next(one for one in self.accounts if refund in one.refunds)
            one = account.refunds[refund]
            one["status"] = status
            if status == "failed":
                account.charges[one["charge"]]["amount_refunded"] -= one["amount"]
                one["failure_reason"] = why
            return self._tell(account, "refund.failed" if status == "failed" else "refund.updated", one)

    def dispute(self, payment: str, reason: str = "fraudulent") -> list[Json]:
        """The card holder asks the bank for the money: two events, the second of which takes it."""
        with self.lock:
            account = self._with(payment)
            charge = account.charges[account.intents[payment]["latest_charge"]]
            charge["disputed"] = True
            one = {
                "id": f"dp_{secrets.token_hex(12)}", "object": "dispute", "amount": charge["amount"], "currency": charge["currency"],
                "charge": charge["id"], "payment_intent": payment, "reason": reason, "status": "needs_response", "created": _now(),
                "evidence_details": {"due_by": _now() + 9 * 86400, "has_evidence": False, "past_due": False, "submission_count": 0},
                "is_charge_refundable": False, "livemode": account.live, "metadata": {}, "balance_transactions": [],
            }  # fmt: skip
            charge["_dispute"] = one
            return [self._tell(account, f"charge.dispute.{what}", one) for what in ("created", "funds_withdrawn")]

    def dispute_ends(self, payment: str, status: str) -> list[Json]:
        """The bank decides: "won" or "lost"."""
        with self.lock:
            account = self._with(payment)
            one = account.charges[account.intents[payment]["latest_charge"]]["_dispute"]
            one["status"] = status
            ends = ["closed"] if status == "lost" else ["closed", "funds_reinstated"]
            return [self._tell(account, f"charge.dispute.{what}", one) for what in ends]

    # --- telling ----------------------------------------------------------------------------------------------------

    def _tell(self, account: Account, kind: str, about: Json) -> Json:
        event = {
            "id": f"evt_{secrets.token_hex(12)}", "object": "event", "api_version": VERSION, "created": _now(), "livemode": account.live,
            "pending_webhooks": 1, "request": {"id": None, "idempotency_key": None}, "type": kind,
            "data": {"object": json.loads(json.dumps(shown(about)))},
        }  # fmt: skip
        account.events.append(event)
        if self.hook:
            threading.Thread(target=self.deliver, args=(event,), daemon=True).start()
        return event

    def signed(self, event: Json, *, secret: str = "", at: int | None = None) -> tuple[bytes, str]:
        """Return the body of a delivery and its `Stripe-Signature`."""
        account = next(one for one in self.accounts if event in one.events)
        body = json.dumps(event, indent=2)
        return body.encode(), WebhookSignature.generate_signature_header(body, secret or account.hook_secret, at)

    def deliver(self, event: Json, *, hook: str = "") -> int:
        """Deliver an event by HTTP, and return the status of the answer."""
        body, signature = self.signed(event)
        request = Request(hook or self.hook, body, {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": signature})
        with urlopen(request, timeout=30) as answer:
            return answer.status

    # --- the API ----------------------------------------------------------------------------------------------------

    def find(self, session: str) -> tuple[Account, Json]:
        """Return a page to pay on and whose it is."""
        for account in self.accounts:
            if session in account.sessions:
                return account, account.sessions[session]
        raise Error(404, "invalid_request_error", f"No such checkout.session: {session}", code="resource_missing", param="session")

    def _with(self, payment: str) -> Account:
        return next(one for one in self.accounts if payment in one.intents)

    def _charge(self, account: Account, intent: Json) -> None:
        charge = {
            "id": f"ch_{secrets.token_hex(12)}", "object": "charge", "amount": intent["amount"], "amount_refunded": 0, "refunded": False,
            "currency": intent["currency"], "payment_intent": intent["id"], "paid": True, "status": "succeeded", "disputed": False,
            "created": _now(), "livemode": account.live, "metadata": dict(intent["metadata"]),
        }  # fmt: skip
        account.charges[charge["id"]] = charge
        intent["latest_charge"] = charge["id"]

    def answer(self, account: Account, method: str, path: str, said: Json) -> Json:
        """Return what the API answers."""
        match (method, *path.strip("/").split("/")[1:]):
            case ("GET", "account"):
                accepted.checked(said, accepted.ACCOUNT)
                if account.restricted:
                    raise Error(403, "invalid_request_error", "The provided key does not have the required permissions for this endpoint")
                return {
                    "id": account.id, "object": "account", "charges_enabled": account.charges_enabled, "country": "LV",
                    "default_currency": "eur", "settings": {"dashboard": {"display_name": account.name}},
                }  # fmt: skip
            case ("POST", "checkout", "sessions"):
                return shown(self._open(account, accepted.checked(said, accepted.SESSION_CREATE)))
            case ("GET", "checkout", "sessions"):
                return _list(account.sessions, accepted.checked(said, accepted.SESSION_LIST), ("payment_intent", "status"))
            case ("GET", "checkout", "sessions", session):
                wanted = accepted.checked(said, accepted.SESSION_RETRIEVE)
                page = shown(_in(account.sessions, session, "checkout.session"))
                if "payment_intent" in wanted.get("expand", ()) and page["payment_intent"]:
                    page["payment_intent"] = account.intents[page["payment_intent"]]
                return page
            case ("POST", "checkout", "sessions", session, "expire"):
                accepted.checked(said, accepted.SESSION_EXPIRE)
                page = _in(account.sessions, session, "checkout.session")
                if page["status"] != "open":
                    raise refused('Only Checkout Sessions with a status in ["open"] can be expired.', param="session")
                self.time_runs_out(session)
                return shown(page)
            case ("POST", "refunds"):
                return self._refund(account, accepted.checked(said, accepted.REFUND_CREATE))
            case ("GET", "refunds"):
                return _list(account.refunds, accepted.checked(said, accepted.REFUND_LIST), ("payment_intent", "charge"))
            case ("GET", "events"):
                return _list({one["id"]: one for one in account.events}, accepted.checked(said, accepted.EVENT_LIST), ("type",))
            case ("GET", "events", event):
                return _in({one["id"]: one for one in account.events}, event, "event")
        raise Error(404, "invalid_request_error", f"Unrecognized request URL ({method}: {path}).")

    def _open(self, account: Account, said: Json) -> Json:
        for name in ("line_items", "success_url"):
            if name not in said:
                raise refused(f"Missing required param: {name}.", param=name, code="parameter_missing")
        if said.get("mode") != "payment":
            raise refused("Invalid mode", param="mode")
        until = said.get("expires_at", _now() + 86400)
        if not _now() + 1800 <= until <= _now() + 86400:
            words = "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation."
            raise refused(words, param="expires_at")
        if said.get("locale", "auto") not in LOCALES:
            raise refused("Invalid locale", param="locale")
        currencies = {line["price_data"]["currency"] for line in said["line_items"]}
        if len(currencies) != 1 or currencies & {"rub", "byn"}:
            raise refused(f"Invalid currency: {sorted(currencies)}", param="line_items[0][price_data][currency]")
        currency = currencies.pop()
        total = sum(line["price_data"]["unit_amount"] * line["quantity"] for line in said["line_items"])
        if total < LEAST.get(currency, 1):
            raise refused("The Checkout Session's total amount must convert to at least 50 cents.", code="amount_too_small")
        number = f"cs_{account.mode}_{secrets.token_hex(24)}"
        page = {
            "id": number, "object": "checkout.session", "amount_subtotal": total, "amount_total": total, "currency": currency,
            "cancel_url": said.get("cancel_url"), "success_url": said["success_url"],
            "client_reference_id": said.get("client_reference_id"),
            "created": _now(), "expires_at": until, "livemode": account.live, "locale": said.get("locale"), "mode": "payment",
            "metadata": said.get("metadata", {}), "payment_intent": None, "payment_status": "unpaid", "status": "open",
            "url": f"{self.base}/pay/{number}", "customer_details": None,
            "_intent_metadata": said.get("payment_intent_data", {}).get("metadata", {}), "_lines": said["line_items"],
        }  # fmt: skip
        account.sessions[number] = page
        return page

    def _refund(self, account: Account, said: Json) -> Json:
        intent = _in(account.intents, said.get("payment_intent", ""), "payment_intent")
        if not intent["latest_charge"]:
            raise refused(f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.", param="payment_intent")
        charge = account.charges[intent["latest_charge"]]
        left = charge["amount"] - charge["amount_refunded"]
        amount = said.get("amount", left)
        if charge["disputed"]:
            raise refused(f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed")
        if not left:
            raise refused(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
        if not 0 < amount <= left:
            raise refused(f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", param="amount")
        one = {
            "id": f"re_{secrets.token_hex(12)}", "object": "refund", "amount": amount, "charge": charge["id"], "created": _now(),
            "currency": charge["currency"], "metadata": said.get("metadata", {}), "payment_intent": intent["id"],
            "reason": said.get("reason"), "status": self.refund_status,
        }  # fmt: skip
        account.refunds[one["id"]] = one
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        self._tell(account, "refund.created", one)
        self._tell(account, "charge.refunded", charge)
        return dict(one)

    def once(self, account: Account, key: str, method: str, path: str, said: Json) -> tuple[int, Json]:
        """Answer; the same key again gets the first answer, and the same key for something else is refused."""
        with self.lock:
            if key and key in account.answers:
                known_path, known_said, status, body = account.answers[key]
                if (known_path, known_said) != (path, said):
                    words = f"Keys for idempotent requests can only be used with the same parameters they were first used with. Key: {key}"
                    return 400, {"error": {"type": "idempotency_error", "message": words}}
                return status, body
            try:
                status, body = 200, self.answer(account, method, path, said)
            except Mistake as mistake:
                wrong = refused(mistake.message, param=mistake.param, code=mistake.code)
                status, body = wrong.status, wrong.body
            except Error as error:
                status, body = error.status, error.body
            if key and method == "POST":
                account.answers[key] = (path, said, status, json.loads(json.dumps(body)))
            return status, body


def _now() -> int:
    return int(time.time())


def shown(row: Json) -> Json:
    """Return a row as the API shows it."""
    return {name: value for name, value in row.items() if not name.startswith("_")}


def _in(rows: dict[str, Json], number: str, what: str) -> Json:
    if number not in rows:
        raise Error(404, "invalid_request_error", f"No such {what}: '{number}'", code="resource_missing", param="id")
    return rows[number]


def _list(rows: dict[str, Json], said: Json, filters: tuple[str, ...]) -> Json:
    found = [row for row in reversed(rows.values()) if all(row.get(name) == said[name] for name in filters if name in said)]
    limit = said.get("limit", 10)
    return {"object": "list", "data": [shown(row) for row in found[:limit]], "has_more": len(found) > limit, "url": "/v1"}
