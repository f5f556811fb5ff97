"""The texts of the models: cleaned and typeset as pydantic reads them.

Apart from the functions they call, which the first screen needs without pydantic.
"""

from typing import Annotated

from pydantic import AfterValidator

from ptce_ref.domain.text import clean_line, clean_text, typeset


def _non_empty(text: str) -> str:
    if not text:
        raise ValueError("un texte qui ne soit pas vide")
    return text


Line = Annotated[str, AfterValidator(clean_line)]
"""One line of text typed by somebody; may be empty."""

Text = Annotated[str, AfterValidator(clean_text)]
"""One or several lines typed by somebody; may be empty."""

FilledLine = Annotated[str, AfterValidator(lambda t: _non_empty(clean_line(t)))]
FilledText = Annotated[str, AfterValidator(lambda t: _non_empty(clean_text(t)))]
"""One or several lines typed by somebody, never empty nor blank."""

Words = Annotated[str, AfterValidator(lambda t: _non_empty(typeset(clean_line(t))))]
"""A French text of the referential, never empty, typeset."""
