"""`originlens watermark`: is a text marked, by which scheme and key, and where? Needs no daemon."""

import typer

from originlens.cli.exits import EPILOG
from originlens.cli.watermark import keys, tokenizers
from originlens.cli.watermark.explain import explain
from originlens.cli.watermark.scan import scan

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Look for text watermarks: is a text marked, by which scheme and key, and where does the mark begin and end?",
)
app.command("scan", epilog=EPILOG)(scan)
app.command("explain", epilog=EPILOG)(explain)
app.add_typer(keys.app, name="keys", epilog=EPILOG)
app.add_typer(tokenizers.app, name="tokenizers", epilog=EPILOG)
