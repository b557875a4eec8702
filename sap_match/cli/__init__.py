"""The command line: ``sap-match``."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit: 0 done, 1 the data could not be used, 2 wrong usage."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    import typer

    from sap_match.cli.app import app
    from sap_match.cli.output import complain
    from sap_match.errors import SapMatchError, UnknownIdError

    try:
        code = typer.main.get_command(app).main(
            args=arguments, prog_name="sap-match", standalone_mode=False
        )
    except UnknownIdError as error:
        complain(f"sap-match: {error}")
        return 2
    except SapMatchError as error:
        complain(f"sap-match: {error}")
        return 1
    except typer.Abort:
        return 130
    except typer.TyperException as error:  # wrong usage: said on standard error with a hint
        error.show()  # type: ignore[attr-defined]  # every usage error of typer can show itself
        return int(getattr(error, "exit_code", 2))
    return int(code or 0)
