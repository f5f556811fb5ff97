"""The root command: finds the command asked for, loads it alone, and turns every end into an exit code."""

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from ptce_ref.cli.catalog import COMMANDS, overview
from ptce_ref.cli.context import base_in, base_option, chosen_base
from ptce_ref.cli.french import FrenchGroup, explain_usage
from ptce_ref.cli.output import ExitCode, list_problems, narrate, prepare_streams, result

OpenScreens = Callable[[Path | None], int]


@dataclass
class _Line:
    """One command line being run: what opens the screens, and what its options said, known once they are read."""

    open_screens: OpenScreens
    meta: Mapping[str, object] = field(default_factory=dict)


class LazyGroup(FrenchGroup):
    """The commands of the catalogue, each loaded when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        formatter.write(overview() + "\n")


def _show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        from ptce_ref import __version__

        result(f"ptce {__version__}")
        ctx.exit()


@click.group(cls=LazyGroup, invoke_without_command=True, name="ptce")
@base_option
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="La version.")
@click.pass_context
def root(ctx: click.Context) -> int:
    """Sans commande : l’interface à l’écran."""
    line: _Line = ctx.obj
    line.meta = ctx.meta
    if ctx.invoked_subcommand is not None:
        return ExitCode.DONE
    return line.open_screens(chosen_base())


def run(arguments: Sequence[str], open_screens: OpenScreens) -> int:
    """Run one command line and return its exit code. No traceback reaches the user.

    ``open_screens`` is called with the chosen database when no command is given: the commands
    and the screens do not know each other.
    """
    prepare_streams()
    if any(_undecodable(argument) for argument in arguments):
        narrate("Un mot de la commande n’est pas de l’UTF-8 : réglez le terminal en UTF-8, puis recommencez.")
        return ExitCode.MISUSE
    from ptce_ref.services.kept_workbook import kept_sentence, telling_kept

    with telling_kept() as kept:
        code = _run(arguments, _Line(open_screens))
    for file in kept:
        narrate(kept_sentence(file))
    return code


def _run(arguments: Sequence[str], line: _Line) -> int:
    from ptce_ref.services.refusal import Refusal
    from ptce_ref.storage.problem import DatabaseUnusableError

    try:
        code = root.main(
            args=list(arguments),
            obj=line,
            prog_name="ptce",
            standalone_mode=False,
            auto_envvar_prefix="PTCE",
            max_content_width=96,
        )
    except click.UsageError as error:
        narrate(explain_usage(error))
        path = error.ctx.command_path if error.ctx is not None else "ptce"
        narrate(f"« {path} --help » explique la commande.")
        return ExitCode.MISUSE
    except Refusal as refusal:
        narrate(str(refusal))
        list_problems(refusal.problems)
        return int(refusal.fault)
    except DatabaseUnusableError as error:
        narrate(str(error))
        return ExitCode.UNUSABLE
    except SystemExit as stop:
        # click's own way of saying that whoever was reading has gone; the caller knows what to do.
        raise BrokenPipeError from stop
    except (click.Abort, KeyboardInterrupt):
        narrate("Interrompu. Ce qui était enregistré l’est toujours.")
        return ExitCode.INTERRUPTED
    except Exception as failure:  # noqa: BLE001 - the last resort: no traceback reaches the user
        code = _failed(failure, line)
    return int(code) if isinstance(code, int) else ExitCode.DONE


def _failed(failure: Exception, line: _Line) -> int:
    """Say that the program failed, and keep a report of it; an output that is refused is left to the caller."""
    if isinstance(failure, OSError) and failure.filename is None:
        raise failure
    from ptce_ref.services.failure import tell_failure
    from ptce_ref.services.workspace import default_database

    narrate(tell_failure(failure, base_in(line.meta) or default_database()))
    return ExitCode.UNUSABLE


def _undecodable(argument: str) -> bool:
    """Whether the system could not decode an argument: taken as it is, it would lose letters."""
    return any("\ud800" <= letter <= "\udfff" for letter in argument)
