"""ptce repondre: nothing typed is dropped, a zero no more than the rest."""

from pathlib import Path

import pytest

from ptce_ref.cli.main import run
from tests.bases import example_base

EVALUATION = "faubourg-des-forges-2026"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--repondant", "r01", "--ne-sait-pas", "--voix-ne-sait-pas", "0"), "--voix-ne-sait-pas ne va pas"),
        (("--repondant", "r01", "--ne-sait-pas", "--voix-non-concerne", "0"), "--voix-non-concerne ne va pas"),
        (("--college", "habitants", "--voix", "1=4", "--souhait-annee", "0"), "--souhait-annee ne va pas"),
    ],
)
def test_a_zero_that_does_not_go_with_the_rest_is_refused_as_a_one_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    base = example_base(tmp_path)
    before = base.read_bytes()
    for line in (words, (*words[:-1], "1")):
        assert run(["--base", str(base), "repondre", EVALUATION, "T1.01", *line], lambda _: 0) == 2
        assert said in capsys.readouterr().err
    assert base.read_bytes() == before


def test_the_year_0_is_no_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--repondant", "r01", "--niveau", "2", "--souhait", "3", "--souhait-annee", "0")
    assert run(["--base", str(example_base(tmp_path)), "repondre", EVALUATION, "T1.01", *words], lambda _: 0) != 0
    assert "1900" in capsys.readouterr().err


def test_an_empty_text_says_nothing(tmp_path: Path) -> None:
    words = ("--repondant", "r01", "--ne-sait-pas", "--argument", "", "--minorite", "")
    assert run(["--base", str(example_base(tmp_path)), "repondre", EVALUATION, "T1.01", *words], lambda _: 0) == 0


def test_a_question_is_set_aside_with_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--base", str(example_base(tmp_path)), "repondre", "clairbois-2026", "C2.02", "--position", "non-concerne"]
    assert run(words, lambda _: 0) == 1
    assert "Dites pourquoi" in capsys.readouterr().err
    assert run([*words, "--argument", "Pas de locaux ici."], lambda _: 0) == 0
