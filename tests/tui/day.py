"""A coordinator's day, in the words of whoever lives it, on any keyboard: the pilot's or that of a real terminal.

Each step types, looks at what the screen says, and writes down what the database must then hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ptce_ref.domain.action import Action
from ptce_ref.domain.day import read_day
from ptce_ref.domain.evaluation import Answer, Evaluation, Position, Respondent, Tally
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.referential import Indicator
from ptce_ref.domain.vocabulary import ActionState, AnswerKind, ArgumentKind, Mode, Outcome
from ptce_ref.services.action import actions_of
from ptce_ref.services.base import verify_base
from ptce_ref.services.evaluation import respondents_of
from ptce_ref.services.opinion import answers_by, consensual_positions, position_of, tallies_of
from ptce_ref.services.pole import all_poles
from ptce_ref.services.reading import coevaluation_of
from ptce_ref.services.workspace import Clock, Workspace, open_workspace, system_clock
from ptce_ref.storage.evaluation import list_evaluations
from ptce_ref.tui.widgets.level_scale import rank_of_key
from tests.samples import shipped_referential
from tests.tui.hands import Hands

TITLE = "Diagnostic de novembre"
POLE = "Pôle des Deux Rives [37]"


@dataclass(frozen=True)
class Person:
    """Who answers, and the signs on their paper: a level, « n », « s », or a dot where it is blank."""

    college: str
    name: str = ""
    organisation: str = ""
    paper: str = ""


PAPERS = (
    Person("autres-entreprises", "Inès Ça", "Menuiserie D’Œuvre", "1111 11s111 2222222 3333333333"),
    Person("autres-entreprises", "", "", "2111 112111 2222s22 3333333333"),
    Person("collectivites", "Mme Ô", "Ville [37]", "4444 444444 n322222 3333333333"),
    Person("collectivites", "", "Métropole", "4444 434444 n232222 3333333333"),
    Person("habitants", "Zoé", "", "1141 1.1111 s2s2222 3333333333"),
    Person("habitants", "", "", "1111 111112 2s2s222 3333333333"),
    Person("salaries", "Ali", "SCIC l’Atelier", "4434 444444 2222233 3333333333"),
    Person("recherche-formation", "", "Lycée", "4444 414444 ss22222 3333333333"),
    Person("financeurs", "Groupe du 3/11", "", "1411 111411 2.22222 3333333333"),
    Person("animation", "Équipe", "", "2442 244242 2222223 3333333333"),
)
"""Ten papers for the quick mode, the questions in the order of the grid."""

REASON = "Pas d’emploi salarié ici, 1 bénévole"


@dataclass
class Ledger:
    """What the database must hold, as it is typed."""

    people: list[Respondent] = field(default_factory=list)
    answers: dict[str, dict[str, Answer]] = field(default_factory=dict)
    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    actions: list[Action] = field(default_factory=list)


class Day:
    """The day of a coordinator who starts without a database."""

    def __init__(self, hands: Hands, base: Path, clock: Clock = system_clock) -> None:
        self.hands, self.base, self._clock, self.ledger = hands, base, clock, Ledger()
        self.referential = shipped_referential()
        self.agenda: Sequence[Indicator] = ()
        self.questions = questions_of("court")

    # Preparing

    async def start_with_an_empty_base(self) -> None:
        await self.hands.sees("Bienvenue")
        await self.hands.press("right", "enter")
        await self.hands.sees("Aucun pôle dans cette base", "0 pôle, 0 évaluation")

    async def add_the_pole(self) -> None:
        await self.hands.press("n")
        await self.hands.sees("Nouveau pôle", "Seul le nom est nécessaire")
        await self.hands.type(POLE)
        await self.hands.press("pagedown")
        await self.hands.sees("2/6 Territoire")
        await self.hands.type("saint-pierre-des-co")
        await self.hands.sees("Saint-Pierre-des-Corps", "INSEE 37233")
        await self.hands.press("enter")
        await self.hands.sees("Les lignes qui suivent sont remplies")
        await self.hands.press("ctrl+s")
        await self.hands.sees(f"« {POLE} » est ajouté")
        pole = self.pole()
        assert (pole.name, pole.commune, pole.insee_code) == (POLE, "Saint-Pierre-des-Corps", "37233")

    async def open_the_evaluation(self) -> None:
        """For a diagnostic, by the short way."""
        await self.hands.press("enter")
        await self.hands.sees("Qui évalue", "Parcours découverte")
        await self.hands.type(TITLE)
        await self.hands.press("tab", "tab", "right", "right", "right")
        await self.hands.sees("‹ Diagnostic ›", "Parcours complet, 96 questions")
        await self.hands.press("tab", "right")
        await self.hands.sees("Parcours court, 27 questions")
        await self.hands.press("ctrl+s")
        await self.hands.sees(f"« {TITLE} » est ouverte")
        await self.hands.press("enter")
        await self.hands.sees("Saisir les avis", "Changer de phase")
        evaluation = self.evaluation()
        assert (evaluation.title, evaluation.use, evaluation.path) == (TITLE, "diagnostic", "court")
        assert evaluation.mode is Mode.CO
        assert set(evaluation.indicators) == {question.id for question in self.questions}

    async def register(self, person: Person) -> None:
        """Register somebody before any opinion is given."""
        await self.hands.press("s")
        await self.hands.sees("+ Ajouter un répondant")
        ident = await self._fill_in(person)
        await self.hands.sees(f"Inscription enregistrée : {f'{person.name} ({ident})' if person.name else ident}")
        await self.leave("Changer de phase")

    async def _fill_in(self, person: Person) -> str:
        """Fill in the form of a new respondent; return the number it gets."""
        await self.hands.press("a")
        await self.hands.sees("Organisation", "facultative")
        colleges = list(self.referential.college_by_id)
        # A college with nobody yet is proposed; where all have somebody, the first line says « à choisir ».
        taken = {other.college for other in self.ledger.people}
        proposed = next((college for college in colleges if college not in taken), "")
        choices = colleges if proposed else ["", *colleges]
        steps = choices.index(person.college) - choices.index(proposed)
        await self.hands.press(*["right" if steps > 0 else "left"] * abs(steps), "tab")
        await self.hands.type(person.name)
        await self.hands.press("tab")
        await self.hands.type(person.organisation)
        await self.hands.press("ctrl+s")
        ident = f"r{len(self.ledger.people) + 1:02d}"
        named = Respondent(
            id=ident, college=person.college, name=person.name or None, organisation=person.organisation or None
        )
        self.ledger.people.append(named)
        self.ledger.answers[ident] = {}
        return ident

    async def go_to_phase(self, name: str, *, asked: bool = True) -> None:
        """Go to the next phase, from the page of the evaluation; ``asked`` when the program wants a yes."""
        await self.hands.press("p")
        await self.hands.sees("(phase actuelle)")
        await self.hands.press("enter")
        if asked:
            await self.hands.sees("Ne rien changer")
            await self.hands.press("right", "enter")
        await self.hands.sees(f"Phase « {name} »", "Table de dialogue")

    async def leave(self, there: str) -> None:
        """Go back with Escape, until one sees what is there."""
        await self.hands.press("escape")
        await self.hands.sees(there)

    # Asking: the scoring, question by question

    async def open_scoring(self, ident: str) -> None:
        """From the page of the evaluation; ``ident`` is the number of somebody registered."""
        await self.hands.press("s")
        await self.hands.sees("+ Ajouter un répondant")
        # The list opens on the first person who has not finished.
        await self.hands.press("home", *["down"] * int(ident[1:]), "enter")
        await self.hands.sees(self.questions[0].code, "1. Votre argument, d’abord")

    async def argue_and_answer(self, ident: str, question: Indicator, argument: str, key: str, level: str) -> None:
        await self.hands.sees(question.code)
        await self.hands.type(argument)
        await self.hands.press("tab", key)
        await self.hands.sees(f"✓ Enregistré : {self.level(level)}")
        self._said(ident, question, level=level, argument=argument)

    async def tell_kind(self, ident: str, question: Indicator) -> None:
        """Say that the argument is a testimony."""
        await self.hands.press("t")
        await self.hands.sees("sorte : témoignage")
        self._amend(ident, question, argument_kind=ArgumentKind.TESTIMONY)

    async def say_not_applicable(self, ident: str, question: Indicator, reason: str) -> None:
        await self.hands.sees(question.code)
        await self.hands.press("tab", "n")
        await self.hands.sees("Dites pourquoi")
        await self.hands.type(reason)
        await self.hands.press("tab")
        await self.hands.sees("✓ Enregistré : non concerné")
        self._said(ident, question, kind=AnswerKind.NOT_APPLICABLE, reason=reason)

    async def say_dont_know(self, ident: str, question: Indicator) -> None:
        await self.hands.sees(question.code)
        await self.hands.press("tab", "s")
        await self.hands.sees("✓ Enregistré : ne sait pas")
        self._said(ident, question, kind=AnswerKind.DONT_KNOW)

    async def go_on(self, question: Indicator) -> None:
        """From a question answered to the one given."""
        await self.hands.press("enter")
        await self.hands.sees(question.code, "Pas encore répondu")

    async def give_evidence(self, ident: str, question: Indicator, evidence: str, number: str) -> None:
        """Add what shows it, and the first figure the question proposes."""
        await self.hands.press("c")
        await self.hands.sees("Preuves")
        await self.hands.type(evidence)
        await self.hands.press("tab")
        await self.hands.type(number)
        await self.hands.press("escape")
        await self.hands.sees("2. Votre réponse", "compléments : 2")
        figure = question.figures[0].id
        self._amend(ident, question, evidence=evidence, figures={figure: float(number.replace(",", "."))})

    async def correct(self, ident: str, question: Indicator, key: str, before: str, after: str) -> None:
        """Give another level to the question just answered."""
        await self.hands.press(key)
        await self.hands.sees(f"✓ Enregistré : {self.level(after)}", f"Remplace « {self.level(before)} »")
        self._amend(ident, question, level=after)

    async def undo(self, ident: str, question: Indicator) -> None:
        """Take back the answer just given."""
        await self.hands.press("ctrl+z")
        await self.hands.sees("Pas encore répondu")
        del self.ledger.answers[ident][question.code]

    # Asking: the paper questionnaires

    async def open_papers(self) -> None:
        """From the page of the evaluation."""
        await self.hands.press("r")
        await self.hands.sees("+ Ajouter un répondant")

    async def copy_paper(self, person: Person) -> str:
        """Copy a whole questionnaire, from the list of respondents; return whose it is."""
        ident = await self._fill_in(person)
        await self.hands.sees("0 réponse, 27 en blanc", "Une touche par réponse")
        signs = person.paper.replace(" ", "")
        keys: list[str] = []
        for question, sign in zip(self.questions, signs, strict=True):
            if sign == "n":
                keys += ["n", *REASON, "enter"]
                self._said(ident, question, kind=AnswerKind.NOT_APPLICABLE, reason=REASON)
            elif sign == "s":
                keys.append("s")
                self._said(ident, question, kind=AnswerKind.DONT_KNOW)
            elif sign == ".":
                keys.append("space")
            else:
                keys.append(sign)
                self._said(ident, question, level=sign)
        # All at once, as a quick hand does: the order of the keys decides, not their speed.
        await self.hands.press(*keys)
        blank = signs.count(".")
        await self.hands.sees(f"{27 - blank} réponses, {blank} en blanc", "Fin du questionnaire")
        return ident

    async def take_next_paper(self) -> None:
        await self.hands.press("f9")
        await self.hands.sees("recopie : qui a répondu ?")

    # Counting hands

    async def open_hands(self) -> None:
        """From the page of the evaluation."""
        await self.hands.press("m")
        await self.hands.sees("Tout le monde vote ; réponses écrites", self.questions[0].code)

    async def count_hands(
        self, question: Indicator, college: str, counts: Sequence[int], unknown: int, argument: str
    ) -> None:
        """Count the voices of a college, level by level, then « ne sait pas »; note an argument heard."""
        rank = list(self.referential.college_by_id).index(college)
        await self.hands.press(*["down"] * rank)
        for count in (*counts, unknown):
            await self.hands.press(*str(count))
            name = self.referential.college_by_id[college].short
            await self.hands.sees("✓ Enregistré", name, f"{count} voix")
            await self.hands.press("right")
        await self.hands.press("e")
        await self.hands.sees("Entendu")
        await self.hands.type(argument)
        await self.hands.press("ctrl+s")
        await self.hands.sees("✓ Enregistré : argument de")
        levels = [level.id for level in self.referential.scale.levels]
        voices = {level: count for level, count in zip(levels, counts, strict=True) if count}
        self.ledger.tallies[question.id, college] = Tally(
            indicator_id=question.id, college=college, voices=voices, dont_know=unknown, argument=argument
        )

    # Discussing, deciding

    async def open_dialogue(self) -> None:
        await self.hands.press("d")
        with self.reading() as workspace:
            agenda = coevaluation_of(workspace, self.evaluation().id).agenda
        by_code = {item.code: item for item in self.questions}
        self.agenda = [by_code[item.code] for item in agenda]
        await self.hands.sees(f"1 ○ {self.agenda[0].code}", f"2 ○ {self.agenda[1].code}", "adopter en une fois")

    async def decide(self, question: Indicator, key: str, why: str, minority: str = "", company: str = "") -> None:
        """Write the position on the question in front of everybody: a level, « d » or « n »."""
        await self.hands.sees(question.code, "À discuter")
        await self.hands.press("e")
        await self.hands.sees("Avis minoritaire", "Décidé avec")
        await self.hands.press(key, "tab")
        await self.hands.type(why)
        await self.hands.press("tab")
        await self.hands.type(minority)
        await self.hands.press("tab")
        if company:
            await self.hands.type(company)
        else:
            # Who decided the position before is proposed, and selected.
            await self.hands.press("delete")
        await self.hands.press("ctrl+s")
        await self.hands.sees("✓ Enregistré")
        outcomes = {"d": Outcome.DISAGREED, "n": Outcome.NOT_APPLICABLE}
        level = None if key in outcomes else self.referential.scale.levels[rank_of_key(key) - 1].id
        self._agreed(question, outcomes.get(key, Outcome.AGREED), level, why, minority, company)

    async def next_question(self) -> None:
        await self.hands.press("right")

    async def adopt_the_rest(self, company: str) -> None:
        """Adopt in one go what opinions agree on."""
        with self.reading() as workspace:
            adopted = consensual_positions(workspace, self.evaluation(), company)
        await self.hands.press("u")
        await self.hands.sees("Adopter ce sur quoi les avis sont proches", f"Adopter {len(adopted)} positions")
        await self.hands.type(company)
        await self.hands.press("enter", "enter")
        await self.hands.sees(f"✓ {len(adopted)} positions adoptées et enregistrées")
        assert all(self.code(item.indicator_id) not in self.ledger.positions for item in adopted)
        self.ledger.positions |= {self.code(item.indicator_id): item for item in adopted}

    async def plan(self, what: str, question: Indicator, who: str, due: str) -> None:
        """Add an action, from the action plan; ``due`` as « 30/06/2027 »."""
        await self.hands.press("n")
        await self.hands.sees("Nouvelle action")
        await self.hands.type(what)
        await self.hands.press("tab", "enter")
        await self.hands.sees("Ajouter ou retirer des indicateurs")
        await self.hands.type(question.code)
        await self.hands.press("enter", "escape")
        await self.hands.sees(f"{question.code} {question.title[:12]}", "Qui s’en charge")
        await self.hands.press("tab")
        await self.hands.type(who)
        await self.hands.press("tab")
        await self.hands.type(due)
        await self.hands.press("ctrl+s")
        await self.hands.sees(f"✓ Action ajoutée : {what}")
        self.ledger.actions.append(
            Action(
                id=f"a{len(self.ledger.actions) + 1:02d}",
                what=what,
                indicators=(question.id,),
                who=who,
                due=read_day(due),
                state=ActionState.PLANNED,
            )
        )

    async def produce(self) -> None:
        """Make the report and the workbook, and not the grid that is proposed with them."""
        await self.hands.press("o")
        await self.hands.sees("[x] Grille de dialogue, remplie", "↓")
        await self.hands.press("down", "down", "down", "space")
        await self.hands.sees("[ ] Grille de dialogue, remplie")
        await self.hands.press("ctrl+s")
        await self.hands.sees("2 fichiers écrits dans ce dossier")

    # Writing down

    def _said(
        self,
        ident: str,
        question: Indicator,
        *,
        kind: AnswerKind = AnswerKind.LEVEL,
        level: str | None = None,
        argument: str = "",
        reason: str = "",
    ) -> None:
        self.ledger.answers[ident][question.code] = Answer(
            respondent_id=ident, indicator_id=question.id, kind=kind, level=level, argument=argument, reason=reason
        )

    def _agreed(
        self, question: Indicator, outcome: Outcome, level: str | None, why: str, minority: str, company: str
    ) -> None:
        with self.reading() as workspace:
            today = workspace.today
        self.ledger.positions[question.code] = Position(
            indicator_id=question.id,
            outcome=outcome,
            level=level,
            argument=why,
            minority_opinion=minority,
            decided_with=company,
            date=today,
        )

    def _amend(self, ident: str, question: Indicator, **fields: object) -> None:
        answers = self.ledger.answers[ident]
        answers[question.code] = answers[question.code].model_copy(update=fields)

    # Reading the file, from another connection

    def reading(self) -> Workspace:
        return open_workspace(self.base, read_only=True, clock=self._clock)

    def pole(self) -> Pole:
        with self.reading() as workspace:
            (pole,) = all_poles(workspace)
            return pole

    def evaluation(self) -> Evaluation:
        with self.reading() as workspace:
            (found,) = list_evaluations(workspace.store)
            return found

    def check_file(self) -> None:
        """The file holds exactly what was typed."""
        with self.reading() as workspace:
            (evaluation,) = list_evaluations(workspace.store)
            assert respondents_of(workspace, evaluation) == self.ledger.people
            for person in self.ledger.people:
                found = answers_by(workspace, evaluation, person.id)
                assert {self.code(key): answer for key, answer in found.items()} == self.ledger.answers[person.id]
            assert tallies_of(workspace, evaluation) == self.ledger.tallies
            positions = {item.id: position_of(workspace, evaluation, item.id) for item in self.questions}
            assert {self.code(key): found for key, found in positions.items() if found} == self.ledger.positions
            assert actions_of(workspace, evaluation) == self.ledger.actions
            assert verify_base(workspace).sound

    def level(self, level: str) -> str:
        """Return how the screens call a level."""
        return f"niveau {self.referential.scale.ranks[level]}, {self.referential.level_by_id[level].name}"

    def code(self, indicator: str) -> str:
        return self.referential.indicator_by_id[indicator].code


def questions_of(path: str) -> Sequence[Indicator]:
    """Return the questions of a way through the grid, in the order they are asked."""
    referential = shipped_referential()
    wanted = {item.id for item in referential.select(referential.path_by_id[path].selection)}
    return [
        item
        for objective in referential.objectives
        for sub in referential.sub_objectives_of(objective.id)
        for item in referential.indicators_of(sub.id)
        if item.id in wanted
    ]
