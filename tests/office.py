"""LibreOffice filling a workbook: typing, sorting, inserting, saving, without our own library."""

import json
import os
import shutil
import signal
import subprocess
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest

from tests.folder import lasting_folder
from tests.reports.xlsx_reader import FRENCH_PROFILE

_PYTHON = "/usr/bin/python3"
"""The one for which Debian's python3-uno is made."""
_SCRIPT = Path(__file__).with_name("office_script.py")
_FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}
_PATIENCE = 150
"""Seconds after which a LibreOffice that does not answer is ended."""

Order = dict[str, str | int]


@cache
def _can_be_driven() -> bool:
    try:
        done = subprocess.run([_PYTHON, "-c", "import uno"], capture_output=True, timeout=30, check=False)
    except OSError:
        return False
    return done.returncode == 0


def work(source: Path, target: Path, orders: list[Order]) -> Path:
    """Open ``source`` in LibreOffice, follow ``orders`` (see tests/office_script.py), save as ``target``; return it."""
    if not _can_be_driven():
        if os.environ.get("PTCE_JUDGES") == "required":
            pytest.fail(f"juge absent : python3-uno pour {_PYTHON} (PTCE_JUDGES=required)", pytrace=False)
        pytest.skip(f"juge absent : python3-uno pour {_PYTHON}")
    profile, pipe = lasting_folder("office"), f"ptce-{uuid4().hex}"
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(FRENCH_PROFILE, encoding="utf-8")
    job = {
        "source": source.as_uri(),
        "target": target.as_uri(),
        "filter": _FILTERS[target.suffix],
        "orders": orders,
    }
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        done = subprocess.run(
            [_PYTHON, str(_SCRIPT), pipe],
            input=json.dumps(job),
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    finally:
        _end(office)
        shutil.rmtree(profile, ignore_errors=True)
    return target


def _end(office: "subprocess.Popen[bytes]") -> None:
    """Make sure that nothing of this LibreOffice stays: it starts a child of its own."""
    try:
        office.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(office.pid, signal.SIGKILL)
        office.wait(timeout=20)
