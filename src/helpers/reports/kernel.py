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
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from jupyter_client.session import Session
from nbclient.exceptions import CellExecutionError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager
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
    """What is printed, in order: by Python to `sys.stdout` and `sys.stderr`, by all else to descriptors 1 and 2."""

    def __init__(self, deliver: Callable[[str, str], None]) -> None:
        self._deliver, self._waiting, self._size = deliver, ("", io.StringIO()), 0
        self._files = {name: _captured(number) for name, number in (("stdout", 1), ("stderr", 2))}

    def write(self, name: str, text: str) -> None:
        """Take a piece of text from Python."""
        self._take_from_files()
        self._take(name, text)

    def flush(self) -> None:
        """Hand on all that was printed so far."""
        self._take_from_files()
        self._hand_on()

    def new_cell(self) -> None:
        """Count what is printed from here on as another cell's."""
        self._size = 0

    def _take_from_files(self) -> None:
        for name, file in self._files.items():
            while data := file.read(1 << 20):
                self._take(name, data.decode("utf-8", "replace"))

    def _take(self, name: str, text: str) -> None:
        self._size += len(text)
        if self._size > MOST_OUTPUT:
            self._size = 0
            raise OutputLimitError(
                f"the cell printed more than {MOST_OUTPUT // 1_000_000} MB; print less, or to a file"
            )
        if self._waiting[0] != name:
            self._hand_on()
            self._waiting = (name, io.StringIO())
        self._waiting[1].write(text)

    def _hand_on(self) -> None:
        name, text = self._waiting[0], self._waiting[1].getvalue()
        self._waiting = ("", io.StringIO())
        if text:
            self._deliver(name, text)


def _captured(number: int) -> io.FileIO:
    """Lead a file descriptor to a file without a name; that file, to read what arrives."""
    made, path = tempfile.mkstemp(prefix="workbook-")
    reader, appended = io.FileIO(path), os.open(path, os.O_WRONLY | os.O_APPEND)
    Path(path).unlink()
    os.dup2(appended, number)
    os.close(appended)
    os.close(made)
    return reader


class _Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of the notebook."""

    encoding, errors = "utf-8", "strict"

    def __init__(self, name: str, number: int, printed: _Printed) -> None:
        self.name, self._number, self._printed, self._owner = name, number, printed, os.getpid()

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return self._number

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if os.getpid() == self._owner:
            self._printed.write(self.name, text)
        else:  # a process that the notebook forked off: through the file that its parent reads
            os.write(self._number, text.encode("utf-8", "replace"))
        return len(text)


class _Kernel(IPythonKernel):
    """ipykernel's kernel without sockets or threads."""

    def __init__(self, session: Session) -> None:
        self.shell_channel_thread = SimpleNamespace(parent_thread=None)
        config = Config({"HistoryManager": {"hist_file": ":memory:"}})
        log = logging.getLogger("workbook.kernel")
        super().__init__(session=session, iopub_socket=SimpleNamespace(), log=log, config=config)  # type: ignore[no-untyped-call]
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
        asyncio.run(_Run(nb_man, kernel_name, on_cell).cells())


class _Run:
    """One notebook's run in this process."""

    def __init__(self, nb_man: NotebookExecutionManager, kernel_name: str, on_cell: Callable[[int, Any], None]) -> None:
        self.manager, self.on_cell, self.index = nb_man, on_cell, 0
        self.client = PapermillNotebookClient(nb_man, kernel_name=kernel_name, record_timing=False)
        self.client.reset_execution_trackers()
        self.session = _HandedOn(self._deliver)
        self.printed = _Printed(self._print)
        self.owner = os.getpid()

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
        kernel: Any = _start(self.session, self.printed)
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
        if kernel.shell.exit_now:
            raise DeadKernelError("Kernel died")
        self.manager.nb.metadata["language_info"] = kernel.language_info
        self.client.set_widgets_metadata()

    async def _cell(self, kernel: Any, cell: Any) -> bool:
        """Run one cell; whether it succeeded."""
        cell.outputs = []
        self.client.clear_before_next_output = False
        self.printed.new_cell()
        kernel.set_parent([], kernel.session.msg("execute_request", {"code": cell.source}))
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


def _start(session: Session, printed: _Printed) -> Any:
    """The kernel, with the process's streams, path and environment as ipykernel has them."""
    if "" not in sys.path:
        sys.path.insert(0, "")
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    kernel: Any = _Kernel(session)
    kernel.shell.exit_now = False
    sys.stdout, sys.stderr = _Stream("stdout", 1, printed), _Stream("stderr", 2, printed)
    return kernel
