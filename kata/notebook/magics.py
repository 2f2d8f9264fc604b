"""``%check``, ``%%answer``, ``%task``, ``%hint``, ``%solution`` and ``%progress``.

In a notebook they show HTML and Markdown, in a plain IPython the terminal's screen. What is
checked, recorded and kept is what ``kata check`` checks, records and keeps.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kata import course, report
from kata.course import LEVELS, Block, Exercise, told
from kata.judging import runner
from kata.learner import choice, files, progress
from kata.learner.attempts import Attempt
from kata.learner.progress import ProgressProblem
from kata.learner.reports import costs, tally
from kata.learner.reports import state as became
from kata.notebook import errors
from kata.notebook.checker import Checker
from kata.notebook.errors import Say
from kata.notebook.html import table, tag, text
from kata.notebook.show import Output, in_notebook, is_static, show
from kata.verdict import Verdict

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


_BEFORE_CODE = {tokenize.COMMENT, tokenize.NL}
_checker = Checker()
atexit.register(_checker.close)


class Screen(Output):
    """A verdict: the terminal's screen, on a card, its lines linked to the learner's file."""

    def __init__(self, verdict: Verdict, file: Path) -> None:
        self.verdict, self.file = verdict, file

    def html(self) -> str:
        """Return the screen; commands are the notebook's."""
        rows = ["".join(self._span(span) for span in row) for row in report.screen(self.verdict)]
        look = {"passed": "card-good", "failed": "card-bad", "broken": "card-bad"}
        return tag(
            "div",
            f"box card {look.get(self.verdict.state, '')}".strip(),
            tag("pre", "screen wraps", "\n".join(row.rstrip() for row in rows)),
        )

    def __str__(self) -> str:
        is_terminal = sys.stdout.isatty() and not in_notebook()
        draw = report.ansi if is_terminal else report.text
        return draw(report.screen(self.verdict)).rstrip("\n")

    def _span(self, span: report.Span) -> str:
        words = span.text
        if span.style == "strong" and words.startswith("kata "):
            words = "%" + words.removeprefix("kata ")
        found = re.fullmatch(rf"{re.escape(self.file.name)}:(\d+)", words)
        if found:
            return link(self.file, words, int(found[1]))
        return tag("span", span.style, text(words)) if span.style else text(words)


def link(file: Path, words: str, line: int = 0) -> str:
    """Return a link to a file, from the notebook's folder: Lab opens it beside the notebook."""
    # Lab counts lines from 0.
    address = Path(os.path.relpath(file)).as_posix() + (f"#line={line - 1}" if line else "")
    return tag("a", "link", text(words), href=address)


class Markdown(Output):
    """Markdown for a notebook, the terminal's words elsewhere."""

    def __init__(self, markdown: str, words: str = "") -> None:
        self.markdown, self.words = markdown, words or markdown

    def _repr_html_(self) -> None:  # type: ignore[override]
        return None

    def _repr_markdown_(self) -> str:
        return self.markdown

    def __str__(self) -> str:
        return self.words


class Task(Output):
    """What an exercise asks for, with the way to its file."""

    def __init__(self, exercise: Exercise, state: str) -> None:
        self.exercise, self.state = exercise, state

    def html(self) -> str:
        """Return the task, folded once it is solved."""
        exercise = self.exercise
        fold = {} if self.state == "solved" else {"open": "open"}
        facts = [LEVELS[exercise.level], *([self.state] if self.state else [])]
        return tag(
            "details",
            "box card",
            tag(
                "summary",
                "summary",
                tag("span", "strong", text(exercise.title)),
                " · ".join(["", *map(text, facts)]),
            ),
            *_paragraphs(exercise.blocks),
            tag(
                "p",
                "note",
                "You edit ",
                link(exercise.answer, f"{exercise.answer.parent.name}/{exercise.answer.name}"),
                ".",
            ),
            **fold,
        )

    def __str__(self) -> str:
        return f"{self.exercise.title}\n\n{self.exercise.task}\n\n{self.exercise.answer}"


def _paragraphs(blocks: list[Block]) -> Iterator[str]:
    """Yield a task's blocks as HTML."""
    for block in blocks:
        if block.code:
            yield tag("div", "para", tag("pre", "screen", text(block.text)))
        elif block.text:
            yield tag("p", "para", text(block.text))
        if block.items:
            yield tag("ul", "list", *(f"<li>{_item(*item)}</li>" for item in block.items))


def _item(name: str, sentence: str) -> str:
    return f"{tag('span', 'strong', text(name))}: {text(sentence)}" if name else text(sentence)


class Magics:
    """What each magic does; ``last`` is the exercise that was named last."""

    def __init__(self) -> None:
        self.last: Exercise | None = None

    def check(self, line: str) -> None:
        """Check the answer to an exercise: %check feed."""
        exercise = self._one(line)
        file = exercise.before if is_static() else exercise.answer
        show(Screen(check(exercise), file))

    def answer(self, line: str, cell: str) -> None:
        """Write this cell to an exercise's file and check it: %%answer feed.

        The task stays above it, and the file's former content is saved in .kata/kept/.
        """
        exercise = self._one(line)
        if is_static():
            raise Say("A lesson that is executed for the site writes to nobody's exercise.")
        kept = write(exercise, cell)
        if kept:
            print(kept)
        show(Screen(check(exercise), exercise.answer))

    def task(self, line: str) -> None:
        """Show what an exercise asks for: %task feed."""
        exercise = self._one(line)
        state = "" if is_static() else became(progress.load()[exercise.slug])
        show(Task(exercise, state))

    def hint(self, line: str) -> None:
        """Show the next hint: %hint feed."""
        from kata.cli import hint

        exercise = self._one(line)
        seen = progress.load()[exercise.slug].hints
        if not in_notebook():
            from kata.cli import screen

            hint.give(screen.console(), exercise)
            return
        many = len(exercise.hints)
        if not many:
            raise Say(f"{exercise.slug} has no hints. To see the reference: %solution --reveal")
        steps = [seen] if seen < many else range(many)
        if seen < many:
            progress.hint_given(exercise.slug)
        hints = [f"**Hint {step + 1} of {many}.** {exercise.hints[step]}" for step in steps]
        after = (
            f"One step more: `%hint {exercise.name}`"
            if seen + 1 < many
            else f"That was the last hint. The reference: `%solution --reveal {exercise.name}`"
        )
        show(Markdown("\n\n".join([*hints, after])))

    def solution(self, line: str) -> None:
        """Show the reference: %solution feed, or %solution --reveal feed before you pass."""
        words = line.split()
        reveal = "--reveal" in words
        exercise = self._one(" ".join(word for word in words if word != "--reveal"))
        record = progress.load()[exercise.slug]
        if record.state != "passed" and not (reveal or record.revealed):
            raise Say(
                f"You have not solved {exercise.slug} yet. To see it all the same: "
                f"%solution --reveal {exercise.name}"
            )
        if record.state != "passed" and not record.revealed:
            progress.revealed(exercise.slug)
        if in_notebook():
            show(Markdown(_solution(exercise)))
        else:
            from kata.cli import screen, solution

            solution.show(screen.console(), exercise)

    def progress(self, line: str) -> None:
        """Show the course, and how far you are: %progress."""
        from kata.cli import listing

        seen = progress.load()
        if in_notebook():
            show(Course(seen))
        else:
            from kata.cli import screen

            listing.table(screen.console(), seen)

    def _one(self, what: str) -> Exercise:
        if what.strip():
            self.last = choice.one(what.strip())
        if self.last is None:
            names = ", ".join(exercise.name for exercise in course.exercises())
            raise Say(f"Name the exercise, such as %check feed. There are: {names}.")
        if not is_static() and (says := files.lay(self.last)):
            print(says)
        return self.last


def check(exercise: Exercise) -> Verdict:
    """Check an exercise in a process of its own, record the verdict, and return it.

    While a lesson is executed for the site it is the starter that is checked, and nothing is
    recorded.
    """
    attempt = Attempt.of(exercise)
    answer = exercise.before if is_static() else exercise.answer
    verdict = _checker.check(runner.Job(exercise, answer))
    if not is_static():
        try:
            attempt.save(verdict)
        except ProgressProblem as problem:  # the verdict stands
            verdict.checks[-1].notes.append(str(problem))
    return verdict


def write(exercise: Exercise, cell: str) -> str:
    """Write a cell to the exercise's file; return what became of the former content.

    The task, which is the file's docstring, stays above it.

    Raises:
        ProgressProblem: the former content cannot be kept; then nothing is overwritten.
    """
    answer = exercise.answer
    content = (_task_above(exercise, cell) + cell.rstrip() + "\n").encode()
    if answer.exists():
        if answer.read_bytes() == content:
            return ""
        kept = ""
        starter = exercise.before.read_bytes() if exercise.before.is_file() else b""
        if answer.read_bytes() != starter:
            copy = progress.keep(answer, exercise.slug)
            kept = f"\nThe former content was saved as {os.path.relpath(copy, course.ROOT)}"
        else:
            kept = f"\nTo have the starter again: kata reset {exercise.name}"
    else:
        answer.parent.mkdir(parents=True, exist_ok=True)
        kept = ""
    temporary = answer.with_name(f".{answer.name}.new")
    temporary.write_bytes(content)
    temporary.replace(answer)
    return f"{os.path.relpath(answer, course.ROOT)} is this cell now, below the task.{kept}"


def _task_above(exercise: Exercise, cell: str) -> str:
    """Return the docstring to put above a cell, empty for one that brings its own."""
    if _docstring(cell):
        return ""
    for path in (exercise.answer, exercise.before):
        if path.is_file() and (task := _docstring(path.read_text("utf-8", errors="replace"))):
            return f"{task}\n\n\n"
    return ""


def _docstring(code: str) -> str:
    """Return the beginning of a module up to the end of its docstring; empty without one.

    Token by token: a cell that is not Python yet has a beginning all the same.
    """
    lines = code.lstrip("\ufeff").splitlines(keepends=True)
    with contextlib.suppress(tokenize.TokenError, SyntaxError):
        for token in tokenize.generate_tokens(iter([*lines, ""]).__next__):
            row, column = token.end
            if token.type == tokenize.STRING:
                return "".join([*lines[: row - 1], lines[row - 1][:column]])
            if token.type not in _BEFORE_CODE:
                break
    return ""


def register(shell: InteractiveShell) -> None:
    """Add the magics to a shell, and have its errors shown so that they help."""
    magics = Magics()
    for name in ("check", "task", "hint", "solution", "progress"):
        shell.register_magic_function(getattr(magics, name), "line", name)
    shell.register_magic_function(magics.answer, "cell", "answer")
    errors.register(shell)


def _solution(exercise: Exercise) -> str:
    parts = [
        f"### {exercise.title}: the reference",
        f"```python\n{exercise.own(exercise.after).read_text(encoding='utf-8').strip()}\n```",
        exercise.own(exercise.why)
        .read_text(encoding="utf-8")
        .replace("\n## ", "\n#### ")
        .lstrip("#")
        .strip(),
        "#### Other good answers",
        "\n".join(f"- `{path.name}`: {told(path).partition(chr(10))[0]}" for path in exercise.also),
        "#### Wrong answers, and the check that each fails",
        "\n".join(
            f"- `{path.name}`: {' '.join(told(path).split())} It fails: {exercise.caught_by(path)}"
            for path in exercise.wrong
        ),
    ]
    return "\n\n".join(parts)


class Course(Output):
    """The exercises, and how far the learner is."""

    def __init__(self, seen: progress.Progress) -> None:
        self.seen = seen

    def html(self) -> str:
        """Return one table for all chapters."""
        rows: list[list[str]] = []
        marked = set[int]()
        for chapter in course.parts():
            marked.add(len(rows))
            title = tag("span", "strong", text(f"{chapter.number}. {chapter.title}"))
            rows.append([title, "", text(tally(chapter.exercises, self.seen)), "", ""])
            for exercise in chapter.exercises:
                record = self.seen[exercise.slug]
                state = tag("span", "good" if record.state == "passed" else "", became(record))
                name = link(exercise.answer, exercise.name)
                attempts = str(record.attempts or "")
                rows.append(
                    [name, LEVELS[exercise.level], state, attempts, text(costs(record.best))]
                )
        head = ["exercise", "level", "state", "attempts", "at its best"]
        solved = f"{tally(course.exercises(), self.seen)} solved"
        return tag("div", "box", tag("p", "title", solved), table(head, rows, {3}, marked))

    def __str__(self) -> str:
        return f"{sum(r.state == 'passed' for r in self.seen.values())} solved"
