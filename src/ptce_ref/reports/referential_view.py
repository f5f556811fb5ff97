"""The referential as pages to browse: each element with its words, its links and where it comes from. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ptce_ref.domain.referential import (
    CardEntry,
    Indicator,
    Objective,
    Path,
    Provenance,
    Referential,
    Source,
    SubObjective,
    Theme,
    Use,
)
from ptce_ref.reports import wording

START = "referentiel"
"""The page one begins with."""


class PageKind(StrEnum):
    """What a page is about, as it is told beside its name."""

    START = "Présentation"
    OBJECTIVE = "Objectif"
    SUB_OBJECTIVE = "Sous-objectif"
    INDICATOR = "Indicateur"
    THEME = "Enjeu"
    USE = "Usage"
    PATH = "Parcours"
    COLLEGE = "Collège"
    VIGILANCE = "Point de vigilance"
    CARD = "Carte d’identité"
    SOURCE = "Source"
    GROUP = ""
    """The name says it all: « Enjeux », « Échelle », « Seuils »."""


@dataclass(frozen=True)
class SectionView:
    """Some lines under a heading; a line is (what is said first, what is said of it), either may be empty."""

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PageView:
    """One page. ``parent`` is the page it stands under in the list, empty for the first ones."""

    id: str
    parent: str
    kind: PageKind
    code: str
    name: str
    lead: str
    """The question, or the intention: what one reads first."""
    sections: tuple[SectionView, ...]
    links: tuple[str, ...]
    """Identifiers of the pages this one leads to, in the order of reading."""
    standing: str = ""
    """« attesté par une source », « proposé par ce projet », or empty for what is only a list."""

    @property
    def title(self) -> str:
        """« T1.03 Titre », or the name alone when there is no code."""
        return f"{self.code} {self.name}".strip()

    @property
    def text(self) -> str:
        """Everything the page says: where words are searched."""
        said = (part for section in self.sections for line in section.lines for part in line)
        return " ".join((self.kind, self.code, self.name, self.lead, *said))


def indicator_page(indicator_id: str) -> str:
    """Return the identifier of the page of an indicator."""
    return f"indicateur:{indicator_id}"


def view_pages(referential: Referential) -> tuple[PageView, ...]:
    """Return all the pages, each after the one it stands under, in the order of the list."""
    return tuple(_Builder(referential.in_reading_order()).pages())


class _Builder:
    def __init__(self, referential: Referential) -> None:
        self._ref = referential
        self._sources = {source.id: source for source in referential.sources}

    def pages(self) -> Iterator[PageView]:
        ref = self._ref
        yield self._start()
        for objective in ref.objectives:
            yield self._objective(objective)
            for sub in ref.sub_objectives_of(objective.id):
                yield self._sub_objective(sub)
                for item in ref.indicators_of(sub.id):
                    yield self._indicator(item)
        yield from self._group("enjeux", "Enjeux", [self._theme(item) for item in ref.themes])
        yield self._scale()
        yield from self._group("usages", "Usages", [self._use(item) for item in ref.uses])
        yield from self._group("parcours", "Parcours", [self._path(item) for item in ref.paths])
        yield from self._group("colleges", "Collèges", list(self._colleges()))
        if ref.vigilances:
            yield from self._group("vigilances", "Points de vigilance", list(self._vigilances()))
        yield self._card()
        yield self._thresholds()
        if ref.sources:
            yield from self._group("sources", "Sources", [self._source(item) for item in ref.sources])

    # The grid

    def _start(self) -> PageView:
        header, ref = self._ref.header, self._ref
        counts = ", ".join(
            (
                wording.count(len(ref.objectives), "objectif"),
                wording.count(len(ref.sub_objectives), "sous-objectif"),
                wording.count(len(ref.themes), "enjeu", "enjeux"),
                wording.count(len(ref.indicators), "indicateur"),
            )
        )
        about = (("Version", f"{header.version}, {wording.long_date(header.date)}"), ("Licence", header.license))
        sections = (_section("Ce qu’il contient", ("", counts)), SectionView("Identité", about))
        links = [f"objectif:{item.id}" for item in ref.objectives]
        return self._page(
            START, "", PageKind.START, "", header.title, header.summary, sections, header.provenance, links
        )

    def _objective(self, item: Objective) -> PageView:
        subs = self._ref.sub_objectives_of(item.id)
        section = SectionView("Sous-objectifs", tuple((sub.code, sub.name) for sub in subs))
        links = [f"sous-objectif:{sub.id}" for sub in subs]
        ident = f"objectif:{item.id}"
        return self._page(
            ident, "", PageKind.OBJECTIVE, item.code, item.name, item.intention, (section,), item.provenance, links
        )

    def _sub_objective(self, item: SubObjective) -> PageView:
        parent = f"objectif:{item.objective}"
        items = self._ref.indicators_of(item.id)
        criteria = {entry.id: entry for entry in self._ref.card.criteria}
        sections = [self._indicators(items)]
        told = [criteria[name] for name in item.criteria if name in criteria]
        if told:
            sections.append(SectionView("Critères de caractérisation", tuple((e.name, e.meaning) for e in told)))
        links = [parent, *(indicator_page(i.id) for i in items)]
        ident = f"sous-objectif:{item.id}"
        return self._page(
            ident,
            parent,
            PageKind.SUB_OBJECTIVE,
            item.code,
            item.name,
            item.intention,
            sections,
            item.provenance,
            links,
        )

    def _indicator(self, item: Indicator) -> PageView:
        ref = self._ref
        sub, theme = ref.sub_objective_by_id[item.sub_objective], ref.theme_by_id[item.theme]
        levels = tuple((f"{ref.scale.ranks[x.id]} {x.name}", item.descriptors[x.id]) for x in ref.scale.levels)
        sections = [_section("Pourquoi cette question", ("", item.explanation)), SectionView("Niveaux", levels)]
        if item.evidence:
            sections.append(SectionView("À apporter", tuple(("", text) for text in item.evidence)))
        if item.figures:
            figures = tuple(("", f"{figure.label} ({figure.unit})") for figure in item.figures)
            sections.append(SectionView("Chiffres à noter", figures))
        if item.vigilance:
            risk = ref.vigilance_by_id[item.vigilance]
            sections.append(_section("Point de vigilance", (risk.name, risk.meaning)))
        linked = [ref.indicator_by_id[link] for link in item.links if link in ref.indicator_by_id]
        if linked:
            sections.append(SectionView("À lire avec", tuple((other.code, other.title) for other in linked)))
        sections.append(_section("Sa place", (sub.code, sub.name), ("Enjeu", theme.name)))
        links = [indicator_page(other.id) for other in linked]
        links += [f"sous-objectif:{sub.id}", f"enjeu:{theme.id}"]
        links += [f"vigilance:{item.vigilance}"] if item.vigilance else []
        parent = f"sous-objectif:{sub.id}"
        ident = indicator_page(item.id)
        return self._page(
            ident, parent, PageKind.INDICATOR, item.code, item.title, item.question, sections, item.provenance, links
        )

    # What crosses it, and what surrounds it

    def _theme(self, item: Theme) -> PageView:
        items = [i for i in self._ref.indicators if i.theme == item.id]
        links = [indicator_page(i.id) for i in items]
        sections = (self._indicators(items),)
        ident = f"enjeu:{item.id}"
        return self._page(
            ident, "enjeux", PageKind.THEME, "", item.name, item.intention, sections, item.provenance, links
        )

    def _scale(self) -> PageView:
        scale = self._ref.scale
        levels = tuple((f"{scale.ranks[level.id]} {level.name}", level.meaning) for level in scale.levels)
        lead = "Les niveaux, du plus bas au plus haut ; chaque indicateur les décrit avec ses propres mots."
        section = SectionView("Niveaux", levels)
        return self._page("echelle", "", PageKind.GROUP, "", "Échelle", lead, (section,), scale.provenance)

    def _use(self, item: Use) -> PageView:
        path = self._ref.path_by_id[item.path]
        sections = (
            _section("Pour qui", ("", item.audience)),
            _section("Comment cela se passe", ("", item.course)),
            _section("Durée", ("", _duration(item.minutes))),
            _section("Parcours proposé", (path.name, path.meaning)),
        )
        links = [f"parcours:{path.id}"]
        ident = f"usage:{item.id}"
        return self._page(ident, "usages", PageKind.USE, "", item.name, item.purpose, sections, item.provenance, links)

    def _path(self, item: Path) -> PageView:
        items = self._ref.select(item.selection)
        sections = (_section("Durée", ("", _duration(item.minutes))), self._indicators(items))
        links = [indicator_page(i.id) for i in items]
        ident = f"parcours:{item.id}"
        return self._page(
            ident, "parcours", PageKind.PATH, "", item.name, item.meaning, sections, item.provenance, links
        )

    def _colleges(self) -> Iterator[PageView]:
        for item in self._ref.colleges:
            ident = f"college:{item.id}"
            yield self._page(ident, "colleges", PageKind.COLLEGE, "", item.name, item.meaning, (), item.provenance)

    def _vigilances(self) -> Iterator[PageView]:
        for item in self._ref.vigilances:
            items = [i for i in self._ref.indicators if i.vigilance == item.id]
            links = [indicator_page(i.id) for i in items]
            ident, sections = f"vigilance:{item.id}", (self._indicators(items),)
            yield self._page(
                ident, "vigilances", PageKind.VIGILANCE, "", item.name, item.meaning, sections, item.provenance, links
            )

    def _card(self) -> PageView:
        card = self._ref.card
        groups: tuple[tuple[str, tuple[CardEntry, ...]], ...] = (
            ("Critères de caractérisation", card.criteria),
            ("Postures des collectivités", card.postures),
            ("Moyens des collectivités", card.means),
            ("Étapes de vie", card.stages),
            ("Statuts", card.statuses),
        )
        sections = tuple(
            SectionView(heading, tuple((e.name, f"{e.meaning} {self._brief(e.provenance)}") for e in entries))
            for heading, entries in groups
            if entries
        )
        lead = "Les mots avec lesquels un pôle se décrit ; ils ne se notent pas."
        return PageView("carte", "", PageKind.CARD, "", "Mots de la carte d’identité", lead, sections, ())

    def _thresholds(self) -> PageView:
        agenda, comparison = self._ref.thresholds.agenda, self._ref.thresholds.comparison
        minimum = wording.count(self._ref.thresholds.confidentiality.minimum, "voix", "voix")
        sections = (
            SectionView(
                "Ordre du jour",
                (
                    ("Consensus faible", f"sous {wording.index(agenda.low_consensus)}"),
                    ("Consensus fort", f"à partir de {wording.index(agenda.high_consensus)}"),
                    ("Écart entre collèges", f"à partir de {wording.share(agenda.college_gap)} de l’échelle"),
                    ("« Non concerné »", f"à partir de {wording.share(agenda.applicability)} des réponses"),
                    ("« Ne sait pas »", f"à partir de {wording.share(agenda.dont_know)} des réponses"),
                    ("Sans argument", f"à partir de {wording.share(agenda.unargued)} des réponses"),
                ),
            ),
            SectionView(
                "Comparaison",
                (
                    ("Couverture minimale", wording.share(comparison.coverage)),
                    ("Médianes et quartiles", f"à partir de {wording.count(comparison.cohort_size, 'pôle')}"),
                    ("Complémentarité", f"à partir de {wording.share(comparison.lead)} de l’échelle"),
                    ("Regards qui s’écartent", f"à partir de {wording.share(comparison.parting)} de l’échelle"),
                ),
            ),
            SectionView(
                "Confidentialité, dans ce qui sort du pôle",
                (
                    ("Collèges", f"réunis sous {minimum}"),
                    ("Valeurs", f"montrées à partir de {minimum}"),
                ),
            ),
        )
        lead = "À partir de quand une question vient à l’ordre du jour, et quand des évaluations se comparent."
        provenance = self._ref.thresholds.provenance
        return self._page("seuils", "", PageKind.GROUP, "", "Seuils", lead, sections, provenance)

    def _source(self, item: Source) -> PageView:
        sections = (
            _section("Auteur", ("", f"{item.author}, {item.year}")),
            _section("Où la trouver", ("", item.access)),
            _section("Certitude", (item.certainty, _CERTAINTIES[item.certainty])),
        )
        return PageView(f"source:{item.id}", "sources", PageKind.SOURCE, "", item.title, "", sections, ())

    # Parts

    def _group(self, ident: str, name: str, pages: list[PageView]) -> Iterator[PageView]:
        lines = tuple((page.title, page.lead) for page in pages)
        yield PageView(
            ident, "", PageKind.GROUP, "", name, "", (SectionView("", lines),), tuple(page.id for page in pages)
        )
        yield from pages

    def _indicators(self, items: Iterable[Indicator]) -> SectionView:
        listed = tuple((item.code, item.title) for item in items)
        return SectionView(wording.sentence(wording.count(len(listed), "indicateur")), listed)

    def _page(
        self,
        ident: str,
        parent: str,
        kind: PageKind,
        code: str,
        name: str,
        lead: str,
        sections: Iterable[SectionView],
        provenance: Provenance,
        links: Iterable[str] = (),
    ) -> PageView:
        cited = tuple(dict.fromkeys(f"source:{c.source}" for c in provenance.citations if c.source in self._sources))
        whole = (*sections, self._provenance(provenance))
        standing = "attesté par une source" if provenance.attested else "proposé par ce projet"
        return PageView(ident, parent, kind, code, name, lead, whole, (*links, *cited), standing)

    def _provenance(self, provenance: Provenance) -> SectionView:
        cited = [(self._title(c.source), c.place) for c in provenance.citations]
        if provenance.attested:
            lines = [("Attesté par une source.", "")]
        elif cited:
            lines = [("Proposé par ce projet.", "La source a donné l’idée, non les mots :")]
        else:
            lines = [("Proposé par ce projet.", "Aucune source ne l’atteste.")]
        lines += cited
        if provenance.note:
            lines.append(("", provenance.note))
        return SectionView("D’où cela vient", tuple((first, _bound(said)) for first, said in lines))

    def _brief(self, provenance: Provenance) -> str:
        if not provenance.attested:
            return "(proposé par ce projet)"
        return f"(attesté : {' ; '.join(self._title(c.source) for c in provenance.citations)})".replace(
            " :", f"{wording.NBSP}:"
        ).replace(" ;", f"{wording.NBSP};")

    def _title(self, source_id: str) -> str:
        source = self._sources.get(source_id)
        return f"{source.title} ({source.author}, {source.year})" if source else source_id


def _section(heading: str, *lines: tuple[str, str]) -> SectionView:
    return SectionView(heading, lines)


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, _HOUR)
    if not hours:
        return wording.count(rest, "minute")
    return f"{hours}{wording.NBSP}h" + (f"{wording.NBSP}{rest:02d}" if rest else "")


def _bound(text: str) -> str:
    return text.replace(" :", f"{wording.NBSP}:")


_HOUR = 60
_CERTAINTIES = {
    "A": "lue dans la source, ou à l’ouverture d’un document de première main",
    "B": "source de seconde main, ou presse",
    "C": "déduction",
}
