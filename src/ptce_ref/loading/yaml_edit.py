"""Changes YAML where its content changed, and nowhere else: comments, order and layout stay.

Works on the text itself, at the positions of the nodes. Owns no knowledge of the referential.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import yaml

from ptce_ref.loading.yaml_style import LONGEST, Plain, entry, folded, in_flow, is_list, number_text, pair, quoted

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BLOCK_STYLES = ("|", ">")

Edit = tuple[int, int, str]
"""From, to, and what takes the place of the text between them."""


@dataclass(frozen=True)
class Step:
    """One element of a list to write: what it holds, and the position of the one it comes from, if any.

    ``text`` is how it was written in another file, comments included; it may be empty.
    """

    value: Plain
    origin: int | None = None
    text: str = ""


class YamlText:
    """A YAML text and the places of its nodes. Line ends are « \\n » here, whatever the file has."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
        self._json = text.lstrip()[:1] == "{"

    def sections(self) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """Return the outermost keys, each with the nodes of the key and of its value."""
        return {} if not isinstance(self.root, yaml.MappingNode) else {str(k.value): (k, v) for k, v in self.root.value}

    def with_edits(self, edits: Sequence[Edit]) -> str:
        """Return the whole text with ``edits`` done."""
        return self._splice(0, len(self.text), edits)

    def section_edit(self, node: yaml.Node, before: Plain, after: Plain) -> list[Edit]:
        """Return what to change so that a section that holds ``before`` holds ``after``."""
        return [(*self._span(node), self._value(node, before, after))]

    def list_edit(
        self, section: tuple[yaml.Node, yaml.Node], before: Sequence[Plain], steps: Sequence[Step]
    ) -> list[Edit]:
        """Return what to change so that a section that lists ``before`` lists ``steps``, in their order."""
        key, node = section
        return [self._list_under(key, node, before, steps)]

    def element_text(self, node: yaml.Node, place: int, before: Plain, after: Plain) -> str:
        """Return the lines of an element of a list once it holds ``after``; empty when it has no lines of its own."""
        if not isinstance(node, yaml.SequenceNode) or node.flow_style:
            return ""
        begin, stop = self._chunks(node)[1][place]
        item = node.value[place]
        return self._splice(begin, stop, [(*self._span(item), self._value(item, before, after))])

    def new_section(self, key: str, value: Plain) -> list[Edit]:
        """Return what to change so that the text ends with a section it did not have."""
        if self._json and isinstance(self.root, yaml.MappingNode) and self.root.value:
            _, last = self._span(self.root.value[-1][1])
            return [(last, last, f",\n {in_flow(key)}: {in_flow(value, json_keys=True)}")]
        end = len(self.text)
        blank = "" if not self.text or self.text.endswith("\n\n") else "\n" if self.text.endswith("\n") else "\n\n"
        return [(end, end, f"{blank}{pair(key, value, 0)}\n")]

    def _line_start(self, position: int) -> int:
        return self.text.rfind("\n", 0, position) + 1

    def _line_end(self, position: int) -> int:
        end = self.text.find("\n", position)
        return len(self.text) if end < 0 else end

    def _span(self, node: yaml.Node) -> tuple[int, int]:
        """Return where a node begins and ends; a block ends with its last line, comment included."""
        start, end = node.start_mark.index, node.end_mark.index
        if isinstance(node, yaml.ScalarNode):
            return start, start + len(self.text[start:end].rstrip()) if node.style in _BLOCK_STYLES else end
        if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
            return start, end
        last = node.value[-1]
        if isinstance(node, yaml.SequenceNode):
            start = self._first_line(start)
        return start, self._line_end(self._span(last[1] if isinstance(last, tuple) else last)[1])

    def _first_line(self, dash: int) -> int:
        """Return where a list begins, with the comments that stand above its first element."""
        begin = line = self._line_start(dash)
        if self.text[line:dash].strip():
            return dash
        while line and (not (above := self.text[(up := self._line_start(line - 1)) : line].strip()) or above[0] == "#"):
            line = up
            begin = line if above else begin
        return begin

    def _splice(self, start: int, end: int, edits: Sequence[Edit]) -> str:
        pieces = []
        for begin, stop, new in sorted(edits, key=lambda edit: edit[:2]):
            pieces += [self.text[start:begin], new]
            start = stop
        return "".join([*pieces, self.text[start:end]])

    def _value(self, node: yaml.Node, before: Plain, after: Plain) -> str:
        """Return the text of ``node`` once it holds ``after``."""
        start, end = self._span(node)
        if before == after:
            return self.text[start:end]
        if isinstance(node, yaml.MappingNode) and isinstance(before, Mapping) and isinstance(after, Mapping):
            return self._mapping(node, before, after)
        if isinstance(after, str):
            return self._text(node, after)
        return number_text(after) if isinstance(after, (int, float)) else in_flow(after, json_keys=self._json)

    def _text(self, node: yaml.Node, after: str) -> str:
        """Return a text in the style it had: a folded one stays folded as long as it is long."""
        start, end = self._span(node)
        line = self._line_start(start)
        head = self.text[line:start]
        room = len(head) + len(quoted(after))
        tail = self.text[end : self._line_end(end)].strip()
        folds = isinstance(node, yaml.ScalarNode) and node.style in _BLOCK_STYLES
        long = room > LONGEST and (folds or room > LONGEST + 10)
        if self._json or tail or not long or head.count("{") or head.count("["):
            return quoted(after)
        indent = len(head) - len(head.lstrip(" -"))
        return folded(after, indent + (0 if head.strip() == "-" else 2))

    def _mapping(self, node: yaml.MappingNode, before: Mapping[str, Plain], after: Mapping[str, Plain]) -> str:
        start, end = self._span(node)
        nodes = {str(key.value): (key, value) for key, value in node.value}
        edits: list[Edit] = []
        above: str | None = None
        for key in [*after, *(key for key in before if key not in after)]:
            was, now = before.get(key), after.get(key)
            if key in nodes:
                above = key
                if was != now:
                    edits.append(self._change(node, nodes[key], was, now))
            elif was != now and now is not None:
                edits.append(self._insert(node, nodes[above] if above else None, key, now))
        return self._splice(start, end, edits)

    def _change(self, node: yaml.MappingNode, entry_: tuple[yaml.Node, yaml.Node], was: Plain, now: Plain) -> Edit:
        key, value = entry_
        begin, stop = self._span(value)
        if now is None:
            if node.flow_style:
                return self._without(node, entry_)
            return self._line_start(key.start_mark.index), min(len(self.text), self._line_end(stop) + 1), ""
        if isinstance(value, yaml.SequenceNode) and is_list(was) and is_list(now):
            steps = align(list(was), list(now))  # type: ignore[arg-type]  # both are lists: said just above
            return self._list_under(key, value, list(was), steps)  # type: ignore[arg-type]  # the same
        return begin, stop, self._value(value, was, now)

    def _list_under(self, key: yaml.Node, node: yaml.Node, before: Sequence[Plain], steps: Sequence[Step]) -> Edit:
        """Return the edit of a list and, when it was or becomes empty, of the line of its key too."""
        start, end = self._span(node)
        if isinstance(node, yaml.SequenceNode) and node.value and steps:
            return start, end, self._list(node, before, steps)
        values = [step.value for step in steps]
        line = self.text[self._line_start(key.start_mark.index) : key.start_mark.index]
        if self._json or line.strip(" -"):
            return start, end, in_flow(values, json_keys=self._json)
        return key.start_mark.index, end, pair(str(getattr(key, "value", "")), values, key.start_mark.column)

    def _without(self, node: yaml.MappingNode, entry_: tuple[yaml.Node, yaml.Node]) -> Edit:
        place = next(i for i, found in enumerate(node.value) if found[0] is entry_[0])
        if place + 1 < len(node.value):
            return entry_[0].start_mark.index, node.value[place + 1][0].start_mark.index, ""
        before = self._span(node.value[place - 1][1])[1] if place else entry_[0].start_mark.index
        return before, self._span(entry_[1])[1], ""

    def _insert(
        self, node: yaml.MappingNode, above: tuple[yaml.Node, yaml.Node] | None, key: str, value: Plain
    ) -> Edit:
        if above is None:
            above = node.value[0]
        at = self._span(above[1])[1]
        if node.flow_style:
            said = f"{in_flow(key) if self._json else key}: {in_flow(value, json_keys=self._json)}"
            return at, at, f"{self._separator(node)}{said}"
        column = node.value[0][0].start_mark.column
        at = self._line_end(at)
        return at, at, f"\n{' ' * column}{pair(key, value, column)}"

    def _separator(self, node: yaml.MappingNode | yaml.SequenceNode) -> str:
        """Return what stands between two elements of a list in brackets or braces."""
        spans = [
            (i[0].start_mark.index, self._span(i[1])[1]) if isinstance(i, tuple) else self._span(i) for i in node.value
        ]
        found = self.text[spans[0][1] : spans[1][0]] if len(spans) > 1 else ", "
        return found if found.strip() == "," else ", "

    def _list(self, node: yaml.SequenceNode, before: Sequence[Plain], steps: Sequence[Step]) -> str:
        """Return the text of a list that holds something, before and after."""
        if node.flow_style:
            return self._flow_list(node, before, steps)
        return self._block_list(node, before, steps)

    def _flow_list(self, node: yaml.SequenceNode, before: Sequence[Plain], steps: Sequence[Step]) -> str:
        start, end = self._span(node)
        first, last = self._span(node.value[0])[0], self._span(node.value[-1])[1]
        items = [
            in_flow(step.value, json_keys=self._json)
            if step.origin is None
            else self._value(node.value[step.origin], before[step.origin], step.value)
            for step in steps
        ]
        separator = self._separator(node)
        return self.text[start:first] + separator.join(items) + self.text[last:end]

    def _block_list(self, node: yaml.SequenceNode, before: Sequence[Plain], steps: Sequence[Step]) -> str:
        column = node.start_mark.column
        gaps, _ = self._chunks(node)
        braces = isinstance(node.value[-1], yaml.MappingNode) and bool(node.value[-1].flow_style)
        usual = Counter(gaps[1:]).most_common(1)[0][0] if len(gaps) > 1 else ""
        written = []
        for place, step in enumerate(steps):
            # Blank lines stay where they were; comments go with the element they stand above.
            gap = usual
            if step.origin is not None:
                chunk = self.element_text(node, step.origin, before[step.origin], step.value)
                gap = gaps[step.origin] if step.origin else usual
            elif len(step.text) - len(step.text.lstrip(" ")) == column and step.text:
                chunk = step.text
            else:
                chunk = f"{' ' * column}- {entry(step.value, column + 2, braces=braces)}"
            written.append(chunk if place == 0 else gap + chunk)
        start = self._span(node)[0]
        return "\n".join(written)[start - self._line_start(start) :]

    def _chunks(self, node: yaml.SequenceNode) -> tuple[list[str], list[tuple[int, int]]]:
        """Return the blank lines above each element, and where its own lines begin and end."""
        gaps, chunks = [], []
        begin = self._line_start(self._span(node)[0])
        for item in node.value:
            stop = self._line_end(self._span(item)[1])
            blank = begin
            while (end := self._line_end(blank)) < stop and not self.text[blank:end].strip():
                blank = end + 1
            gaps.append(self.text[begin:blank])
            chunks.append((blank, stop))
            begin = stop + 1
        return gaps, chunks


def align(before: Sequence[Plain], after: Sequence[Plain]) -> list[Step]:
    """Return the steps from one list to another: an element is found again by its id, or by what it holds."""
    marks = [_mark(item) for item in before]
    if all(isinstance(item, Mapping) and "id" in item for item in (*before, *after)):
        return [Step(item, marks.index(_mark(item)) if _mark(item) in marks else None) for item in after]
    steps: list[Step] = []
    matcher = SequenceMatcher(None, marks, [_mark(item) for item in after], autojunk=False)
    for _, begin, stop, first, last in matcher.get_opcodes():
        # What was replaced is taken, one by one, for what replaced it.
        steps += [
            Step(after[place], begin + rank if begin + rank < stop else None)
            for rank, place in enumerate(range(first, last))
        ]
    return steps


def _mark(item: Plain) -> str:
    return str(item["id"]) if isinstance(item, Mapping) and "id" in item else in_flow(item)
