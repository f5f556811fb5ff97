"""Files that attack the reader: it answers with a problem, and never falls."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ptce_ref.domain.problem import Kind
from ptce_ref.domain.referential import Referential
from ptce_ref.loading.example import load_pole
from ptce_ref.loading.nesting import MAX_DEPTH, line_too_deep
from ptce_ref.loading.raw_yaml import Document, read_document
from ptce_ref.loading.referential import build_referential, load_referential
from tests.samples import shipped_referential

YAML_WORDS = (
    "a", "id", "indicateurs", "echelle", "niveaux", "pole", "evaluations", "avis", "non", "1.10", '"', "'", ": ", "- ",
    "? ", "\n", "\n  ", "\n    ", "[", "]", "{", "}", ", ", "&x ", "*x", "!!", "!!int ", "|\n", ">-\n", "%YAML 1.2\n",
    "---\n", "...\n", "\t", "#", "~", "<<: ", "\\", "é", "\u2028", "\ufeff", "\x00", "\x07", "@", "`", "0x", "1e9",
)  # fmt: skip
yaml_soup = st.lists(st.sampled_from(YAML_WORDS), max_size=25).map("".join)
any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=80)

NESTED = {
    "crochets": "[" * 1_000_000,
    "crochets refermés": "[" * 300_000 + "]" * 300_000,
    "accolades": "{a: " * 500_000,
    "crochets en texte puis en vrai": '"]", ' * 10 + "[" * 600_000,
    "tirets": "- " * 1_000_000,
    "tirets tabulés": "-\t" * 1_000_000,
    "points d’interrogation": "? " * 1_000_000,
    "retraits": "\n".join(" " * i + f"a{i}:" for i in range(2_500)),
    "retraits de listes": "\n".join(" " * i + "- a:" for i in range(0, 2_500, 3)),
}


@pytest.mark.parametrize("name", list(NESTED))
def test_endless_nesting_is_a_problem_and_not_the_end_of_the_program(name: str, tmp_path: Path) -> None:
    """In a process of its own: the C parser would end the interpreter with it."""
    path = tmp_path / "emboite.yaml"
    path.write_text(NESTED[name], encoding="utf-8")
    program = (
        "import sys; from pathlib import Path\n"
        "from ptce_ref.loading.referential import load_referential\n"
        "print(*load_referential(Path(sys.argv[1])).problems, sep='\\n')"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, timeout=60, check=False, encoding="utf-8"
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "emboite.yaml, ligne" in ran.stdout
    assert "Syntaxe YAML" in ran.stdout


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_what_nests_less_than_the_limit_is_read(opening: str) -> None:
    closing = {"[": "]", "{a: ": "}"}.get(opening, "")
    text = opening * (MAX_DEPTH - 1) + "x" + closing * (MAX_DEPTH - 1)
    assert not Document("f.yaml", text).broken
    assert line_too_deep(text) is None


def test_many_brackets_that_do_not_nest_are_read() -> None:
    text = "\n".join("- {id: [a, b]}" for _ in range(2_000))
    assert not Document("f.yaml", text).broken


def test_a_table_full_of_dashes_does_not_nest() -> None:
    row = "besoins-exprimes " + "- " * 200
    text = f"avis: |-\n{row}\n".replace("besoins", "  besoins") + "  " + "- " * 200 + "\n"
    document = Document("f.yaml", text)
    assert document.problems == []
    assert document.content is not None


def test_the_line_where_it_nests_too_deep_is_told() -> None:
    text = "a: b\nc: d\ne: " + "[" * 600 + "]" * 600
    assert Document("f.yaml", text).problems[0].place.line == 3


def test_a_billion_laughs_make_nobody_wait() -> None:
    """Nine anchors, each calling the one before nine times: 9^9 texts if one followed them."""
    lines = ['a0: &a0 ["lol"]']
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10)]
    # Of this process alone: others of the machine may be busy.
    start = time.process_time()
    document = Document("rires.yaml", "\n".join(lines))
    assert time.process_time() - start < 2
    assert {problem.kind for problem in document.problems} == {Kind.ALIAS}
    assert len(document.problems) == 81
    assert document.problems[0].place.line == 2


def test_an_anchor_that_calls_itself() -> None:
    document = Document("boucle.yaml", "a: &a\n  b: *a\n")
    assert [(problem.kind, problem.place.line) for problem in document.problems] == [(Kind.ALIAS, 2)]


def test_an_anchor_used_as_a_key() -> None:
    document = Document("cle.yaml", "a: &a x\n*a : y\n")
    assert Kind.ALIAS in {problem.kind for problem in document.problems}


def test_a_tag_that_would_run_a_program_is_text() -> None:
    document = Document(
        "tag.yaml", "a: !!python/object/apply:os.system ['echo coucou']\nb: !!python/name:os.system ''\n"
    )
    assert document.content == {"a": ("echo coucou",), "b": ""}


@pytest.mark.parametrize(
    "written",
    ["0x", "0b", "1:60:60", ".inf", "-.inf", ".nan", "9" * 5_000, "1e999", "0o8", "=", "2026-13-45", "!!int x"],
)
def test_a_scalar_that_yaml_resolves_strangely_never_raises(written: str) -> None:
    document = Document("f.yaml", f"a: {written}\n")
    assert isinstance(document.content, dict)


def test_a_number_too_long_to_be_one_is_told_in_one_line() -> None:
    document = Document("f.yaml", f"sources:\n  - annee: {'9' * 4_000}\n")
    told = [str(problem) for problem in build_referential([document]).problems]
    assert any("le nombre 999" in line for line in told)
    assert all(len(line) < 400 for line in told)


@settings(max_examples=200)
@given(st.one_of(yaml_soup, any_text))
@example("a: !<tag:yaml.org,2002:bool> peut-être")
@example("&a [*a]")
@example("? - a\n: b")
@example("'' : x")
@example("\ufeff")
@example("%TAG ! tag:x,2000:\n---\n!a b")
def test_no_text_makes_the_reader_fall(text: str) -> None:
    document = Document("f.yaml", text)
    assert document.content is None or not document.broken
    loaded = build_referential([document])
    assert loaded.referential is None
    assert loaded.problems
    assert all(str(problem) for problem in loaded.problems)


@given(st.one_of(st.binary(max_size=60), yaml_soup.map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_no_bytes_make_the_reader_fall(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "octets.yaml"
    path.write_bytes(content)
    assert load_referential(path).problems
    assert load_pole(path, shipped_referential()).problems
    read_document(path)


@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=4)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(tuple),
            st.dictionaries(
                st.sampled_from(["id", "niveaux", "code", "x", "provenance", "sources"]), inner, max_size=4
            ),
        ),
        max_leaves=12,
    ),
    st.sampled_from([field.alias or name for name, field in Referential.model_fields.items()]),
)
def test_no_content_of_a_section_makes_the_checker_fall(content: object, section: str) -> None:
    document = Document("f.yaml", "")
    document.content = {section: content}
    loaded = build_referential([document])
    assert loaded.problems
    assert all(str(problem) for problem in loaded.problems)
