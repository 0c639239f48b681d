"""`manage.py allocate`, which must not touch the database."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from .test_optimum import DATA

TINY = DATA / "tiny-12-s1.json"


def test_a_plan_and_its_reasons_are_written(tmp_path):
    out, why = tmp_path / "plan.json", tmp_path / "why.json"
    call_command("allocate", TINY, out=out, explain=why, until_proof=True)
    plan = json.loads(out.read_text())
    assert plan["levels"] == [-1, 1818, 12540, 0]
    assert plan["search"]["stopped"] == "proof"
    assert all(entry["reason"] for entries in json.loads(why.read_text()).values() for entry in entries)


def test_the_search_tells_its_progress(tmp_path):
    told = StringIO()
    call_command("allocate", TINY, out=tmp_path / "plan.json", log=True, stderr=told)
    assert "4 of 4 levels proven" in told.getvalue()


def test_a_bad_file_is_refused_with_code_and_place(tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text(TINY.read_text().replace('"wishes":["A01"', '"wishes":["Z99"'))
    with pytest.raises(CommandError, match=r"unknown_stall at applicants\[0\]\.wishes\[0\]") as refused:
        call_command("allocate", bad)
    assert refused.value.returncode == 2


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CommandError, match="unreadable") as refused:
        call_command("allocate", tmp_path / "none.json")
    assert refused.value.returncode == 2


def test_an_impossible_file_is_answered_with_its_contradiction(tmp_path):
    out = tmp_path / "no.json"
    with pytest.raises(CommandError, match="cannot all be met") as refused:
        call_command("allocate", DATA / "latgale-60-s1-impossible.json", out=out)
    assert refused.value.returncode == 3
    assert json.loads(out.read_text())["smallest"] is True


def test_a_file_too_large_for_any_fair_is_refused_unread(tmp_path):
    big = tmp_path / "big.json"
    with big.open("wb") as sparse:
        sparse.truncate(200_000_000)
    with pytest.raises(CommandError, match="too_large at file") as refused:
        call_command("allocate", big)
    assert refused.value.returncode == 2


@pytest.mark.parametrize("number", ["NaN", "1e400", "9" * 6000])
def test_what_is_no_score_is_refused(tmp_path, number):
    bad = tmp_path / "bad.json"
    bad.write_text(TINY.read_text().replace('"score":', f'"score":{number},"was":'))
    with pytest.raises(CommandError, match=r"bad_type at applicants\[0\]\.score|not_json at file") as refused:
        call_command("allocate", bad)
    assert refused.value.returncode == 2
