"""Use cases around the referential: reading it, checking it, describing it."""

import json
from functools import lru_cache
from pathlib import Path

from ptce_ref.domain.problem import Problem
from ptce_ref.domain.referential import Referential
from ptce_ref.loading.referential import load_referential, yaml_files
from ptce_ref.resources import referential_folder
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.referential import keep_referential, read_referential


def verify_referential(path: Path | None = None) -> tuple[Referential | None, tuple[Problem, ...]]:
    """Return the referential of a folder or file (the shipped one by default) and all its problems."""
    loaded = load_referential(path or referential_folder())
    return loaded.referential, loaded.problems


def sound_referential(path: Path | None = None) -> Referential:
    """Return a referential without problem. Raises :class:`Refusal` with its problems otherwise."""
    return _sound(path, _stamp(path or referential_folder()))


# Screens ask for it at each opening, and reading the YAML takes half a second.
@lru_cache(maxsize=2)
def _sound(path: Path | None, _: tuple[object, ...]) -> Referential:
    referential, problems = verify_referential(path)
    if referential is None:
        raise Refusal(f"Le référentiel « {path or 'livré'} » ne peut pas servir.", problems=problems)
    return referential


def _stamp(path: Path) -> tuple[object, ...]:
    """Return what changes when the files at ``path`` do; a path that cannot be read is never the same twice."""
    try:
        found = [(str(file), file.stat()) for file in (yaml_files(path) if path.is_dir() else [path])]
    except OSError:
        return (object(),)
    return tuple((name, state.st_mtime_ns, state.st_size) for name, state in found)


def adopt_referential(workspace: Workspace, referential: Referential) -> None:
    """Keep the full text of ``referential`` in the database."""
    keep_referential(workspace.store, referential, workspace.now)


def referential_of(workspace: Workspace, content_hash: str) -> Referential:
    """Return the referential of this hash, which an evaluation answers, from the database itself.

    Raises :class:`~ptce_ref.storage.problem.DatabaseUnusableError` when it is not there, or not as it was kept.
    """
    return read_referential(workspace.store, content_hash)


def referential_schema() -> str:
    """Return the JSON Schema of the format, for editors that check YAML while one types."""
    schema = Referential.model_json_schema(by_alias=True)
    # One file holds a part of the sections: nothing is required at the top.
    schema.pop("required", None)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Référentiel PTCE (une ou plusieurs sections par fichier)"
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
