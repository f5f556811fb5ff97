"""Reads which sections each document holds, in which order, and under which titles."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pydantic import ValidationError

from ptce_ref.domain.problem import Kind, Path, Problem, nearest_value
from ptce_ref.domain.text import clean_line, typeset
from ptce_ref.domain.theme import Section
from ptce_ref.loading.model_problem import problems_of, shown
from ptce_ref.loading.raw_yaml import Document

_TOP = "documents"
Order = Mapping[str, tuple[Section, ...]]


def read_order(document: Document, known: Order | None) -> tuple[Order, list[Problem]]:
    """Return the sections of each document of ``document``, and every problem with its line.

    ``known`` is what the shipped file says: the documents and the sections there are, and the order
    of a document that this file says nothing of. None when ``document`` is that file.
    """
    problems = list(document.problems)
    if document.broken:
        return {}, problems
    order: dict[str, tuple[Section, ...]] = dict(known or {})
    for name, path, value in _documents(document.content, problems):
        if known is not None and name not in known:
            found = f"le document « {name} »"
            problems.append(Problem(Kind.UNKNOWN_KEY, found, "un document du format", path, nearest_value(name, known)))
            continue
        valid = None if known is None else [section.id for section in known[name]]
        order[name] = tuple(_sections(value, path, valid, problems))
    seen = {id(problem) for problem in document.problems}
    return order, [problem if id(problem) in seen else document.locate(problem) for problem in problems]


def _documents(content: object, problems: list[Problem]) -> Iterator[tuple[str, Path, object]]:
    if content is None:
        return
    if not isinstance(content, dict):
        problems.append(Problem(Kind.WRONG_VALUE, shown(content), f"la clé « {_TOP} »"))
        return
    problems.extend(
        Problem(Kind.UNKNOWN_KEY, f"la clé « {key} »", f"« {_TOP} »", (key,), nearest_value(key, [_TOP]))
        for key in content
        if key != _TOP
    )
    documents = content.get(_TOP)
    if isinstance(documents, dict):
        yield from ((name, (_TOP, name), value) for name, value in documents.items())
    elif documents is not None:
        problems.append(Problem(Kind.WRONG_VALUE, shown(documents), "un document et ses sections", (_TOP,)))


def _sections(value: object, path: Path, valid: list[str] | None, problems: list[Problem]) -> Iterator[Section]:
    if not isinstance(value, tuple) or not value:
        problems.append(Problem(Kind.WRONG_VALUE, shown(value), "une section au moins, « - » devant chacune", path))
        return
    seen: set[str] = set()
    for position, item in enumerate(value):
        here = (*path, position)
        section = _section(item, here, problems)
        if section is None:
            continue
        if valid is not None and section.id not in valid:
            found, nearest = f"la section « {section.id} »", nearest_value(section.id, valid)
            problems.append(Problem(Kind.UNKNOWN_REFERENCE, found, f"une section de « {path[-1]} »", here, nearest))
        elif section.id in seen:
            found = f"« {section.id} » une seconde fois"
            problems.append(Problem(Kind.DUPLICATE_SECTION, found, "une seule fois", here))
        else:
            seen.add(section.id)
            yield section


def _section(item: object, path: Path, problems: list[Problem]) -> Section | None:
    """Return a section written « profil », or « section: profil » with its title below."""
    if not isinstance(item, str | dict):
        problems.append(Problem(Kind.WRONG_VALUE, shown(item), "le nom d’une section", path))
        return None
    try:
        section = Section.model_validate({"section": item} if isinstance(item, str) else item, by_name=False)
    except ValidationError as error:
        problems.extend(replace(problem, path=(*path, *problem.path)) for problem in problems_of(error, Section))
        return None
    title = None if section.title is None else typeset(clean_line(section.title))
    return section.model_copy(update={"title": title or None})
