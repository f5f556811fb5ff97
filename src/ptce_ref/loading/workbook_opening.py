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
from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.loading.workbook_guard import MOST_TAGS, WorkbookRefusedError, check_workbook


class OpenedSheet:
    """A sheet of somebody’s workbook, read from top to bottom."""

    def __init__(self, path: Path, sheet: Worksheet) -> None:
        self._path, self._sheet = path, sheet
        self.title = sheet.title

    def rows(self, most_rows: int, most_columns: int) -> Iterator[list[tuple[object, str]]]:
        """Yield each row as the (value, kind) of its cells; ``kind`` is openpyxl’s, « f » for a formula.

        Raises :class:`WorkbookRefusedError` when the file turns out to be damaged.
        """
        with _told_as_damage(self._path):
            rows = iter(self._sheet.iter_rows(max_row=most_rows, max_col=most_columns))
        while True:
            with _told_as_damage(self._path):
                cells = next(rows, None)
                if cells is None:
                    return
                row: list[tuple[object, str]] = [(cell.value, cell.data_type) for cell in cells]
            # Outside: what the reader of the row raises is no fault of the file.
            yield row


class OpenedWorkbook:
    """Somebody’s workbook; ``escaped`` says whether its texts still hold the escapes of the format."""

    def __init__(self, path: Path, workbook: Workbook, *, escaped: bool) -> None:
        self.escaped = escaped
        self.sheets = tuple(OpenedSheet(path, sheet) for sheet in workbook.worksheets)


@contextmanager
def opened(path: Path, most_tags: int = MOST_TAGS) -> Iterator[OpenedWorkbook]:
    """Give the workbook at ``path``, to be read.

    Raises :class:`WorkbookRefusedError` when it is none, or cannot be read safely; so does reading its rows.
    """
    check_workbook(path, most_tags)
    with _told_as_damage(path):
        # Opened here: when the library gives up half-way, it leaves what it opened to nobody.
        file = path.open("rb")
    with file:
        with _told_as_damage(path):
            workbook = load_workbook(file, read_only=True, data_only=False, keep_links=False)
            found = OpenedWorkbook(path, workbook, escaped=_texts_stand_in_cells(path))
        yield found


@contextmanager
def _told_as_damage(path: Path) -> Iterator[None]:
    """Turn what the library raises, which speaks of its own insides, into one sentence: the file is damaged.

    It also warns in English of what it left aside, in silence here: what matters is looked for by its key.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (InvalidFileException, ParseError, zipfile.BadZipFile, SyntaxError) as error:
        raise _damaged(path) from error
    except (ValueError, TypeError, AttributeError, LookupError, OSError, RuntimeError) as error:
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
