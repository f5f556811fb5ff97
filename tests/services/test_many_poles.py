"""Comparing any number of pôles: the same figures as for one, in a memory that does not grow with them."""

import errno
import gc
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import BinaryIO, cast

import pytest
from hypothesis import given, settings

from ptce_ref.domain.candidate import Candidate
from ptce_ref.domain.evaluation import Contents
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.result import compute
from ptce_ref.reports.comparison_view import _Figures
from ptce_ref.reports.xlsx.comparison import write_comparison_workbook
from ptce_ref.services import spool
from ptce_ref.services.reading import comparison_between, comparison_of, compute_evaluations, gather_candidates
from ptce_ref.services.referential import adopt_referential
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.spool import Spool
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.evaluation import list_evaluation_ids
from ptce_ref.storage.opinion import save_contents
from ptce_ref.storage.pole import save_poles
from tests import samples
from tests.bases import clock, example_base, new_workspace
from tests.grid import pole
from tests.many import many_base
from tests.strategies import studied

FEW, MANY = 10, 60
PER_POLE = 80
"""Objects that one more pôle may leave in memory: its names, what it was asked, who answered, and a place in each list.
Its figures are hundreds."""


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("nombreux")
    return many_base(folder / "peu", FEW), many_base(folder / "beaucoup", MANY)


def growth(work: Callable[[Path, Callable[..., None]], None], bases: tuple[Path, Path]) -> float:
    """Return how many objects one more pôle leaves in memory at the worst moment that ``work`` tells of."""
    most = 0

    def look(*_: int) -> None:
        nonlocal most
        most = max(most, sys.getallocatedblocks())

    few, many = bases
    work(few, look)  # what is remembered for good is not what is measured
    peaks = []
    for base in (few, many):
        gc.collect()
        most, before = 0, sys.getallocatedblocks()
        work(base, look)
        peaks.append(most - before)
    return (peaks[1] - peaks[0]) / (MANY - FEW)


def write_workbook(base: Path, look: Callable[..., None]) -> None:
    with open_workspace(base, read_only=True, clock=clock) as workspace, TemporaryFile() as target:
        candidates = gather_candidates(workspace, told=look)
        view = comparison_between(candidates, workspace.today, keep=Spool)
        look()
        write_comparison_workbook(view, samples.shipped_theme(), cast("BinaryIO", target), go_on=look)


def make_figures(base: Path, look: Callable[..., None]) -> None:
    with open_workspace(base, read_only=True, clock=clock) as workspace:
        for _ in compute_evaluations(workspace, list_evaluation_ids(workspace.store)):
            look()


def test_one_more_pole_takes_next_to_no_memory_in_a_workbook(
    bases: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "HELD", 5)
    monkeypatch.setattr(_Figures, "MOST", 100)
    assert growth(write_workbook, bases) < PER_POLE


def test_one_more_pole_takes_no_memory_when_figures_are_made(bases: tuple[Path, Path]) -> None:
    assert growth(make_figures, bases) < PER_POLE


def figures_of(base: Path) -> list[Candidate]:
    with open_workspace(base, read_only=True, clock=clock) as workspace:
        return list(compute_evaluations(workspace, list_evaluation_ids(workspace.store)))


@settings(max_examples=20)
@given(studied())
def test_figures_are_those_of_the_evaluation_read_in_full(study: tuple[Referential, Contents]) -> None:
    referential, said = study
    with TemporaryDirectory() as folder, new_workspace(Path(folder) / "base.sqlite") as workspace:
        adopt_referential(workspace, referential)
        save_poles(workspace.store, [pole(said.evaluation.pole_id), pole("autre-pole", "Autre")], workspace.now)
        save_contents(workspace.store, said, workspace.now)
        (found,) = compute_evaluations(workspace, list_evaluation_ids(workspace.store))
    assert found.result == compute(said, referential, for_others=True)
    assert found.evaluation == said.evaluation


def test_figures_of_the_examples_are_those_of_the_evaluations_read_in_full(tmp_path: Path) -> None:
    found = {candidate.evaluation.id: candidate for candidate in figures_of(example_base(tmp_path))}
    assert set(found) == set(samples.examples())
    for ident, candidate in found.items():
        study = samples.study(ident)
        assert candidate.result == compute(study.contents, study.referential, for_others=True)
        assert candidate.peer_pole == samples.study(ident).peer_pole


@pytest.mark.parametrize("held", [0, 3])
def test_what_is_kept_outside_memory_gives_the_same_comparison(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    base = example_base(tmp_path)
    monkeypatch.setattr(spool, "HELD", held)
    with open_workspace(base, read_only=True, clock=clock) as workspace:
        view = comparison_of(workspace)
        candidates = gather_candidates(workspace)
        in_memory = comparison_between(list(candidates), workspace.today)
    assert isinstance(view.entries, Spool)
    assert isinstance(in_memory.entries, tuple)
    assert view == in_memory == samples.comparison_of()


def test_the_first_values_stay_in_memory_and_the_others_come_back_the_same() -> None:
    referential = samples.shipped_referential()
    values = [(rank, f"é{rank}", referential, referential.indicators[rank % 3]) for rank in range(spool.HELD + 20)]
    kept = Spool(iter(values))
    assert len(kept) == len(values)
    assert kept == values
    assert kept[0] is values[0]
    assert kept[-1] == values[-1]
    assert kept[-1] is not values[-1]
    # One referential for all: a copy of it for each pôle is what fills a memory.
    assert kept[-1][2] is referential
    assert kept[-1][3] is values[-1][3]
    assert kept[5:8] == values[5:8]
    assert [kept[place] for place in (210, 3, 219, 200)] == [values[place] for place in (210, 3, 219, 200)]


def test_a_full_disk_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(spool, "TemporaryFile", full)
    monkeypatch.setattr(spool, "HELD", 1)
    with pytest.raises(Refusal, match="fichier temporaire qui n’a pas pu être écrit : le disque est plein"):
        Spool([1, 2])
