"""Who may call what: one row for every address of the site and every operation of the API.

A row is a declaration, not the guard itself; the guards are in each room's `access.py`. Tests hold the table against the
URLs and the API, and try every row: a new address without a row fails, and so does a row that lets the wrong person in.
"""

from enum import StrEnum

from accounts.roles.rules import Capability as Can


class Audience(StrEnum):
    """Who is let in where no role decides."""

    PUBLIC = "public"  # anybody
    SECRET_LINK = "secret link"  # whoever holds the unguessable part of the address  # noqa: S105
    DEVICE = "device"  # a paired phone, by its key
    SIGNED_IN = "signed in"  # any person with an account; each sees only their own


PUBLIC, SECRET_LINK, DEVICE, SIGNED_IN = Audience

PAGES: dict[str, Audience | Can] = {
    # common to all pages
    "set_language": PUBLIC,
    "welcome": SIGNED_IN,
    # signing in (allauth)
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_signup": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_email": SIGNED_IN,
    "account_email_verification_sent": PUBLIC,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": SECRET_LINK,
    "account_reset_password_from_key_done": PUBLIC,
    "account_request_login_code": PUBLIC,
    "account_confirm_login_code": PUBLIC,
    "people:me": SIGNED_IN,
    "people:link": SECRET_LINK,
    # the demonstration's letters; not there without DEMO
    "demo:mails": PUBLIC,
    "demo:mail": PUBLIC,
    "demo:html": PUBLIC,
    "demo:attachment": PUBLIC,
    # places
    "places:list": PUBLIC,
    "places:site": PUBLIC,
    # the desk: partners
    "desk_partners:list": SIGNED_IN,
    "desk_partners:partner": Can.SEE_ORDERS,
    "desk_partners:suspend": Can.EDIT_EVENT,
    "desk_partners:resume": Can.EDIT_EVENT,
    "desk_partners:describe": Can.EDIT_EVENT,
    "desk_partners:rename": Can.EDIT_EVENT,
    "desk_partners:people": Can.EDIT_EVENT,
    "desk_partners:withdraw": Can.EDIT_EVENT,
    "desk_partners:log": Can.EDIT_EVENT,
    "desk_partners:log_csv": Can.EDIT_EVENT,
    # the calendar, the shop and its orders
    "events:calendar": PUBLIC,
    "events:feed": PUBLIC,
    "events:ics": PUBLIC,
    "events:detail": PUBLIC,
    "events:open_data": PUBLIC,
    "shop:choose": PUBLIC,
    "shop:cart": SECRET_LINK,
    "shop:drop": SECRET_LINK,
    "orders:find": PUBLIC,
    "orders:order": SECRET_LINK,
    "orders:pdf": SECRET_LINK,
    "orders:ics": SECRET_LINK,
    "orders:resend": SECRET_LINK,
    "orders:cancel": SECRET_LINK,
    "orders:ticket_pdf": SECRET_LINK,
    "orders:rename": SECRET_LINK,
    "orders:hand_over": SECRET_LINK,
    "orders:cancel_ticket": SECRET_LINK,
    "orders:pay": SECRET_LINK,
    # the door; the page is an empty shell, what it shows comes from the API
    "door:scanner": PUBLIC,
    "door:pair": PUBLIC,
    "door:service_worker": PUBLIC,
    "door:manifest": PUBLIC,
    "door:worker": PUBLIC,
    # the desk: events and what they offer
    "desk:home": SIGNED_IN,
    "desk:home_file": SIGNED_IN,
    "desk:new": SIGNED_IN,
    "desk:event": Can.SEE_DESK,
    "desk:state": Can.EDIT_EVENT,
    "desk:edit": Can.EDIT_EVENT,
    "desk:move": Can.EDIT_EVENT,
    "desk:new_window": Can.EDIT_EVENT,
    "desk:window": Can.EDIT_EVENT,
    "desk:roles": Can.EDIT_EVENT,
    "desk:withdraw_role": Can.EDIT_EVENT,
    "desk:activity": Can.EDIT_EVENT,
    "desk:activity_csv": Can.EDIT_EVENT,
    "desk:products": Can.EDIT_EVENT,
    "desk:new_product": Can.EDIT_EVENT,
    "desk:product": Can.EDIT_EVENT,
    "desk:shift_product": Can.EDIT_EVENT,
    "desk:remove_product": Can.EDIT_EVENT,
    "desk:new_quota": Can.EDIT_EVENT,
    "desk:quota": Can.EDIT_EVENT,
    "desk:remove_quota": Can.EDIT_EVENT,
    "desk:new_question": Can.EDIT_EVENT,
    "desk:question": Can.EDIT_EVENT,
    "desk:shift_question": Can.EDIT_EVENT,
    "desk:remove_question": Can.EDIT_EVENT,
    "desk:letters": Can.SEE_ORDERS,
    "desk:letters_file": Can.SEE_ORDERS,
    "desk:send_again": Can.CHANGE_ORDERS,
    # the desk: orders and tickets
    "desk:orders": Can.SEE_ORDERS,
    "desk:orders_file": Can.SEE_ORDERS,
    "desk:orders_chosen": Can.CHANGE_ORDERS,
    "desk:tickets": Can.SEE_ORDERS,
    "desk:tickets_file": Can.SEE_ORDERS,
    "desk:guests": Can.CHANGE_ORDERS,
    "desk:ticket": Can.SEE_ORDERS,
    "desk:ticket_scans": Can.SEE_ORDERS,
    "desk:order": Can.SEE_ORDERS,
    "desk:change_order": Can.CHANGE_ORDERS,
    # the desk: money
    "desk:pay": Can.BOOK_MONEY,
    "desk:refund": Can.BOOK_MONEY,
    "desk:settle": Can.BOOK_MONEY,
    "desk:money": Can.BOOK_MONEY,
    "desk:ledger_file": Can.BOOK_MONEY,
    # the desk: the door and the printer
    "desk:gates": Can.RUN_DOOR,
    "desk:new_area": Can.RUN_DOOR,
    "desk:area": Can.RUN_DOOR,
    "desk:new_gate": Can.RUN_DOOR,
    "desk:gate": Can.RUN_DOOR,
    "desk:pin": Can.RUN_DOOR,
    "desk:door_guide": Can.RUN_DOOR,
    "desk:new_device": Can.RUN_DOOR,
    "desk:device": Can.RUN_DOOR,
    "desk:live": Can.RUN_DOOR,
    "desk:clashes": Can.RUN_DOOR,
    "desk:clashes_file": Can.RUN_DOOR,
    "desk:clash": Can.RUN_DOOR,
    "desk:badges": Can.PRINT,
    "desk:print_progress": Can.PRINT,
    "desk:stop_print": Can.PRINT,
    "desk:printed": Can.PRINT,
    "desk:ticket_label": Can.PRINT,
    # makers: profile, works, papers (exhibitors)
    "maker:home": SIGNED_IN,
    "maker:new": SIGNED_IN,
    "maker:picture": SIGNED_IN,
    "maker:step": SIGNED_IN,
    "maker:keepers": SIGNED_IN,
    "maker:drop_keeper": SIGNED_IN,
    "maker:photos": SIGNED_IN,
    "maker:photo": SIGNED_IN,
    "maker:move_photo": SIGNED_IN,
    "maker:remove_photo": SIGNED_IN,
    "maker:works": SIGNED_IN,
    "maker:new_work": SIGNED_IN,
    "maker:work": SIGNED_IN,
    "maker:remove_work": SIGNED_IN,
    "maker:papers": SIGNED_IN,
    "maker:new_paper": SIGNED_IN,
    "maker:paper": SIGNED_IN,
    "maker:remove_paper": SIGNED_IN,
    "maker:paper_file": SIGNED_IN,
    "maker:consents": SIGNED_IN,
    "maker:data": SIGNED_IN,
    "maker:data_file": SIGNED_IN,
    "maker:erase": SIGNED_IN,
    # … and what organisers see of them
    "desk_makers:list": Can.SEE_APPLICATIONS,
    "desk_makers:file": Can.SEE_APPLICATIONS,
    "desk_makers:new": Can.RUN_FAIR,
    "desk_makers:maker": Can.SEE_APPLICATIONS,
    "desk_makers:verify": Can.RUN_FAIR,
    "desk_makers:merge": Can.RUN_FAIR,
    # fairs: the call and its applications, makers' pages
    "calls:list": PUBLIC,
    "calls:call": PUBLIC,
    "calls:answer": SECRET_LINK,
    "calls:apply": SIGNED_IN,
    "calls:step": SIGNED_IN,
    "calls:price": SIGNED_IN,
    "calls:my": SIGNED_IN,
    "calls:withdraw": SIGNED_IN,
    "calls:reconfirm": SIGNED_IN,
    # … and the desk's
    # fairs: the ground and its public map
    # … and the plan editor
    "desk:ground": Can.SEE_APPLICATIONS,
    "desk:ground_settings": Can.RUN_FAIR,
    "desk:ground_picture": Can.SEE_APPLICATIONS,
    "desk:ground_seen": Can.RUN_FAIR,
    "desk:ground_editor": Can.RUN_FAIR,
    "desk:ground_data": Can.RUN_FAIR,
    "desk:ground_edits": Can.RUN_FAIR,
    "desk:ground_json": Can.SEE_APPLICATIONS,
    "desk:ground_import": Can.RUN_FAIR,
    "desk:stalls": Can.SEE_APPLICATIONS,
    "desk:stalls_file": Can.SEE_APPLICATIONS,
    "desk:new_row": Can.RUN_FAIR,
    "desk:stall": Can.RUN_FAIR,
    # fairs: the jury's desk
    "jury:home": SIGNED_IN,
    "jury:desk": Can.JUDGE,
    "jury:entry": Can.JUDGE,
    "jury:picture": Can.JUDGE,
    # … and the organiser's side of it
    "desk:jury": Can.SEE_APPLICATIONS,
    "desk:new_juror": Can.RUN_FAIR,
    "desk:juror": Can.RUN_FAIR,
    "desk:replace_juror": Can.RUN_FAIR,
    "desk:round": Can.SEE_APPLICATIONS,
    "desk:round_act": Can.RUN_FAIR,
    "desk:checks": Can.SEE_APPLICATIONS,
    "desk:results": Can.SEE_APPLICATIONS,
    "desk:decision": Can.RUN_FAIR,
    "desk:scores_file": Can.SEE_APPLICATIONS,
    "desk:protocol": Can.SEE_APPLICATIONS,
    "desk:redact": Can.RUN_FAIR,
    # fairs: allocation
    "desk:plans": Can.SEE_APPLICATIONS,
    "desk:ask_plan": Can.RUN_FAIR,
    "desk:plan": Can.SEE_APPLICATIONS,
    "desk:plan_file": Can.SEE_APPLICATIONS,
    "desk:plan_progress": Can.SEE_APPLICATIONS,
    "desk:end_plan": Can.RUN_FAIR,
    "desk:plan_maker": Can.SEE_APPLICATIONS,
    "desk:move_maker": Can.RUN_FAIR,
    "desk:pin_maker": Can.RUN_FAIR,
    "desk:ask_refill": Can.RUN_FAIR,
    "desk:plan_compare": Can.SEE_APPLICATIONS,
    "desk:plan_compare_file": Can.SEE_APPLICATIONS,
    "desk:plan_publish": Can.RUN_FAIR,
    "desk:plan_rules": Can.RUN_FAIR,
    "desk:drop_pin": Can.RUN_FAIR,
    "desk:stall_record": Can.SEE_APPLICATIONS,
    "desk:stall_record_file": Can.SEE_APPLICATIONS,
    "desk:place_years": Can.SEE_APPLICATIONS,
    "desk:place_years_file": Can.SEE_APPLICATIONS,
    # … and the maker's reasons
    "calls:reason": SIGNED_IN,
    # fairs: offers, fees, passes, papers
    "desk:offers": Can.SEE_APPLICATIONS,
    "desk:offers_file": Can.SEE_APPLICATIONS,
    "desk:offer": Can.SEE_APPLICATIONS,
    "desk:publish": Can.RUN_FAIR,
    "desk:waiting": Can.RUN_FAIR,
    "desk:load_in": Can.RUN_FAIR,
    "desk:papers": Can.SEE_APPLICATIONS,
    "desk:fair_paper": Can.SEE_APPLICATIONS,
    # … and the maker's side of them
    "calls:place": SIGNED_IN,
    "calls:make_pass": SIGNED_IN,
    "calls:take_back_pass": SIGNED_IN,
    "calls:passes": SIGNED_IN,
    "calls:paper": SIGNED_IN,
    "calls:goods": SIGNED_IN,
    "calls:goods_line": SIGNED_IN,
    # fairs: the day
    "desk:day": Can.RUN_DAY,
    "desk:day_file": Can.RUN_DAY,
    "desk:day_mark": Can.RUN_DAY,
    "desk:incidents": Can.RUN_DAY,
    "desk:settle_incident": Can.RUN_DAY,
    "desk:visitors": Can.RUN_DAY,
    "desk:report": Can.SEE_APPLICATIONS,
    "desk:report_pdf": Can.SEE_APPLICATIONS,
    # … and what comes after
    "calls:afterwards": SIGNED_IN,
    # places: equipment, bookings, calendars
    # learning: registration and enrolments
    # … and the desk's
    # conference: the call for proposals and its authors
    # … reviewers
    # … and the desk's
    # conference: the programme
    # … and the desk's
    # conference: attendance, certificates, feedback
    # … and the desk's
    # the API's own pages
    "api:openapi-json": PUBLIC,
    "api:openapi-view": PUBLIC,
    "api:api-root": PUBLIC,
    "^api/": PUBLIC,
}

OPERATIONS: dict[str, Audience | Can] = {
    "POST /api/v1/door/pair": SECRET_LINK,
    "POST /api/v1/door/scan": DEVICE,
    "POST /api/v1/door/undo": DEVICE,
    "POST /api/v1/door/sync": DEVICE,
    "GET /api/v1/door/snapshot": DEVICE,
    "GET /api/v1/door/configuration": DEVICE,
    "GET /api/v1/door/search": DEVICE,
    "GET /api/v1/door/stats": DEVICE,
    "GET /api/v1/door/gates": DEVICE,
    "POST /api/v1/door/pin": DEVICE,
    "POST /api/v1/door/pin/end": DEVICE,
    "GET /api/v1/door/offer": DEVICE,
    "POST /api/v1/door/sell": DEVICE,
    "GET /api/v1/door/owed": DEVICE,
    "POST /api/v1/door/cash": DEVICE,
    "GET /api/v1/door/label": DEVICE,
    "POST /api/v1/door/label": DEVICE,
}
