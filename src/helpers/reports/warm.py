"""A process with everything loaded, from which each run is forked: warm, and untouched by any other run.

It is started by `local.WarmExecutor`, speaks with it over one connection, and has no threads. A run is a process of its
own: it tells which cell it is in and hands in its result over a pipe. What a run leaves running is ended after it; the
end of the one above ends everything.
"""

from __future__ import annotations

import atexit
import gc
import os
import random
import signal
import socket
import sys
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, NoReturn

from ..processes import children, end_below, end_with_parent, take_in_orphans
from ..startup import put_off

HEARTBEAT = 2.0  # seconds between looks at whether the one above still lives


def serve(descriptor: int, environment: dict[str, str], parent: int) -> None:
    """Serve runs until the connection closes; `environment` is what notebooks are to find."""
    end_with_parent(parent)
    take_in_orphans()
    above = Connection(descriptor)
    refused = _load()
    above.send(("refused", None, refused) if refused else ("ready", None, None))
    if not refused:
        _Server(above, environment).serve()
    signal.set_wakeup_fd(-1)
    end_below(os.getpid())


def _load() -> str:
    """Load what notebooks need, once; what is wrong with the evidence base, if anything."""
    gc.disable()  # nothing that is loaded here is garbage, and looking for it takes a tenth of the time
    with put_off("click", "requests"):  # to print help, and to fetch notebooks
        import papermill  # noqa: F401
    from .. import charts  # noqa: F401 - matplotlib
    from ..opening import open_evidence
    from ..schema import DataError
    from . import bundle, runner  # noqa: F401 - the kernel

    try:
        evidence = open_evidence()
    except (DataError, OSError) as error:
        return str(error)
    for table in evidence.tables:
        evidence.answer({"kind": "table", "name": table, "steps": []})  # so that runs find the rows by id, and marked
    evidence.citations_of(evidence.holding([]))
    bundle.hashes("")
    _settle()
    return ""


def _load_exporter() -> None:
    """Load what pages need, while the first notebooks already run, by making a page of next to nothing."""
    gc.disable()
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

    from ..pages.export import Masthead, page

    cells = [new_markdown_cell("# *A* [link](to)"), new_code_cell("1", outputs=[new_output("stream", text="out")])]
    page(new_notebook(cells=cells), Masthead("", "", {"countries": ["JP"]}, "", {}))
    _settle()


def _settle() -> None:
    gc.freeze()  # what is loaded stays, the little garbage in it too: looking for it would take longer than it is worth
    gc.enable()


class _Server:
    def __init__(self, above: Connection, environment: dict[str, str]) -> None:
        self.above, self.environment = above, environment
        self.running: dict[int, tuple[int, Connection]] = {}  # by process id: number of the run, and its pipe
        self.woken, waking = socket.socketpair()
        self.woken.setblocking(False)
        waking.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)
        self.waking = waking
        self.folders: dict[int, str] = {}  # by number of the run
        self.half_done: set[int] = set()  # numbers of runs whose notebook ran, and whose page is to be made
        self.is_loaded = False

    def serve(self) -> None:
        """Answer what comes, from above and from the runs."""
        while True:
            pipes = {pipe: pid for pid, (_, pipe) in self.running.items()}
            for ready in wait([self.above, self.woken, *pipes], HEARTBEAT):
                if ready is self.above:
                    if not self._take_order():
                        return
                elif ready is self.woken:
                    with suppress(OSError):
                        self.woken.recv(4096)
                else:
                    self._pass_on(pipes[ready])  # type: ignore[index]
            self._bury()
            if self.running and not self.is_loaded and not self.above.poll():
                self._load_rest()

    def _load_rest(self) -> None:
        if not self.is_loaded:
            self.is_loaded = True
            _load_exporter()

    def _take_order(self) -> bool:
        try:
            order, number, content = self.above.recv()
        except (EOFError, OSError):
            return False
        if order == "run":
            self.folders[number] = content
            self._start(number)
        elif order == "end":
            for pid in [p for p, (n, _) in self.running.items() if n == number]:
                end_below(pid)
                with suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
        return True

    def _start(self, number: int) -> None:
        reading, writing = Pipe(duplex=False)
        server = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become_run(server, reading, writing, number)
        writing.close()
        self.running[pid] = number, reading

    def _become_run(self, server: int, reading: Connection, writing: Connection, number: int) -> NoReturn:
        status = 1
        try:
            end_with_parent(server)
            os.setsid()
            take_in_orphans()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            ours: list[Any] = [self.above, self.woken, self.waking, reading, *(p for _, p in self.running.values())]
            for kept in ours:
                kept.close()
            os.register_at_fork(after_in_child=writing.close)
            os.environ.clear()
            os.environ.update(self.environment)
            _run(Path(self.folders[number]), writing, number in self.half_done)
            status = 0
        finally:
            end_below(os.getpid())
            os._exit(status)

    def _pass_on(self, pid: int) -> bool:
        """Pass on one message of a run; whether there was one."""
        number, pipe = self.running[pid]
        try:
            kind, content = pipe.recv()
        except (EOFError, OSError):
            return False
        if kind == "executed":
            self.half_done.add(number)
        else:
            self._say(kind, number, content)
        return True

    def _bury(self) -> None:
        """Take note of runs that ended, after all they had to say, and end what they left behind."""
        for pid, (number, pipe) in list(self.running.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if not ended:
                continue
            while pipe.poll() and self._pass_on(pid):
                pass
            pipe.close()
            del self.running[pid]
            self._go_on(number, os.waitstatus_to_exitcode(status))
        if set(children(os.getpid())) - self.running.keys():
            end_below(os.getpid(), spare=frozenset(self.running))

    def _go_on(self, number: int, status: int) -> None:
        """After the process of a run: have another finish what it left half done, or tell that it ended."""
        if number in self.half_done and status == 0:
            self._load_rest()
            self._start(number)
            self.half_done.remove(number)
        else:
            self.half_done.discard(number)
            self._say("ended", number, status)

    def _say(self, kind: str, number: int, content: Any) -> None:
        with suppress(OSError):  # the one above is gone: the next look at the connection ends this process
            self.above.send((kind, number, content))


def _run(folder: Path, telling: Connection, half_done: bool) -> None:
    """One run, or its second half, in a process just forked: with its own random numbers."""
    import numpy as np

    from .runner import do_work, finish_work

    np.random.seed()
    random.seed()
    if half_done:
        finish_work(folder)
        telling.send(("done", None))
    else:
        is_done = do_work(folder, lambda number, total: telling.send(("cell", (number, total))))
        atexit._run_exitfuncs()  # what the notebook asked for at its end
        sys.modules["__main__"].__dict__.clear()  # its open files are written and closed
        telling.send(("done" if is_done else "executed", None))
