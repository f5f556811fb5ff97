"""Reads an exchange file: JSON that anybody may have written, or changed → rows ready to be kept, or problems.

Nothing is taken on trust: neither the size, nor the form, nor the fingerprint, nor any value. What most of a
large file is made of, answers and journal lines, is checked without building a model for each; a row that
looks wrong is then given to its model, which says why.
"""

import gc
import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, cast

from pydantic_core import from_json, to_json

from ptce_ref.domain.exchange_file import FORMAT, VERSION
from ptce_ref.domain.problem import Kind, Place, Problem
from ptce_ref.domain.text import clean_text, is_clean
from ptce_ref.loading.text_file import why_closed

MAX_BYTES = 256_000_000
_EXPECTED = "un fichier d’échange de ptce (.json)"
_HEAD = b'{"contenu":'
_TAIL = re.compile(rb',"empreinte":"[0-9a-f]{64}","exporte_le":"[^"]{1,60}","format":"[^"]{1,60}"')

Json = dict[str, Any]


@dataclass(frozen=True)
class Envelope:
    """A file read: what is said of it, and its content as JSON values, not checked yet."""

    name: str
    exported_at: str
    fingerprint: str
    """Of what was read: what the file should say."""
    stated: str
    """What the file says; another one was changed by hand."""
    canonical: bool
    """Whether the keys of every object are in alphabetical order."""
    content: Json = field(repr=False)
    version: int = VERSION

    @property
    def intact(self) -> bool:
        """Whether the content still has the fingerprint written beside it: nobody changed the file."""
        return self.fingerprint == self.stated


def open_exchange_file(path: FilePath) -> Envelope | Problem:
    """Return the file at ``path``, or the one problem that prevents reading it.

    Nothing is raised for what the file is or holds.
    """
    place = Place(path.name)
    try:
        data = _bytes_of(path)
        with without_collecting():
            return _open(path.name, data.removeprefix(b"\xef\xbb\xbf"))
    except _WrongError as error:
        return Problem(error.kind, error.found, error.expected, place=place)
    except OSError as error:
        return Problem(Kind.UNREADABLE, why_closed(error), "un fichier qui s’ouvre", place=place)
    except RecursionError:
        return Problem(Kind.UNFIT_FILE, "des éléments emboîtés sans fin", _EXPECTED, place=place)
    except (ValueError, MemoryError):
        return Problem(Kind.UNFIT_FILE, "un fichier abîmé, tronqué ou d’une autre sorte", _EXPECTED, place=place)


def _bytes_of(path: FilePath) -> bytes:
    if not path.is_file():
        found = "un dossier" if path.is_dir() else "aucun fichier de ce nom"
        raise _WrongError(found, kind=Kind.UNREADABLE)
    if path.stat().st_size > MAX_BYTES:
        raise _WrongError(f"plus de {MAX_BYTES // 1_000_000} Mo", kind=Kind.TOO_LARGE)
    return path.read_bytes()


class _WrongError(Exception):
    """What the file is, and what it should be."""

    def __init__(self, found: str, expected: str = _EXPECTED, kind: Kind = Kind.UNFIT_FILE) -> None:
        super().__init__(found)
        self.found, self.expected, self.kind = found, expected, kind


def _open(name: str, data: bytes) -> Envelope:
    """Return the file of this content, cleaned. Raises :class:`_WrongError`; ValueError for what is no UTF-8 JSON."""
    text = data.decode()
    flat = data.replace(b"\n", b"").replace(b"\r", b"").rstrip()
    whole = from_json(flat, allow_inf_nan=False, cache_strings="keys")
    # What comes out the same as it went in holds no key twice, and is in the canonical form.
    canonical = to_json(whole) == flat
    if not canonical:
        whole = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise _WrongError("un fichier qui n’est pas un échange")
    version = whole.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _WrongError("un format sans version")
    if version > VERSION:
        raise _WrongError(
            f"un fichier écrit par une version plus récente de ptce (format {version})",
            f"le format {VERSION}, ou celui d’avant : mettez ptce à jour",
        )
    content, stated, exported = whole.get("contenu"), whole.get("empreinte"), whole.get("exporte_le")
    if not (isinstance(content, dict) and isinstance(stated, str) and isinstance(exported, str)):
        raise _WrongError("un échange à qui il manque son contenu, sa date ou son empreinte")
    part = _content_of(flat) if canonical else None
    if part is None:
        part = _canonical(content)
    if not _pristine(data, text):
        content = cast("Json", _clean(content))
    return Envelope(name, exported, hashlib.sha256(part).hexdigest(), stated, canonical, content, version)


def _content_of(flat: bytes) -> bytes | None:
    """Return « contenu » as it lies in a canonical file, without writing it again."""
    if not flat.startswith(_HEAD):
        return None
    end = flat.rfind(b',"empreinte":')
    return flat[len(_HEAD) : end] if end > 0 and _TAIL.match(flat, end) else None


def _canonical(content: Json) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")


def _once(pairs: list[tuple[str, object]]) -> Json:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)[:60]
        # Programs would not agree on which of the two counts.
        raise _WrongError(f"deux fois la clé « {twice} »", "une fois chaque clé", Kind.DUPLICATE_KEY)
    return found


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _pristine(data: bytes, text: str) -> bool:
    """Whether no text of the file needs cleaning, seen from the whole: most often so, and told at once."""
    return b"\\u" not in data and is_clean(text)


def _clean(value: object) -> object:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {clean_text(key): _clean(item) for key, item in value.items()}
    return value


@contextmanager
def without_collecting() -> Iterator[None]:
    """Make millions of objects without looking at each moment for those that refer to each other: none does."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
