"""Starts `ptce`. Answers `--version` and `--help` itself, so that they cost nothing else."""

import os
import sys

DONE, UNUSABLE, INTERRUPTED = 0, 3, 130


def main() -> int:
    """Run the program on ``sys.argv``; returns its exit code, whatever becomes of its output."""
    try:
        code = _answer(sys.argv[1:])
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever was reading has read enough, as « head » does.
        _abandon_output()
        return DONE
    except OSError:
        _abandon_output()
        _say("Le résultat n’a pas pu être écrit : le disque est plein, ou le système refuse d’écrire à cet endroit.")
        return UNUSABLE
    except KeyboardInterrupt:
        _say("Interrompu.")
        return INTERRUPTED
    return code


def _answer(arguments: list[str]) -> int:
    if arguments == ["--version"]:
        from ptce_ref import __version__

        _print(f"ptce {__version__}")
        return DONE
    if arguments in (["--help"], ["-h"]):
        from ptce_ref.cli.catalog import overview

        _print(overview())
        return DONE
    from ptce_ref.program import run

    return run(arguments)


def _print(text: str) -> None:
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")
    print(text)  # noqa: T201 - nothing else is loaded yet


def _say(sentence: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"{sentence}\n".replace(" :", "\u00a0:"))


def _abandon_output() -> None:
    """Send what is left in the buffer nowhere, or Python would complain of it when it stops."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


if __name__ == "__main__":
    sys.exit(main())
