"""The addresses of all rooms of exhibitors: makers' own pages, below /maker/, and organisers' (below /desk/makers/)."""

from typing import Any

app_name = "maker"

urlpatterns: list[Any] = []
