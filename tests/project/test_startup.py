"""`ptce --version` and `ptce --help` load none of the heavy libraries."""

import subprocess
import sys

import pytest

from ptce_ref import __version__

HEAVY = ("pydantic", "textual", "openpyxl", "reportlab", "sqlite_utils", "yaml", "rich")

SCRIPT = """
import sys
sys.argv = ["ptce", *{arguments!r}]
from ptce_ref.__main__ import main
code = main()
loaded = [name for name in {heavy!r} if name in sys.modules]
sys.exit(f"loaded: {{loaded}}" if loaded else code)
"""


@pytest.mark.parametrize(("arguments", "found"), [(["--version"], __version__), (["--help"], "evaluation")])
def test_a_clean_process_answers_without_the_heavy_libraries(arguments: list[str], found: str) -> None:
    script = SCRIPT.format(arguments=arguments, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert found in done.stdout


def test_the_domain_needs_no_library_of_the_layers_above() -> None:
    others = [name for name in HEAVY if name != "pydantic"]
    script = f"import sys, ptce_ref.domain.comparison; sys.exit(str([n for n in {others!r} if n in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "[]"
