"""The terminal of Linux and macOS, read so that nothing it sends ends the program.

Textual stops on the first byte that is not UTF-8, and turns round for ever when the terminal has
gone. Not imported on Windows, whose console gives characters and has no such end.
"""

import codecs
import os
import selectors
import signal

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

_STRAY = "ptce-stray"
_AT_ONCE = 4096
_TICK = 0.1
_SILENT_TICKS = 5
"""How long the beginning of a character waits for its end: far longer than a slow line takes."""


def _as_western(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are not UTF-8 as an old western terminal means them: its « é » stays one."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_STRAY, _as_western)


def new_decoder() -> codecs.IncrementalDecoder:
    """Return what turns the bytes of a terminal into text, whatever they are."""
    return codecs.getincrementaldecoder("utf-8")(_STRAY)


class TerminalDriver(LinuxDriver):
    """Reads the keys of a terminal until it goes away."""

    def _get_terminal_size(self) -> tuple[int, int]:
        """Ask the terminal itself: COLUMNS and LINES, when a shell exports them, tell the size of another moment."""
        try:
            columns, rows = os.get_terminal_size(self.fileno)
        except OSError:
            columns = rows = 0
        return (columns, rows) if columns and rows else super()._get_terminal_size()

    def run_input_thread(self) -> None:
        """Give every key, paste and click to the application."""
        parser, decoder, silent = XTermParser(self._debug), new_decoder(), 0
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                text = ""
                if selector.select(_TICK):
                    data, silent = self._read(), 0
                    if not data:
                        # As if the system had told it, which it does not always do.
                        os.kill(os.getpid(), signal.SIGHUP)
                        return
                    text = decoder.decode(data)
                else:
                    silent += 1
                    if silent == _SILENT_TICKS:
                        text = decoder.decode(b"", final=True)
                # An empty text would tell the parser that there will be no more.
                for event in parser.feed(text) if text else ():
                    self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)

    def _read(self) -> bytes:
        """Return what was typed; nothing when the terminal has gone."""
        try:
            return os.read(self.fileno, _AT_ONCE)
        except OSError:
            return b""
