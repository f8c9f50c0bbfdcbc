"""One verb a file: docstring (its help), EXAMPLES, add_arguments(parser), run(options) -> exit status.

A verb imports what it needs inside `run`, so that starting the program stays cheap.
"""


class Misuse(Exception):
    """The program was called in a way it cannot serve; the message says how to call it."""
