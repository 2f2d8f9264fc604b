"""The one long wait: PostgreSQL starts, and the large world is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from kata.databases import backend


def everything() -> None:
    """Start the server and make the large world if it is missing, with a progress bar.

    Raises:
        ServiceProblem: that is impossible.
    """
    with Bar() as bar:
        backend.prepare(("large",), bar.show)


@contextmanager
def large(write: bool) -> Iterator[str]:
    """Yield the URL of the large world, with a progress bar where it has to be made.

    Args:
        write: yield that of a copy to write to, which is dropped afterwards.

    Raises:
        ServiceProblem: that is impossible.
    """
    from kata.databases import clones

    with ExitStack() as stack:
        with Bar() as bar:
            url = (
                stack.enter_context(clones.copy_of_large(bar.show))
                if write
                else clones.large_url(bar.show)
            )
        yield url


class Bar:
    """A progress bar that appears when there is progress; where it is piped, a line a step.

    Args:
        ticks: whether its clock goes on by itself. A process that is about to fork must not run the
            thread for that.
    """

    def __init__(self, *, ticks: bool = False) -> None:
        self._out = Console(stderr=True, highlight=False)
        self._bar = Progress(
            TextColumn("{task.description:<44}"),
            BarColumn(bar_width=20),
            TextColumn("{task.percentage:>3.0f}%"),
            TimeElapsedColumn(),
            console=self._out,
            auto_refresh=ticks,
            transient=True,
        )
        self._task = self._bar.add_task("", total=1.0)
        self._sentence = ""

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._out.is_terminal:
            self._bar.stop()

    def show(self, sentence: str, share: float) -> None:
        """Show what is being done, and how much of it all is."""
        if self._out.is_terminal:
            self._bar.start()
            self._bar.update(self._task, description=sentence, completed=share, refresh=True)
        elif sentence != self._sentence:
            self._out.print(f"{sentence} ...")
        self._sentence = sentence
