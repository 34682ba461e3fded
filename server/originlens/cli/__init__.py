"""The command line: one file a command. What a command needs is imported when it runs, so `--help` is quick."""

from typing import Annotated

import typer

from originlens import __version__
from originlens.cli import calibrate, detectors, evaluate, extension, pair, plugin, rules, scan, serve, watermark
from originlens.cli.exits import EPILOG, Commands

app = typer.Typer(
    name="originlens",
    cls=Commands,
    epilog=EPILOG,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,  # its tracebacks show local variables, and with them the texts
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"originlens {__version__}")
        raise typer.Exit


@app.callback()
def originlens(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Where does a text come from? A local watermark and origin scanner: no text leaves this machine."""


app.command("serve", epilog=EPILOG)(serve.serve)
app.command("scan", epilog=EPILOG)(scan.scan)
app.command("detectors", epilog=EPILOG)(detectors.detectors)
app.command("evaluate", epilog=EPILOG)(evaluate.evaluate)
app.command("calibrate", epilog=EPILOG)(calibrate.calibrate)
app.command("pair", epilog=EPILOG)(pair.pair)
app.command("extension", epilog=EPILOG)(extension.extension)
app.add_typer(plugin.app, name="plugin", epilog=EPILOG)
app.add_typer(rules.app, name="rules", epilog=EPILOG)
app.add_typer(watermark.app, name="watermark", epilog=EPILOG)
