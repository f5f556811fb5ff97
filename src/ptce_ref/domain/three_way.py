"""What becomes of texts typed over something that changed meanwhile. Imports nothing heavy."""

from collections.abc import Mapping


def merge_fields(typed: Mapping[str, str], known: Mapping[str, str], stored: Mapping[str, str]) -> dict[str, str]:
    """Return ``typed``, but with what is ``stored`` in each field that was not touched since it was ``known``.

    ``known`` is what the fields showed before anything was typed. A field that lacks is an empty one, and an
    empty one is left out of what is returned: emptying a field is a change as another.
    """
    merged = {}
    for name in [*typed, *(name for name in stored if name not in typed)]:
        mine = typed.get(name, "")
        merged[name] = stored.get(name, "") if mine == known.get(name, "") else mine
    return {name: text for name, text in merged.items() if text}


def changed_apart(typed: str, known: str, stored: str) -> bool:
    """Whether what was ``known`` became one thing here and another there: neither may replace the other unseen."""
    return typed not in (known, stored) and stored != known
