"""The command `vanort`; `python -m bot` is the same."""

from __future__ import annotations

import gc
import keyword
import sys
from importlib import import_module

import click

COMMANDS = {
    "ask": "Answer one question, or a batch.",
    "chat": "Talk to the bot in the terminal.",
    "status": "Show the status card of a topic.",
    "aid": "Judge a case of aid abroad from facts.",
    "check": "Check the knowledge folder.",
    "diff": "Show which questions the edited files answer otherwise.",
    "show": "Show an entry with its sources and its history.",
    "review": "List what is due for review, or stamp it as done.",
    "new": "Write a new entry from a few answers.",
    "import": "Draft entries from a municipal paper: PDF, Word or text.",
    "gaps": "List what people asked and got no good answer to.",
    "adopt": "Add the wording of a gap to an entry.",
    "draft": "Make a draft entry of an enquiry that was answered.",
    "digest": "Tell the coordinator, or the managers, what happened this week.",
    "report": "Write the figures as one page with plots.",
    "init": "Start the knowledge folder of another municipality.",
    "eval": "Measure answers against a file of questions.",
    "schema": "Print the JSON Schema of the knowledge files.",
    "teams": "Make the app package for Teams.",
    "serve": "Serve the channels that the settings turn on.",
    "db": "Look after the database: upgrade its tables, change its key.",
    "privacy": "Purge what is past its time; export or forget a person; list what was removed.",
}

SHORT = ("ask", "status", "aid", "show")
"""Commands whose process lives for one answer."""

FAILED = 3
"""The exit code of a fault of the program."""


class _Lazy(click.Group):
    """A group that imports a command's module only when it is called, and tells of a place that cannot be used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command: click.Command = import_module(f"bot.commands.{module}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except OSError as error:
            from bot.commands.options import FOLDER, LANGUAGE
            from bot.commands.unusable import unusable

            told = unusable(error, ctx.meta.get(LANGUAGE), ctx.meta.get(FOLDER))
            if told is None:
                raise
            raise click.UsageError(told) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="vanort")
def main() -> None:
    """Answers about partner towns, Ukraine and the legal limits on aid abroad, from curated files."""


def run() -> None:
    """Run the command line; an unexpected failure is reported with a reference, never as an answer."""
    if sys.argv[1:2] and sys.argv[1] in SHORT:
        gc.disable()  # a process that answers once ends before collecting pays
    try:
        main(standalone_mode=False)
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:
        sys.exit(_failed(error))


def _failed(error: Exception) -> int:
    """Tell of a fault of the program; what it met is told to who runs the command, and never as an answer."""
    import traceback
    import uuid

    reference = uuid.uuid4().hex[:8]
    click.echo("".join(traceback.format_exception(error)), err=True)
    click.echo(
        f"The program failed (reference {reference}). This is a fault of it: report what stands above.", err=True
    )
    return FAILED


if __name__ == "__main__":
    run()
