"""Reads the list of communes that ships with the program; ``scripts/communes.py`` says what its lines hold.

The file is ours: a line that does not fit is a defect of the program, not a problem to tell.
"""

import gzip
import re
from pathlib import Path

from ptce_ref.domain.commune import CommuneIndex, CommuneTable

_DATE = re.compile(r"# Communes de France au 1er janvier (\d{4})\.")


def read_communes(path: Path) -> CommuneIndex:
    """Return the communes of the file, ready to be searched. Raises ValueError when its first line is not its date."""
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    year = _DATE.match(lines[0])
    if year is None:
        raise ValueError(f"{path.name} does not begin with its date")
    regions: dict[str, str] = {}
    departments: dict[str, tuple[str, str]] = {}
    intercommunalities: dict[str, str] = {}
    communes: list[list[str]] = []
    former: list[tuple[str, str, str]] = []
    for line in lines:
        kind = line[0]
        if kind == "C":
            communes.append(line.split(";"))
        elif kind == "F":
            _, code, name, now = line.split(";")
            former.append((code, name, now))
        elif kind == "I":
            _, rank, name = line.split(";")
            intercommunalities[rank] = name
        elif kind == "D":
            _, code, name, region = line.split(";")
            departments[code] = (name, region)
        elif kind == "R":
            _, code, name = line.split(";")
            regions[code] = name
    _, codes, names, ranks, populations, postal_codes = zip(*communes, strict=True)
    return CommuneIndex(
        CommuneTable(
            date=f"{year[1]}-01-01",
            codes=codes,
            names=names,
            intercommunality_ranks=ranks,
            populations=populations,
            postal_codes=postal_codes,
            former=former,
            intercommunalities=intercommunalities,
            departments=departments,
            regions=regions,
        )
    )
