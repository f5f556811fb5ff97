"""click in French: help pages and usage errors."""

import click
from click.exceptions import NoArgsIsHelpError, NoSuchCommand

from ptce_ref.domain.problem import nearest_value
from ptce_ref.domain.text import typeset


class FrenchCommand(click.Command):
    """A command whose help is laid out in French. Its ``help`` and options are French already."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write(_help_page(self, ctx))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Cette aide."
        return option


class FrenchGroup(FrenchCommand, click.Group):
    """A group of French commands."""

    command_class = FrenchCommand
    group_class = type


def _help_page(command: click.Command, ctx: click.Context) -> str:
    arguments = [p.make_metavar(ctx) for p in command.params if isinstance(p, click.Argument)]
    tail = ["COMMANDE"] if isinstance(command, click.Group) else []
    usage = " ".join([ctx.command_path, "[OPTIONS]", *arguments, *tail])
    parts = [f"Usage : {usage}", "", *_paragraphs(command.help or "")]
    if isinstance(command, click.Group):
        rows = [(name, command.commands[name].get_short_help_str(limit=400)) for name in command.list_commands(ctx)]
        parts += ["Commandes :", *_columns(rows), ""]
    named = (p for p in command.get_params(ctx) if isinstance(p, click.Option))
    records = (parameter.get_help_record(ctx) for parameter in named)
    options = [(names, text.replace("[required]", "(obligatoire)")) for names, text in filter(None, records)]
    parts += ["Options :", *_columns(options)]
    return typeset("\n".join(parts)) + "\n"


def _paragraphs(text: str) -> list[str]:
    cleaned = click.formatting.wrap_text(text.replace("\f", ""), width=88, preserve_paragraphs=True)
    return [*cleaned.splitlines(), ""] if cleaned else []


def _columns(rows: list[tuple[str, str]]) -> list[str]:
    width = min(30, max((len(name) for name, _ in rows), default=0) + 2)
    lines: list[str] = []
    for name, text in rows:
        wrapped = click.formatting.wrap_text(text, width=88 - width).splitlines() or [""]
        if len(name) + 2 > width:
            lines.append(f"  {name}")
        else:
            lines.append(f"  {name:<{width}}{wrapped.pop(0)}")
        lines += [" " * (width + 2) + line for line in wrapped]
    return lines


def explain_usage(error: click.UsageError) -> str:
    """Return one French sentence for what click refused."""
    if isinstance(error, click.NoSuchOption):
        known = [name for p in (error.ctx.command.params if error.ctx else ()) for name in p.opts]
        sentence = f"L’option « {error.option_name} » n’existe pas.{_hint(nearest_value(error.option_name, known))}"
    elif isinstance(error, click.MissingParameter):
        sentence = _missing(error)
    elif isinstance(error, click.BadParameter):
        sentence = _bad(error)
    elif isinstance(error, click.BadOptionUsage):
        sentence = f"L’option « {error.option_name} » attend une valeur."
    elif isinstance(error, NoArgsIsHelpError):
        sentence = "Il manque une commande."
    elif isinstance(error, NoSuchCommand):
        name = error.command_name
        sentence = f"La commande « {name} » n’existe pas.{_hint(nearest_value(name, _commands(error)))}"
    else:
        sentence = _other(error.message)
    return sentence


def _commands(error: NoSuchCommand) -> list[str]:
    command = error.ctx.command if error.ctx is not None else None
    return command.list_commands(error.ctx) if isinstance(command, click.Group) and error.ctx is not None else []


def _hint(nearest: str | None) -> str:
    return f" Vouliez-vous dire « {nearest} » ?" if nearest else ""


def _missing(error: click.MissingParameter) -> str:
    parameter = error.param
    if parameter is None:
        return "Il manque un argument."
    name = parameter.human_readable_name if isinstance(parameter, click.Argument) else parameter.opts[0]
    return f"Il manque « {name} »."


def _bad(error: click.BadParameter) -> str:
    parameter = error.param
    where = (
        ""
        if parameter is None
        else f"« {parameter.opts[0] if isinstance(parameter, click.Option) else parameter.human_readable_name} » : "
    )
    kind = parameter.type if parameter is not None else None
    if isinstance(kind, click.Choice):
        return f"{where}attendu {', '.join(str(choice) for choice in kind.choices)}."
    if isinstance(kind, (click.types.IntParamType, click.types.FloatParamType, click.IntRange, click.FloatRange)):
        return f"{where}attendu un nombre."
    if isinstance(kind, click.DateTime):
        return f"{where}attendu une date telle que 2026-03-12."
    if isinstance(kind, click.Path):
        return f"{where}ce fichier ou ce dossier n’existe pas, ou ne se lit pas."
    return f"{where}{error.message}"


def _other(message: str) -> str:
    if "unexpected extra argument" in message:
        return "Il y a un argument de trop."
    if "requires an argument" in message:
        return "Une option attend une valeur."
    if "does not take a value" in message:
        return "Une option n’attend pas de valeur."
    return message
