"""How deep YAML nests, measured before it is composed.

The C parser composes nodes by recursion: 100,000 levels end the interpreter, without an exception
to catch. Parsing events does not recurse.
"""

import re

import yaml

MAX_DEPTH = 50
"""Our formats nest eight levels."""

# What may nest deeply enough to be worth measuring: many brackets, or a long line that begins with
# a long indent or with a run of « - » and « ? ».
_MANY_BRACKETS = 500
_LONG_LINE = 100
_NESTED_LINE = re.compile(r"[ \t]{100}|[ \t]*(?:[-?][ \t]+){25}")

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def line_too_deep(text: str) -> int | None:
    """Return the line (from 1) where elements of ``text`` nest over MAX_DEPTH, or None.

    Raises yaml.YAMLError for what is no YAML.
    """
    if not _may_be_deep(text):
        return None
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return 1 if event.start_mark is None else event.start_mark.line + 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _may_be_deep(text: str) -> bool:
    if text.count("[") + text.count("{") > _MANY_BRACKETS:
        return True
    return any(len(line) > _LONG_LINE and _NESTED_LINE.match(line) for line in text.splitlines())
