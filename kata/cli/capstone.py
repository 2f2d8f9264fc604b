"""``kata capstone``: a whole slow site, which you make faster."""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kata.capstone import subject
from kata.course import ROOT, CourseProblem
from kata.databases import backend
from kata.report import wrapped
from kata.tidy import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from kata.capstone.profile import Profile
    from kata.capstone.run import Verdict

app = typer.Typer(
    help="Make a whole site faster: start, check, profile, report.",
    rich_markup_mode=None,
)
SHOWN_KINDS, SHOWN_STATEMENTS = 10, 8
SQL = 300  # characters

Answers = Annotated[
    str,
    typer.Option(
        metavar="slowbook|bronze|silver|gold",
        help="What to judge: your project, or a reference.",
    ),
]
Json = Annotated[Path | None, typer.Option("--json", help="Write the verdict as JSON.")]
What = Annotated[
    str, typer.Argument(metavar="[slowbook|original]", help="Your project if you leave it out.")
]
Opened = Annotated[bool, typer.Option("--open", help="Open it in a browser.")]


@app.callback(invoke_without_command=True)
def capstone(context: typer.Context) -> None:
    """Make a whole site faster. Without a command: check it."""
    if context.invoked_subcommand is None:
        raise typer.Exit(_check("slowbook", None))


@app.command("start")
def start() -> None:
    """Copy the site to slowbook/, where you make it faster."""
    shown = _shown(subject.TREE)
    if subject.start(subject.slowbook(), subject.TREE):
        print(f"{shown}/ is the site. Read {shown}/README.md first.")
    else:
        print(f"{shown}/ is there already, and nothing was changed in it.")
    _next("kata capstone profile", "where its time goes")


@app.command("check")
def check(answers: Answers = "slowbook", json_file: Json = None) -> int:
    """Judge slowbook/ against the original. This takes two to three minutes.

    If you interrupt it, the next call goes on with the steps that are not finished.
    """
    return _check(answers, json_file)


@app.command("profile")
def profile(what: What = "") -> int:
    """Rank the pages and the statements of a site by the time that they take in total."""
    from kata.capstone import profile as profiles
    from kata.cli import screen
    from kata.cli.prepare import Bar

    if what not in {"", "slowbook", "original"}:
        raise CourseProblem("`kata capstone profile` takes slowbook or original.")
    judged = subject.slowbook()
    is_original = what == "original" or (not what and not subject.TREE.is_dir())
    tree = judged.original if is_original else _tree()
    backend.sweep()
    with _own_words(), Bar(ticks=True) as bar:
        found = profiles.profile(judged, tree, bar.show)
    _show_profile(screen.console(), found, "the original" if is_original else "slowbook/")
    return 0


@app.command("report")
def report(opened: Opened = False) -> None:
    """Name the report on the last check, which is one HTML file."""
    from kata.capstone import steps

    file = steps.folder() / "report.html"
    if not file.is_file():
        raise CourseProblem("There is no report yet: `kata capstone check` writes it.")
    print(file)
    if opened:
        typer.launch(str(file))


def _check(answers: str, json_file: Path | None) -> int:
    from kata import owner
    from kata.capstone import run, steps
    from kata.cli import screen
    from kata.cli.prepare import Bar

    if json_file and (not json_file.absolute().parent.is_dir() or json_file.is_dir()):
        raise CourseProblem(f"{json_file} cannot be written: name a file in a folder that exists.")
    backend.sweep()
    judged, is_own = subject.slowbook(), answers == "slowbook"
    with owner.temporary_folder() as folder, _own_words():
        if not is_own:
            subject.reference(answers, folder)
        tree = _tree() if is_own else folder
        try:
            with Bar(ticks=True) as bar:
                verdict = run.judge(judged, tree, bar.show)
        except KeyboardInterrupt:
            print("Interrupted. `kata capstone check` goes on where this ended.")
            raise
    written = verdict.written()
    if is_own:
        steps.add(written)
        _write_report(verdict)
    if json_file:
        json_file.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    out = screen.console()
    _show(out, verdict)
    if is_own:
        command = "kata capstone report" if verdict.holds else "kata capstone check"
        _next(command, "one page to show to others" if verdict.holds else "after a change")
    return 0 if verdict.tier else 1


def _write_report(verdict: Verdict) -> None:
    from kata.capstone import report as reports
    from kata.capstone import steps
    from kata.capstone.run import Verdict

    earlier = []
    for each in steps.runs():
        with suppress(KeyError, TypeError, IndexError):  # of another version of the course
            earlier.append(Verdict.read(each))
    page = reports.page(verdict, earlier)
    (steps.folder() / "report.html").write_text(page, encoding="utf-8")


def _show(out: Console, verdict: Verdict) -> None:
    """Print what became of the gates, how much faster the site is, and what the next tier takes."""
    from kata.capstone import report as reports
    from kata.capstone.score import busy, next_tier, ratios
    from kata.cli import screen

    failed = [gate for gate in verdict.gates if not gate.passed]
    tier = f"{len(failed)} failed" if failed else verdict.tier or "no tier yet"
    style = "bold red" if failed else "bold green" if verdict.tier else "bold"
    screen.headline(out, "Slowbook", tier, style)
    out.print()
    for gate in verdict.gates:
        out.print("  ok    " if gate.passed else "  FAIL  ", end="")
        out.print(gate.title, style="" if gate.passed else "bold red")
        if not gate.passed:
            for line in (gate.says, *gate.details):
                _indented(out, clean(line, 400))
    found = verdict.score
    if not found:
        out.print()
        screen.paragraph(out, "Speed was not measured: it counts when every gate has passed.")
        return
    before, after = reports.sides(verdict)
    rows = [
        ("requests a second", *(reports.number(_middle(s, "per_second")) for s in (before, after))),
        ("p95", *(reports.milliseconds(_middle(side, "p95")) for side in (before, after))),
    ]
    out.print()
    out.print(f"  {'':<20}{'original':>12}{'yours':>12}", style="dim")
    for (name, was, now), ratio in zip(rows, (found.ratio, found.p95), strict=True):
        out.print(f"  {name:<20}{was:>12}{now:>12}{reports.times(ratio):>10}")
    pairs = ", ".join(map(reports.times, ratios(verdict.pairs)))
    screen.paragraph(out, f"The pairs of rounds: {pairs}. {busy(verdict.pairs)}".rstrip(), "dim")
    if not failed and (words := next_tier(found)):
        out.print()
        screen.paragraph(out, words)


def _indented(out: Console, text: str, style: str = "") -> None:
    for line in wrapped(text, out.width, " " * 8, " " * 8):
        out.print(line, style=style)


def _middle(rounds: Sequence[object], name: str) -> float:
    from statistics import median

    return median(float(getattr(each, name)) for each in rounds)


def _show_profile(out: Console, found: Profile, name: str) -> None:
    from kata.capstone import profile as profiles
    from kata.capstone import report as reports
    from kata.cli import screen

    round_ = found.round
    rate = f"{reports.number(round_.per_second)} requests a second"
    screen.headline(out, f"Where the time of {name} goes", rate)
    out.print()
    whole = sum(kind.total for kind in round_.kinds) or 1.0
    out.print(f"  {'share':>6}{'requests':>10}{'average':>12}{'p95':>12}  page", style="dim")
    for kind in round_.kinds[:SHOWN_KINDS]:
        average, p95 = reports.milliseconds(kind.average), reports.milliseconds(kind.p95)
        share = f"{kind.total / whole:.0%}"
        out.print(f"  {share:>6}{kind.count:>10,}{average:>12}{p95:>12}  {kind.name}")
    whole = sum(each.total for each in found.statements) or 1.0
    out.print()
    out.print(f"  {'share':>6}{'calls':>10}{'average':>12}{'rows':>12}  statement", style="dim")
    for each in found.statements[:SHOWN_STATEMENTS]:
        average = reports.milliseconds(each.total / each.calls)
        rows, share = f"{each.rows / each.calls:,.1f}", f"{each.total / whole:.0%}"
        where = " on the replica" if each.where == "replica" else ""
        out.print(f"  {share:>6}{each.calls:>10,}{average:>12}{rows:>12}{where}")
        _indented(out, clean(profiles.shortened(each.sql), SQL), "cyan")
    calls = sum(each.calls for each in found.statements)
    if round_.count:
        out.print()
        screen.paragraph(
            out, f"About {calls / round_.count:,.0f} statements for each request on average."
        )


def _tree() -> Path:
    if not subject.TREE.is_dir():
        raise CourseProblem(
            f"There is no {_shown(subject.TREE)}/ yet: `kata capstone start` makes it."
        )
    return subject.TREE


@contextmanager
def _own_words() -> Iterator[None]:
    """Show the end of a site's own log where it does not run."""
    from kata.capstone.stack import SiteProblem

    try:
        yield
    except SiteProblem as problem:
        lines = [f"    {clean(line)}" for line in problem.log]
        raise SiteProblem("\n".join([str(problem), *lines]), problem.log) from None


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _next(command: str, why: str) -> None:
    from kata.cli import screen

    screen.next_step(screen.console(), command, why)
