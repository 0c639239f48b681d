"""Every web process knows the pages of plans and programmes; only the worker computes them."""

import subprocess
import sys

from django.conf import settings

SOLVERS = ("highspy", "numpy", "ortools")
START = f"import config.wsgi, config.urls, sys; print(*[name for name in {SOLVERS} if name in sys.modules])"


def test_a_web_process_starts_without_loading_a_solver():
    began = subprocess.run([sys.executable, "-c", START], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    assert began.stdout.split() == []
