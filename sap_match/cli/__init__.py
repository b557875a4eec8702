"""The command line: ``sap-match``."""

from __future__ import annotations

import sys
from typing import Any


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit: 0 done, 1 the data could not be used, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that lacks a letter shows a "?"
            stream.reconfigure(errors="replace")
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code.

    Examples
    --------
    >>> run(["density", "no-such-folder"])
    1
    """
    import typer

    from sap_match.cli.app import app
    from sap_match.cli.output import complain, with_near_choice, wrapped
    from sap_match.errors import SapMatchError, UnknownIdError

    usage: Any = typer.BadParameter.__mro__[1]  # of the click that typer uses, whichever that is
    try:
        command = typer.main.get_command(app)
        code = command.main(args=arguments, prog_name="sap-match", standalone_mode=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except usage as error:
        error.message = with_near_choice(error.message)
        told = wrapped(f"Error: {error.format_message()}", rest="  ", whole=True)
        error.format_message = lambda: told.removeprefix("Error: ")
        error.show()
        return int(error.exit_code)
    except typer.Abort:
        complain("sap-match: stopped")
        return 1
    except UnknownIdError as error:
        complain(f"sap-match: {error}")
        return 2
    except (SapMatchError, OSError) as error:
        complain(f"sap-match: {error}")
        return 1
    return code if isinstance(code, int) else 0
