"""The Table Schema of a table of data, and the data package that gathers several: what frictionless and Validata read.

The convention is the one of schema.data.gouv.fr. Must not know what the tables say.
"""

from collections.abc import Sequence

from ptce_ref.domain.text import typeset
from ptce_ref.reports.csv_file import FALSE, FOR_PROGRAMS, TRUE, Dialect
from ptce_ref.reports.data_table import DataTable, Field

_PROFILE = "https://specs.frictionlessdata.io/schemas/table-schema.json"
Json = dict[str, object]


def table_schema(table: DataTable, version: str, date: str, dialect: Dialect = FOR_PROGRAMS) -> Json:
    """Return the schema of a table as ``schema.json`` holds it; ``date`` (ISO) is that of the data."""
    schema: Json = {
        "$schema": _PROFILE,
        "name": f"ptce-comparaison-{table.id}",
        "title": typeset(table.title),
        "description": typeset(table.meaning),
        "version": version,
        "lastModified": date,
        "fields": [_field(field, dialect) for field in table.fields],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    return schema


def data_package(
    tables: Sequence[DataTable], title: str, date: str, referential: str, dialect: Dialect = FOR_PROGRAMS
) -> Json:
    """Return the descriptor of a folder of CSV files written in ``dialect``, each with its schema in ``schemas/``."""
    return {
        "profile": "tabular-data-package",
        "name": "ptce-comparaison",
        "title": typeset(title),
        "description": typeset(
            f"Lecture du {date}. {referential} Il n’y a ni classement, ni note globale, ni nom de personne. "
            "Un texte qui commencerait comme une formule de tableur est précédé d’une apostrophe ; les fichiers "
            "JSON le donnent tel quel."
        ),
        "created": f"{date}T12:00:00Z",
        "resources": [
            {
                "name": table.id,
                "title": typeset(table.title),
                "description": typeset(table.meaning),
                "profile": "tabular-data-resource",
                "path": f"{table.id}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": dialect.encoding,
                "dialect": {
                    "delimiter": dialect.separator,
                    "quoteChar": '"',
                    "doubleQuote": True,
                    "lineTerminator": "\r\n",
                },
                "schema": f"schemas/{table.id}.json",
            }
            for table in tables
        ],
    }


def _field(field: Field, dialect: Dialect) -> Json:
    described: Json = {
        "name": field.name,
        "title": typeset(field.title),
        "description": typeset(f"{_sentence(field.meaning)} Valeurs : {field.values}."),
        "type": field.kind,
    }
    if field.unit:
        described["unit"] = field.unit
    if field.kind == "boolean":
        described |= {"trueValues": [TRUE], "falseValues": [FALSE]}
    if field.kind == "number" and dialect.decimal != FOR_PROGRAMS.decimal:
        described["decimalChar"] = dialect.decimal
    if field.kind == "date":
        described["format"] = "%Y-%m-%d"
    constraints: Json = {"required": field.required}
    for name, value in (("minimum", field.least), ("maximum", field.most)):
        if value is not None:
            constraints[name] = value
    if field.among:
        constraints["enum"] = list(field.among)
    described["constraints"] = constraints
    return described


def _sentence(text: str) -> str:
    return text if text.endswith("?") else f"{text}."
