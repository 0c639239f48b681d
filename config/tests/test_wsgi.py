import json
from io import BytesIO

from config import shortcut, wsgi


def _ask(path: str) -> tuple[str, dict[str, str]]:
    told = {}

    def start_response(status, headers, *_):
        told.update(status=status, headers=dict(headers))

    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
    }
    response = wsgi.application(environ, start_response)
    response.close()
    return told["status"], told["headers"]


def test_phones_take_the_short_way_and_still_get_the_safe_headers(db):
    status, headers = _ask("/api/v1/door/stats")
    assert status.startswith("401")
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert int(headers["Content-Length"]) > 0
    assert "Content-Security-Policy" not in headers


def test_everything_else_passes_the_whole_middleware(db):
    _status, headers = _ask("/api/openapi.json")
    assert "Content-Security-Policy" in headers


def test_a_scan_goes_the_shortest_way_and_answers_like_its_view(db, client):
    def told(headers, body):
        environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/api/v1/door/scan", "SERVER_NAME": "localhost", "SERVER_PORT": "80"}
        environ |= {"wsgi.input": BytesIO(body), "wsgi.url_scheme": "http", "CONTENT_LENGTH": str(len(body)), **headers}
        said = {}
        answer = wsgi.application(environ, lambda status, head: said.update(status=status, headers=dict(head)))
        return int(said["status"][:3]), said["headers"], b"".join(answer)

    for headers, body in (
        ({}, b"{}"),
        ({"HTTP_AUTHORIZATION": "Bearer nobody"}, b"not json"),
        ({"HTTP_AUTHORIZATION": "Bearer nobody"}, b'{"code": "x", "nonce": "no"}'),
        ({"HTTP_AUTHORIZATION": "Bearer nobody"}, b'{"code": "x", "nonce": "6f2d0a9e-58a2-4d6c-9a53-1d0f3c5b7a11"}'),
        ({"HTTP_AUTHORIZATION": "Bearer nobody"}, b"x" * 2000),
    ):
        status, said, answer = told(headers, body)
        view = client.post("/api/v1/door/scan", body, content_type="application/json", **headers)
        assert (status, said["Content-Type"]) == (view.status_code, view["Content-Type"])
        assert json.loads(answer)["code"] == view.json()["code"]
        assert int(said["Content-Length"]) == len(answer)
        for name in ("X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy"):
            assert said[name] == view[name]


def test_a_scan_over_an_insecure_line_is_sent_to_the_secure_one(settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")
    assert not shortcut.is_plain({"REQUEST_METHOD": "POST", "wsgi.url_scheme": "http"})
    assert shortcut.is_plain({"REQUEST_METHOD": "POST", "wsgi.url_scheme": "http", "HTTP_X_FORWARDED_PROTO": "https"})
