"""Text as data: what people typed comes in clean, and French comes out typeset."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptce_ref.domain.text import clean_line, clean_text, fold, typeset

NBSP = "\u00a0"
SURROGATE = "\ud800"
thoroughly = settings(max_examples=300)
any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
french = st.text(st.sampled_from("aé'’«»:;?!%€ \u00a0\u202f1\n"), max_size=30)


@thoroughly
@given(any_text)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@thoroughly
@given(any_text)
def test_a_clean_text_is_in_nfc_and_holds_no_control_character(text: str) -> None:
    clean = clean_text(text)
    assert unicodedata.is_normalized("NFC", clean)
    assert not [c for c in clean if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} and c not in "\t\n"]
    assert clean == clean.strip()


@thoroughly
@given(any_text)
def test_nothing_changes_the_direction_of_reading(text: str) -> None:
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not [c for c in clean_text(text) if unicodedata.bidirectional(c) in turning or c in "\u200e\u200f\u061c"]


@thoroughly
@given(any_text)
def test_a_clean_text_can_be_written_to_a_file(text: str) -> None:
    assert clean_text(text).encode("utf-8").decode("utf-8") == clean_text(text)


@thoroughly
@given(any_text)
def test_a_line_is_one_line(text: str) -> None:
    assert len(clean_line(text).splitlines()) <= 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("e\u0301cole", "école"),  # an accent typed as two keys
        ("\x1b[31mrouge\x1b[0m", "[31mrouge[0m"),  # a colour for the terminal
        ("\x9d0;titre\x07", "0;titre"),  # an OSC with a C1 opening
        ("abc\u202etxt.exe", "abctxt.exe"),  # a name shown backwards
        ("a\u2066b\u2069c\u061cd", "abcd"),
        ("caché\u200bici\ufeff", "cachéici"),
        ("clair\U000e0041\U000e0042", "clair"),  # letters that nobody sees
        (f"a{SURROGATE}b\ufffe\U0001ffff", "ab"),
        ("une\r\ndeux\rtrois\u2028quatre", "une\ndeux\ntrois\nquatre"),
        ("  autour \t", "autour"),
        ("l\u2019\u0153uvre de 10\u00a0€", "l’œuvre de 10\u00a0€"),  # kept as typed
        ("famille \U0001f469\u200d\U0001f467", "famille \U0001f469\u200d\U0001f467"),  # emoji stay whole
    ],
)
def test_what_is_kept_of_a_typed_text(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


def test_an_argument_keeps_its_lines_and_a_name_does_not() -> None:
    assert clean_text("Une raison.\nUne autre.\tFin.") == "Une raison.\nUne autre.\tFin."
    assert clean_line("Scierie\n\tdes   Combes") == "Scierie des Combes"


@thoroughly
@given(french)
def test_typesetting_twice_changes_nothing_more(text: str) -> None:
    assert typeset(typeset(text)) == typeset(text)


@thoroughly
@given(french)
def test_typesetting_changes_blanks_and_apostrophes_only(text: str) -> None:
    def letters(value: str) -> str:
        return "".join(c for c in value.replace("’", "'") if not c.isspace())

    assert letters(typeset(text)) == letters(text)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Comment faisons-nous ?", f"Comment faisons-nous{NBSP}?"),
        ("Deux raisons : l'eau ; l'air !", f"Deux raisons{NBSP}: l’eau{NBSP}; l’air{NBSP}!"),
        ("un «pays» dit « rural »", f"un «{NBSP}pays{NBSP}» dit «{NBSP}rural{NBSP}»"),
        ("12 % de 3 €", f"12{NBSP}% de 3{NBSP}€"),
        ("10\u202f%", f"10{NBSP}%"),  # the narrow space is lost by our printed documents
        ("à 10:30, sur citego.org: oui", "à 10:30, sur citego.org: oui"),  # nothing is added
        ("les 'mots' d'hier", "les 'mots' d’hier"),
    ],
)
def test_french_typography(written: str, printed: str) -> None:
    assert typeset(written) == printed


def test_french_words_are_sorted_and_found_without_their_accents() -> None:
    assert sorted(["Zébulon", "Écluse", "œuvre", "Atelier", "île"], key=fold) == [
        "Atelier",
        "Écluse",
        "île",
        "œuvre",
        "Zébulon",
    ]
    assert fold("L’ÉCHELLE") == fold("l'échelle")
