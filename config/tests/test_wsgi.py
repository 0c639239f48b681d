from io import BytesIO

from config import wsgi


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
