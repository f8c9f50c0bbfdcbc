"""A copy of this checkout in a folder of its own, for tests that change files or build sites."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("mkdocs.yml", "pyproject.toml", "incidents", "catalogue", "schemas", "scripts")


class Checkout:
    """The copy. Commands in it run its own program, not the installed one."""

    def __init__(self, folder: Path, records: bool = True) -> None:
        self.folder = folder
        for part in PARTS:
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
            else:
                folder.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, folder / part)
        if not records:
            shutil.rmtree(folder / "incidents")
            (folder / "incidents").mkdir()

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(self.folder / "scripts"), "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}

    def run(self, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
        """Python with these arguments in the copy."""
        command = [sys.executable, *arguments]
        defaults = {"cwd": self.folder, "env": self.environment, "capture_output": True, "text": True, "timeout": 300}
        return subprocess.run(command, check=False, **{**defaults, **options})  # type: ignore[call-overload]

    def postmortems(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "postmortems", *arguments)
