"""Arguments that several commands take."""

from typing import Annotated

import typer

What = Annotated[str | None, typer.Argument(help="A slug, a part of one, a chapter or a path.")]
One = Annotated[str, typer.Argument(help="A slug, a part of one or a path.")]
