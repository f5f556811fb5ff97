"""Opens a workbook that came from somebody: looked at first, and closed whatever happens."""

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook

from ptce_ref.loading.workbook_guard import MOST_TAGS, WorkbookRefusedError, check_workbook


@contextmanager
def opened(path: Path, most_tags: int = MOST_TAGS) -> Iterator[tuple[Workbook, bool]]:
    """Give the workbook at ``path``, to be read, and whether its texts still hold the escapes of the format.

    Raises :class:`WorkbookRefusedError` when it is none, or cannot be read safely, or turns out to be
    damaged while it is read.
    """
    check_workbook(path, most_tags)
    try:
        # Opened here: when the library gives up half-way, it leaves what it opened to nobody.
        with path.open("rb") as file, warnings.catch_warnings():
            # It also warns in English of what it left aside: what matters here is looked for by its key.
            warnings.simplefilter("ignore")
            workbook = load_workbook(file, read_only=True, data_only=False, keep_links=False)
            yield workbook, _texts_stand_in_cells(path)
    except WorkbookRefusedError:
        raise
    except (InvalidFileException, ParseError, zipfile.BadZipFile, SyntaxError) as error:
        raise _damaged(path) from error
    except (ValueError, TypeError, AttributeError, LookupError, OSError, RuntimeError) as error:
        # The library speaks of its own insides: to the reader, the file is simply damaged.
        raise _damaged(path) from error


def _damaged(path: Path) -> WorkbookRefusedError:
    return WorkbookRefusedError(
        f"« {path.name} » est abîmé : ouvrez-le dans un tableur, enregistrez-le de nouveau, puis recommencez."
    )


def _texts_stand_in_cells(path: Path) -> bool:
    """Whether the file keeps its texts inside its cells, as ours do, and not in a shared list.

    The library undoes the format's escapes (« _x005F_ ») in shared texts only.
    """
    with zipfile.ZipFile(path) as archive:
        if "xl/sharedStrings.xml" not in archive.namelist():
            return True
        with archive.open("xl/sharedStrings.xml") as shared:
            return b"<si" not in shared.read(4096)
