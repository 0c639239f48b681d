"""The stub is no easier than Stripe: what it takes stands in the typed parameters of Stripe's library, and so do its answers."""

import sys
import time
import types
import typing
from typing import Any

import pytest
import stripe
from stripe.params import AccountRetrieveCurrentParams, EventListParams, RefundCreateParams, RefundListParams
from stripe.params.checkout import SessionCreateParams, SessionExpireParams, SessionListParams, SessionRetrieveParams

from ticketing.cards import gateway
from ticketing.cards.operations.booking import KINDS
from ticketing.cards.tests.stub import accepted
from ticketing.cards.tests.stub.server import Stub

TYPED = [
    pytest.param(accepted.SESSION_CREATE, SessionCreateParams, id="session.create"),
    pytest.param(accepted.SESSION_RETRIEVE, SessionRetrieveParams, id="session.retrieve"),
    pytest.param(accepted.SESSION_LIST, SessionListParams, id="session.list"),
    pytest.param(accepted.SESSION_EXPIRE, SessionExpireParams, id="session.expire"),
    pytest.param(accepted.REFUND_CREATE, RefundCreateParams, id="refund.create"),
    pytest.param(accepted.REFUND_LIST, RefundListParams, id="refund.list"),
    pytest.param(accepted.EVENT_LIST, EventListParams, id="event.list"),
    pytest.param(accepted.ACCOUNT, AccountRetrieveCurrentParams, id="account.retrieve"),
]
WRAPPERS = {"NotRequired", "Required"}


def parts(kind: Any) -> list[Any]:
    """Return every type that a typed parameter may be, with the wrappers taken off."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return [part for one in typing.get_args(kind) for part in parts(one)]
    if getattr(origin, "_name", "") in WRAPPERS or getattr(origin, "__name__", "") in WRAPPERS:
        return parts(typing.get_args(kind)[0])
    return [str] if origin is typing.Literal or getattr(origin, "_name", "") == "Literal" else [kind]


def disagreements(shape: Any, kind: Any, path: str) -> list[str]:
    """Return where `shape` accepts what the library's type does not."""
    kinds = parts(kind)
    if isinstance(shape, list):
        inner = [typing.get_args(one)[0] for one in kinds if typing.get_origin(one) is list]
        return disagreements(shape[0], inner[0], f"{path}[]") if inner else [path]
    if not isinstance(shape, dict):
        return [] if shape in kinds else [path]
    if str in shape:
        return [] if any(typing.get_origin(one) is dict for one in kinds) else [path]
    typed = [one for one in kinds if hasattr(one, "__required_keys__")]
    if not typed:
        return [path]
    found = []
    for name, inside in shape.items():
        hint = hint_of(typed[0], name)
        found += [f"{path}.{name}"] if hint is None else disagreements(inside, hint, f"{path}.{name}")
    return found


def hint_of(typed: Any, name: str) -> Any:
    """Return the type of one key. One by one: some others name what the library imports for type checkers only."""
    if name not in typed.__annotations__:
        return None
    one = types.SimpleNamespace(__annotations__={name: typed.__annotations__[name]})
    return typing.get_type_hints(one, globalns=vars(sys.modules[typed.__module__]))[name]


@pytest.mark.parametrize(("shape", "kind"), TYPED)
def test_what_the_stub_accepts_is_what_the_library_types(shape, kind):
    assert disagreements(shape, kind, kind.__name__) == []


def test_the_comparison_sees_what_is_not_typed():
    wrong = {"mode": str, "line_items": [{"price_data": {"colour": str}}], "expires_at": str, "metadata": {str: str}}
    assert disagreements(wrong, SessionCreateParams, "create") == ["create.line_items[].price_data.colour", "create.expires_at"]


@pytest.fixture
def stub():
    with Stub() as running:
        yield running


@pytest.fixture
def client(stub, settings):
    settings.STRIPE_API_BASE = stub.base
    return gateway.client(stub.account.key)


ONE = {"price_data": {"currency": "eur", "unit_amount": 300, "product_data": {"name": "Day ticket"}}, "quantity": 2}
PAGE = {"mode": "payment", "line_items": [ONE], "success_url": "https://example.org/"}


def known_events() -> str:
    return str(stripe.Event.__annotations__["type"])


def test_what_a_partner_is_to_be_told_of_are_events_of_stripe():
    assert [kind for kind in KINDS if f"'{kind}'" not in known_events() and f'"{kind}"' not in known_events()] == []


def test_its_answers_have_no_field_that_the_library_does_not_know(stub, client):
    page = client.v1.checkout.sessions.create({**PAGE, "metadata": {"a": "b"}})
    stub.pay(page.id)
    payment = client.v1.checkout.sessions.retrieve(page.id).payment_intent
    client.v1.refunds.create({"payment_intent": payment, "amount": 100})
    stub.dispute(payment)
    kinds = {"checkout.session": stripe.checkout.Session, "refund": stripe.Refund, "charge": stripe.Charge, "dispute": stripe.Dispute}
    seen = set()
    for event in stub.account.events:
        about = event["data"]["object"]
        seen.add(about["object"])
        assert set(event) <= set(stripe.Event.__annotations__)
        assert set(about) <= set(kinds[about["object"]].__annotations__)
        assert event["type"] in known_events()
    assert seen == set(kinds)


def test_an_unknown_parameter_is_refused_also_deep_inside(client):
    wrong = {**PAGE, "line_items": [{**ONE, "price_data": {**ONE["price_data"], "colour": "blue"}}]}
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.create(wrong)
    assert (refused.value.code, refused.value.param) == ("parameter_unknown", "line_items[0][price_data][colour]")


@pytest.mark.parametrize("minutes", [29, 24 * 60 + 1])
def test_a_page_lives_thirty_minutes_to_a_day(client, minutes):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.create({**PAGE, "expires_at": int(time.time()) + minutes * 60})
    assert refused.value.param == "expires_at"


def test_the_same_key_gets_the_same_answer_and_refuses_another_question(client, stub):
    first = client.v1.checkout.sessions.create(PAGE, {"idempotency_key": "k"})
    again = client.v1.checkout.sessions.create(PAGE, {"idempotency_key": "k"})
    assert (first.id, len(stub.account.sessions)) == (again.id, 1)
    with pytest.raises(stripe.IdempotencyError):
        client.v1.checkout.sessions.create({**PAGE, "client_reference_id": "other"}, {"idempotency_key": "k"})


def test_no_more_goes_back_than_was_paid(client, stub):
    page = client.v1.checkout.sessions.create(PAGE)
    payment = stub.pay(page.id)["data"]["object"]["payment_intent"]
    client.v1.refunds.create({"payment_intent": payment, "amount": 400})
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.create({"payment_intent": payment, "amount": 201})


def test_a_wrong_key_opens_nothing(stub, settings):
    settings.STRIPE_API_BASE = stub.base
    with pytest.raises(stripe.AuthenticationError):
        gateway.client("sk_test_wrong").v1.accounts.retrieve_current()


def test_it_signs_as_stripe_does(stub, client):
    page = client.v1.checkout.sessions.create(PAGE)
    body, signature = stub.signed(stub.pay(page.id))
    event = client.construct_event(body, signature, stub.account.hook_secret)
    assert (event.type, event.data.object["id"]) == ("checkout.session.completed", page.id)
