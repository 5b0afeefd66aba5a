"""An IPython kernel in this very process, and the papermill engine that runs a notebook in it.

The kernel is ipykernel's own; only its wires are cut: messages that it would send to sockets are handed to a function,
and what reaches the process's standard streams, from Python or from below it, becomes stream output of the cell. One
process runs one notebook: the kernel's shell is the only one that the process will have.
"""

from __future__ import annotations

import asyncio
import io
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from ipykernel import zmqshell
from ipykernel.ipkernel import IPythonKernel
from IPython.core.shellapp import InteractiveShellApp
from jupyter_client.session import Session
from nbclient.exceptions import CellExecutionError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager
from traitlets import Type
from traitlets.config import Config

from ..startup import skip_debugger

skip_debugger()

MOST_OUTPUT = 16_000_000  # bytes of printed text that one cell may leave; a page with more opens on no machine
Message = dict[str, Any]


class OutputLimitError(RuntimeError):
    """A cell printed more than a report can hold."""


class _HandedOn(Session):
    """A session that hands messages to `deliver` in place of a socket, as they would arrive over the wire."""

    def __init__(self, deliver: Callable[[Message], None]) -> None:
        super().__init__(key=b"", username="workbook")
        self._deliver, self._owner = deliver, os.getpid()

    def send(
        self, stream: Any, msg_or_type: Any, content: Any = None, parent: Any = None, *_: Any, **__: Any
    ) -> Message:
        """Hand a message on; a process forked off by the notebook has nobody to hand it to."""
        is_whole = isinstance(msg_or_type, Mapping)
        message: Message = dict(msg_or_type) if is_whole else self.msg(msg_or_type, content or {}, parent)
        if os.getpid() == self._owner:
            self._deliver(message | {"content": self.unpack(self.pack(message["content"]))})
        return message


class _Printed:
    """What is printed by Python to `sys.stdout` and `sys.stderr`, by all else to descriptors 1 and 2, until it is due.

    As from a kernel of its own: what goes to the one stream within a short time stands together.
    """

    def __init__(self, deliver: Callable[[str, str], None]) -> None:
        self._deliver, self._size = deliver, 0
        self._waiting = {name: io.StringIO() for name in ("stdout", "stderr")}
        self._files = {name: _captured(number) for name, number in (("stdout", 1), ("stderr", 2))}

    def write(self, name: str, text: str) -> None:
        """Take a piece of text from Python."""
        self._take_from_file(name)
        self._take(name, text)

    def flush(self, *names: str) -> None:
        """Hand on what was printed so far to some streams, or to both."""
        for name in names or self._waiting:
            self._take_from_file(name)
            text = self._waiting[name].getvalue()
            self._waiting[name] = io.StringIO()
            if text:
                self._deliver(name, text.encode("utf-8", "replace").decode())  # half a character is none

    def new_cell(self) -> None:
        """Count what is printed from here on as another cell's."""
        self._size = 0

    def _take_from_file(self, name: str) -> None:
        while data := self._files[name].read(1 << 20):
            self._take(name, data.decode("utf-8", "replace"))

    def _take(self, name: str, text: str) -> None:
        self._size += len(text)
        if self._size > MOST_OUTPUT:
            self._size = 0
            raise OutputLimitError(
                f"the cell printed more than {MOST_OUTPUT // 1_000_000} MB; print less, or to a file"
            )
        self._waiting[name].write(text)


def _captured(number: int) -> io.FileIO:
    """Lead a file descriptor to a file without a name; that file, to read what arrives."""
    made, path = tempfile.mkstemp(prefix="workbook-")
    reader, appended = io.FileIO(path), os.open(path, os.O_WRONLY | os.O_APPEND)
    Path(path).unlink()
    os.dup2(appended, number)
    os.close(appended)
    os.close(made)
    return reader


class OutStream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of the notebook."""

    encoding, errors = "UTF-8", None

    def __init__(self, name: str, number: int, printed: _Printed, is_heard: Callable[[], bool]) -> None:
        self.name, self._number, self._printed, self._owner = name, number, printed, os.getpid()
        self._is_heard = is_heard

    def writable(self) -> bool:
        """Yes."""
        return True

    def isatty(self) -> bool:
        """No."""
        return False

    def fileno(self) -> int:
        """The descriptor that processes below write to."""
        return self._number

    def flush(self) -> None:
        """Hand on what waits."""
        if os.getpid() == self._owner:
            self._printed.flush(self.name)

    def write(self, text: str) -> int:
        """Take some text; how much of it."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if os.getpid() != self._owner:  # a process that the notebook forked off: through the file its parent reads
            os.write(self._number, text.encode("utf-8", "replace"))
        elif self._is_heard():
            self._printed.write(self.name, text)
        return len(text)


class ZMQInteractiveShell(zmqshell.ZMQInteractiveShell):
    """ipykernel's shell, with no event loop of a window to be run beside it."""

    def enable_gui(self, gui: Any = None) -> None:
        """Take note of the kind of window that is asked for: none is shown."""
        self.active_eventloop = gui


class _Kernel(IPythonKernel):
    """ipykernel's kernel without sockets or threads."""

    shell_class = Type(ZMQInteractiveShell)

    def __init__(self, session: Session) -> None:
        self.shell_channel_thread = SimpleNamespace(parent_thread=None)
        config = Config({"HistoryManager": {"hist_file": ":memory:"}})
        log = logging.getLogger("workbook.kernel")
        space = {"user_module": None, "user_ns": None}  # the shell then makes the module __main__ itself
        super().__init__(**space, session=session, iopub_socket=SimpleNamespace(), log=log, config=config)  # type: ignore[no-untyped-call]
        self.io_loop: Any = SimpleNamespace(call_later=lambda *_: None, stop=lambda: None)


class InProcessEngine(Engine):  # type: ignore[misc]
    """papermill's engine for a process that runs this notebook alone and then ends."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        on_cell: Callable[[int, Any], None] = lambda index, cell: None,
        **_: Any,
    ) -> None:
        """Run every cell in order until one fails; `on_cell` is told before each and, with its outputs, after it."""
        loop = asyncio.new_event_loop()  # not asyncio.run, which takes interruptions away from the cells
        asyncio.set_event_loop(loop)
        loop.run_until_complete(_Run(nb_man, kernel_name, on_cell).cells())


class _Run:
    """One notebook's run in this process."""

    def __init__(self, nb_man: NotebookExecutionManager, kernel_name: str, on_cell: Callable[[int, Any], None]) -> None:
        self.manager, self.on_cell, self.index = nb_man, on_cell, 0
        self.client = PapermillNotebookClient(nb_man, kernel_name=kernel_name, record_timing=False)
        self.client.reset_execution_trackers()
        self.session = _HandedOn(self._deliver)
        self.printed = _Printed(self._print)
        self.owner, self.request = os.getpid(), ""
        self.kernel: Any = None

    def _is_heard(self) -> bool:
        """Whether what is printed now is the running cell's; a task begun in another one is heard no more."""
        header = self.kernel.get_parent("shell").get("header", {}) if self.kernel else {}
        return bool(header.get("msg_id", self.request) == self.request)

    def _process(self, message: Message) -> None:
        self.client.process_message(message, self.manager.nb.cells[self.index], self.index)

    def _print(self, name: str, text: str) -> None:
        self._process(self.session.msg("stream", {"name": name, "text": text}))

    def _deliver(self, message: Message) -> None:
        self.printed.flush()
        if message["msg_type"] not in ("status", "execute_reply"):
            self._process(message)

    async def cells(self) -> None:
        """Run the cells."""
        kernel = self.kernel = _start(self.session, self.printed, self._is_heard)
        code = [n for n, cell in enumerate(self.manager.nb.cells) if cell.cell_type == "code" and cell.source.strip()]
        for index, cell in enumerate(self.manager.nb.cells):
            self.manager.cell_start(cell, index)
            if index in code:
                if kernel.shell.exit_now:
                    raise DeadKernelError("Kernel died")
                self.index = index
                self.on_cell(index, None)
                is_good = await self._cell(kernel, cell)
                self.on_cell(index, cell)
                if not is_good:
                    self.manager.cell_exception(cell, cell_index=index)
                    self.manager.cell_complete(cell, cell_index=index)
                    break
            self.manager.cell_complete(cell, cell_index=index)
        self.manager.nb.metadata["language_info"] = kernel.language_info
        self.client.set_widgets_metadata()

    async def _cell(self, kernel: Any, cell: Any) -> bool:
        """Run one cell; whether it succeeded."""
        cell.outputs = []
        self.client.clear_before_next_output = False
        self.printed.new_cell()
        request = kernel.session.msg("execute_request", {"code": cell.source})
        self.request = request["header"]["msg_id"]
        kernel.set_parent([], request)
        reply = await kernel.do_execute(cell.source, silent=False, store_history=True, allow_stdin=False)
        if os.getpid() != self.owner:
            os._exit(0)  # a fork that the cell left running must not run the rest of the notebook as well
        await asyncio.sleep(0)
        self.printed.flush()
        cell.execution_count = reply["execution_count"]
        try:
            await self.client._check_raise_for_error(cell, self.index, {"content": reply})
        except CellExecutionError:
            return False
        return True


def _start(session: Session, printed: _Printed, is_heard: Callable[[], bool]) -> Any:
    """The kernel, with the process's streams, path and environment as ipykernel has them."""
    sys.path[:] = [entry for entry in sys.path if entry]
    InteractiveShellApp.init_path(cast(Any, SimpleNamespace(ignore_cwd=False)))
    launcher = find_spec("ipykernel_launcher")
    sys.argv = [str(launcher and launcher.origin)]
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    kernel: Any = _Kernel(session)
    kernel.shell.exit_now = False
    sys.stdout, sys.stderr = OutStream("stdout", 1, printed, is_heard), OutStream("stderr", 2, printed, is_heard)
    return kernel
