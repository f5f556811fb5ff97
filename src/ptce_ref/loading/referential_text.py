"""The YAML files of a referential once its content changed: each change in its place, the rest byte for byte.

Owns which file and which list an element belongs to. What is written is read back before it is given:
either the files say exactly what was asked, or nothing is written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ptce_ref.domain.problem import Problem
from ptce_ref.domain.referential import Referential
from ptce_ref.loading.raw_yaml import Document
from ptce_ref.loading.referential import build_referential
from ptce_ref.loading.yaml_edit import Edit, Step, YamlText
from ptce_ref.loading.yaml_style import Plain

_HOME = "referentiel"
"""The section of the file that receives a section none had."""
_PARENTS = {"sous_objectifs": "objectif", "indicateurs": "sous_objectif"}
"""What an element stands with in the files."""


class UnfaithfulEditError(Exception):
    """The files would not say exactly what was asked; ``problems`` tell where, when it is known."""

    def __init__(self, problems: Sequence[Problem] = ()) -> None:
        super().__init__("les fichiers modifiés ne disent pas ce qui était demandé")
        self.problems = tuple(problems)


def edit_texts(texts: Mapping[str, str], before: Referential, after: Referential) -> dict[str, str]:
    """Return the files that change, by name. ``texts`` are the files of ``before``, in the order they are read.

    An element stays in its file; it joins its new neighbours in theirs only when the order of reading
    needs it. Raises :class:`UnfaithfulEditError` when a change cannot be written in these files.
    """
    old, new = _plain(before), _plain(after)
    if old == new:
        return {}
    problems: Sequence[Problem] = ()
    for moving in ((), ("indicateurs",), ("indicateurs", "sous_objectifs")):
        changed = _edited(texts, old, new, moving)
        loaded = build_referential(
            Document(name, text.removeprefix("\ufeff")) for name, text in {**texts, **changed}.items()
        )
        if loaded.referential is not None and loaded.referential.content_hash == after.content_hash:
            return changed
        problems = loaded.problems
    raise UnfaithfulEditError(problems)


def _edited(
    texts: Mapping[str, str], old: Mapping[str, Plain], new: Mapping[str, Plain], moving: Sequence[str]
) -> dict[str, str]:
    files = [_File(name, text) for name, text in texts.items()]
    for key, value in new.items():
        holders = [file for file in files if key in file.yaml.sections()]
        if old.get(key) == value:
            continue
        if isinstance(value, list):
            _edit_list(key, _as_list(old.get(key)), value, holders, files, moves=key in moving)
        else:
            for file in holders:
                file.edits += file.yaml.section_edit(file.yaml.sections()[key][1], old.get(key), value)
    return {file.name: written for file in files if (written := file.written()) != texts[file.name]}


def _plain(referential: Referential) -> dict[str, Plain]:
    content: dict[str, Plain] = referential.model_dump(mode="json", by_alias=True)
    return content


def _as_list(value: Plain) -> list[Plain]:
    return list(value) if isinstance(value, list) else []


class _File:
    """A file, its changes, and what it needs to be given back as it was: byte order mark, line ends."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self._mark = "\ufeff" if text.startswith("\ufeff") else ""
        text = text.removeprefix("\ufeff")
        self._returns = "\r\n" in text and "\n" not in text.replace("\r\n", "")
        self.yaml = YamlText(text.replace("\r\n", "\n") if self._returns else text)
        self.edits: list[Edit] = []

    def written(self) -> str:
        text = self.yaml.with_edits(self.edits)
        return self._mark + (text.replace("\n", "\r\n") if self._returns else text)

    def ids(self, key: str) -> list[str]:
        """Return the ids of the elements that the file lists in a section, in its own order."""
        section = self.yaml.sections().get(key)
        items = section[1].value if section else []
        return [_id_of(item, position) for position, item in enumerate(items)]


def _id_of(node: object, position: int) -> str:
    for key, value in getattr(node, "value", []):
        if key.value == "id":
            return str(value.value)
    return f"#{position}"


def _ident(item: Plain, position: int) -> str:
    return str(item.get("id", f"#{position}")) if isinstance(item, Mapping) else f"#{position}"


@dataclass
class _List:
    """One list, wherever its elements stand: the ids before and after, and what they hold."""

    key: str
    old: dict[str, Plain]
    new: dict[str, Plain]
    kept: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.kept = self.old.keys() & self.new.keys()

    def in_new_order(self, ids: Iterable[str]) -> list[str]:
        rank = {ident: place for place, ident in enumerate(self.new)}
        return sorted(ids, key=rank.__getitem__)

    def in_old_order(self, ids: Iterable[str]) -> list[str]:
        rank = {ident: place for place, ident in enumerate(self.old)}
        return sorted(ids, key=rank.__getitem__)

    def parent(self, ident: str, *, before: bool = False) -> Plain:
        item = self.old[ident] if before else self.new[ident]
        return item.get(_PARENTS.get(self.key, "")) if isinstance(item, Mapping) else None


def _edit_list(
    key: str, old: list[Plain], new: list[Plain], holders: list[_File], files: list[_File], *, moves: bool
) -> None:
    """Change a list that several files may share; with ``moves``, what has a new parent may change files."""
    listed = _List(
        key,
        {_ident(item, i): item for i, item in enumerate(old)},
        {_ident(item, i): item for i, item in enumerate(new)},
    )
    if not holders:
        home = next((file for file in files if _HOME in file.yaml.sections()), files[0])
        home.edits += home.yaml.new_section(key, new)
        return
    adopted = {i for i in listed.kept if moves and listed.parent(i) != listed.parent(i, before=True)}
    orders: dict[str, list[str]] = {}
    texts: dict[str, str] = {}
    for file in holders:
        ids = file.ids(key)
        for place, ident in enumerate(ids):
            if ident in adopted:
                section = file.yaml.sections()[key][1]
                texts[ident] = file.yaml.element_text(section, place, listed.old[ident], listed.new[ident])
        kept = [ident for ident in ids if ident in listed.kept - adopted]
        # A file may list in another order than the one of reading: only a change of the latter moves anything.
        moved = listed.in_old_order(kept) != listed.in_new_order(kept)
        orders[file.name] = listed.in_new_order(kept) if moved else kept
    for ident in listed.new:
        if ident not in listed.kept - adopted:
            _place(ident, listed, orders, files)
    for file in holders:
        ids = file.ids(key)
        before = [listed.old[ident] for ident in ids]
        stays = set(ids) - adopted
        steps = [Step(listed.new[i], ids.index(i) if i in stays else None, texts.get(i, "")) for i in orders[file.name]]
        if [step.origin for step in steps] != list(range(len(ids))) or [step.value for step in steps] != before:
            file.edits += file.yaml.list_edit(file.yaml.sections()[key], before, steps)


def _place(ident: str, listed: _List, orders: dict[str, list[str]], files: list[_File]) -> None:
    """Put a new element after the one it follows in reading, among those of its parent when there are any."""
    ids = list(listed.new)
    place = ids.index(ident)
    placed = {other: name for name, order in orders.items() for other in order}
    siblings = [other for other in placed if listed.parent(other) == listed.parent(ident)]
    near = [other for other in (*reversed(ids[:place]), *ids[place + 1 :]) if other in placed]
    neighbours = (
        [other for other in near if other in siblings] or _under_parent(ident, listed, files, near, placed) or near
    )
    if not neighbours:
        next(iter(orders.values())).append(ident)
        return
    order = orders[placed[neighbours[0]]]
    after = ids.index(neighbours[0]) < place
    order.insert(order.index(neighbours[0]) + after, ident)


def _under_parent(
    ident: str, listed: _List, files: list[_File], near: list[str], placed: Mapping[str, str]
) -> list[str]:
    """Return the elements of the file that holds the parent of a new element, nearest first."""
    above = "sous_objectifs" if listed.key == "indicateurs" else "objectifs"
    home = {file.name for file in files if listed.parent(ident) in file.ids(above)}
    return [other for other in near if placed[other] in home]
