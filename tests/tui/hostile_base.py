"""The examples with hostile words everywhere: what people typed, and the referential itself.

Every field that holds words gets some, whatever its name: a field added tomorrow is hostile too.
"""

import json
import shutil
import sqlite3
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import TypeVar

from ptce_ref.domain.evaluation import Contents
from ptce_ref.domain.model import Model
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.services.evaluation import snapshot_of
from ptce_ref.services.referential import adopt_referential
from ptce_ref.storage.opinion import save_contents
from ptce_ref.storage.pole import save_poles
from tests.bases import new_workspace
from tests.folder import lasting_folder
from tests.samples import examples, shipped_referential

Some = TypeVar("Some", bound=Model)

BEFORE = "Zq"
"""What stands before each hostile text: where it is on the screen, the rest must follow."""
HOSTILE = (
    "[/]",
    "[b]x[/b]",
    "[@click=app.quit]x[/]",
    "$primary",
    "\\[a]{0}%s",
    "[link=http://x.fr]y[/link]",
    "שלום",
    "[ACME]",
)
OBEYED = "\x1b[31m\x07\x9b2J\x1b]0;titre\x07\u202e\u2066\u200f"
"""What a terminal obeys: it may be in a file written by another program."""
LONG = f"{BEFORE}[/] " + "Une phrase [b]de plus[/b]. " * 190
"""An argument of five thousand characters."""

_WORDS = {"nom", "name", "titre", "title", "libelle", "label", "organisation", "commune", "qui"}
"""Fields that hold words even where they hold only one."""
_SHORT, _SHORTEST = {"nom_court", "court", "short"}, 16
"""Fields that hold so many characters at most."""
_NOT_WORDS = {"licence", "license", "url", "couleur", "version", "id", "date", "code"}


@cache
def _built() -> Path:
    path = lasting_folder("hostile") / "exemples.sqlite"
    referential = hostile(shipped_referential(), Referential)
    with new_workspace(path) as workspace:
        adopt_referential(workspace, referential)
        save_poles(workspace.store, [hostile(pole, Pole) for pole, _ in examples().values()], workspace.now)
        for _, shipped in examples().values():
            evaluation = shipped.evaluation.model_copy(update={"referential_hash": referential.content_hash})
            contents = hostile(shipped.model_copy(update={"evaluation": evaluation}), Contents)
            closed = contents.evaluation.phase is Phase.CLOSED
            snapshot = snapshot_of(contents, referential) if closed else None
            save_contents(workspace.store, contents, workspace.now, snapshot)
    _write_what_a_terminal_obeys(path)
    return path


def hostile_base(folder: Path) -> Path:
    """Copy the hostile database into ``folder`` and return it."""
    return Path(shutil.copy(_built(), folder / "exemples.sqlite"))


def hostile(value: Some, model: type[Some]) -> Some:
    """Return the same with hostile words before every word people wrote."""
    return model.model_validate_json(json.dumps(_hostile(json.loads(value.model_dump_json(by_alias=True)))))


_turn = cycle(HOSTILE)


def _hostile(value: object, field: str = "") -> object:
    if isinstance(value, dict):
        return {key: _hostile(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_hostile(item, field) for item in value]
    if isinstance(value, str) and value and field in _SHORT:
        return f"{BEFORE}[/] {value}"[:_SHORTEST].rstrip()
    if isinstance(value, str) and field not in _NOT_WORDS and (" " in value or (value and field in _WORDS)):
        return f"{BEFORE}{next(_turn)} {value}"
    return value


_TYPED = (("answers", "argument"), ("positions", "argument"), ("actions", "what"), ("poles", "name"))


def _write_what_a_terminal_obeys(path: Path) -> None:
    """As another program would: nothing of ours lets it in."""
    with sqlite3.connect(path) as base:
        for table, column in (
            ("answers", "argument"),
            ("positions", "argument"),
            ("actions", "what"),
            ("poles", "name"),
        ):
            base.execute(f"UPDATE {table} SET {column} = {column} || ? WHERE {column} != ''", (OBEYED,))  # noqa: S608 - names of ours
    base.close()
