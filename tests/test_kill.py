"""The server is killed while phones scan: what a phone was told stays true. `bench/kill.py` is the large form of it."""

import os
import re
import subprocess
import sys

from django.db import connection

from conftest import ROOT, free_port

SCANS, PHONES, LEAST_KILLS = 300, 6, 2


def test_no_acknowledged_scan_is_lost_and_nobody_is_admitted_twice():
    environment = dict(os.environ)
    wanted = ["--scans", SCANS, "--phones", PHONES, "--every", 0.3, 0.9, "--database", "sqlite", "--port", free_port()]
    if connection.vendor == "postgresql":
        wanted[wanted.index("sqlite")] = "postgres"
        home = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/postgres".format(**connection.settings_dict)
        environment["DATABASE_URL"] = home
    command = [sys.executable, "bench/kill.py", *map(str, wanted)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900)
    told = done.stdout + done.stderr
    assert done.returncode == 0, told
    assert "acknowledged and lost: 0; admitted twice: 0" in told
    assert re.search(rf"{SCANS * 9 // 10} tickets, {SCANS * 9 // 10} admitted", told), told
    kills = re.search(r"(\d+) kills, (\d+) sent again", told)
    assert kills, told
    assert int(kills[1]) >= LEAST_KILLS, told
    assert int(kills[2]) > 0, "no phone noticed"
