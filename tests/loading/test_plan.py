"""What a spreadsheet made of the cells of a plan, read as what was typed."""

import pytest

from ptce_ref.domain.problem import Place
from ptce_ref.domain.referential import Referential
from ptce_ref.loading.keyed_sheet import KeyedSheet
from ptce_ref.loading.plan import PlanReader
from ptce_ref.loading.spot import Spot, Value
from tests.other_shape import other_referential

HERE = Place("plan.xlsx")


def numbered() -> Referential:
    """A referential whose codes look like numbers."""
    found = other_referential()
    first, second, *others = found.indicators
    renamed = (first.model_copy(update={"code": "1.1"}), second.model_copy(update={"code": "1"}))
    return found.model_copy(update={"indicators": (*renamed, *others)})


@pytest.mark.parametrize(("typed", "codes"), [(1.1, ("1.1",)), (1.0, ("1",)), ("1.1, 1", ("1.1", "1"))])
def test_a_code_taken_for_a_number_is_still_that_code(typed: Value, codes: tuple[str, ...]) -> None:
    said = {"action": "", "quoi": "Se réunir", "questions": typed, "etat": ""}
    sheet = KeyedSheet({}, ({key: Spot(value, HERE) for key, value in said.items()},), ())
    reader = PlanReader(sheet, numbered())
    (row,) = reader.rows()
    assert not reader.problems
    assert row.row is not None
    assert row.row.codes == codes
