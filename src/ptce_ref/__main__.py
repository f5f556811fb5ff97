"""Starts `ptce`. Answers `--version` and `--help` itself, so that they cost nothing else."""

import sys


def main() -> int:
    """Run the program on ``sys.argv``; returns its exit code."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from ptce_ref import __version__  # noqa: PLC0415 - start-up

        print(f"ptce {__version__}")  # noqa: T201 - nothing else is loaded yet
        return 0
    if arguments in (["--help"], ["-h"]):
        from ptce_ref.cli.catalog import overview  # noqa: PLC0415 - start-up

        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a text stream
        print(overview())  # noqa: T201 - nothing else is loaded yet
        return 0
    from ptce_ref.program import run  # noqa: PLC0415 - start-up

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
