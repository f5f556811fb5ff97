"""Reads a referential: a folder of YAML files, or one file, merged section by section."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path as FilePath

from pydantic import ValidationError

from ptce_ref.domain.problem import Kind, Path, Place, Problem, nearest_value
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.referential_check import check_referential
from ptce_ref.loading.draft import draft
from ptce_ref.loading.model_problem import QUOTED_TEXT, keys_at, problems_of
from ptce_ref.loading.raw_yaml import Document, read_document
from ptce_ref.loading.text_file import why_closed


@dataclass(frozen=True)
class LoadedReferential:
    """``referential`` is None as soon as there is one problem: a referential is sound or refused."""

    referential: Referential | None
    problems: tuple[Problem, ...]


def load_referential(path: FilePath) -> LoadedReferential:
    """Read the referential of a folder (its ``*.yaml`` and ``*.yml``, by name) or of a file.

    Never raises for what the files hold: every problem is reported at once, with file and line.
    """
    try:
        files = yaml_files(path) if path.is_dir() else [path]
    except OSError as error:
        problem = Problem(Kind.UNREADABLE, why_closed(error), "un dossier qui s’ouvre", place=Place(str(path)))
        return LoadedReferential(None, (problem,))
    if not files:
        place = Place(str(path))
        problem = Problem(Kind.UNREADABLE, "aucun fichier .yaml", "un dossier de référentiel", place=place)
        return LoadedReferential(None, (problem,))
    return build_referential(read_document(file) for file in files)


def yaml_files(folder: FilePath) -> list[FilePath]:
    """Return the files of a referential, in the order they are read."""
    # A name that begins with a dot is a file of the system, such as macOS leaves on USB sticks.
    return sorted(
        file for file in folder.iterdir() if file.suffix in {".yaml", ".yml"} and not file.name.startswith(".")
    )


def build_referential(documents: Iterable[Document]) -> LoadedReferential:
    """Merge documents into one referential: lists are put end to end, other sections come once."""
    merged = _Merged(list(documents))
    problems = list(merged.problems)
    try:
        referential = Referential.model_validate(merged.content, by_alias=True, by_name=False)
    except ValidationError as error:
        problems += _despite(problems_of(error, Referential), merged)
        return LoadedReferential(None, _in_reading_order(problems))
    problems += [merged.locate(problem) for problem in check_referential(referential) if merged.certain(problem)]
    return LoadedReferential(None if problems else referential.in_reading_order(), _in_reading_order(problems))


def _despite(shape: list[Problem], merged: "_Merged") -> list[Problem]:
    """Return the problems of shape, and those of consistency that do not merely follow from them."""
    wrong = [problem.path for problem in shape if problem.kind is not Kind.UNKNOWN_KEY]
    ids_lost = any(_loses_ids(problem, merged) for problem in shape)
    consistency = [
        problem
        for problem in check_referential(draft(Referential, merged.content, merged.raw))
        if problem.kind not in _NEED_ITEMS
        and not (ids_lost and problem.kind in _NEED_IDS)
        and not any(_same_branch(problem.path, path) for path in wrong)
    ]
    said = [problem for problem in shape + consistency if merged.certain(problem) and not merged.reported(problem)]
    return [merged.locate(problem) for problem in said]


_NEED_ITEMS = {Kind.UNUSED, Kind.EMPTY_SELECTION}
"""Kinds that an item set aside for its shape could cause by itself."""

_NEED_IDS = {Kind.UNKNOWN_REFERENCE, Kind.MISSING_DESCRIPTOR, *_NEED_ITEMS}
"""Kinds that an identifier nobody could read could cause by itself."""

_NEVER_REFERRED_TO = {"referentiel", "seuils", "usages", "lignee"}
_REFERRED_TO: set[Path] = {("echelle", "niveaux"), ("fiche_identite", "criteres")}


def _loses_ids(problem: Problem, merged: "_Merged") -> bool:
    path = problem.path
    if problem.kind is Kind.UNKNOWN_KEY or not path:
        return False
    if len(path) == 1:
        return path[0] not in _NEVER_REFERRED_TO
    if path[-1] == "id":
        return problem.kind is Kind.MISSING_KEY or (problem.expected == QUOTED_TEXT and merged.raw(path) is None)
    return path in _REFERRED_TO or (isinstance(path[-1], int) and problem.expected != QUOTED_TEXT)


def _same_branch(one: Path, other: Path) -> bool:
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def _in_reading_order(problems: list[Problem]) -> tuple[Problem, ...]:
    unique = {(p.place, p.kind, p.found, p.path): p for p in problems}.values()
    return tuple(sorted(unique, key=lambda p: (p.place.file, p.place.line or 0)))


class _Merged:
    """The sections of several documents, and where each element came from."""

    def __init__(self, documents: list[Document]) -> None:
        self.problems: list[Problem] = []
        self.content: dict[str, object] = {}
        self._owner: dict[str, Document] = {}
        self._items: dict[str, list[tuple[Document, int]]] = {}
        self._first = documents[0] if documents else None
        self._incomplete = any(document.broken for document in documents)
        known = keys_at(Referential, ())
        for document in documents:
            self.problems += document.problems
            if isinstance(document.content, dict):
                for key, value in document.content.items():
                    self._add(document, key, value, known)
            elif not document.problems:
                place = Place(document.name, 1)
                self.problems.append(Problem(Kind.WRONG_VALUE, "un fichier sans section", "des sections", place=place))

    def _add(self, document: Document, key: str, value: object, known: list[str]) -> None:
        place = Place(document.name, document.line_at((key,)))
        if key not in known:
            nearest = nearest_value(key, known)
            self.problems.append(
                Problem(Kind.UNKNOWN_KEY, f"la section « {key} »", "une section du format", (key,), nearest, place)
            )
        elif isinstance(value, tuple) and isinstance(before := self.content.get(key, ()), tuple):
            origin = self._items.setdefault(key, [])
            origin += [(document, position) for position in range(len(value))]
            self.content[key] = before + value
            self._owner.setdefault(key, document)
        elif key in self.content:
            self.problems.append(
                Problem(Kind.DUPLICATE_SECTION, f"« {key} » une seconde fois", "une seule fois", (key,), place=place)
            )
        else:
            self.content[key] = value
            self._owner[key] = document

    def certain(self, problem: Problem) -> bool:
        """Whether ``problem`` would be one whatever the files that could not be read hold."""
        absent = problem.kind is Kind.MISSING_KEY and len(problem.path) == 1
        return not (self._incomplete and (absent or problem.kind in _NEED_IDS))

    def reported(self, problem: Problem) -> bool:
        """Whether ``problem`` says of a YAML reference, already reported, that it holds nothing."""
        document, path = self._origin(problem.path)
        return document is not None and any(p.kind is Kind.ALIAS and p.path == path for p in document.problems)

    def locate(self, problem: Problem) -> Problem:
        """Return ``problem`` with its file and line, and what was written when quotes lack."""
        document, path = self._origin(problem.path)
        return problem if document is None else document.locate(problem, path)

    def raw(self, path: Path) -> str | None:
        """Return the scalar as written when it lacks quotes."""
        document, path = self._origin(path)
        return None if document is None else document.raw(path)

    def _origin(self, path: Path) -> tuple[Document | None, Path]:
        if not path or path[0] not in self._owner:
            return self._first, ()
        section = str(path[0])
        if len(path) > 1 and isinstance(path[1], int) and path[1] < len(self._items.get(section, ())):
            document, position = self._items[section][path[1]]
            return document, (section, position, *path[2:])
        return self._owner[section], path
