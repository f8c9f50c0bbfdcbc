"""`python -m postmortems`."""

from .cli import main

raise SystemExit(main())
