"""`postmortems build`, from a checkout in which only the dependencies are installed."""

import sys

from postmortems.cli import main

raise SystemExit(main(["build", *sys.argv[1:]]))
