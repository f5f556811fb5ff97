"""Referentials read already: one bounded cache, whatever the threads; a file that changed is read again."""

import threading
from pathlib import Path

import pytest

from ptce_ref.domain.referential import Referential
from ptce_ref.storage import referential
from ptce_ref.storage.database import open_store
from ptce_ref.storage.referential import keep_referential, read_referential
from tests.bases import NOON, example_base
from tests.samples import shipped_referential

AT = NOON.isoformat()


def versions(count: int) -> list[Referential]:
    text = shipped_referential().canonical_json
    title = shipped_referential().header.title
    return [Referential.model_validate_json(text.replace(title, f"Titre {number}")) for number in range(count)]


def test_many_threads_share_a_bounded_cache() -> None:
    cache, wanted = referential._Cache(3), versions(6)
    failures: list[BaseException] = []

    def work(offset: int) -> None:
        try:
            for turn in range(400):
                one = wanted[(turn + offset) % len(wanted)]
                cache.keep(one)
                found = cache.get(one.content_hash)
                assert found is None or found.content_hash == one.content_hash
        except BaseException as error:  # noqa: BLE001 - told by the test
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sum(cache.get(one.content_hash) is not None for one in wanted) <= 3


def test_the_one_asked_for_the_longest_ago_goes_first() -> None:
    cache = referential._Cache(2)
    a, b, c = versions(3)
    cache.keep(a)
    cache.keep(b)
    assert cache.get(a.content_hash) is a
    cache.keep(c)
    assert [cache.get(one.content_hash) for one in (a, b, c)] == [a, None, c]


def test_a_referential_is_parsed_once_and_a_file_that_changed_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = shipped_referential().content_hash
    with open_store(example_base(tmp_path), AT) as store:
        first = read_referential(store, known)
        monkeypatch.setattr(Referential, "model_validate_json", None)
        assert read_referential(store, known) is first
        assert read_referential(store, known, again=True) is first
        monkeypatch.undo()
        keep_referential(store, first, AT)
        store.db.execute("UPDATE referentials SET content = replace(content, 'habitants', 'habitantes')")
        assert read_referential(store, known, again=True).content_hash != known
