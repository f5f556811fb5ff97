"""A damaged or malicious file gives one clear sentence, soon, in little memory; nothing in it is obeyed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ptce_ref.loading.questionnaire import read_questionnaire
from ptce_ref.loading.workbook_guard import WorkbookRefusedError
from tests.loading.hostile_workbook import HOSTILE, sound

MOST_MEGABYTES, MOST_SECONDS = 300, 20
"""Of one process that reads every hostile file, one after the other: what it needs to begin with included."""
_READ_THEM_ALL = """
import json, re, sys, time
from pathlib import Path
from ptce_ref.loading.questionnaire import read_questionnaire
from ptce_ref.loading.workbook_guard import WorkbookRefusedError
told = {}
for path in sorted(Path(sys.argv[1]).iterdir()):
    start = time.process_time()
    try:
        read_questionnaire(path)
        sentence = ""
    except WorkbookRefusedError as error:
        sentence = str(error)
    # The system's own count starts from what the parent took.
    peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
    told[path.name] = sentence, time.process_time() - start, peak
print(json.dumps(told))
"""


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    """What follows would prove nothing if the file that is spoiled were refused for something else."""
    (tmp_path / "reponses.xlsx").write_bytes(sound())
    assert read_questionnaire(tmp_path / "reponses.xlsx").rows


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="la mémoire se lit autrement sur ce système")
def test_each_gives_one_clear_sentence_in_little_time_and_memory(tmp_path: Path) -> None:
    for place, (make, _) in enumerate(HOSTILE.values()):
        (tmp_path / f"{place:03d}.xlsx").write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", _READ_THEM_ALL, str(tmp_path)], capture_output=True, text=True, timeout=300, check=True
    )
    found: list[tuple[str, float, float]] = list(json.loads(done.stdout).values())
    for (name, (_, expected)), (sentence, seconds, _) in zip(HOSTILE.items(), found, strict=True):
        assert expected in sentence, name
        assert "\n" not in sentence, name
        assert seconds < MOST_SECONDS, name
    # The highest the process ever stood.
    assert found[-1][2] < MOST_MEGABYTES


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WorkbookRefusedError, match="n’existe pas"):
        read_questionnaire(tmp_path / "absent.xlsx")
    with pytest.raises(WorkbookRefusedError, match="dossier"):
        read_questionnaire(tmp_path)
