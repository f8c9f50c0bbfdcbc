"""A list of work -> its results in order, by two processes where the platform can fork.

What the child answers comes from this same program, so unpickling it is safe.

No multiprocessing: its import and its pickling cost more than the work on a small collection.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from typing import Any

DONE = b"\x01"
SMALL = 60
"""Below so many items a second process costs more than it saves."""

RARELY = 50_000
"""New objects between two looks for circles among them. Records hold none; Python's 700 cost a fifth of a check."""


def map_chunks(work: Callable[[Sequence[Any]], list[Any]], items: Sequence[Any], jobs: int) -> list[Any]:
    """`work` of all items, called with about equal runs of them; results in the order of the items."""
    with _collecting_rarely():
        return _map(work, items, jobs)


def _map(work: Callable[[Sequence[Any]], list[Any]], items: Sequence[Any], jobs: int) -> list[Any]:
    if jobs < 2 or len(items) < SMALL or not hasattr(os, "fork"):
        return work(items)
    cut = len(items) // 2
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _answer(work, items[cut:], writer)
    os.close(writer)
    try:
        first = work(items[:cut])
        with os.fdopen(reader, "rb") as pipe:
            answer = pipe.read()
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        os.waitpid(child, 0)
    # A child that died leaves nothing, or a piece: then its share is done here, where a fault shows itself.
    second = pickle.loads(answer[1:]) if answer[:1] == DONE else work(items[cut:])  # noqa: S301  see above
    return first + second


def _answer(work: Callable[[Sequence[Any]], list[Any]], items: Sequence[Any], writer: int) -> None:
    """The child's whole life: work, answer, leave without the parent's clean-up."""
    try:
        answer = DONE + pickle.dumps(work(items), pickle.HIGHEST_PROTOCOL)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(answer)
    except BaseException:  # noqa: S110  the parent does this share again and meets the fault itself
        pass
    finally:
        os._exit(0)


@contextlib.contextmanager
def _collecting_rarely() -> Iterator[None]:
    """What is there already is not looked at again, which also keeps a child from copying the parent's memory."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(RARELY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
