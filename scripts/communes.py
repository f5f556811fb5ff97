"""Make the list of communes that ships with ptce, from the npm package @etalab/decoupage-administratif.

    make communes                                            once a year, when the new list is published
    .venv/bin/python scripts/communes.py --version 6.0.0     a given version
    .venv/bin/python scripts/communes.py --package FILE.tgz  an archive already here

Needs `npm` (it fetches the package; nothing else is downloaded). Writes two files side by side in
src/ptce_ref/_cog: `communes.csv.gz`, the data, and `SOURCE.md`, where they come from. The same package
gives the same bytes. Lines of the data, fields separated by « ; », begin with their kind:

    #   a comment: year, source, licence
    R   code; name                                          a region, or an overseas collectivity
    D   code; name; region                                  a département
    I   rank; name                                          an intercommunalité (EPCI with its own taxation)
    C   code; name; rank of I or empty; population or empty; postal codes separated by spaces
    F   code; name or empty; code of today's commune        a former commune, or a part of one

The département of a commune is the beginning of its code (checked here).
"""

import argparse
import gzip
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PACKAGE = "@etalab/decoupage-administratif"
FOLDER = Path(__file__).resolve().parents[1] / "src" / "ptce_ref" / "_cog"
KINDS = (
    ("CC ", "Communauté de communes "),
    ("CA ", "Communauté d’agglomération "),
    ("CU ", "Communauté urbaine "),
)
MOST_BYTES = 700_000

Entry = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """A package as published: its files, its version, the year of its list, the digest of its archive."""

    content: dict[str, list[Entry]]
    version: str
    year: str
    digest: str


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the list of communes that ships with ptce.")
    parser.add_argument("--version", default="latest", help="version of the npm package (default: latest)")
    parser.add_argument("--package", type=Path, help="an archive of the package, instead of asking npm")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = read_package(options.package or fetch_package(options.version, Path(folder)))
    lines = [*header(source), *rows(source.content)]
    text = "".join(f"{line}\n" for line in lines)
    packed = gzip.compress(text.encode(), compresslevel=9, mtime=0)
    if len(packed) > MOST_BYTES:
        sys.exit(f"{len(packed)} bytes: more than the {MOST_BYTES} allowed in the wheel.")
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "communes.csv.gz").write_bytes(packed)
    (FOLDER / "SOURCE.md").write_text(notice(source, lines), encoding="utf-8")
    sys.stdout.write(f"{PACKAGE} {source.version}, year {source.year}: {len(lines)} lines, {len(packed)} bytes\n")
    return 0


def fetch_package(version: str, folder: Path) -> Path:
    """Ask npm for the archive of the package and return where it is."""
    command = ["npm", "pack", f"{PACKAGE}@{version}", "--silent", "--pack-destination", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.tgz"))


def read_package(archive: Path) -> Source:
    """Read what is needed of an archive, without unpacking it."""
    packed = archive.read_bytes()
    with tarfile.open(archive) as tar:

        def text(name: str) -> str:
            member = tar.extractfile(f"package/{name}")
            if member is None:
                raise FileNotFoundError(name)
            return member.read().decode()

        version = str(json.loads(text("package.json"))["version"])
        names = ("regions", "departements", "epci", "ept", "communes")
        content = {name: json.loads(text(f"data/{name}.json")) for name in names}
        year = re.search(rf"^\| *(\d{{4}}) *\| *{re.escape(version)} *\|", text("README.md"), re.MULTILINE)
    if year is None:
        raise ValueError(f"the README of {version} does not say the year of its list")
    return Source(content, version, year[1], hashlib.sha256(packed).hexdigest())


def header(source: Source) -> Iterator[str]:
    """Yield the comments at the head of the data."""
    yield f"# Communes de France au 1er janvier {source.year}."
    yield f"# Source : {PACKAGE} {source.version} (npm), d’après le Code officiel géographique de l’INSEE,"
    yield "# la liste des EPCI à fiscalité propre de la DGCL et les codes postaux de La Poste. Licence Ouverte 2.0."


def rows(content: dict[str, list[Entry]]) -> Iterator[str]:
    """Yield the lines of the data, by kind and by code."""
    for item in by_code(content["regions"]):
        yield row("R", item["code"], item["nom"])
    for item in by_code(content["departements"]):
        yield row("D", item["code"], item["nom"], item["region"])
    names = intercommunalities(content)
    ranks = {name: rank for rank, name in enumerate(sorted(set(names.values())))}
    for name, rank in ranks.items():
        yield row("I", str(rank), name)
    current = [item for item in by_code(content["communes"]) if item["type"] == "commune-actuelle"]
    for item in current:
        code = item["code"]
        if not code.startswith(item["departement"]):
            raise ValueError(f"{code} is not in the département {item['departement']} that begins its code")
        rank_of = str(ranks[names[code]]) if code in names else ""
        yield row("C", code, item["nom"], rank_of, str(item.get("population", "")), *postal(item))
    yield from former(content["communes"], {item["code"] for item in current})


def postal(item: Entry) -> list[str]:
    return [" ".join(item.get("codesPostaux", ()))]


def intercommunalities(content: dict[str, list[Entry]]) -> dict[str, str]:
    """Return commune code → name in full; in Grand Paris the territory is named before the métropole."""
    names = {member["code"]: full_name(item["nom"]) for item in content["epci"] for member in item["membres"]}
    for item in content["ept"]:
        for member in item["membres"]:
            names[member["code"]] = f"{item['nom']} ({names[member['code']]})"
    return names


def full_name(name: str) -> str:
    """Return the name of an intercommunalité without the abbreviation of its kind, told twice by none."""
    for short, long in KINDS:
        if name.startswith(short):
            own = name.removeprefix(short)
            told = own.replace("'", "’").casefold()
            return own if long.strip().casefold() in told or told.startswith("communauté ") else long + own
    return name


def former(communes: list[Entry], current: set[str]) -> Iterator[str]:
    """Yield the codes that are no longer those of a commune, and the named parts of communes."""
    found: dict[str, tuple[str, str]] = {}
    for item in communes:
        if item["type"] == "commune-actuelle":
            # Codes from before the départements of 1968 and 1976 are dropped: no pôle ever had one, and
            # today they are read as postal codes (75011, 20090).
            for code in item.get("anciensCodes", ()):
                if code.startswith(item["departement"]):
                    found.setdefault(code, ("", item["code"]))
        else:
            found[item["code"]] = (item["nom"], item.get("chefLieu") or item["commune"])
    today = {item["code"]: item["nom"] for item in communes if item["type"] == "commune-actuelle"}
    for code, (name, now) in sorted(found.items()):
        if now not in current:
            raise ValueError(f"{code} leads to {now}, which is not a commune")
        # A part that kept the name and the code of the whole says nothing more than the whole.
        if (code, name) != (now, today[now]):
            yield row("F", code, name, now)


def by_code(items: list[Entry]) -> list[Entry]:
    return sorted(items, key=lambda item: str(item["code"]))


def row(*fields: str) -> str:
    """Return a line; apostrophes are typographic, as in all the texts of the project, and spaces single."""
    if any(";" in field or "\n" in field for field in fields):
        raise ValueError(f"a separator inside {fields}")
    return ";".join(" ".join(field.split()) for field in fields).replace("'", "’")


def notice(source: Source, lines: list[str]) -> str:
    """Return the page that says where the data come from."""
    count = {kind: sum(line.startswith(f"{kind};") for line in lines) for kind in "RDICF"}
    return f"""# Les communes livrées avec ptce

Fichier écrit par `make communes` : ne pas le modifier à la main.

- Date de la liste : 1er janvier {source.year}.
- Source : paquet npm `{PACKAGE}`, version {source.version}
  (archive de somme SHA-256 {source.digest}).
- D’après : le Code officiel géographique et les populations légales de l’INSEE, la liste des EPCI à fiscalité propre
  de la DGCL, les établissements publics territoriaux du Grand Paris (INSEE), les codes postaux de La Poste.
- Licence des données : Licence Ouverte 2.0 (Etalab). Code du paquet : MIT, copyright Etalab ; aucun n’est repris ici.
- Contenu : {count["C"]} communes, {count["F"]} communes anciennes, déléguées, associées ou arrondissements municipaux,
  {count["I"]} intercommunalités, {count["D"]} départements et collectivités, {count["R"]} régions.
- Changements : noms d’intercommunalités sans abréviation (« Communauté de communes » pour « CC »), apostrophes
  typographiques, champs inutiles à ptce retirés.
"""


if __name__ == "__main__":
    sys.exit(main())
