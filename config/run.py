"""`python -m config.run`: the web server and the worker in one terminal, stopped together by Ctrl-C.

Loads nothing of Django itself, so that it costs little memory beside its two children.
"""

import argparse
import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

PATIENCE = 20.0
"""Seconds that a child may take to finish what it is doing, before it is killed."""
SHORT_LIFE = 10.0
"""Seconds; a child that ends sooner after its start would only end again, so it is not started anew."""


def web_command(host: str, port: int) -> list[str]:
    """Return the command line of the web server, sized by WEB_WORKERS and WEB_THREADS."""
    return [
        *(sys.executable, "-m", "granian", "config.wsgi:application"),
        *("--interface", "wsgi", "--host", host, "--port", str(port), "--log-level", "warning"),
        *("--workers", os.environ.get("WEB_WORKERS", "1"), "--blocking-threads", os.environ.get("WEB_THREADS", "4")),
        *("--blocking-threads-idle-timeout", "600", "--workers-kill-timeout", "10"),
    ]


def worker_command() -> list[str]:
    """Return the command line of the worker."""
    return [sys.executable, "manage.py", "qcluster"]


class Child:
    """One program in a process group of its own, so that a signal reaches it and all it started, and nobody else."""

    def __init__(self, name: str, command: list[str]):
        self.name, self.command = name, command
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, start_new_session=True, stdin=subprocess.DEVNULL)  # noqa: S603
        self.started = time.monotonic()

    def ended(self) -> bool:
        return self.process.poll() is not None

    def ask_to_stop(self) -> None:
        """Tell the program itself; it stops its own helpers in the right order."""
        if not self.ended():
            self.process.terminate()

    def kill_group(self) -> None:
        """Kill whatever the program has left behind."""
        # macOS says "not permitted" about a group of which only the dead are left
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def wait(self, until: float) -> None:
        """Wait for the end, then kill whatever is left of the group."""
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"{self.name} did not stop in time and is killed")
        self.kill_group()
        self.process.wait()


class Stop(Exception):
    """Somebody asked us to stop: Ctrl-C, `kill`, or a closed terminal."""


def stop(number: int, frame: FrameType | None) -> None:
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)  # asked once is enough; a second Ctrl-C must not leave orphans
    raise Stop


def say(text: str) -> None:
    """Print one line at once, also into a pipe; a terminal that has gone away is no reason to fail."""
    with contextlib.suppress(OSError):
        print(text, flush=True)  # noqa: T201


def taken(host: str, port: int) -> bool:
    """Tell whether another program listens on the port already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def answers(host: str, port: int) -> bool:
    """Tell whether the web server answers a request, whatever the answer."""
    connection = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=20)  # noqa: S104
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def supervise(children: list[Child], host: str, port: int, *, parent: int = 0) -> int:
    """Keep the children alive until told to stop, or until `parent` has gone; return the exit code. Raises Stop."""
    announced = False
    while not parent or os.getppid() == parent:
        for child in children:
            if not child.ended():
                continue
            code = child.process.returncode
            if time.monotonic() - child.started < SHORT_LIFE:
                say(f"The {child.name} ended right after its start (exit code {code}); its own words are above.")
                return 1
            say(f"The {child.name} ended (exit code {code}) and is started again.")
            child.kill_group()
            child.start()
        if not announced and answers(host, port):
            announced = True
            say(f"\nGadatirgus is running at http://{host}:{port}/  (Ctrl-C stops it)\n")
        time.sleep(0.25)
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["web"], help="start the web server without the worker")
    parser.add_argument("--with-parent", action="store_true", help="stop when the program that started this one ends, however it ends")
    options = parser.parse_args()
    parent = os.getppid() if options.with_parent else 0
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    if taken(host, port):
        say(f"Port {port} is taken by another program. Choose another one: make run PORT={port + 1}")
        return 1
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    children: list[Child] = []
    try:
        children.append(Child("web server", web_command(host, port)))
        if not options.only:
            children.append(Child("worker", worker_command()))
        return supervise(children, host, port, parent=parent)
    except Stop:
        say("\nStopping …")
        return 0
    finally:
        for child in children:
            child.ask_to_stop()
        until = time.monotonic() + PATIENCE
        for child in children:
            child.wait(until)


if __name__ == "__main__":
    sys.exit(main())
