"""What every page shows around its content: the head's links, an event's desk with its tabs, the demo's note."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles.rules import Capability as Can
from config import welcome
from fairs.calls.queries import call_of
from ticketing.events import access, wording
from ticketing.events.access import Desk

HEAD: tuple[tuple[Any, str, str], ...] = (
    (_("Calendar"), "events:calendar", ""),
    (_("Calls"), "calls:list", ""),
    (_("Places"), "places:list", ""),
    (_("My workshop"), "maker:home", welcome.WORKSHOP),
    (_("Desk"), "desk:home", welcome.DESK),
    (_("Makers"), "desk_makers:list", welcome.MAKERS),
    (_("Jury"), "jury:home", welcome.JURY),
    (_("Reviews"), "review:home", welcome.REVIEW),
    (_("Partners"), "desk_partners:list", welcome.DESK),
)
"""Label, address, and the hat somebody signed in must wear to be shown it ("" for everybody), see `config.welcome`."""

OF_VISITORS = {"calls:map": "events:detail"}
"""Pages that stand below another address than their readers come from."""

PAPERS = ("order_papers", "order_paper_bill", "order_paper_credit")

TABS: tuple[tuple[Any, Can, tuple[str, ...]], ...] = (
    (_("Overview"), Can.SEE_DESK, ("event",)),
    (_("Event"), Can.EDIT_EVENT, ("edit", "move", "window", "new_window")),
    (
        _("Products"),
        Can.EDIT_EVENT,
        ("products", "product", "new_product", "quota", "new_quota", "question", "new_question", "product_prices"),
    ),
    (_("Vouchers"), Can.EDIT_EVENT, ("vouchers", "new_vouchers", "voucher")),
    (
        _("Orders"),
        Can.SEE_ORDERS,
        ("orders", "new_group", "orders_chosen", "order", "pay", "refund", "tickets", "ticket", "guests", "ticket_scans", *PAPERS),
    ),
    (_("Waiting list"), Can.SEE_ORDERS, ("waiting_list", "waiting_rule", "wait", "wait_act")),
    (_("Money"), Can.BOOK_MONEY, ("money", "settle", "event_statement")),
    (_("Refunds"), Can.BOOK_MONEY, ("refunds", "ladder", "called_off", "answers")),
    (
        _("Tills"),
        Can.TAKE_CASH,
        ("shifts", "shift", "shift_act", "shift_refund", "shift_count", "new_till", "till", "open_shift"),
    ),
    (_("Gates"), Can.RUN_DOOR, ("gates", "area", "new_area", "gate", "new_gate", "device", "new_device")),
    (_("Live"), Can.RUN_DOOR, ("live", "clashes")),
    (_("Badges"), Can.PRINT, ("badges",)),
    (_("Letters"), Can.SEE_ORDERS, ("letters",)),
    (_("Roles"), Can.EDIT_EVENT, ("roles",)),
    (_("Activity"), Can.EDIT_EVENT, ("activity",)),
)
"""Label, right, and the names of the pages (in `desk:`) that belong to the tab; the first is the one it opens."""

_BANK = tuple(f"desk_partners:bank{page}" for page in ("", "_entry"))
_STATEMENTS = tuple(f"desk_partners:bank_{page}" for page in ("statements", "statement", "file"))
_ACCOUNTS = tuple(f"desk_partners:{page}" for page in ("accounts", "account", "new_account"))

MONEY_TABS: tuple[tuple[Any, tuple[tuple[Any, tuple[str, ...]], ...]], ...] = (
    (_("Overview"), (("", ("desk:treasury",)),)),
    (_("Payments due"), (("", ("desk:treasury_due",)),)),
    (_("Bank"), ((_("To decide"), _BANK), (_("Statements"), _STATEMENTS), (_("Bank accounts"), _ACCOUNTS))),
    (
        _("To refund"),
        (
            (_("All refunds"), ("desk:treasury_refunds",)),
            (_("Credits"), ("desk:treasury_credits",)),
            (_("Files for the bank"), ("desk_partners:bank_transfers",)),
        ),
    ),
    (_("Cards"), (("", ("desk_partners:cards", "desk_partners:card_keys")),)),
    (_("Shifts"), (("", ("desk:treasury_shifts",)),)),
    (
        _("Documents"),
        (
            (_("All documents"), ("desk_partners:documents",)),
            (_("Invoicing details"), ("desk_partners:issuer", "desk_partners:issuer_patterns")),
        ),
    ),
    (
        _("Books"),
        (
            (_("Money report"), ("desk:treasury_statement",)),
            (_("Ledger by account"), ("desk:treasury_ledger", "desk:treasury_accounts")),
            (_("Checks"), ("desk:treasury_checks",)),
        ),
    ),
)
"""The second row at a partner, on all pages about its money, each with the pages below it; whoever may book money opens them all."""

OF_BOOKS = frozenset(f"desk:treasury{page}" for page in ("", "_due", "_refunds", "_credits", "_shifts", "_statement", "_ledger"))
"""Pages that show the books of one event or currency, once it was chosen on one of them."""

MONEY_PAGES = frozenset(page for _label, below in MONEY_TABS for _name, pages in below for page in pages)

PARTNER_TABS: tuple[tuple[Any, Can, str, tuple[str, ...]], ...] = (
    (_("Facts"), Can.SEE_ORDERS, "desk_partners:partner", ("partner", "suspend", "rename", "describe")),
    (_("Money"), Can.BOOK_MONEY, "desk:treasury", ()),
    (_("People"), Can.EDIT_EVENT, "desk_partners:people", ("people",)),
    (_("Log"), Can.EDIT_EVENT, "desk_partners:log", ("log",)),
)
"""Label, right, address and pages (in `desk_partners:`) of a partner's desk."""

ALLOCATION = (
    "plans", "ask_plan", "ask_refill", "plan", "plan_maker", "plan_compare", "plan_publish", "plan_rules", "stall_record", "place_years",
)  # fmt: skip

FAIR_TABS: tuple[tuple[Any, Can, tuple[str, ...]], ...] = (
    (_("Call"), Can.SEE_APPLICATIONS, ("call", "call_edit", "call_parts", "call_prices")),
    (
        _("Applications"),
        Can.SEE_APPLICATIONS,
        (
            "applications",
            "application",
            "applications_chosen",
            "applications_letters",
            "application_companion",
            "application_new",
            "application_edit",
        ),
    ),
    (_("Jury"), Can.SEE_APPLICATIONS, ("jury", "new_juror", "juror", "replace_juror", "round", "checks", "results", "decision", "redact")),
    (_("Ground"), Can.SEE_APPLICATIONS, ("ground", "ground_settings", "ground_editor", "ground_import", "stalls", "new_row", "stall")),
    (_("Allocation"), Can.SEE_APPLICATIONS, ALLOCATION),
    (_("Offers"), Can.SEE_APPLICATIONS, ("offers", "offer", "publish", "waiting", "load_in", "papers")),
    (_("Fair day"), Can.RUN_DAY, ("day", "incidents", "visitors", "report")),
)
"""A second row of tabs, at fairs only."""

ENROLMENTS = (
    "enrolments", "enrolments_chosen", "enrolment", "enrolment_edit", "enrolment_new", "course", "course_seats", "course_activities",
    "learning_lists", "learning_list",
)  # fmt: skip

PROPOSALS = (
    "proposals", "proposals_chosen", "proposals_call", "proposals_parts", "proposals_publish", "proposals_letters", "proposal",
    "reviews", "review_phase_new", "review_phase", "review_assign", "reviewer",
)  # fmt: skip

PROGRAMME = (
    "programme", "programme_sessions", "programme_session_new", "programme_session", "programme_session_edit", "programme_halls",
    "programme_hall_new", "programme_hall", "programme_speakers", "programme_speaker_new", "programme_speaker",
    "programme_interpreters", "programme_interpreter_new", "programme_interpreter", "programme_drafts", "programme_draft",
    "programme_release",
)  # fmt: skip

LEARNING_TABS: tuple[tuple[Any, Can, tuple[str, ...]], ...] = (
    (_("Registration"), Can.SEE_ORDERS, ENROLMENTS),
    (_("Proposals"), Can.SEE_ORDERS, PROPOSALS),
    (_("Programme"), Can.EDIT_EVENT, PROGRAMME),
    (
        _("Attendance"),
        Can.RUN_DOOR,
        ("attendance", "attendance_session", "attendance_typed", "attendance_scans", "attendance_online"),
    ),
    (
        _("Certificates"),
        Can.SEE_ORDERS,
        ("certificates", "certificates_issue", "certificate", "certificate_send", "certificate_revoke"),
    ),
    (_("Feedback"), Can.SEE_ORDERS, ("feedback",)),
    (_("Evidence"), Can.SEE_ORDERS, ("evidence", "evidence_photos", "evidence_photo")),
)
"""The second row of every other event: trainings, workshops, the conference."""


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation`, `user_links`, `demo_mail_url`, and `desk_…` on the pages of an event's desk."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    context: dict[str, Any] = {"navigation": _head(request, here)}
    if _is_signed_in(request):
        context["user_links"] = [
            {"label": _("My workshop"), "url": _address("maker:home")},
            {"label": _("Your account"), "url": _address("people:me")},
        ]
    if settings.DEMO:
        context["demo_mail_url"] = _address("demo:mails")
    if desk := _desk(request, here):
        context |= _around(desk, here)
    elif hasattr(request, "partner") and (here.startswith("desk_partners:") or here in MONEY_PAGES):
        context |= _around_partner(request, here)
    return context


def _address(name: str, *args: Any) -> str:
    """Return an address, or "" where no room of this installation has that page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _is_signed_in(request: HttpRequest) -> bool:
    return hasattr(request, "user") and request.user.is_authenticated


def _head(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    worn = ("", *request.session.get("hats", (welcome.DESK, welcome.WORKSHOP))) if _is_signed_in(request) else ("",)
    room = OF_VISITORS.get(here, here).partition(":")[0]
    found = [(label, name, _address(name)) for label, name, hat in HEAD if hat in worn]
    return [{"label": label, "url": url, "active": name.partition(":")[0] == room} for label, name, url in found if url]


def _desk(request: HttpRequest, here: str) -> Desk | None:
    """Return the desk that the view fetched; a view that fetched its event in another way costs two statements more."""
    if hasattr(request, "desk"):
        return request.desk
    slug = request.resolver_match.kwargs.get("slug") if request.resolver_match else None
    if not here.startswith("desk:") or slug is None or not request.user.is_authenticated:
        return None
    try:
        request.desk = access.desk_for(request.user, slug, Can.SEE_DESK)
    except (Http404, access.PermissionDenied):
        return None
    return request.desk


def _around(desk: Desk, here: str) -> dict[str, Any]:
    event = desk.event
    is_fair = event.kind == event.Kind.FAIR
    starts, ends = event.starts_at.astimezone(event.tz).date(), event.ends_at.astimezone(event.tz).date()
    about = [wording.dates(starts, ends), str(event.site) if event.site else ""]
    return {
        "event": event,
        "allowed": desk.allowed,
        "desk_title": event.title,
        "desk_url": _address("desk:event", event.slug),
        "desk_meta": " · ".join(filter(None, about)),
        "desk_state": {"label": event.get_state_display(), "tone": wording.STATE_TONES[event.state]},
        "desk_locked": access.is_locked(event, timezone.now().astimezone(event.tz).date()),
        "desk_tabs": _tabs(desk, TABS, here),
        "kind_tabs": _tabs(desk, FAIR_TABS if is_fair else LEARNING_TABS, here),
        "kind_label": _("Makers and stalls") if is_fair else _("Learning"),
        "wants_call": is_fair and here == "desk:event" and Can.RUN_FAIR in desk.allowed and call_of(event) is None,
    }


def _around_partner(request: HttpRequest, here: str) -> dict[str, Any]:
    """Return the head and tabs of a partner's desk, whose guard has fetched it."""
    partner, name, is_money = request.partner, here.removeprefix("desk_partners:"), here in MONEY_PAGES
    chosen = urlencode({word: request.GET[word] for word in ("event", "currency") if is_money and request.GET.get(word)})
    rows = [
        {"label": label, "url": _address(first, partner.code), "active": name in pages or (is_money and first == "desk:treasury")}
        for label, right, first, pages in PARTNER_TABS
        if right in request.allowed
    ]
    is_suspended = partner.suspended_on(timezone.localdate())
    return {
        "desk_title": partner.name,
        "desk_url": _address("desk_partners:partner", partner.code),
        "desk_state": {"label": _("suspended"), "tone": "warn"} if is_suspended else None,
        "desk_tabs": [row for row in rows if row["url"]],
        **(_money_rows(partner.code, here, chosen) if is_money else {}),
        "kind_label": _("Money"),
    }


def _money_rows(code: str, here: str, chosen: str) -> dict[str, Any]:
    """Return the row of money's tabs, and the pages below the present one."""

    def link(label: Any, pages: tuple[str, ...], active: bool) -> dict[str, Any]:
        address = _address(pages[0], code)
        return {"label": label, "url": f"{address}?{chosen}" if chosen and pages[0] in OF_BOOKS else address, "active": active}

    present = next((below for _label, below in MONEY_TABS if any(here in pages for _name, pages in below)), ())
    return {
        "kind_tabs": [link(label, below[0][1], below == present) for label, below in MONEY_TABS],
        "sub_tabs": [link(name, pages, here in pages) for name, pages in present] if len(present) > 1 else [],
    }


def _tabs(desk: Desk, tabs: tuple[tuple[Any, Can, tuple[str, ...]], ...], here: str) -> list[dict[str, Any]]:
    """Return the tabs of one row that the person may open and that this installation has."""
    found = [(label, _address(f"desk:{pages[0]}", desk.event.slug), pages) for label, right, pages in tabs if right in desk.allowed]
    return [{"label": label, "url": url, "active": here.removeprefix("desk:") in pages} for label, url, pages in found if url]
