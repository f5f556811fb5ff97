"""What every test shares: the judges (programs that read what we write) and Hypothesis.

A test marked ``@pytest.mark.judge("pdftotext")`` needs that program on the PATH. Without it the
test is skipped with a message that names it; with ``PTCE_JUDGES=required`` it fails instead.
"""

import os
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

_MISSING = "missing judge"

# Fifty examples, for most draw a whole referential; tests on plain numbers ask for more.
settings.register_profile("desk", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("desk"), derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture(autouse=True)
def own_state_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the drafts of the tests, and of the programs they start, out of the user's folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state"))


def judges_of(item: pytest.Item) -> Iterator[str]:
    """Yield the programs that ``item`` needs."""
    for marker in item.iter_markers("judge"):
        if not marker.args:
            raise pytest.UsageError(f"{item.nodeid} : judge(…) nomme un programme")
        yield from marker.args


def pytest_runtest_setup(item: pytest.Item) -> None:
    missing = sorted({program for program in judges_of(item) if shutil.which(program) is None})
    if not missing:
        return
    # Reports travel from the workers of pytest-xdist to the summary; nothing else does.
    item.user_properties.extend((_MISSING, program) for program in missing)
    message = f"juge absent du PATH : {', '.join(missing)}"
    if os.environ.get("PTCE_JUDGES") == "required":
        pytest.fail(f"{message} (PTCE_JUDGES=required)", pytrace=False)
    pytest.skip(message)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which judges lacked, and for how many tests: a green run without judges is not one."""
    lacking: dict[str, int] = {}
    for category in ("skipped", "error", "failed"):
        for report in terminalreporter.stats.get(category, []):
            for name, value in getattr(report, "user_properties", ()):
                if name == _MISSING:
                    lacking[str(value)] = lacking.get(str(value), 0) + 1
    if lacking:
        told = ", ".join(f"{program} ({n} test{'s' if n > 1 else ''})" for program, n in sorted(lacking.items()))
        terminalreporter.write_line(f"juges absents : {told}", yellow=True)
