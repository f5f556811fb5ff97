"""Pages generated from the data are the ones in the repository."""

from pathlib import Path

from ptce_ref.domain.referential_check import provenances
from ptce_ref.reports.provenance import provenance_page
from ptce_ref.services.referential import referential_schema
from tests.samples import shipped_referential

DOCS = Path(__file__).parents[2] / "docs"


def test_the_provenance_page_is_the_one_of_the_referential() -> None:
    page = (DOCS / "provenance.md").read_text(encoding="utf-8")
    assert page == provenance_page(shipped_referential()), "run « make docs »"


def test_every_element_is_on_the_provenance_page() -> None:
    page = provenance_page(shipped_referential())
    elements = [line for line in page.split("## Sources")[0].splitlines() if line.startswith("- ")]
    assert len(elements) == sum(1 for _ in provenances(shipped_referential()))
    for item in shipped_referential().indicators:
        assert f"- {item.code} « {item.title} »" in page.replace("\u00a0", " ")


def test_the_json_schema_is_the_one_of_the_format() -> None:
    schema = (DOCS / "referentiel.schema.json").read_text(encoding="utf-8")
    assert schema == referential_schema(), "run « make docs »"
