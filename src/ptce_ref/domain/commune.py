"""The communes of France: what one is, and how to find it from a few letters or a code.

Owns the order of what is found (the commune itself before what only begins like it, the largest
first). Knows neither files nor screens; the list itself comes from outside and changes every year.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pydantic import Field

from ptce_ref.domain.model import Model
from ptce_ref.domain.text import fold

_CODE = re.compile(r"\d[\dAB]\d{0,3}")
_ARTICLES = ("la ", "le ", "les ", "l ")
_SHORT_WORDS = {"st": "saint", "ste": "sainte"}
_Beginnings = tuple[str, ...]


class Commune(Model):
    """A commune as it is on the day of the list; keys are those of the identity card of a pôle."""

    code: str = Field(alias="code_insee")
    name: str = Field(alias="commune")
    department: str = Field(alias="departement")
    region: str
    intercommunality: str = Field(alias="intercommunalite", description="empty where there is none")
    postal_codes: tuple[str, ...] = Field(alias="codes_postaux", default=())
    population: int | None = None

    @property
    def card(self) -> dict[str, str]:
        """What the commune says of a pôle that has its seat there: keys and values of its identity card."""
        return {
            "commune": self.name,
            "code_insee": self.code,
            "departement": self.department,
            "region": self.region,
            "intercommunalite": self.intercommunality,
        }


@dataclass(frozen=True)
class CommuneMatch:
    """A commune that was found; ``former`` names the former commune, or the part, that led to it."""

    commune: Commune
    former: str = ""


@dataclass(frozen=True)
class CommuneTable:
    """The list of communes, column by column: forty thousand objects would take longer to make than to search."""

    date: str
    codes: Sequence[str]
    names: Sequence[str]
    intercommunality_ranks: Sequence[str]
    populations: Sequence[str]
    postal_codes: Sequence[str]
    former: Sequence[tuple[str, str, str]]
    """Code, name (often empty) and the code of today's commune."""
    intercommunalities: Mapping[str, str]
    departments: Mapping[str, tuple[str, str]]
    """Code → name and code of the region."""
    regions: Mapping[str, str]


class CommuneIndex:
    """Finds communes in a table."""

    def __init__(self, table: CommuneTable) -> None:
        self.table = table

    @property
    def date(self) -> str:
        """The day of the list, ISO 8601."""
        return self.table.date

    def find(self, code: str) -> CommuneMatch | None:
        """Return the commune of an INSEE code, or today's commune when the code is a former one."""
        code = code.strip().upper()
        place = self._places.get(code)
        if place is not None:
            return CommuneMatch(self._commune(place))
        known = self._former.get(code)
        return None if known is None else CommuneMatch(self._commune(self._places[known[1]]), known[0] or code)

    def names_of(self, code: str) -> tuple[str, ...]:
        """Return the names a commune answers to, today’s first, then those of communes it took in; () if unlisted."""
        match = self.find(code)
        if match is None:
            return ()
        former = (name for _, name, now in self.table.former if name and now == match.commune.code)
        return match.commune.name, *former

    def search(self, text: str, limit: int) -> tuple[CommuneMatch, ...]:
        """Return at most ``limit`` communes whose name, INSEE code or postal code begins like ``text``, best first.

        Accents, case, hyphens and apostrophes do not count, « st » is « saint », and a word may also be
        that of the département (« saint-denis réunion »).
        """
        code = text.strip().upper()
        if _CODE.fullmatch(code):
            return self._search_code(code, limit)
        words = _words(text)
        if not words:
            return ()
        found = [CommuneMatch(self._commune(place)) for place in self._named(words, limit)]
        known = {match.commune.code for match in found}
        for name, now in self._former_named(words) if len(found) < limit else ():
            if now not in known and len(found) < limit:
                known.add(now)
                found.append(CommuneMatch(self._commune(self._places[now]), name))
        return tuple(found)

    def _search_code(self, code: str, limit: int) -> tuple[CommuneMatch, ...]:
        """Return the commune of the code, then those whose postal code it is, then those that begin so."""
        table = self.table
        begins = [
            place
            for place, (own, postal) in enumerate(zip(table.codes, table.postal_codes, strict=True))
            if f" {code}" in f" {postal}" or own.startswith(code)
        ]
        begins.sort(key=lambda place: (table.codes[place] != code, *self._largest_first(place)))
        found = [CommuneMatch(self._commune(place)) for place in begins[:limit]]
        former = self.find(code)
        if former is not None and all(match.commune.code != former.commune.code for match in found):
            found.append(former)
        return tuple(found[:limit])

    def _named(self, words: list[str], limit: int) -> list[int]:
        """Return the places of the communes with all the words, best first."""
        keys, beginnings = self._keys, [_beginnings(word) for word in words]
        # The longest word first: few communes are left for the others.
        found = _having(keys, range(len(keys)), sorted(beginnings, key=lambda each: -len(each[0])))
        whole = " ".join(words)
        found.sort(key=lambda place: (_nearness(keys[place], whole), *self._largest_first(place)))
        if len(words) > 1 and len(found) < limit:
            found += self._named_with_department(beginnings, set(found))
        return found[:limit]

    def _named_with_department(self, words: list[_Beginnings], known: set[int]) -> list[int]:
        """Return the places where some words are of the commune, the others of its département."""
        codes, keys = self.table.codes, self._keys
        missing = {
            code: [word for word in words if not _begins(word, key)] for code, key in self._department_keys.items()
        }
        wanted = {code: left for code, left in missing.items() if len(left) < len(words)}
        found = [
            place
            for place in range(len(keys))
            if (left := wanted.get(department_of(codes[place]))) is not None
            and place not in known
            and all(_begins(word, keys[place]) for word in left)
            and any(_begins(word, keys[place]) for word in words)
        ]
        return sorted(found, key=lambda place: (-_met(words, keys[place]), *self._largest_first(place)))

    def _former_named(self, words: list[str]) -> Iterator[tuple[str, str]]:
        keys = self._former_keys
        for place in _having(keys, range(len(keys)), [_beginnings(word) for word in words]):
            _, name, now = self.table.former[place]
            if name:
                yield name, now

    def _largest_first(self, place: int) -> tuple[int, str]:
        return -int(self.table.populations[place] or 0), self.table.codes[place]

    def _commune(self, place: int) -> Commune:
        table = self.table
        code = table.codes[place]
        department, region = table.departments[department_of(code)]
        return Commune(
            code=code,
            name=table.names[place],
            department=department,
            region=table.regions[region],
            intercommunality=table.intercommunalities.get(table.intercommunality_ranks[place], ""),
            postal_codes=tuple(table.postal_codes[place].split()),
            population=int(table.populations[place]) if table.populations[place] else None,
        )

    @cached_property
    def _places(self) -> dict[str, int]:
        return {code: place for place, code in enumerate(self.table.codes)}

    @cached_property
    def _former(self) -> dict[str, tuple[str, str]]:
        return {code: (name, now) for code, name, now in self.table.former}

    @cached_property
    def _keys(self) -> list[str]:
        return _keys_of(self.table.names)

    @cached_property
    def _former_keys(self) -> list[str]:
        return _keys_of(name for _, name, _ in self.table.former)

    @cached_property
    def _department_keys(self) -> dict[str, str]:
        names = _keys_of(name for name, _ in self.table.departments.values())
        return {code: f"{key} {fold(code)}" for code, key in zip(self.table.departments, names, strict=True)}


def department_of(code: str) -> str:
    """Return the code of the département that begins an INSEE code: two characters, three overseas."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def _keys_of(names: Iterable[str]) -> list[str]:
    """Return each name as words without accents, each after a space, so that « " saun" in key » finds a beginning."""
    text = "\n".join(f" {name}" for name in names)
    # Letters are folded once each, not once a name: forty thousand calls would be felt at the first key.
    table = {ord(letter): " " if letter in "-’'" else fold(letter) for letter in set(text)}
    return text.translate(table).split("\n")


def same_name(one: str, other: str) -> bool:
    """Whether two names are of one commune: accents, case and hyphens do not count, « st » is « saint »."""
    first, second = ([_SHORT_WORDS.get(word, word) for word in _words(name)] for name in (one, other))
    return first == second


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in fold(text)).split()


def _beginnings(word: str) -> _Beginnings:
    """Return what a name may hold for ``word``: a word that begins so, or the one it is short for."""
    whole = _SHORT_WORDS.get(word)
    # « st » may also be the beginning of Strasbourg, for somebody who is still typing.
    return (f" {word}",) if whole is None else (f" {word}", f" {whole} ")


def _begins(word: _Beginnings, key: str) -> bool:
    return any(beginning in key for beginning in word)


def _having(keys: list[str], places: Iterable[int], words: Iterable[_Beginnings]) -> list[int]:
    """Return the places whose key has all the words."""
    for word in words:
        if len(word) == 1:
            # Written out: this line sees every commune of France at each letter typed.
            (only,) = word
            places = [place for place in places if only in keys[place]]
        else:
            places = [place for place in places if _begins(word, keys[place])]
    return list(places)


def _met(words: list[_Beginnings], key: str) -> int:
    return sum(_begins(word, key) for word in words)


def _nearness(key: str, whole: str) -> int:
    """Return 0 for the name itself, 1 without its article, 2 for its beginning, 3 for the rest."""
    name = key[1:]
    bare = next((name.removeprefix(article) for article in _ARTICLES if name.startswith(article)), name)
    wanted = " ".join(_SHORT_WORDS.get(word, word) for word in whole.split())
    if name == wanted:
        return 0
    if bare == wanted:
        return 1
    return 2 if name.startswith(wanted) or bare.startswith(wanted) else 3
