"""The page of the domain: every rule that code cites is told there, and what it names exists."""

import importlib
import re
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PAGE = (PROJECT / "docs" / "domain.md").read_text(encoding="utf-8")
_CITED = re.compile(r"\bR(\d{1,2})\b")
_TOLD = re.compile(r"^\| R(\d+) \|", re.MULTILINE)
_MODULE = re.compile(r"`((?:domain|storage)\.[a-z_]+)`")
_CLASS = re.compile(r"^\| [^|]+ \| ((?:`[A-Z]\w+`(?:, )?)+) \|", re.MULTILINE)


def test_every_rule_that_is_cited_is_told() -> None:
    told = {int(number) for number in _TOLD.findall(PAGE)}
    assert told == set(range(1, max(told) + 1))
    for folder in ("src", "tests"):
        for path in (PROJECT / folder).rglob("*.py"):
            cited = {int(number) for number in _CITED.findall(path.read_text(encoding="utf-8"))}
            assert cited <= told, f"{path} cites {sorted(cited - told)}"


def test_the_modules_and_the_classes_that_it_names_exist() -> None:
    modules = {importlib.import_module(f"ptce_ref.{name}") for name in _MODULE.findall(PAGE)}
    assert modules
    domain = [importlib.import_module(f"ptce_ref.domain.{path.stem}") for path in _domain()]
    names = [name for group in _CLASS.findall(PAGE) for name in re.findall(r"\w+", group)]
    assert names
    for name in names:
        assert any(hasattr(module, name) for module in domain), name


def _domain() -> list[Path]:
    return sorted((PROJECT / "src" / "ptce_ref" / "domain").glob("[a-z]*.py"))
