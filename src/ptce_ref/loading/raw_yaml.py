"""YAML read strictly, with the line of everything.

Owns the raw scalars: an unquoted ``1.10`` or ``non`` is seen as written before YAML turns it
into 1.1 or False. References, repeated keys and unquoted keys are problems, never silent.
"""

import re
from dataclasses import replace
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

import yaml

from ptce_ref.domain.problem import Kind, Path, Place, Problem
from ptce_ref.loading.model_problem import QUOTED_TEXT
from ptce_ref.loading.nesting import MAX_DEPTH, line_too_deep
from ptce_ref.loading.syntax_problem import syntax_problem
from ptce_ref.loading.text_file import read_text

MAX_BYTES = 4_000_000
"""A referential of this project weighs about 0.3 MB; more than this is not one."""

_STRING, _INT, _FLOAT, _BOOL, _NULL = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null"))
_TRUE = {"yes", "true", "on", "oui", "vrai"}

if TYPE_CHECKING:
    _BaseLoader = yaml.SafeLoader
else:
    _BaseLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_BaseLoader):
    """The C loader without path resolvers, which nobody here uses and which cost time."""

    def descend_resolver(self, current_node: object, current_index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


# In a French file an unquoted « non » is as ambiguous as « no », which YAML 1.1 takes for False.
_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:oui|non|vrai|faux)$", re.IGNORECASE), list("onvfONVF"))


class Document:
    """One YAML file: its content as plain values, its problems, and the line of each element.

    ``content`` holds str, int, float, bool, None, tuple and dict only; keys are strings. A float
    or a boolean stays what YAML made of it: the model that wants a string will refuse it, and
    :meth:`raw` then tells what was written. ``broken`` says that nothing could be read.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.content: object = None
        self.broken = False
        # A reference is written « *name »: most files hold no star, and then no node is looked at twice.
        self._may_refer = "*" in text
        self._seen: set[int] = set()
        self._root: yaml.Node | None = None
        try:
            if (line := line_too_deep(text)) is not None:
                found = f"plus de {MAX_DEPTH} éléments emboîtés"
                self.refuse(Problem(Kind.SYNTAX, found, "quelques niveaux", place=Place(name, line)))
                return
            self._root = yaml.compose(text, Loader=_Loader)
        except yaml.YAMLError as error:
            self.refuse(syntax_problem(name, error, text))
            return
        if self._root is not None:
            self.content = self._plain(self._root, (), self._root)

    def refuse(self, problem: Problem) -> None:
        """Say that the whole document cannot be read, and why."""
        self.broken = True
        self.problems.append(problem)

    def _plain(self, node: yaml.Node, path: Path, above: yaml.Node) -> object:
        if self._may_refer and self._is_alias(node, path, above):
            return None
        if isinstance(node, yaml.ScalarNode):
            return node.value if node.tag == _STRING else _scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return tuple(self._plain(child, (*path, position), node) for position, child in enumerate(node.value))
        content: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node, path)
            if key in content:
                found = f"« {key} » une seconde fois"
                self._report(Kind.DUPLICATE_KEY, key_node, found, "une seule fois", (*path, key))
                continue
            content[key] = self._plain(value_node, (*path, key), key_node)
        return content

    def _is_alias(self, node: yaml.Node, path: Path, above: yaml.Node) -> bool:
        """Report a reference, and never follow it: the parser gives the same node a second time.

        That node is where the anchor stands; ``above`` is the nearest to where it is called.
        """
        if id(node) not in self._seen:
            self._seen.add(id(node))
            return False
        found = f"un renvoi YAML (« * ») à la ligne {node.start_mark.line + 1}"
        self._report(Kind.ALIAS, above, found, "le texte lui-même", path)
        return True

    def _key(self, node: yaml.Node, path: Path) -> str:
        if self._may_refer:
            self._is_alias(node, path, node)
        if not isinstance(node, yaml.ScalarNode):
            self._report(Kind.WRONG_VALUE, node, "une clé composée", "un mot", path)
            return ""
        key = str(node.value)
        if node.tag != _STRING:
            self._report(Kind.UNQUOTED, node, f"la clé {key} sans guillemets", f'"{key}"', (*path, key))
        return key

    def _report(self, kind: Kind, node: yaml.Node, found: str, expected: str, path: Path) -> None:
        self.problems.append(Problem(kind, found, expected, path, place=Place(self.name, node.start_mark.line + 1)))

    def line_at(self, path: Path) -> int:
        """Return the line (from 1) of ``path``, or of the nearest element above it.

        A number after a text block (« | ») is a line of that block, from 0.
        """
        node, line, rest = _descend(self._root, path)
        if isinstance(node, yaml.ScalarNode) and node.style == "|" and rest and isinstance(rest[0], int):
            return line + 1 + rest[0]
        return line

    def raw(self, path: Path) -> str | None:
        """Return the scalar as written when it lacks quotes and YAML takes it for no text."""
        node, _, rest = _descend(self._root, path)
        if rest or not isinstance(node, yaml.ScalarNode) or node.tag in (_STRING, _NULL):
            return None
        # A tag that was written, as in « !!int "3" », keeps its quotes: nothing is missing.
        return None if node.style in ("'", '"', "|", ">") else str(node.value)

    def locate(self, problem: Problem, path: Path | None = None) -> Problem:
        """Return ``problem`` with file and line, and what was written when quotes lack.

        ``path`` is where the element stands in this document, when it differs from the problem's.
        """
        path = problem.path if path is None else path
        place = Place(self.name, self.line_at(path))
        raw = self.raw(path) if problem.expected == QUOTED_TEXT else None
        if raw is None:
            return replace(problem, place=place)
        found, expected = f"{raw} sans guillemets", f'"{raw}"'
        return replace(problem, kind=Kind.UNQUOTED, found=found, expected=expected, place=place)


def read_document(path: FilePath) -> Document:
    """Return the document of a file. A file that cannot be read is a problem, not an exception."""
    text = read_text(path, MAX_BYTES, "un fichier plus court")
    if isinstance(text, str):
        return Document(path.name, text)
    document = Document(path.name, "")
    document.refuse(text)
    return document


def _scalar(node: yaml.ScalarNode) -> object:
    """Return a scalar as YAML 1.1 resolves it, without ever failing."""
    text: str = node.value
    if node.tag == _NULL:
        return None
    if node.tag == _BOOL:
        return text.lower() in _TRUE
    try:
        if node.tag == _INT:
            return int(text)
        if node.tag == _FLOAT:
            return float(text)
    except ValueError:
        return text
    return text


def _descend(node: yaml.Node | None, path: Path) -> tuple[yaml.Node | None, int, Path]:
    """Return the node at ``path``, or the nearest one above it that exists; its line; the steps left.

    The line is that of its key, where the author wrote its name.
    """
    line = 1 if node is None else node.start_mark.line + 1
    for done, step in enumerate(path):
        found = _child(node, step)
        if found is None:
            return node, line, path[done:]
        node, line = found
    return node, line, ()


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child: yaml.Node = node.value[step]
        return child, child.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == step:
                return value, key.start_mark.line + 1
    return None
