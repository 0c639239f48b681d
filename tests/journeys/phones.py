"""What the journeys at the door share: pairing a phone's browser, and what it reads."""

from django.utils import timezone
from playwright.sync_api import expect

from ticketing.door import operations
from ticketing.tickets import queries


def code_of(ticket) -> str:
    return queries.code(queries.with_code().get(pk=ticket.pk))


def forged(code: str, place: int = 70) -> str:
    """Return `code` with one character changed."""
    return code[:place] + ("A" if code[place] != "A" else "B") + code[place + 1 :]


def link_for(site, gate, **more) -> str:
    made = {"event": gate.event, "gate": gate, "name": "Jānis", "by": "Anna", "at": timezone.now(), **more}
    return f"{site}/door/pair#{operations.make_device(**made)[1]}"


def verdict(page, kind):
    return page.locator(f"#verdict[data-verdict={kind}]:visible")


def kept(page):
    """Wait until the page is on the phone, with what it needs to judge by itself."""
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    expect(page.locator("#counts")).to_contain_text("of")


def paired(open_page, site, gate, browser=None, init="", **more):
    page = open_page(browser, locale="en-GB", permissions=["camera"])
    if init:
        page.add_init_script(init)
    page.goto(link_for(site, gate, **more))
    expect(page.locator("#gate")).to_contain_text(gate.name)
    return page


def type_like_a_scanner(page, text):
    """Send key events with no pause, as a scanner plugged in by USB does, layout included."""
    page.evaluate(
        """text => { for (const key of [...text, "Enter"])
             document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true})) }""",
        text,
    )
