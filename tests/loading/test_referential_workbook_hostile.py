"""A damaged or malicious file in place of a referential's workbook: one clear sentence, soon, in little memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.loading.hostile_workbook import HOSTILE

MOST_MEGABYTES, MOST_SECONDS = 300, 20
_READ_THEM_ALL = """
import json, re, sys, time
from pathlib import Path
from ptce_ref.loading.referential_workbook import read_referential_workbook
from ptce_ref.loading.workbook_guard import WorkbookRefusedError
told = {}
for path in sorted(Path(sys.argv[1]).iterdir()):
    start = time.process_time()
    try:
        read_referential_workbook(path)
        sentence = ""
    except WorkbookRefusedError as error:
        sentence = str(error)
    peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
    told[path.name] = sentence, time.process_time() - start, peak
print(json.dumps(told))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="la mémoire se lit autrement sur ce système")
def test_each_gives_one_clear_sentence_in_little_time_and_memory(tmp_path: Path) -> None:
    for place, (make, _) in enumerate(HOSTILE.values()):
        (tmp_path / f"{place:03d}.xlsx").write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", _READ_THEM_ALL, str(tmp_path)], capture_output=True, text=True, timeout=300, check=True
    )
    found: list[tuple[str, float, float]] = list(json.loads(done.stdout).values())
    for name, (sentence, seconds, _) in zip(HOSTILE, found, strict=True):
        # A questionnaire that is sound in itself is refused too: it is no referential.
        assert sentence, name
        assert "\n" not in sentence, name
        assert seconds < MOST_SECONDS, name
    assert found[-1][2] < MOST_MEGABYTES
