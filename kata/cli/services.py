"""``kata services``: the servers that exercises run against."""

from __future__ import annotations

from contextlib import suppress
from enum import StrEnum
from typing import Annotated

import typer

from kata.databases import backend
from kata.services import SERVICES, ServiceMissing


class Action(StrEnum):
    """What to do with them."""

    up = "up"
    down = "down"
    status = "status"


def services(action: Annotated[Action, typer.Argument()] = Action.status) -> None:
    """Start or stop the course's servers, or say how they are."""
    backend.sweep()
    for service in SERVICES.values():
        if action is Action.up:
            with suppress(ServiceMissing):  # its status says what installs it
                service.up()
        elif action is Action.down:
            service.down()
        status = service.status()
        typer.echo(f"{status.name:<12}{status.state:<10}{status.version:<8}{status.where}")
        if status.remedy:
            typer.echo(f"{'':<12}{status.remedy}")
