"""Two hundred processes killed while they write: nothing acknowledged is lost, nothing is half done."""

import json
import subprocess
import sys

import pytest

BLOWS = {
    "avis": 120,
    "sauvegarde": 30,
    "format": 30,
    "cloture": 6,
    "questionnaire": 4,
    "restauration": 6,
    "fusion": 2,
    "echange": 2,
    "version": 2,
    "production": 2,
    "sauvetage": 2,
}


@pytest.mark.skipif(sys.platform == "win32", reason="no fork and no SIGKILL there")
def test_two_hundred_kills_lose_nothing() -> None:
    """In a process of its own, which forks: ours may have threads. More blows: docs/reliability.md."""
    command = [sys.executable, "-m", "tests.storage.kills", *(f"{kind}={blows}" for kind, blows in BLOWS.items())]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=280)
    accounts = [json.loads(line) for line in done.stdout.splitlines()]
    assert {account["écriture"] for account in accounts} == set(BLOWS), done.stderr
    assert [account["défauts"] for account in accounts] == [[]] * len(BLOWS), done.stderr
    assert sum(account["coups"] for account in accounts) >= 200
    assert sum(account["en plein milieu"] for account in accounts) >= 50, "blows must fall while something is written"
