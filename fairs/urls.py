"""The addresses of all rooms of fairs: organisers' (below /desk/<slug>/), makers' and everybody's (below /calls/)."""

from typing import Any

desk: list[Any] = []

public: list[Any] = []
