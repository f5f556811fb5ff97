"""Reads the frame of monographs of a folder of templates."""

from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from pydantic import Field, ValidationError

from ptce_ref.domain.model import Model
from ptce_ref.domain.monograph import Frame
from ptce_ref.domain.problem import Place, Problem
from ptce_ref.loading.model_problem import problems_of
from ptce_ref.loading.raw_yaml import read_document

FILE = "monographie.yaml"


class _File(Model):
    """The one key of the file."""

    frame: Frame = Field(alias="monographie")


@dataclass(frozen=True)
class LoadedFrame:
    """``frame`` is None as soon as there is one problem."""

    frame: Frame | None
    problems: tuple[Problem, ...] = ()


def load_frame(folder: FilePath) -> LoadedFrame:
    """Read ``monographie.yaml`` of a folder of templates."""
    document = read_document(folder / FILE)
    if document.problems:
        return LoadedFrame(None, tuple(document.problems))
    try:
        return LoadedFrame(_File.model_validate(document.content).frame)
    except ValidationError as error:
        found = problems_of(error, _File)
        return LoadedFrame(None, tuple(replace(p, place=Place(FILE, document.line_at(p.path))) for p in found))
