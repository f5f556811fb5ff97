"""What import-linter cannot see: an attribute that carries a lower layer up."""

import ast
from pathlib import Path

import ptce_ref

PACKAGE = Path(ptce_ref.__file__).parent
ABOVE = [path for name in ("services", "reports", "loading", "cli", "tui") for path in (PACKAGE / name).rglob("*.py")]


def test_the_connection_of_a_base_stays_in_storage() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in ABOVE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "connection"
    ]
    assert found == []
