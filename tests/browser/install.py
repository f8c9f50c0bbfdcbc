"""Makes sure that there is a Chromium for the browser tests: the system's, else Debian's package, else Playwright's.

Exits with 0 if there is one at the end. Without one it fails in CI and warns elsewhere; the tests then say themselves
that they were skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def executable() -> str | None:
    """The path of a Chromium on this machine."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or _of_playwright()


def main() -> int:
    if executable():
        return 0
    print("No Chromium found; installing one for the browser tests ...", flush=True)
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], env=quiet, check=False)
    if not executable():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if executable():
        return 0
    print("No Chromium could be installed. Install one (on Debian: apt-get install chromium) to run the browser tests.")
    return 1 if os.environ.get("CI") else 0


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


if __name__ == "__main__":
    raise SystemExit(main())
