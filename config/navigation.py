"""What every page shows around its content: navigation by role, and the demo's notes."""

from typing import Any

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation` (label, url, active) and, in the demo, `demo_mail_url`."""
    return {"navigation": []}
