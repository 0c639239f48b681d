"""The API as a phone meets it, well-behaved or not."""

import json
import os
import uuid
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ticketing.door import operations
from ticketing.door.access import hashed
from ticketing.door.schemas import ScanOut
from ticketing.door.tests.conftest import KEY, code_of, now
from ticketing.factories import DeviceFactory
from ticketing.models import Gate, Scan, Ticket
from ticketing.tickets import codes

BASE = "/api/v1/door/"


class Phone:
    """A phone that speaks HTTP, in English unless told otherwise."""

    def __init__(self, client, key=KEY, language="en"):
        self.client, self.headers = client, {"Authorization": f"Bearer {key}", "Accept-Language": language}

    def post(self, path, data):
        return self.client.post(BASE + path, json.dumps(data, default=str), content_type="application/json", headers=self.headers)

    def get(self, path, **query):
        return self.client.get(BASE + path, query, headers=self.headers)

    def scan(self, code, **more):
        response = self.post("scan", {"code": code, "nonce": uuid.uuid4(), **more})
        if response.status_code == 200:
            assert set(response.json()) == set(ScanOut.model_fields)
            ScanOut.model_validate(response.json())
        return response


@pytest.fixture
def api(client, phone):
    return Phone(client)


def problem(response, status, code):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == code
    return response.json()


def test_a_scan_tells_verdict_word_sentence_and_holder(api, ticket, django_assert_num_queries):
    code = code_of(ticket)
    with django_assert_num_queries(3):  # the third, now and then, asks whether an area may be full
        answer = api.scan(code).json()
    assert (answer["verdict"], answer["admitted"], answer["reason"], answer["word"]) == ("admit", True, "ok", "Come in")
    assert answer["holder"] == {
        "number": codes.spoken(ticket.pk),
        "name": "Vera Ščukina",
        "name_other": "Вера Щукина",
        "organisation": "",
        "product": "Day ticket",
        "variation": "",
        "lines": ["Linu darbnīca", "stends A12"],
        "attention": "",
        "answers": [],
    }


def test_the_second_scan_tells_the_first(api, ticket, gate, django_assert_num_queries):
    api.scan(code_of(ticket))
    code = code_of(ticket)
    with django_assert_num_queries(2):
        answer = api.scan(code).json()
    assert (answer["verdict"], answer["reason"], answer["first"]["gate"]) == ("refuse", "used", gate.name)
    assert 0 <= answer["first"]["ago_seconds"] < 60
    assert "First scanned at" in answer["text"]


def test_the_right_gate_is_named_as_remedy(api, ticket, gate, django_assert_max_num_queries):
    gate.products.clear()
    right = Gate.objects.create(event=gate.event, area=gate.area, name="Dienvidu vārti")
    right.products.add(ticket.product)
    code = code_of(ticket)
    with django_assert_max_num_queries(3):
        answer = api.scan(code).json()
    assert answer["remedy"]["gates"] == ["Dienvidu vārti"]
    assert answer["text"] == "Send them to Dienvidu vārti."


@pytest.mark.parametrize(
    "code", ["", "hello", "\x00\x01\x02", "T1", "T1" + "7" * 120, "0003-RJ0-X", "'; DROP TABLE ticketing_scan; --", "🎟" * 20, "x" * 900]
)
def test_any_text_is_an_answer(api, code):
    response = api.scan(code)
    assert response.status_code == 200
    assert response.json()["verdict"] == "refuse"
    assert not Scan.objects.exists()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=120))
def test_random_text_is_an_answer(api, text):
    assert api.scan(text).status_code in (200, 400, 413)  # 400: half a surrogate pair is not JSON


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_random_bytes_are_a_problem_document(api, body):
    response = api.client.post(BASE + "scan", body, content_type="application/json", headers=api.headers)
    assert response.status_code in (400, 422)
    assert response["Content-Type"] == "application/problem+json"


def test_a_body_over_eight_kilobytes_is_too_large(api, client):
    problem(api.scan("x" * 8200), 413, "too_large")
    big = client.post(BASE + "scan", os.urandom(1_000_000), content_type="application/json", headers=api.headers)
    problem(big, 413, "too_large")


def test_bad_json_and_wrong_shapes_are_problem_documents(api, client):
    def send(body, content_type="application/json"):
        return client.post(BASE + "scan", body, content_type=content_type, headers=api.headers)

    problem(send("{"), 400, "bad_request")
    problem(send("<scan/>", "application/xml"), 400, "bad_request")
    for body in ("[]", "null", "7", "{}", '{"code": 7, "nonce": "x"}', ""):
        problem(send(body), 422, "invalid")
    problem(api.scan("x", direction="sideways"), 422, "invalid")
    wrong = problem(api.post("scan", {"code": "secret words", "nonce": "no"}), 422, "invalid")
    assert "secret words" not in json.dumps(wrong)


def test_errors_are_told_in_the_callers_language(client, phone):
    headers = {"Accept-Language": "en"}
    title = client.get(BASE + "stats", headers=headers).json()["title"]
    assert title.startswith("This phone is not paired")


def test_no_key_a_wrong_key_and_a_revoked_key(client, api, phone, ticket):
    problem(client.post(BASE + "scan", "{}", content_type="application/json"), 401, "not_paired")
    problem(Phone(client, key="made-up").scan(code_of(ticket)), 401, "not_paired")
    operations.revoke(device=phone, by="Anna", at=now())
    problem(api.scan(code_of(ticket)), 401, "device_revoked")
    for path in ("snapshot", "stats", "gates"):
        problem(api.get(path), 401, "device_revoked")


def test_pairing_by_the_link_works_once(client, gate):
    _device, token = operations.make_device(event=gate.event, gate=gate, name="Jānis", by="Anna", at=now())
    nobody = Phone(client, key="")
    paired = nobody.post("pair", {"token": token}).json()
    assert paired["device"]["gate_name"] == gate.name
    assert Phone(client, key=paired["key"]).get("stats").status_code == 200
    problem(nobody.post("pair", {"token": token}), 410, "pairing_failed")


def test_an_expired_link_is_told_so(client, gate):
    _device, token = operations.make_device(event=gate.event, gate=gate, name="Jānis", by="Anna", at=now() - timedelta(hours=2))
    problem(Phone(client, key="").post("pair", {"token": token}), 410, "pairing_failed")


def test_undo_and_scan_again(api, ticket):
    nonce = uuid.uuid4()
    api.scan(code_of(ticket), nonce=nonce)
    assert api.post("undo", {"nonce": nonce}).status_code == 200
    assert api.scan(code_of(ticket)).json()["reason"] == "ok"
    problem(api.post("undo", {"nonce": uuid.uuid4()}), 404, "no_such_scan")


def test_boris_scan_cannot_be_undone(api, client, ticket):
    nonce = uuid.uuid4()
    api.scan(code_of(ticket), nonce=nonce)
    DeviceFactory(key_hash=hashed("boris"), paired_at=now())
    problem(Phone(client, key="boris").post("undo", {"nonce": nonce}), 404, "no_such_scan")


def test_a_steward_may_neither_undo_nor_search(api, steward_phone):
    problem(api.post("undo", {"nonce": uuid.uuid4()}), 403, "supervisors_only")
    problem(api.get("search", q="vera"), 403, "supervisors_only")
    problem(api.scan("x", anyway=True), 403, "supervisors_only")


def test_search_snapshot_stats_and_gates(api, ticket, gate):
    api.scan(code_of(ticket))
    [found] = api.get("search", q="вера").json()
    assert found["name"] == "Vera Ščukina"
    stats = api.get("stats").json()
    assert (stats["sold"], stats["admitted"], stats["areas"][0]["inside"], stats["gates"][0]["entries"]) == (1, 1, 1, 1)
    assert [one["name"] for one in api.get("gates").json()] == [gate.name]
    assert api.get("snapshot").json()["tickets"]["serial"] == [ticket.pk]
    assert api.get("configuration").json()["keys"][0]["event_number"] == ticket.event.number


def test_offline_scans_are_synced_and_answered_by_nonce(api, ticket):
    one = {"nonce": uuid.uuid4(), "code": code_of(ticket), "at": now() - timedelta(minutes=3), "verdict": "admit"}
    for _twice in range(2):
        [answer] = api.post("sync", {"sent_at": now(), "scans": [one]}).json()["scans"]
        assert (answer["nonce"], answer["reason"]) == (str(one["nonce"]), "ok")
    problem(api.post("sync", {"sent_at": now(), "scans": [{**one, "at": "2026-06-06T10:00:00"}]}), 422, "invalid")


def test_the_phones_language_is_used_where_none_is_asked_for(client, phone, ticket):
    phone.language = "lv"
    phone.save()
    Ticket.objects.update(attention="")
    assert Phone(client, language="").scan(code_of(ticket)).json()["holder"]["product"] == "Dienas biļete"
    assert Phone(client, language="ru-RU,ru;q=0.9").scan(code_of(ticket)).json()["holder"]["product"] == "Билет на день"


def test_an_address_that_leads_nowhere_is_a_problem_document(client):
    problem(client.get("/api/v1/door/nowhere"), 404, "not_found")
    problem(client.get("/api/v2/"), 404, "not_found")


def test_the_documentation_comes_from_this_site(client):
    page = client.get("/api/docs")
    assert page.status_code == 200
    assert b"//cdn" not in page.content
    assert b"https://" not in page.content
    described = client.get("/api/openapi.json").json()
    assert "/api/v1/door/scan" in described["paths"]
