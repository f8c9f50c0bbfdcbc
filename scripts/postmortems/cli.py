"""Words of a command line -> an exit status: 0 clean, 1 problems, 2 misuse, 3 a fault of our own."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Sequence
from types import ModuleType

from . import commands


def main(argv: Sequence[str] | None = None) -> int:
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser, verbs = _parser(arguments)
    options = parser.parse_args(arguments)
    if not options.verb:
        parser.print_help()
        return 0
    try:
        return verbs[options.verb].run(options)
    except commands.Misuse as misuse:
        print(f"postmortems {options.verb}: {misuse}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output has gone, `| head`
        sys.stderr.close()
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception:
        import traceback

        traceback.print_exc()
        print("This is a fault of the program, not of a record. Please report it with the lines above.", file=sys.stderr)
        return 3


def _parser(arguments: Sequence[str]) -> tuple[argparse.ArgumentParser, dict[str, ModuleType]]:
    parser = argparse.ArgumentParser(
        prog="postmortems",
        description="Check records of incidents and make a site of them.",
        epilog="Start with: postmortems validate",
    )
    subparsers = parser.add_subparsers(dest="verb", metavar="COMMAND", title="commands")
    verbs = {}
    for module in sorted(pkgutil.iter_modules(commands.__path__), key=lambda m: m.name):
        verb = importlib.import_module(f"{commands.__name__}.{module.name}")
        verbs[module.name] = verb
        first = verb.__doc__.partition("\n")[0]
        sub = subparsers.add_parser(
            module.name,
            help=first,
            description=verb.__doc__,
            epilog=verb.EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        verb.add_arguments(sub)
    return parser, verbs
