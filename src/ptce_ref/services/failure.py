"""What becomes of an error that nobody foresaw: a sentence for the user, a report for the maintainers."""

import traceback
from pathlib import Path
from tempfile import gettempdir

from ptce_ref.storage.atomic import atomic_file

_STOPPED = "ptce s’est arrêté sur une erreur imprévue. Ce qui était enregistré est dans la base."


def tell_failure(failure: BaseException, base: Path) -> str:
    """Keep the report of ``failure`` beside ``base``, or where the system keeps what is for a while; return a sentence.

    The report, which may quote what was typed, can be read by its owner alone.
    """
    content = "".join(traceback.format_exception(failure)).encode("utf-8", "backslashreplace")
    for folder in (base.absolute().parent, Path(gettempdir())):
        report = folder / f"{base.stem}-erreur.txt"
        try:
            with atomic_file(report, 0o600) as beside:
                beside.write_bytes(content)
        except OSError:
            continue
        return f"{_STOPPED} Le détail est dans « {report} » : joignez-le si vous signalez le problème."
    return _STOPPED
