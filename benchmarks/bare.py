"""A bare Textual application, in a process of its own: what the screens are measured against.

    .venv/bin/python benchmarks/bare.py input|screen

``input`` holds one Input; the key « t » of ``screen`` pushes an empty screen. Imports nothing of ptce: Textual
and Python run there as they come (60 frames a second, garbage collected as usual), whatever the
program sets for itself. Reads keys on stdin, one a line (« pop » takes the pushed screen away), and
answers each with the seconds until the last paint it causes.

Both it and the program are measured by :class:`Watch`, in turn, so that a noisy machine disturbs both alike.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.keys import _character_to_key
from textual.screen import Screen
from textual.widgets import Input

SIZE = (120, 40)
QUIET = 0.03
"""Seconds without a paint after which the key is over."""
_POP = "pop"


class WithInput(App[None]):
    """Its keys go to one field."""

    def compose(self) -> ComposeResult:
        field = Input()
        field.cursor_blink = False
        yield field


class WithScreen(App[None]):
    """Its one key pushes an empty screen."""

    BINDINGS = [Binding("t", "open", "open")]  # noqa: RUF012 - Textual declares it so

    def action_open(self) -> None:
        self.push_screen(Screen())


APPS: dict[str, type[App[None]]] = {"input": WithInput, "screen": WithScreen}


class Watch:
    """Sends keys to an application, and notes when it paints and how long its commits take."""

    def __init__(self, app: App[Any]) -> None:
        self.app, self.painted, self.committed = app, 0.0, 0.0
        self._out = Path("/dev/null").open("w", encoding="utf-8")  # noqa: SIM115 - as long as the application
        app._display = self._display  # type: ignore[method-assign] # seen from outside

    def _display(self, screen: object, renderable: object) -> None:  # noqa: ARG002 - the signature of Textual
        """Do what a real terminal asks for: headless, Textual skips it."""
        if isinstance(renderable, CompositorUpdate):
            self._out.write(renderable.render_segments(self.app.console))
            self._out.flush()
        elif renderable is not None:
            self._out.write(self.app.console._render_buffer(self.app.console.render(renderable)))  # type: ignore[arg-type] # a renderable
        self.painted = time.perf_counter()

    async def key(self, key: str) -> tuple[float, float]:
        """Press ``key``; return the seconds until the last paint, and those of the commits within."""
        self.committed, self.painted = 0.0, 0.0
        event = key_event(key)
        start = time.perf_counter()
        self.app.post_message(event)
        while not self.painted or time.perf_counter() - self.painted < QUIET:
            await asyncio.sleep(0.002)
            if time.perf_counter() - start > 2:
                raise SystemExit(f"nothing is painted after « {key} »")
        return self.painted - start, self.committed


def key_event(key: str) -> events.Key:
    character = key if len(key) == 1 else None
    return events.Key(_character_to_key(key) if character else key, character)


class Bare:
    """The bare application in its process, seen from ours."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def key(self, key: str) -> float:
        """Press ``key`` there; return the seconds until the last paint."""
        return float(await self._ask(key))

    async def pop(self) -> None:
        await self._ask(_POP)

    async def _ask(self, line: str) -> bytes:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n".encode())
        await self._process.stdin.drain()
        return await asyncio.wait_for(self._process.stdout.readline(), 10)


@asynccontextmanager
async def bare(which: str) -> AsyncIterator[Bare]:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, __file__, which, stdin=pipe, stdout=pipe)
    try:
        yield Bare(process)
    finally:
        process.kill()
        await process.wait()


async def serve(which: str) -> None:
    app, loop = APPS[which](), asyncio.get_running_loop()
    # While a test runs, Textual takes stdout for itself.
    out = sys.stdout
    async with app.run_test(size=SIZE):
        watch = Watch(app)
        while line := (await loop.run_in_executor(None, sys.stdin.readline)).strip():
            seconds = 0.0
            if line == _POP:
                await app.pop_screen()
            else:
                seconds, _ = await watch.key(line)
            out.write(f"{seconds}\n")
            out.flush()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
