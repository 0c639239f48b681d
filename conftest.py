"""Fixtures shared by every test: a clean cache, a browser, and the real server beside the test's database."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from django.utils import translation
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, expect, sync_playwright

from config import translations

hypothesis.settings.register_profile("calm", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("calm")

ROOT = Path(__file__).parent
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
BROWSER_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

LaunchBrowser = Callable[..., Browser]
OpenPage = Callable[..., Page]


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        translations.compile_stale()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that drive a browser, and run them last: Playwright's event loop stays in the main thread once started."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(autouse=True)
def _clean_process() -> Iterator[None]:
    """Leave nothing to the next test of what lives in the process: the language of the last request, the cache."""
    translation.activate(django_settings.LANGUAGE_CODE)
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give each test folders of its own, made only when something is written."""
    root = tmp_path_factory.getbasetemp() / f"files-{time.monotonic_ns()}"
    settings.MEDIA_ROOT = root / "media"
    settings.MAIL_DIR = root / "mail"


@pytest.fixture(scope="session", autouse=True)
def _quick_flush() -> Iterator[None]:
    """Empty only the tables that hold rows after a test with transactions of its own.

    PostgreSQL truncates two hundred tables in seconds, empty or not. Foreign keys are checked at the end of the transaction, so
    the order does not matter.
    """

    def sql_flush(self: DatabaseOperations, style: Any, tables: list[str], **options: Any) -> list[str]:
        if not tables:
            return []
        asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {self.quote_name(table)})" for table in tables)
        with connection.cursor() as cursor:
            cursor.execute(asked)
            return [f"DELETE FROM {self.quote_name(table)}" for (table,) in cursor.fetchall()]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        yield


# --- browser ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        expect.set_options(timeout=20_000)  # a busy machine is no fault of the page
        # Playwright keeps an event loop in this thread, so Django takes every test for asynchronous code, which it is not.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        yield running
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def chromium(_playwright: Playwright) -> str:
    """Path of the browser: $CHROMIUM, an installed one, or Playwright's own. Without any, skip (fail when CI is set)."""
    candidates = [os.environ.get("CHROMIUM", ""), *BROWSERS, _playwright.chromium.executable_path]
    found = next((path for name in candidates if name and (path := shutil.which(name))), None)
    if found is None:
        message = "no Chromium or Chrome found: run `make test` once to install it, or name it in CHROMIUM"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return found


@pytest.fixture(scope="session")
def _launch(_playwright: Playwright, chromium: str) -> LaunchBrowser:
    def launch(*flags: str) -> Browser:
        return _playwright.chromium.launch(executable_path=chromium, args=[*BROWSER_FLAGS, *flags])

    return launch


@pytest.fixture(scope="session")
def browser(_launch: LaunchBrowser) -> Iterator[Browser]:
    """The one browser of this run; each test opens a context of its own in it."""
    running = _launch()
    yield running
    running.close()


@pytest.fixture
def launch_browser(_launch: LaunchBrowser) -> Iterator[LaunchBrowser]:
    """`launch_browser(*flags)` starts another browser, for example with a fake camera; closed after the test."""
    started: list[Browser] = []

    def launch(*flags: str) -> Browser:
        started.append(_launch(*flags))
        return started[-1]

    yield launch
    for one in started:
        one.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """`open_page(browser=None, **context_options)` opens a page in a fresh context, in Latvian unless told otherwise.

    A script that throws or that the content security policy blocks fails the test.
    """
    problems: list[str] = []
    contexts = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            problems.append(message.text)

    def open_one(in_browser: Browser | None = None, **options: Any) -> Page:
        context = (in_browser or browser).new_context(**{"locale": "lv-LV", **options})
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", heard)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not problems, problems


@pytest.fixture
def page_of(site: str, open_page: OpenPage) -> OpenPage:
    """`page_of(person, **context_options)` opens a page in a fresh context that is signed in as the person, in English."""

    def open_one(person: Any, **options: Any) -> Page:
        client = Client()
        client.force_login(person)
        opened = open_page(**{"locale": "en", **options})
        cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        opened.context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
        return opened

    return open_one


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """One page in a fresh context of the shared browser."""
    return open_page()


# --- the real server ----------------------------------------------------------------------------------------------


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(url: str) -> bool:
    try:
        urlopen(url, timeout=5).close()
    except HTTPError:
        return True
    except (URLError, OSError):
        return False
    return True


@pytest.fixture(scope="session")
def stripe_port() -> int:
    """Where the site looks for Stripe; a test that needs it runs a stub there."""
    return free_port()


@pytest.fixture(scope="session")
def _site(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory, stripe_port: int) -> Iterator[str]:
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
        database = f"sqlite:///{name}"
        if connection.vendor == "postgresql":
            database = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
        call_command("createcachetable", "cache")
        connection.close()
    port = free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": str(tmp_path_factory.mktemp("site")),
        "DATABASE_URL": database,
        "DATABASE_CONN_MAX_AGE": "0",
        "SECRET_KEY": django_settings.SECRET_KEY,
        "TICKET_KEY": django_settings.TICKET_KEY,
        "PORT": str(port),
        "SITE_URL": f"http://localhost:{port}",
        "STRIPE_API_BASE": f"http://127.0.0.1:{stripe_port}",
    }
    subprocess.run([sys.executable, "manage.py", "prepare", "--only-files", "--verbosity=0"], cwd=ROOT, env=environment, check=True)
    server = subprocess.Popen([sys.executable, "-m", "config.run", "--only=web", "--with-parent"], cwd=ROOT, env=environment)
    url = f"http://localhost:{port}"
    for _attempt in range(480):  # two minutes: a busy machine is no fault of the site
        if server.poll() is not None or _answers(url):
            break
        time.sleep(0.25)
    assert server.poll() is None, "the server did not start; see its words above"
    yield url
    server.terminate()
    server.wait(timeout=20)


@pytest.fixture
def site(transactional_db: None, _site: str) -> str:
    """Address of the real web server (hashed static files, several threads, its own process) on the test's database."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cache")
    return _site
