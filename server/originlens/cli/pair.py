"""`originlens pair`: a one-time code for the extension, or a token for a script."""

from typing import Annotated

import typer

from originlens.web import pairing


def pair(
    token: Annotated[str | None, typer.Option(metavar="NAME", help="Print a token for a script, named NAME.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="Print the names of those that are paired.")] = False,
    revoke: Annotated[str | None, typer.Option(metavar="NAME", help="Take away every token named NAME.")] = None,
) -> None:
    """Print a one-time code to type into the extension; it is valid for ten minutes and for one pairing."""
    if sum((token is not None, list_, revoke is not None)) > 1:
        raise typer.BadParameter("give one of --token, --list and --revoke")
    if token is not None:
        if not token.strip():
            raise typer.BadParameter("the name is empty", param_hint="--token")
        print(pairing.new_token(token))
    elif list_:
        for name in pairing.names():
            print(name)
    elif revoke is not None:
        if not pairing.revoke(revoke):
            known = ", ".join(pairing.names()) or "nobody"
            raise typer.BadParameter(f"nobody paired is called {revoke!r}; paired: {known}", param_hint="--revoke")
        print(f"{revoke} can no longer use the daemon.")
    else:
        print(pairing.new_code())
        typer.echo(f"Type it into the extension within {pairing.CODE_SECONDS // 60} minutes; it works once.", err=True)
