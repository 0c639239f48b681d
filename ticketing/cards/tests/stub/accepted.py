"""Which parameters the stub accepts, and what they must be. Everything else is refused, as Stripe refuses it.

`int`, `str` and `bool` are plain values; a dict in a list is a list of such things; `{str: str}` takes any key.
`test_stub.py` holds this against the typed parameters of Stripe's own library.
"""

from typing import Any

Shape = dict[Any, Any]

METADATA: Shape = {str: str}

SESSION_CREATE: Shape = {
    "mode": str,
    "line_items": [
        {"price_data": {"currency": str, "unit_amount": int, "product_data": {"name": str, "description": str}}, "quantity": int}
    ],
    "adaptive_pricing": {"enabled": bool},
    "client_reference_id": str,
    "customer_email": str,
    "metadata": METADATA,
    "payment_intent_data": {"metadata": METADATA, "description": str},
    "locale": str,
    "expires_at": int,
    "success_url": str,
    "cancel_url": str,
    "expand": [str],
}
SESSION_RETRIEVE: Shape = {"expand": [str]}
SESSION_LIST: Shape = {"limit": int, "payment_intent": str, "status": str, "starting_after": str, "expand": [str]}
SESSION_EXPIRE: Shape = {"expand": [str]}
REFUND_CREATE: Shape = {"payment_intent": str, "charge": str, "amount": int, "reason": str, "metadata": METADATA, "expand": [str]}
REFUND_LIST: Shape = {"payment_intent": str, "charge": str, "limit": int, "starting_after": str, "expand": [str]}
EVENT_LIST: Shape = {"limit": int, "type": str, "starting_after": str, "expand": [str]}
ACCOUNT: Shape = {"expand": [str]}


class Mistake(Exception):
    """A parameter that Stripe would refuse."""

    def __init__(self, message: str, *, param: str = "", code: str = ""):
        super().__init__(message)
        self.message, self.param, self.code = message, param, code


def parsed(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Return sent pairs such as `a[0][b]=c` as what they mean."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        *outer, last = name.replace("]", "").split("[")
        here = found
        for key in outer:
            here = here.setdefault(key, {})
        here[last] = value
    return {key: _lists(value) for key, value in found.items()}


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inside = {key: _lists(one) for key, one in value.items()}
    return [inside[key] for key in sorted(inside, key=int)] if inside and all(key.isdigit() for key in inside) else inside


def checked(said: Any, shape: Any, path: str = "") -> Any:
    """Return what was said with its numbers and truths read.

    Raises:
        Mistake: something unknown, or of the wrong kind.
    """
    if isinstance(shape, dict):
        if not isinstance(said, dict):
            raise Mistake("Invalid object", param=path)
        if str in shape:
            return {key: str(value) for key, value in said.items()}
        for key in said:
            if key not in shape:
                name = f"{path}[{key}]" if path else key
                raise Mistake(f"Received unknown parameter: {name}", param=name, code="parameter_unknown")
        return {key: checked(value, shape[key], f"{path}[{key}]" if path else key) for key, value in said.items()}
    if isinstance(shape, list):
        if not isinstance(said, list):
            raise Mistake("Invalid array", param=path)
        return [checked(one, shape[0], f"{path}[{number}]") for number, one in enumerate(said)]
    if shape is int:
        if not said.lstrip("-").isdigit():
            raise Mistake(f"Invalid integer: {said}", param=path, code="parameter_invalid_integer")
        return int(said)
    if shape is bool:
        if said.lower() not in ("true", "false"):
            raise Mistake(f"Invalid boolean: {said}", param=path)
        return said.lower() == "true"
    if said == "":
        raise Mistake(f"You passed an empty string for '{path}'.", param=path, code="parameter_invalid_empty")
    return said
