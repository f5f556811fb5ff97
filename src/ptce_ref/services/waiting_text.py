"""Use case of what a questionnaire says beside a question left without an answer: it waits, as if typed on screen."""

from collections.abc import Mapping
from pathlib import Path

from ptce_ref.domain.number import write_number
from ptce_ref.domain.questionnaire import Unanswered
from ptce_ref.domain.referential import Referential
from ptce_ref.services.draft import FIGURE, DraftKind, Fields, Kept, Key, change_kept, default_folder
from ptce_ref.services.workspace import Workspace


def keep_waiting(
    workspace: Workspace,
    referential: Referential,
    whose: tuple[str, str],
    texts: Mapping[str, Unanswered],
    folder: Path | None = None,
) -> bool:
    """Keep texts by indicator aside, where the screens find them and ask for an answer; say whether the disk took them.

    ``whose`` is the evaluation and the respondent; ``folder`` is where drafts are kept (the user's by default).
    Beside a text that waits there already, what it does not say is added after it.
    """

    def put(kept: Kept) -> None:
        for item, written in texts.items():
            key: Key = (DraftKind.OPINION, *whose, item)
            label, before = kept.get(key, (f"{referential.indicator_by_id[item].code} ({whose[1]})", {}))
            kept[key] = label, _added(before, _fields(written))

    return change_kept(folder or default_folder(), workspace.store.path, put)


def _fields(written: Unanswered) -> Fields:
    texts = {"argument": written.argument, "reason": written.reason, "evidence": written.evidence}
    figures = {f"{FIGURE}{name}": write_number(number) for name, number in written.figures.items()}
    return {name: text for name, text in {**texts, **figures}.items() if text}


def _added(before: Fields, written: Fields) -> Fields:
    found = dict(before)
    for name, text in written.items():
        known = found.get(name, "")
        if not known or name.startswith(FIGURE):
            found[name] = known or text
        elif text not in known:
            found[name] = f"{known}\n{text}"
    return found
