"""What is fuzzed: every reader of a file that somebody may bring, with sound files to start from.

A target takes bytes and must end in one of two ways: a result, or a refusal with a sentence. Anything else
is a defect: another exception, more than :data:`SECONDS`, a file written, the network touched, a program run.
"""

import io
import os
import shutil
import signal
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from ptce_ref.loading.example import load_pole
from ptce_ref.reports.xlsx.questionnaire import write_questionnaire
from ptce_ref.reports.xlsx.referential import write_referential_workbook
from ptce_ref.resources import examples_folder, referential_folder, templates_folder
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.exchange import export_evaluations, import_exchange, read_exchange
from ptce_ref.services.plan_workbook import import_plan
from ptce_ref.services.pole import preview_import
from ptce_ref.services.questionnaire import import_questionnaire, questionnaire_of
from ptce_ref.services.referential import verify_referential
from ptce_ref.services.referential_edit import foresee_import
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.theme import verify_templates
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage.problem import DatabaseUnusableError
from tests.bases import clock, example_base
from tests.loading import hostile_workbook
from tests.reports.xlsx_sample import workbook_of
from tests.samples import shipped_referential, shipped_theme
from tests.storage.formats.make import build

SECONDS = 20
"""No file, whatever it holds, keeps anybody waiting longer."""
MOST_BYTES = 1 << 20


@dataclass(frozen=True)
class Target:
    """A reader: ``seeds`` are sound files, ``read`` takes one, ``archive`` says that they are zipped."""

    name: str
    suffix: str
    seeds: Callable[[], list[bytes]]
    read: Callable[[Path], bool]
    archive: bool = False

    def run(self, content: bytes) -> bool:
        """Read ``content``; say whether it was taken. Raises what no user should see."""
        prepare()
        path = folder() / f"fichier{self.suffix}"
        path.write_bytes(content)
        try:
            with _bounded(self.name), _watched():
                taken = self.read(path)
        except (Refusal, DatabaseUnusableError) as refusal:
            sentence = str(refusal)
            if not sentence or "Traceback" in sentence:
                raise AssertionError(f"a refusal without a sentence: {sentence!r}") from refusal
            return False
        return taken


@cache
def folder() -> Path:
    """Where the files are written: nothing else is."""
    return Path(mkdtemp(prefix="ptce-fuzz-"))


@cache
def _workspace() -> Workspace:
    return open_workspace(example_base(folder()), clock=clock)


class TooSlowError(Exception):
    """A file that keeps the reader busy."""


@contextmanager
def _bounded(name: str) -> Iterator[None]:
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def too_slow(*_: object) -> None:
        raise TooSlowError(f"{name}: more than {SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, too_slow)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


class ForbiddenError(Exception):
    """What reading a file never does."""


_watching = False
_RUNS = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "urllib.", "ctypes.")
_CHANGES = ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.symlink", "os.link", "os.truncate", "shutil.")


def _look(event: str, arguments: tuple[object, ...]) -> None:
    if not _watching:
        return
    if event.startswith(_RUNS):
        raise ForbiddenError(f"{event} {arguments!r}")
    if event == "open" and len(arguments) > 1:
        path, mode = arguments[0], str(arguments[1] or "r")
        written = any(letter in mode for letter in "wax+")
        if written and isinstance(path, str | bytes) and not _ours(os.fsdecode(path)):
            raise ForbiddenError(f"wrote {path!r}")
    elif event.startswith(_CHANGES) and not _ours(str(arguments[0])):
        raise ForbiddenError(f"{event} {arguments!r}")


def _ours(path: str) -> bool:
    # Python keeps what it compiles; the database has its journal beside it.
    return "__pycache__" in path or path.startswith((str(folder()), "/dev/null"))


@cache
def _hook() -> None:
    sys.addaudithook(_look)


@contextmanager
def _watched() -> Iterator[None]:
    global _watching  # noqa: PLW0603 - an audit hook is for good, and must be told when to look
    _hook()
    _watching = True
    try:
        yield
    finally:
        _watching = False


def _questionnaire(path: Path) -> bool:
    return bool(import_questionnaire(_workspace(), path, trial=True).lines)


def _plan(path: Path) -> bool:
    return bool(import_plan(_workspace(), find_evaluation(_workspace(), "clairbois-2026"), path, trial=True).lines)


def _exchange(path: Path) -> bool:
    # A fingerprint that is wrong stops everything: whoever means harm writes a right one.
    exchange = read_exchange(path, changed_by_hand=True)
    return import_exchange(_workspace(), exchange, trial=True) is not None


def _referential_workbook(path: Path) -> bool:
    return bool(foresee_import(path, folder() / "referentiel").texts)


def _yaml(path: Path) -> bool:
    referential, problems = verify_referential(path)
    return referential is not None or all(str(problem) for problem in problems)


def _example(path: Path) -> bool:
    loaded = load_pole(path, shipped_referential())
    return loaded.pole is not None and all(str(problem) for problem in loaded.problems)


def _table(path: Path) -> bool:
    found = preview_import(_workspace(), path)
    return not found.problems and all(str(problem) for problem in found.problems)


def _templates(path: Path) -> bool:
    """The file stands for each of the YAML files of a folder of templates, in turn."""
    copy = folder() / "modeles"
    content, sound = path.read_bytes(), False
    for name in ("theme.yaml", "documents.yaml", "monographie.yaml"):
        before = (copy / name).read_bytes()
        (copy / name).write_bytes(content)
        try:
            theme, problems = verify_templates(copy)
        finally:
            (copy / name).write_bytes(before)
        sound |= theme is not None and all(str(problem) for problem in problems)
    return sound


def prepare() -> None:
    """Make what the readers need, before anybody looks at what they do."""
    _workspace()
    shipped_referential()
    if not (folder() / "modeles").exists():
        shutil.copytree(templates_folder(), folder() / "modeles")


@cache
def _questionnaire_bytes() -> bytes:
    """The questionnaire of somebody who answered already: every cell has something to lose."""
    target = io.BytesIO()
    write_questionnaire(
        questionnaire_of(_workspace(), hostile_workbook.FORGES, respondent="r01"), shipped_theme(), target
    )
    return target.getvalue()


@cache
def _exchange_bytes(*, complete: bool) -> bytes:
    evaluation = hostile_workbook.FORGES if complete else "ailleurs-1"
    target = folder() / "echange.json"
    with _elsewhere(complete) as workspace:
        export_evaluations(workspace, [evaluation], target, complete=complete)
    return target.read_bytes()


@contextmanager
def _elsewhere(examples: bool) -> Iterator[Workspace]:
    """Another machine: its base has the same evaluation a day later, or one that is not known here."""
    if examples:
        yield _workspace()
        return
    away = folder() / "ailleurs.sqlite"
    build(away)
    with open_workspace(away, clock=clock) as workspace:
        yield workspace


@cache
def _referential_bytes() -> bytes:
    target = io.BytesIO()
    write_referential_workbook(shipped_referential(), shipped_theme(), target)
    return target.getvalue()


def _files(where: Path, pattern: str, most: int = MOST_BYTES) -> list[bytes]:
    return [path.read_bytes() for path in sorted(where.rglob(pattern)) if path.stat().st_size <= most]


TARGETS = {
    target.name: target
    for target in (
        Target(
            "questionnaire",
            ".xlsx",
            lambda: [_questionnaire_bytes(), hostile_workbook.sound()],
            _questionnaire,
            archive=True,
        ),
        Target("plan", ".xlsx", lambda: [workbook_of("co-évaluation clairbois-2026")], _plan, archive=True),
        Target("classeur-referentiel", ".xlsx", lambda: [_referential_bytes()], _referential_workbook, archive=True),
        Target("referentiel", ".yaml", lambda: _files(referential_folder(), "*.yaml", 40_000), _yaml),
        Target("exemple", ".yaml", lambda: _files(examples_folder(), "*.yaml"), _example),
        Target("poles", ".csv", lambda: _files(examples_folder(), "*.csv"), _table),
        Target(
            "echange",
            ".json",
            lambda: [_exchange_bytes(complete=False), _exchange_bytes(complete=True)],
            _exchange,
        ),
        Target("modeles", ".yaml", lambda: _files(templates_folder(), "*.yaml"), _templates),
    )
}


def members_of(archive: bytes) -> dict[str, bytes]:
    """Return the members of a sound archive."""
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        return {name: source.read(name) for name in source.namelist()}


def clean() -> None:
    """Remove what the targets left."""
    with suppress(OSError):
        shutil.rmtree(folder())
