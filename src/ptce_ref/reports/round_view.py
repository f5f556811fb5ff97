"""The view of a round of visits: what is proposed, who goes to whom, how far each visit went, what each gained."""

from dataclasses import dataclass

from ptce_ref.reports import wording


@dataclass(frozen=True)
class ProposedVisitView:
    """A visit to propose: « T1 Répondre… » for each sub-objective on which the visitor may learn, or brings."""

    visitor: str
    visitor_id: str
    host: str
    host_id: str
    learns: tuple[str, ...]
    brings: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Why this visit, in words."""
        said = []
        if self.learns:
            said.append(f"L’hôte est en avance sur ce que les visiteurs trouvent difficile : {_list(self.learns)}.")
        if self.brings:
            said.append(f"Les visiteurs peuvent y apporter ce qu’ils font : {_list(self.brings)}.")
        return " ".join(said) or "Rien de marqué dans les chiffres : une visite pour se connaître."


@dataclass(frozen=True)
class ProposalView:
    """A round to propose; ``left_out`` are (pôle, why) of those not in it, ``blind`` of those in it without figures."""

    visits: tuple[ProposedVisitView, ...]
    left_out: tuple[tuple[str, str], ...]
    blind: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RoundVisitView:
    """A visit of a round; texts are empty and ``date`` is an ISO day or empty."""

    visitor: str
    visitor_id: str
    host: str
    host_id: str
    stage: str
    date: str
    evaluation_id: str
    evaluation: str
    visitor_gained: str
    host_gained: str
    following: str
    """The next thing to do, in words; empty when the visit is over."""


@dataclass(frozen=True)
class RoundView:
    """A round of visits, in the order of the names of the visitors."""

    id: str
    title: str
    date: str
    visits: tuple[RoundVisitView, ...]
    progress: tuple[tuple[str, int], ...]
    """(stage, how many visits are there), in the order of the stages, those that hold none left out."""

    @property
    def summary(self) -> str:
        """« 3 visites : 1 à préparer, 2 faites »."""
        counts = ", ".join(f"{count} {_several(stage, count)}" for stage, count in self.progress)
        return f"{wording.count(len(self.visits), 'visite')} : {counts}" if counts else "Aucune visite"


def _several(stage: str, count: int) -> str:
    words = {"préparée": "préparées", "faite": "faites", "regard rendu": "regards rendus", "close": "closes"}
    return wording.agreed(count, stage, words.get(stage, stage))


def _list(names: tuple[str, ...]) -> str:
    return " ; ".join(names)
