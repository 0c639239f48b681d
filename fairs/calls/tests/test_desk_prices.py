"""The price form: any list goes through it unchanged, presets fill it, mistakes are told beside their line."""

import json
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairs.calls.desk.price_edit import GROUPS, PriceEdit
from fairs.factories import GoodsGroupFactory
from fairs.models import AddOn
from ticketing.pricing import (
    Basis,
    Condition,
    Discount,
    Kind,
    PriceList,
    Rate,
    Stacking,
    Surcharge,
    Tax,
    from_document,
    to_document,
)
from ticketing.pricing.presets import usual

HERE = "/desk/maras-tirgus/call/prices/"


def text(response) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def call(event):
    return GoodsGroupFactory(call__event=event, code="food").call


def typed(call, prices, **changed) -> dict[str, str]:
    """Return what a browser sends for a list that is shown and not touched, but for `changed` ("" takes a field away)."""
    edit = PriceEdit(call, prices)
    data: dict[str, object] = {}
    forms = [edit.general, *(form for rows in edit.rows.values() for form in (rows.management_form, *rows.forms))]
    for form in forms:
        for field in form:
            value = field.value()
            if value is True:
                data[field.html_name] = "on"
            elif value is not False and value not in (None, "", []):
                data[field.html_name] = value
    return {name: value for name, value in {**data, **changed}.items() if value != ""}


def sent(call, prices, **changed) -> PriceEdit:
    query = QueryDict(mutable=True)
    for name, value in typed(call, prices, **changed).items():
        query.setlist(name, value) if isinstance(value, list) else query.__setitem__(name, str(value))
    return PriceEdit(call, prices, query)


money = st.decimals(0, 10_000, places=2)
percent = st.decimals(1, 100, places=2)
switch = st.sampled_from([None, None, True, False])
conditions = st.builds(
    Condition,
    goods_groups=st.frozensets(st.sampled_from(["food", "gone"])),
    legal_forms=st.frozensets(st.sampled_from(["NP", "IP"])),
    price_classes=st.frozensets(st.sampled_from(["A", "B"])),
    is_resident=switch,
    is_certified=switch,
    demonstrates=switch,
    has_waiver=switch,
    is_late=switch,
)
taxes = st.sampled_from(
    [Tax(Decimal(21)), Tax(Decimal("7.5")), Tax(None, "outside"), Tax(None, "not_registered"), Tax(None, "exempt", "PVN 52")]
)
bands = st.lists(st.tuples(st.integers(1, 90), money), min_size=1, max_size=3, unique_by=lambda band: band[0]).map(
    lambda found: tuple(sorted((Decimal(limit), price) for limit, price in found))
)


@st.composite
def rates(draw, code):
    basis = draw(st.sampled_from([one for one in Basis if one != Basis.PER_ITEM]))
    days = draw(st.sampled_from([(None, None), (date(2026, 1, 1), None), (date(2026, 1, 1), date(2026, 7, 1))]))
    more = {"bands": draw(bands)} if basis == Basis.PER_KW_BAND else {"amount": draw(money)}
    kind = draw(st.sampled_from([Kind.SERVICE_FEE, Kind.MUNICIPAL_DUTY, Kind.HIRE, Kind.DEPOSIT]))
    made = {"per_day": draw(st.booleans()), "condition": draw(conditions), "valid_from": days[0], "valid_until": days[1], **more}
    return Rate(code, kind, basis, draw(taxes), module_m=draw(st.sampled_from([Decimal(3), Decimal("2.5")])), **made)


@st.composite
def lists(draw):
    codes = draw(st.lists(st.sampled_from(["place", "power", "duty", "sweeping"]), min_size=1, unique=True))
    of = st.frozensets(st.sampled_from(codes), min_size=1)
    surcharges = [Surcharge("corner", codes[0], percent=draw(percent), per_open_side=draw(money))] if draw(st.booleans()) else []
    cap = draw(st.none() | money)
    discounts = [
        Discount(code, draw(of), draw(percent), draw(money), cap, draw(st.sampled_from(Stacking)), draw(conditions))
        for code in draw(st.lists(st.sampled_from(["resident", "waiver", "friend"]), unique=True))
    ]
    names = (("sweeping", "Slaucīšana", "Уборка", ""),) if "sweeping" in codes else ()
    return PriceList(
        "4",
        "EUR",
        tuple(draw(rates(code)) for code in codes),
        tuple(surcharges),
        tuple(discounts),
        draw(st.booleans()),
        draw(st.sampled_from([None, Decimal("0.05")])),
        names,
    )


@given(lists())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_list_goes_through_the_form_unchanged(call, prices):
    edit = sent(call, prices)
    made = edit.made()
    assert made is not None, [rows.errors for rows in edit.rows.values()]
    assert made == prices


def post(client, call, prices, action="save", **changed):
    return client.post(HERE, {**typed(call, prices, **changed), "action": action})


def test_a_preset_fills_the_form_and_nothing_is_kept_before_it_is_saved(as_anna, call):
    assert "Begin with" in text(as_anna.get(HERE))
    page = text(as_anna.post(HERE, {"action": "preset:vat"}))
    assert "Not saved yet" in page
    assert "Municipal duty" in page
    call.refresh_from_db()
    assert call.prices == {}
    assert post(as_anna, call, usual("EUR")).status_code == 302
    call.refresh_from_db()
    assert {**to_document(from_document(call.prices)), "version": ""} == {**to_document(usual("EUR")), "version": ""}


def test_the_try_case_and_the_examples_are_worked_out_before_saving(as_anna, call):
    case = {"try-stalls": 2, "try-power_kw": 3, "try-open_sides": 1, "try-days": 1, "try-group": "food", "try-is_resident": "on"}
    page = text(post(as_anna, call, usual("EUR"), "try", **case))
    # 2 × 30, half of it for a resident, 15 for 3 kW, 21 %, and 7 of duty
    assert "61.45" in page
    assert "One corner stall" in page
    page = text(post(as_anna, call, usual("EUR"), "try", **{**case, "try-power_kw": 9}))
    assert "no price for this much power" in page
    call.refresh_from_db()
    assert call.prices == {}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"rates-0-amount": "-1"}, "greater than or equal to 0"),
        ({"rates-0-amount": ""}, "What does it cost?"),
        ({"rates-1-bands": "2 = 10\n1 = 5"}, "from the smallest power"),
        ({"rates-1-bands": "two is ten"}, "one band a line"),
        ({"rates-1-bands": ""}, "at least one band"),
        ({"rates-0-valid_from": "2030-01-02", "rates-0-valid_until": "2030-01-01"}, "ends after it begins"),
        ({"rates-0-tax": "exempt"}, "Name the rule"),
        ({"rates-0-basis": "per_item"}, "thing for hire"),
        ({"rates-0-who": ["is_resident:1", "is_resident:0"]}, "never meet"),
        ({"discounts-0-percent": "101"}, "less than or equal to 100"),
        ({"discounts-0-of": ""}, "at least one line"),
        ({"rates-0-DELETE": "on"}, "This line is taken away"),
    ],
)
def test_what_is_wrong_is_told_beside_its_line_and_nothing_is_lost(as_anna, call, changed, words):
    if changed == {"rates-0-basis": "per_item"}:
        changed = {**changed, "rates-0-code": "", "rates-0-what": "place"}
    page = text(post(as_anna, call, usual("EUR"), **changed))
    assert words in page
    assert 'value="15"' in page or "15" in page
    call.refresh_from_db()
    assert call.prices == {}


def test_a_second_place_for_a_goods_group_gets_its_own_code_and_the_usual_name(as_anna, call):
    new = {
        "rates-5-what": "place",
        "rates-5-kind": "service_fee",
        "rates-5-basis": "per_place",
        "rates-5-amount": "50",
        "rates-5-tax": "21",
    }
    more = {"rates-5-module_m": "3", "rates-5-groups": ["food"], "rates-TOTAL_FORMS": 7}
    prices = usual("EUR")
    duty = {name.replace("rates-5", "rates-6"): value for name, value in typed(call, prices).items() if name.startswith("rates-5")}
    as_anna.post(HERE, {**typed(call, prices), **duty, **new, **more, "rates-5-code": "", "action": "save"})
    call.refresh_from_db()
    made = next(rate for rate in from_document(call.prices).rates if rate.code == "place-2")
    assert made.condition.goods_groups == {"food"}
    assert call.prices["names"]["place-2"]["lv"]


def test_a_thing_for_hire_is_priced_by_its_own_code(as_anna, call):
    AddOn.objects.create(call=call, code="galds", name_lv="Galds", name_ru="Стол", name_en="Table")
    one = {"rates-0-what": "item:galds", "rates-0-kind": "hire", "rates-0-basis": "per_item", "rates-0-amount": "4", "rates-0-tax": "21"}
    empty = {f"{group}-{name}": 0 for group in GROUPS for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    as_anna.post(HERE, {**empty, **one, "rates-0-module_m": "3", "rates-TOTAL_FORMS": 1, "action": "save"})
    call.refresh_from_db()
    assert from_document(call.prices).rates[0].code == "galds"
    assert call.prices["names"]["galds"]["ru"] == "Стол"


def test_a_line_more_comes_without_script(as_anna, call):
    page = text(post(as_anna, call, usual("EUR"), "add:discounts"))
    assert 'name="discounts-4-what"' in page
    assert 'name="discounts-3-code"' in page


def test_the_list_as_a_file_goes_out_and_comes_back(as_anna, call):
    call.prices = to_document(usual("EUR"))
    call.save()
    document = as_anna.get("/desk/maras-tirgus/call/prices.json").content.decode()
    assert json.loads(document) == call.prices
    assert "Not saved yet" in text(as_anna.post(HERE, {"action": "import", "document": document.replace('"30"', '"33"')}))
    for wrong in ("nonsense", "[]", '{"version": 1}', "[" * 100_000, json.dumps({**call.prices, "currency": "RUB"})):
        page = text(as_anna.post(HERE, {"action": "import", "document": wrong}))
        assert "This is no price list" in page or "This list is in RUB" in page


def test_places_are_made_free(as_anna, call):
    call.prices = to_document(usual("EUR"))
    call.save()
    as_anna.post(HERE, {"action": "free"})
    call.refresh_from_db()
    assert call.prices == {}


def test_a_suspended_partner_saves_no_prices(as_anna, call, event, suspend):
    suspend(event)
    post(as_anna, call, usual("EUR"))
    call.refresh_from_db()
    assert call.prices == {}


def test_a_nonsense_form_is_no_accident(as_anna, call):
    for data in ({"action": "save"}, {"action": "try", "rates-TOTAL_FORMS": "x"}, {"action": "add:nonsense"}, {"action": "preset:x"}):
        assert as_anna.post(HERE, data).status_code == 200
