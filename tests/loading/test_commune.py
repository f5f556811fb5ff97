"""The communes that ship with the program: found offline, from what people type."""

import gzip
import time

import pytest

from ptce_ref.domain.commune import CommuneIndex
from ptce_ref.domain.pole import Pole
from ptce_ref.loading.commune import read_communes
from ptce_ref.resources import communes_file
from ptce_ref.services.commune import commune_of, list_date, search_communes
from ptce_ref.services.refusal import Refusal


@pytest.fixture(scope="module")
def index() -> CommuneIndex:
    return read_communes(communes_file())


def names(text: str, limit: int = 5) -> list[str]:
    return [f"{match.commune.name} ({match.commune.department})" for match in search_communes(text, limit)]


def test_the_whole_country_is_there(index: CommuneIndex) -> None:
    table = index.table
    assert 34_000 < len(table.codes) < 36_000
    assert len(set(table.codes)) == len(table.codes)
    assert table.date.endswith("-01-01")
    assert list_date().startswith("1er")
    for code in table.codes:
        match = index.find(code)
        assert match is not None
        assert match.commune.name
        assert match.commune.department
        assert match.commune.region
        # Each can be the seat of a pôle as it is.
        Pole.model_validate({"id": "p", "nom": "P", **match.commune.card})


def test_every_former_code_leads_to_a_commune_of_today(index: CommuneIndex) -> None:
    current = set(index.table.codes)
    assert len(index.table.former) > 1000
    assert all(now in current for _, _, now in index.table.former)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Lons-le-Saunier", "Lons-le-Saunier (Jura)"),
        ("lons le saun", "Lons-le-Saunier (Jura)"),
        ("  LONS-LE  SAUNIER ", "Lons-le-Saunier (Jura)"),
        ("st étienne", "Saint-Étienne (Loire)"),
        ("saint etienne", "Saint-Étienne (Loire)"),
        ("Ste-Foy-lès-Lyon", "Sainte-Foy-lès-Lyon (Rhône)"),
        ("rochelle", "La Rochelle (Charente-Maritime)"),
        ("l'ile d'yeu", "L’Île-d’Yeu (Vendée)"),
        ("L’Île-d’Yeu", "L’Île-d’Yeu (Vendée)"),
        ("oeuilly", "Œuilly (Marne)"),
        ("strasb", "Strasbourg (Bas-Rhin)"),
        ("le saunier", "Lons-le-Saunier (Jura)"),
        ("lons", "Lons (Pyrénées-Atlantiques)"),  # its name whole comes before a larger one that begins so
        ("paris", "Paris (Paris)"),
        ("39300", "Lons-le-Saunier (Jura)"),  # its INSEE code before the postal code of others
        ("39000", "Lons-le-Saunier (Jura)"),
        ("2A004", "Ajaccio (Corse-du-Sud)"),
        ("2b033", "Bastia (Haute-Corse)"),
        ("75011", "Paris (Paris)"),
        ("75111", "Paris (Paris)"),
        ("97411", "Saint-Denis (La Réunion)"),
        ("saint-denis réunion", "Saint-Denis (La Réunion)"),
        ("saint denis 93", "Saint-Denis (Seine-Saint-Denis)"),
        ("fort de france", "Fort-de-France (Martinique)"),
        ("papeete", "Papeete (Polynésie française)"),
        ("noumea", "Nouméa (Nouvelle-Calédonie)"),
        ("mamoudzou", "Mamoudzou (Mayotte)"),
    ],
)
def test_what_people_type_finds_it(typed: str, first: str) -> None:
    assert names(typed)[0] == first


def test_homonyms_are_told_apart_by_their_departement_largest_first() -> None:
    found = search_communes("saint-denis", 3)
    assert [match.commune.name for match in found] == ["Saint-Denis"] * 3
    assert len({match.commune.department for match in found}) == 3
    sizes = [match.commune.population or 0 for match in found]
    assert sizes == sorted(sizes, reverse=True)


def test_never_more_than_asked_and_nothing_for_nothing() -> None:
    assert len(search_communes("saint", 7)) == 7
    assert len(search_communes("39", 4)) == 4
    assert search_communes("zzzz", 5) == search_communes("  ", 5) == search_communes("-'", 5) == ()
    assert search_communes("[/]", 5) == search_communes("(.*", 5) == ()


def test_a_former_commune_leads_to_todays() -> None:
    (match,) = search_communes("arbignieu", 5)
    assert (match.commune.name, match.former) == ("Arboys en Bugey", "Arbignieu")
    assert search_communes("marseille 5", 1)[0].commune.name == "Marseille"
    assert [m.former for m in search_communes("marseille", 30)].count("") >= 1
    assert sum(m.commune.name == "Marseille" for m in search_communes("marseille", 50)) == 1


def test_what_a_commune_says_of_a_pole() -> None:
    assert commune_of("39300").commune.card == {
        "commune": "Lons-le-Saunier",
        "code_insee": "39300",
        "departement": "Jura",
        "region": "Bourgogne-Franche-Comté",
        "intercommunalite": commune_of("39300").commune.intercommunality,
    }
    assert commune_of("93066").commune.intercommunality == "Plaine Commune (Métropole du Grand Paris)"
    assert commune_of("33063").commune.intercommunality == "Bordeaux Métropole"
    assert commune_of("85113").commune.intercommunality == ""  # an island without one
    assert commune_of("25056").commune.intercommunality.startswith("Communauté urbaine ")
    assert commune_of("34028").commune.intercommunality == "Grand Orb Communauté de Communes en Languedoc"
    assert commune_of("2a004").commune.department == "Corse-du-Sud"


def test_no_abbreviation_is_left_in_the_names_of_intercommunalites(index: CommuneIndex) -> None:
    assert [name for name in index.table.intercommunalities.values() if name.startswith(("CC ", "CA ", "CU "))] == []


def test_a_code_of_the_past_and_a_code_of_nowhere() -> None:
    assert commune_of("75111").former == "Paris 11e Arrondissement"
    assert commune_of("01025").commune.name == "Bâgé-Dommartin"
    with pytest.raises(Refusal):
        commune_of("75011")  # a code of 1967, today a postal code
    with pytest.raises(Refusal, match="« 99999 » n’est pas dans la liste des communes du 1er"):
        commune_of("99999")


def test_the_file_is_small_and_says_where_it_comes_from() -> None:
    path = communes_file()
    assert path.stat().st_size < 700_000
    assert path.read_bytes()[4:8] == b"\0\0\0\0"  # no date inside: the same list gives the same bytes
    head = gzip.decompress(path.read_bytes()).decode().splitlines()[:3]
    assert "Licence Ouverte" in " ".join(head)
    notice = path.with_name("SOURCE.md").read_text(encoding="utf-8")
    assert head[0].removeprefix("# Communes de France au ") in notice
    assert "Licence Ouverte 2.0" in notice
    assert f"{len(read_communes(path).table.codes)} communes" in notice


def test_reading_and_searching_are_felt_by_nobody() -> None:
    """Far over what is measured (80 ms, then 1 to 15): a slow machine passes, a mistake of scale does not."""
    start = time.process_time()
    fresh = read_communes(communes_file())
    fresh.search("st d", 5)
    assert time.process_time() - start < 2
    start = time.process_time()
    fresh.search("saint-denis réunion", 5)
    assert time.process_time() - start < 0.5
