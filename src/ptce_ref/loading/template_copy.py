"""The record of a copy of the templates: which files were copied, and what they held then.

It tells a text that was taken away from one that came with a later version, and a file that was
adapted from one that never was.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pydantic import Field, ValidationError

from ptce_ref.domain.model import Model
from ptce_ref.domain.problem import Place, Problem
from ptce_ref.loading.model_problem import problems_of
from ptce_ref.loading.raw_yaml import read_document
from ptce_ref.loading.template_file import Unfit, file_within

RECORD = "copie.yaml"


class _Record(Model):
    """The version of the program that copied, and the SHA-256 of each file as it was copied."""

    version: str
    files: Mapping[str, str] = Field(alias="fichiers")


def read_record(folder: Path) -> tuple[Mapping[str, str], list[Problem]]:
    """Return the fingerprint of each file that was copied into ``folder``; none when it is no copy."""
    if not (folder / RECORD).is_file():
        return {}, []
    file = file_within(folder, RECORD)
    if isinstance(file, Unfit):
        return {}, [replace(file.at(()), place=Place(RECORD))]
    document = read_document(file)
    if document.problems:
        return {}, document.problems
    try:
        return _Record.model_validate(document.content, by_name=False).files, []
    except ValidationError as error:
        return {}, [document.locate(problem) for problem in problems_of(error, _Record)]


def written_record(version: str, files: Mapping[str, str]) -> str:
    """Return the record of a copy as it is written; ``files`` gives the fingerprint of each."""
    lines = [
        "# Écrit par « ptce modeles copier », et lu par lui : rien n’est à changer ici.",
        f'version: "{version}"',
        "fichiers:",
        *(f'  "{name}": "{fingerprint}"' for name, fingerprint in sorted(files.items())),
    ]
    return "\n".join(lines) + "\n"


def fingerprint(content: bytes) -> str:
    """Return what tells a content from any other."""
    return hashlib.sha256(content).hexdigest()
