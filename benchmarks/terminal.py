"""A program in a pseudo-terminal of 80 by 24, as a person's terminal runs it: bytes in, bytes out."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from benchmarks.place import ROOT, Place

ROWS, COLUMNS = 24, 80
PATIENCE = 60.0
CAN_FRAMES_BE_WHOLE = b"\x1b[?2026$p"
YES_FRAMES_CAN = b"\x1b[?2026;2$y"
FRAME_ENDS = b"\x1b[?2026l"


class Terminal:
    """The program is started by the constructor; `started` is when, on `time.perf_counter`."""

    def __init__(self, place: Place, program: Sequence[str]) -> None:
        self.seen = bytearray()
        self.fd, end = pty.openpty()
        fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            program, stdin=end, stdout=end, stderr=end, cwd=ROOT, env=place.environment, start_new_session=True
        )
        os.close(end)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the program, kindly first."""
        self.close()

    def send(self, keys: bytes) -> float:
        """Press keys; the time just before."""
        self.seen.clear()
        now = time.perf_counter()
        os.write(self.fd, keys)
        return now

    def wait_for(self, text: str, *, whole: bool = False) -> float:
        """When this text (within one line) was written, or its `whole` frame; TimeoutError when it never is."""
        sought = text.encode()
        give_up = time.perf_counter() + PATIENCE
        while True:
            at = self.seen.find(sought)
            if at >= 0 and (not whole or FRAME_ENDS in self.seen[at:]):
                return time.perf_counter()
            self._read(give_up, text)

    def rest(self, seconds: float) -> None:
        """Read what comes for a while."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            if select.select([self.fd], [], [], left)[0] and not self._take():
                return

    def close(self) -> None:
        """End the program and wait for its end."""
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.fd)

    def _read(self, give_up: float, text: str) -> None:
        left = give_up - time.perf_counter()
        if left <= 0 or not select.select([self.fd], [], [], left)[0] or not self._take():
            raise TimeoutError(f"{text!r} never came; last was {bytes(self.seen[-300:])!r}")

    def _take(self) -> bool:
        """Read what is there; False at the end."""
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:
            return False
        if CAN_FRAMES_BE_WHOLE in data:
            os.write(self.fd, YES_FRAMES_CAN)
        self.seen += data
        return bool(data)
