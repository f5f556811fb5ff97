"""Printed documents read back by other programs: text, properties, soundness."""

import re
import subprocess
import tempfile
from pathlib import Path

_BODY = ("-x", "0", "-y", "50", "-W", "2000", "-H", "735")
"""The part of an A4 page between its head and its foot: a paragraph that goes over pages reads in one piece."""


def run(program: str, *arguments: str, content: bytes) -> str:
    """Return what ``program`` says of a PDF; ``{}`` among the arguments stands for the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "document.pdf")
        path.write_bytes(content)
        command = [program, *(argument.replace("{}", str(path)) for argument in arguments)]
        done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return done.stdout.decode("utf-8", "replace")


def printed(content: bytes, *, body_only: bool = False) -> str:
    """Return the text in the order in which it was written."""
    return run("pdftotext", "-raw", *(_BODY if body_only else ()), "{}", "-", content=content)


def squash(text: str) -> str:
    """Return ``text`` without any blank: lines break where the paper says, words stay."""
    return re.sub(r"\s", "", text)


def properties(content: bytes) -> dict[str, str]:
    """Return what pdfinfo says: title, number of pages, size…"""
    lines = run("pdfinfo", "{}", content=content).splitlines()
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}


def fonts(content: bytes) -> list[tuple[str, bool]]:
    """Return the name of each font and whether it is embedded."""
    lines = run("pdffonts", "{}", content=content).splitlines()[2:]
    return [(line.split()[0], line.split()[-5] == "yes") for line in lines]


def check(content: bytes) -> str:
    """Return what qpdf says of a PDF; a fault fails the test."""
    return run("qpdf", "--check", "{}", content=content)


def objects(content: bytes) -> str:
    """Return the whole PDF uncompressed, to look for what must not be in it."""
    return run("qpdf", "--qdf", "--object-streams=disable", "{}", "-", content=content)
