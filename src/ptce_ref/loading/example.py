"""Reads a pôle with its evaluations from one YAML file that a person can write by hand."""

from dataclasses import dataclass
from pathlib import Path as FilePath

from pydantic import ValidationError

from ptce_ref.domain.evaluation import Contents
from ptce_ref.domain.pole import Pole, check_pole
from ptce_ref.domain.problem import Kind, Problem
from ptce_ref.domain.referential import Referential
from ptce_ref.loading.example_format import WrittenFile
from ptce_ref.loading.example_reader import EvaluationReader
from ptce_ref.loading.model_problem import problems_of
from ptce_ref.loading.raw_yaml import read_document


@dataclass(frozen=True)
class LoadedPole:
    """``pole`` is None as soon as there is one problem: a file is taken whole or not at all."""

    pole: Pole | None
    evaluations: tuple[Contents, ...] = ()
    problems: tuple[Problem, ...] = ()


def load_pole(path: FilePath, referential: Referential) -> LoadedPole:
    """Read one file of a pôle and its evaluations, all answering ``referential``.

    Every problem is reported, with file and line; nothing is raised for what the file holds.
    """
    document = read_document(path)
    if document.problems:
        return LoadedPole(None, problems=tuple(document.problems))
    try:
        file = WrittenFile.model_validate(document.content, by_alias=True, by_name=False)
    except ValidationError as error:
        found = problems_of(error, WrittenFile)
        return LoadedPole(None, problems=tuple(document.locate(problem) for problem in found))
    problems = check_pole(file.pole, referential)
    contents: list[Contents] = []
    seen: set[str] = set()
    for position, evaluation in enumerate(file.evaluations):
        reader = EvaluationReader(file.pole, evaluation, referential, ("evaluations", position))
        built = reader.build()
        problems += reader.problems
        if evaluation.id in seen:
            found_id = f"« {evaluation.id} » une seconde fois"
            problems.append(Problem(Kind.DUPLICATE_ID, found_id, "un identifiant unique", (*reader.path, "id")))
        seen.add(evaluation.id)
        if built is not None:
            contents.append(built)
    if problems:
        located = sorted((document.locate(problem) for problem in problems), key=lambda p: p.place.line or 0)
        return LoadedPole(None, problems=tuple(located))
    return LoadedPole(file.pole, tuple(contents))
