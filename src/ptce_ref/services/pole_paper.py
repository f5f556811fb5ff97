"""Use cases that print what is said of pôles: several side by side, the account of one, or one seen by another.

All raise :class:`~ptce_ref.services.refusal.Refusal` when the theme cannot serve or the file cannot be written.
"""

from pathlib import Path

from ptce_ref.domain.theme import Theme
from ptce_ref.reports.monograph_view import MonographView
from ptce_ref.reports.pdf.comparison_report import write_comparison_report
from ptce_ref.reports.pdf.monograph import write_monograph
from ptce_ref.reports.pdf.peer_report import write_peer_report
from ptce_ref.reports.view import CoevaluationView, ComparisonView
from ptce_ref.services.production import write_whole


def print_comparison(view: ComparisonView, theme: Theme, target: Path) -> Path:
    """Write the comparison report; returns the file."""
    return write_whole(target, lambda file: write_comparison_report(view, theme, file))


def print_monograph(view: MonographView, theme: Theme, target: Path) -> Path:
    """Write the account of one pôle; returns the file."""
    return write_whole(target, lambda file: write_monograph(view, theme, file))


def print_peer_report(view: CoevaluationView, theme: Theme, target: Path) -> Path:
    """Write the regards croisés of an evaluation, which has some; returns the file."""
    return write_whole(target, lambda file: write_peer_report(view, theme, file))
