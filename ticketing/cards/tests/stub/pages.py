"""The HTTP of the stub: the API's addresses, and the page a buyer pays on."""

import json
import secrets
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ticketing.cards.tests.stub import accepted

HTML = "text/html; charset=utf-8"


def server(stub: Any, port: int) -> ThreadingHTTPServer:
    """Return the server of a stub; it serves once its thread runs."""
    bound = ThreadingHTTPServer(("127.0.0.1", port), type("Handler", (_Handler,), {"stub": stub}))
    bound.daemon_threads = True
    return bound


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stub: Any

    def log_message(self, *_words: object) -> None:
        pass

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def _serve(self, method: str) -> None:
        address = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if address.path.startswith("/pay/"):
            self._pay(method, address.path)
            return
        said = accepted.parsed(parse_qsl(body or address.query, keep_blank_values=True))
        key = self.headers.get("Idempotency-Key", "")
        secret = self.headers.get("Authorization", "").removeprefix("Bearer ")
        account = next((one for one in self.stub.accounts if one.key == secret), None)
        if account is None:
            error = {"type": "invalid_request_error", "message": f"Invalid API Key provided: {secret[:8]}***"}
            self._send(401, json.dumps({"error": error}), "application/json")
            return
        self.stub.asked.append((method, address.path, said, key))
        how = self.stub.failing.pop(0) if self.stub.failing else ""
        if how == "500":
            self._send(500, json.dumps({"error": {"type": "api_error", "message": "Something went wrong."}}), "application/json")
            return
        status, answer = self.stub.once(account, key, method, address.path, said)
        if how == "drop":
            self.close_connection = True
            self.connection.close()
            return
        self._send(status, json.dumps(answer), "application/json")

    def _pay(self, method: str, path: str) -> None:
        session, _slash, how = path.removeprefix("/pay/").partition("/")
        try:
            _account, page = self.stub.find(session)
            act = {"success": self.stub.pay, "later": self.stub.pay_later}.get(how) if method == "POST" else None
            if act is not None:
                act(session)
                self._go(page["success_url"])
            else:
                self._send(200, checkout(page, "Your card was declined." if how else ""), HTML)
        except Exception as error:
            self._send(getattr(error, "status", 500), f"<!doctype html><title>Checkout</title><h1>{error}</h1>", HTML)

    def _go(self, where: str) -> None:
        self.send_response(303)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: int, text: str, kind: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Request-Id", f"req_{secrets.token_hex(7)}")
        self.end_headers()
        self.wfile.write(body)


def checkout(page: dict[str, Any], words: str) -> str:
    """Return the page a buyer pays on."""
    if page["status"] != "open":
        return "<!doctype html><title>Checkout</title><h1>This page is no longer active.</h1>"
    lines = "".join(f"<li>{line['quantity']} × {line['price_data']['product_data']['name']}</li>" for line in page["_lines"])
    buttons = "".join(
        f'<form method="post" action="/pay/{page["id"]}/{how}"><button>{label}</button></form>'
        for how, label in (("success", "Pay"), ("decline", "Pay with a bad card"), ("later", "Pay by debit"))
    )
    back = f'<a href="{page["cancel_url"]}">Back</a>' if page["cancel_url"] else ""
    head = f'<!doctype html><html lang="{page["locale"]}"><meta charset="utf-8"><title>Checkout</title>'
    return f"{head}<h1>{page['amount_total']} {page['currency']}</h1><p>{words}</p><ul>{lines}</ul>{buttons}{back}"
