"""A state changes in operations, where its moves are checked, and nowhere else."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("common", "accounts", "places", "ticketing", "exhibitors", "conference", "fairs", "config")


def assigns_state(node: ast.AST) -> bool:
    """Tell whether `node` is `x.state = …`, or a query's `.update(state=…)`."""
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets)
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update"
    return called and any(keyword.arg == "state" for keyword in node.keywords)


def test_no_state_is_assigned_outside_operations() -> None:
    sources = [path.relative_to(ROOT) for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    # the demonstration invents a past, which no operation can make
    elsewhere = [
        path for path in sources if not {"tests", "migrations", "operations", "operations.py", "demo", "conftest.py"} & set(path.parts)
    ]
    found = [
        f"{path}:{node.lineno}" for path in elsewhere for node in ast.walk(ast.parse((ROOT / path).read_text())) if assigns_state(node)
    ]
    assert not found
