"""Use case of several exchange files: each is taken in whole or not at all, and what one of them is stops no other."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ptce_ref.services.exchange import Exchange, import_exchange, read_exchange
from ptce_ref.services.merging import Choice, Fusion, Policy, Told, conflicts_of, in_silence
from ptce_ref.services.nearby import json_files_in
from ptce_ref.services.refusal import Fault, Refusal
from ptce_ref.services.workspace import Workspace


@dataclass(frozen=True)
class Arrived:
    """What became of one file: what was read of it, what taking it in did, or would do; or why it was refused."""

    path: Path
    exchange: Exchange | None = None
    fusion: Fusion | None = None
    refusal: Refusal | None = None


def files_among(paths: Iterable[Path]) -> list[Path]:
    """Return the files of ``paths`` in order, once each; a folder stands for the .json files in it, by name.

    One of them that is no exchange file, or is cut short, is told as any other: it may be the one that was awaited.
    Raises :class:`Refusal` for a folder that holds none, or that does not open.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = json_files_in(path)
        if not inside:
            raise Refusal(f"Le dossier « {path} » ne contient aucun fichier d’échange (.json).", Fault.UNUSABLE)
        found += inside
    return list(dict.fromkeys(found))


def read_files(paths: Iterable[Path], *, changed_by_hand: bool = False) -> Iterator[Arrived]:
    """Read files one after the other, each checked whole, and yield what was read of each, or why it was refused."""
    for path in paths:
        try:
            yield Arrived(path, read_exchange(path, changed_by_hand=changed_by_hand))
        except Refusal as refusal:
            yield Arrived(path, refusal=refusal)


def take_files(
    workspace: Workspace,
    files: Iterable[Arrived],
    *,
    policy: Policy = Policy.LATEST,
    chosen: Mapping[str, Choice] | None = None,
    trial: bool = False,
    told: Told = in_silence,
    foretold: Callable[[Path, Fusion], None] = lambda _path, _fusion: None,
) -> Iterator[Arrived]:
    """Take in the files that were read, one after the other, and yield what became of each; ``trial``: of what would.

    The base is copied once, before the first that changes it. ``chosen`` decides conflicts by their marks, whichever
    file they are of; ``foretold`` is given what a file is about to do, before it does. What the base itself cannot bear
    is raised, and stops there: the files before are in.
    """
    copied = False
    for file in files:
        if file.exchange is None:
            yield file
            continue
        take = partial(import_exchange, workspace, file.exchange, policy=policy, told=told, copied=copied)
        try:
            marks = {conflict.mark for conflict in conflicts_of(take(trial=True))} if chosen else set()
            mine = {mark: choice for mark, choice in (chosen or {}).items() if mark in marks}
            fusion = take(chosen=mine, trial=trial, foretold=partial(foretold, file.path))
        except Refusal as refusal:
            yield replace(file, refusal=refusal)
            continue
        # When there was nothing to copy, what the files before brought is not « the base of before ».
        copied = copied or fusion.changes_something
        yield replace(file, fusion=fusion)
