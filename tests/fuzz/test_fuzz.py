"""Whatever a file holds, its reader gives a result or a sentence: sound files first, then changed ones, then noise.

More of the same, for as long as one likes: tests/fuzz/run.py; what an hour gave: docs/reliability.md.
"""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutation import mutated
from tests.fuzz.target import TARGETS, ForbiddenError, Target, TooSlowError

CORPUS = Path(__file__).parent / "corpus"
CASES = {"classeur-referentiel": 3, "plan": 5, "questionnaire": 10, "echange": 8}
"""How many changed files are tried of those that take long to read; of the others, MANY."""
MANY = 25
every_reader = pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)


@every_reader
def test_sound_files_are_taken(target: Target) -> None:
    """Otherwise nothing of what follows would go far into the reader."""
    assert any(target.run(seed) for seed in target.seeds())


@every_reader
def test_changed_files_end_in_a_result_or_a_sentence(target: Target) -> None:
    dice = random.Random(target.name)  # noqa: S311 - cases that can be played again
    seeds = target.seeds()
    for _ in range(CASES.get(target.name, MANY)):
        target.run(mutated(dice, dice.choice(seeds), seeds, archive=target.archive))


@every_reader
def test_what_led_further_once_still_ends_well(target: Target) -> None:
    """The short files by which guided runs reached new code."""
    for path in sorted((CORPUS / target.name).glob("*")):
        target.run(path.read_bytes())


@every_reader
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    content=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
)
def test_noise_ends_in_a_result_or_a_sentence(target: Target, content: bytes) -> None:
    target.run(content)


def reader(read: object) -> Target:
    return Target("essai", ".txt", list, read)  # type: ignore[arg-type] # what is tried is not a reader


def test_the_watch_sees_what_a_reader_must_never_do() -> None:
    def touches_the_network(_: object) -> bool:
        import socket  # noqa: PLC0415 - only tried

        socket.socket().connect(("127.0.0.1", 9))
        return True

    def runs_a_program(_: object) -> bool:
        import subprocess  # noqa: PLC0415 - only tried

        return subprocess.run(["true"], check=False).returncode == 0

    def writes_elsewhere(_: object) -> bool:
        with open("/tmp/ptce-ailleurs", "w", encoding="utf-8"):  # noqa: PTH123, S108 - what must be seen
            return True

    for forbidden in (touches_the_network, runs_a_program, writes_elsewhere):
        with pytest.raises(ForbiddenError):
            reader(forbidden).run(b"")


def test_the_watch_sees_a_reader_that_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.target.SECONDS", 1)

    def never_ends(_: object) -> bool:
        while True:
            pass

    with pytest.raises(TooSlowError):
        reader(never_ends).run(b"")
