"""What comes next, as the commands say it: the rule of the screens, and commands that exist."""

import json
import re
from pathlib import Path

import click
import pytest

from ptce_ref.cli.catalog import COMMANDS
from ptce_ref.cli.main import root
from ptce_ref.cli.output import ExitCode
from ptce_ref.cli.step import step_sentence
from ptce_ref.domain.overview import CollegeLine, NextStep, PersonLine, Task, next_step
from ptce_ref.program import run
from ptce_ref.services.overview import overview_of
from ptce_ref.services.workspace import open_workspace
from tests.bases import clock, example_base

LATE = tuple(CollegeLine(short, short, short, 1, 4, 0, 0, 0) for short in ("Habitants", "Autres entr."))
PEOPLE = (PersonLine("r01", "Amina", "Habitants", 0, 4), PersonLine("r02", "", "Réseaux", 1, 4))


@pytest.mark.parametrize("task", Task)
def test_each_step_has_its_sentence_and_names_commands_that_exist(task: Task) -> None:
    sentence = step_sentence(NextStep(task, 2, LATE, PEOPLE))
    assert sentence.endswith(".")
    assert not sentence.endswith("..")
    for name, sub in re.findall(r"ptce (\w+) (\w+)?", sentence):
        assert name in COMMANDS
        command = root.get_command(click.Context(root), name)
        if isinstance(command, click.Group):
            assert sub in command.commands


def test_the_list_of_evaluations_waits_for_what_the_home_waits_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    base = example_base(tmp_path)
    monkeypatch.setenv("PTCE_BASE", str(base))
    assert run(("evaluation", "lister", "--json")) == ExitCode.DONE
    told = {line["id"]: line["next_step"] for line in json.loads(capsys.readouterr().out)}
    assert told["faubourg-des-forges-2026"].replace("\u00a0", " ").startswith("6 personnes n’ont pas fini : ")
    with open_workspace(base, clock=clock) as workspace:
        lines = overview_of(workspace).evaluations
    assert told == {line.id: step_sentence(next_step(line)) for line in lines}
