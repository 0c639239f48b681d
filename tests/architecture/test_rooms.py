"""Every room is held to the order of the shelves; the import contracts cannot list rooms by themselves."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("common", "accounts", "places", "ticketing", "exhibitors", "conference", "fairs")
NOT_ROOMS = {"tests", "migrations", "management", "templatetags"}


def rooms() -> set[str]:
    packages = (path.parent for app in APPS for path in (ROOT / app).glob("*/__init__.py"))
    return {f"{path.parent.name}.{path.name}" for path in packages if path.name not in NOT_ROOMS}


def test_every_room_has_its_shelves_checked() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    shelves = next(contract for contract in settings["tool"]["importlinter"]["contracts"] if contract["id"] == "shelves")
    assert set(shelves["containers"]) == rooms()


def test_every_room_says_in_one_sentence_what_it_is_for() -> None:
    silent = [room for room in sorted(rooms()) if not (ROOT / room.replace(".", "/") / "__init__.py").read_text().startswith('"""')]
    assert not silent
