"""Three windows on one base, for five seconds: no lost write, no error."""

from tests.storage.writers import play


def test_processes_that_write_together_lose_nothing_and_see_no_error() -> None:
    account = play(4.0, 3)
    assert account["erreurs"] == []
    assert int(str(account["écritures"])) > 30
