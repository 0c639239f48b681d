"""The site in one terminal: it starts, says so, and leaves nothing running behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config import run
from conftest import free_port

ROOT = Path(__file__).resolve().parents[2]
FOREVER = [sys.executable, "-c", "import time; time.sleep(60)"]
ENDS_AT_ONCE = [sys.executable, "-c", "raise SystemExit(3)"]
# a program whose helper would outlive it, were the group not ended as one
WITH_HELPER = [
    sys.executable,
    "-c",
    "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
    "print(p.pid, file=open(sys.argv[1], 'w', buffering=1)); time.sleep(60)",
]


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def descendants(pid: int) -> list[int]:
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return children + [grandchild for child in children for grandchild in descendants(child)]


def wait_for(true: object, seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return False


def test_a_program_that_ends_right_after_its_start_ends_everything(capsys: pytest.CaptureFixture[str]) -> None:
    child = run.Child("worker", ENDS_AT_ONCE)
    assert run.supervise([child], "127.0.0.1", free_port()) == 1
    assert "The worker ended right after its start (exit code 3)" in capsys.readouterr().out


def test_a_program_that_has_lived_a_while_is_started_again(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    child = run.Child("worker", ENDS_AT_ONCE)
    child.started -= run.SHORT_LIFE
    assert run.supervise([child], "127.0.0.1", free_port()) == 1  # its second life is short
    assert "is started again" in capsys.readouterr().out


def test_stopping_ends_the_helpers_of_a_program_too(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    child = run.Child("worker", [*WITH_HELPER, str(note)])
    assert wait_for(lambda: note.exists() and note.read_text().strip())
    child.ask_to_stop()
    child.wait(time.monotonic() + 10)
    assert wait_for(lambda: not is_running(int(note.read_text())))


def test_a_program_that_does_not_listen_is_killed() -> None:
    deaf = [sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"]
    child = run.Child("worker", deaf)
    time.sleep(1)
    child.ask_to_stop()
    child.wait(time.monotonic() + 0.5)
    assert child.process.returncode == -signal.SIGKILL


def test_a_taken_port_is_said_in_one_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        environment = {**os.environ, "PORT": str(port)}
        told = subprocess.run([sys.executable, "-m", "config.run"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (told.returncode, told.stdout) == (1, f"Port {port} is taken by another program. Choose another one: make run PORT={port + 1}\n")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads the children of a process from /proc")
def test_the_site_answers_and_stops_without_orphans(tmp_path: Path) -> None:
    port = free_port()
    environment = {**os.environ, "PORT": str(port), "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment.pop("DATABASE_URL", None)
    for command in ("migrate", "createcachetable"):
        subprocess.run([sys.executable, "manage.py", command, "--verbosity=0"], cwd=ROOT, env=environment, check=True)
    site = subprocess.Popen([sys.executable, "-m", "config.run"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert any("is running at" in line for line in site.stdout)
    # the web server and its process, the task queue and its helpers
    assert wait_for(lambda: len(descendants(site.pid)) >= 6, seconds=60)
    started = descendants(site.pid)
    site.send_signal(signal.SIGINT)
    assert site.wait(timeout=30) == 0
    assert not [pid for pid in started if is_running(pid)]
