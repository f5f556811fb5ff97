"""Text reaches the screen through ``tui.text`` only: nobody else may call what reads markup."""

import ast
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from textual.widget import Widget

import ptce_ref.tui

FOLDER = Path(ptce_ref.tui.__file__).parent
OF_TEXT = {"text.py", "hanging.py"}
"""The module of texts, and what lays out the texts it made safe."""
MODULES = sorted(path for path in FOLDER.rglob("*.py") if path.name not in OF_TEXT)

ALLOWED_WIDGETS = {"Input", "TextArea"}
"""Widgets of Textual that show what they are given as it is."""

FORBIDDEN_MODULES = ("textual.content", "textual.markup", "textual.visual", "rich.text", "rich.markup", "rich.console")
FORBIDDEN_CALLS = {"notify", "from_markup", "render_str", "Content", "Text", "Segment", "Option", "Static", "Label"}
FORBIDDEN_TITLES = {"border_title", "border_subtitle", "tooltip", "sub_title"}


def offences(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = {alias.name for alias in node.names}
            if node.module.startswith("textual.widgets") and node.module.count(".") == 1 and names - ALLOWED_WIDGETS:
                yield f"line {node.lineno}: {sorted(names - ALLOWED_WIDGETS)} from {node.module}"
            if node.module.startswith(FORBIDDEN_MODULES):
                yield f"line {node.lineno}: import of {node.module}"
        elif isinstance(node, ast.Import):
            bad = [alias.name for alias in node.names if alias.name.startswith(("textual.widgets", *FORBIDDEN_MODULES))]
            if bad:
                yield f"line {node.lineno}: import of {bad}"
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in FORBIDDEN_CALLS:
                yield f"line {node.lineno}: call of {called}"
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            titles = [t.attr for t in targets if isinstance(t, ast.Attribute) and t.attr in FORBIDDEN_TITLES]
            if titles:
                yield f"line {node.lineno}: {titles} assigned"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_raw_text(path: Path) -> None:
    assert list(offences(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "from textual.widgets import Static",
        "from textual.widgets import DataTable, Footer",
        "import textual.widgets",
        "from rich.text import Text",
        "self.notify('bonjour')",
        "widget.border_title = name",
        "Segment(name)",
    ],
)
def test_the_check_sees_what_it_looks_for(source: str) -> None:
    assert list(offences(source))


def widgets_of(kind: type[Widget]) -> Iterator[type[Widget]]:
    for found in kind.__subclasses__():
        yield found
        yield from widgets_of(found)


def test_no_two_widgets_have_the_same_name() -> None:
    """A style is found by the name of a widget alone: that of one would reach the other, wherever it is."""
    for path in MODULES:
        import_module(".".join(("ptce_ref.tui", *path.relative_to(FOLDER).with_suffix("").parts)))
    ours = {kind for kind in widgets_of(Widget) if kind.__module__.startswith("ptce_ref.tui")}
    assert len(ours) > 50
    assert [name for name, count in Counter(kind.__name__ for kind in ours).items() if count > 1] == []
