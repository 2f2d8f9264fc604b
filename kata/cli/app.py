"""All commands as one Typer application."""

import typer

from kata.cli import (
    capstone,
    check,
    doctor,
    hint,
    install,
    lab,
    listing,
    new,
    report,
    reset,
    services,
    shell,
    solution,
    start,
    task,
    verify,
)

app = typer.Typer(
    name="kata",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.callback(invoke_without_command=True)(start.start)
app.command("check")(check.check)
app.command("list")(listing.show)
app.command("task")(task.task)
app.command("hint")(hint.hint)
app.command("lab")(lab.lab)
app.command("solution")(solution.solution)
app.command("report")(report.report)
app.command("import")(report.bring)
app.command("reset")(reset.reset)
app.command("shell")(shell.shell)
app.command("doctor")(doctor.doctor)
app.command("install")(install.install)
app.command("services")(services.services)
app.command("verify")(verify.verify)
app.add_typer(new.app, name="new")
app.add_typer(capstone.app, name="capstone")
