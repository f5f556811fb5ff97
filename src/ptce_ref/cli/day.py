"""A day given to an option, as French people write it."""

import datetime as dt

import click

from ptce_ref.domain.day import EXPECTED, read_day

NO_DATE = "sans"


class Day(click.ParamType[dt.date | str]):
    """A day; or, where ``none`` says so, « sans » (:data:`NO_DATE`) for no day at all."""

    name = "date"

    def __init__(self, *, none: bool = False) -> None:
        self._none = none

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date | str:
        if isinstance(value, dt.date):
            return value
        if self._none and value == NO_DATE:
            return NO_DATE
        try:
            return read_day(str(value))
        except ValueError:
            otherwise = f", ou « {NO_DATE} »" if self._none else ""
            self.fail(f"attendu {EXPECTED}{otherwise}.", param, ctx)
