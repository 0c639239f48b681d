"""Five hundred codes of every bad kind: none is believed, admitted, or answered with an error. `bench/codes.py` tries 100,000."""

import json
import uuid

import pytest

from bench.codes import KINDS, REFUSING, by_server, of_another_key, spoilt
from ticketing.door.tests.conftest import KEY, code_of
from ticketing.factories import TicketFactory
from ticketing.models import Scan

pytestmark = pytest.mark.django_db


def test_five_hundred_spoilt_codes_open_nothing(client, event, product, steward_phone):
    good = [code_of(ticket) for ticket in TicketFactory.create_batch(5, event=event, product=product)]
    bad = spoilt(500, good, of_another_key(good))
    assert {kind for kind, _text in bad} == set(KINDS)
    assert set(by_server([text for _kind, text in bad])) <= REFUSING
    for _kind, text in bad:
        body = json.dumps({"code": text, "nonce": str(uuid.uuid4())})
        answer = client.post("/api/v1/door/scan", body, content_type="application/json", headers={"Authorization": f"Bearer {KEY}"})
        assert (answer.status_code, answer.json()["admitted"]) == (200, False), text
    assert not Scan.objects.exists()
    assert by_server(good) == ["BELIEVED"] * 5
