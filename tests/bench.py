"""Speed, memory and weight of the commands, beside what they are held against. Prints tables; asserts nothing.

    make bench
    .venv/bin/python tests/bench.py --records 5000 --only validate --only build

Whole processes on a copy of this checkout with synthetic records (`synthetic.py`). Commands that are compared run in turn,
A B A B, and the median of each is shown: on a noisy machine only the ratios mean something. CPU time and memory
are those of the process and of all its children, the memory that of the largest one.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from checkout import Checkout

HERE = Path(__file__).resolve().parent
SETTLED = 2.2  # seconds; the cache keeps nothing that was touched more recently
MOST_FOR_MATERIAL = 300

# Reads every file and has libyaml parse it, without making anything of it.
FLOOR = """
import sys
from pathlib import Path
from types import MappingProxyType
from yaml.cyaml import CParser
for file in Path(sys.argv[1]).rglob("*.yaml"):
    CParser(file.read_text(encoding="utf-8")).raw_parse()
"""


class Usage(NamedTuple):
    wall: float  # seconds
    cpu: float  # seconds, user and system, children included
    memory: float  # MB, of the largest process


class Command(NamedTuple):
    """What is measured. `prepare` runs before each run and is not measured."""

    name: str
    arguments: list[str]
    prepare: Callable[[], object] = lambda: None
    environment: Mapping[str, str] = MappingProxyType({})


def measure(command: Command, folder: Path, environment: dict[str, str]) -> Usage:
    """One run of a whole process. This process must stay small: a child's memory counts from the fork on."""
    command.prepare()
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.arguments, cwd=folder, env={**environment, **command.environment}, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            sys.exit(f"{command.name}: exit status {process.returncode}\n{output.read()[-2000:].decode(errors='replace')}")
    return Usage(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10)))


class Bench:
    """A copy of the checkout with synthetic records, and the table."""

    def __init__(self, folder: Path, records: int, scale: float, runs: int) -> None:
        self.records, self.scale, self.runs = records, scale, runs
        self.checkout = Checkout(folder / "checkout", records=False)
        self.folder = self.checkout.folder
        self.scratch = folder
        self.environment = {
            key: value for key, value in self.checkout.environment.items() if key not in ("CI", "PYTHONDONTWRITEBYTECODE")
        }
        arguments = [self.folder, "--records", records, "--scale", scale]
        subprocess.run([sys.executable, HERE / "synthetic.py", *map(str, arguments)], check=True)
        self.files = sorted(self.folder.glob("incidents/*/*.yaml"))
        self.edits = 0
        self.measured: dict[str, Usage] = {}

    def postmortems(self, name: str, *arguments: str, **options: object) -> Command:
        return Command(name, [sys.executable, "-m", "postmortems", *arguments], **options)  # type: ignore[arg-type]

    def compare(self, *commands: Command, runs: int = 0) -> list[Usage]:
        """The medians of each command, run in turn."""
        found: list[list[Usage]] = [[] for _ in commands]
        for _ in range(runs or self.runs):
            for usages, command in zip(found, commands, strict=True):
                usages.append(measure(command, self.folder, self.environment))
        return [Usage(*(statistics.median(values) for values in zip(*usages, strict=True))) for usages in found]

    def row(self, name: str, usage: Usage, ratio: str = "", target: str = "") -> None:
        figures = f"{usage.wall:8.2f} {usage.cpu:8.2f} {usage.memory:7.0f}"
        print(f"{name:<48} {figures}  {ratio:<34} {target}".rstrip(), flush=True)

    def forget(self) -> None:
        """As after a fresh clone."""
        shutil.rmtree(self.folder / ".cache", ignore_errors=True)
        for path in self.folder.glob("site*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def settle(self, *verb: str) -> None:
        """Every record in the cache, and the site as it should be."""
        time.sleep(SETTLED)
        measure(self.postmortems("settle", *verb), self.folder, self.environment)

    def edit(self) -> None:
        """One record with other words in it."""
        self.edits += 1
        file = self.files[(self.edits * 37) % len(self.files)]
        text = file.read_text(encoding="utf-8")
        changed = re.sub(r"^    event: >-\n      ", rf"\g<0>Edit {self.edits}. ", text, count=1, flags=re.MULTILINE)
        file.write_text(changed if changed != text else f"{text}# edit {self.edits}\n", encoding="utf-8")

    # What is measured, in the order of the table

    def validate(self) -> None:
        """Every record anew, without the cache, beside libyaml alone."""
        floor = Command("floor", [sys.executable, "-c", FLOOR, "incidents"])
        ours, least = self.compare(self.postmortems("validate", "validate", environment={"CI": "1"}), floor)
        self.row("floor: files read and parsed by libyaml", least)
        ratio = f"{ours.wall / least.wall:.2f} x floor (CPU {ours.cpu / least.cpu:.2f} x)"
        self.row("validate, cold", ours, ratio, "<= 4 x floor")

    def change(self) -> None:
        """One record has changed since the last time."""

        def prepare() -> None:
            self.settle("validate")
            self.edit()

        first = self.postmortems("validate", "validate", prepare=prepare)
        again = self.postmortems("validate", "validate", prepare=lambda: self.settle("validate"))
        one, none = self.compare(first, again)
        self.row("validate, one record changed", one, "", "<= 0.3 s")
        self.row("validate, nothing changed", none)

    def path(self) -> None:
        """One record by its path, the others in the cache."""
        self.settle("validate")
        path = self.files[0].relative_to(self.folder).as_posix()
        (one,) = self.compare(self.postmortems("validate", "validate", path))
        self.row("validate PATH, nothing changed", one)

    def build(self) -> None:
        """The whole site anew, beside generators that are given plain Markdown of the same texts."""
        ours = self.postmortems("build", "build", prepare=self.forget)
        markdown = self.scratch / "markdown"
        subprocess.run([sys.executable, HERE / "markdown_pages.py", self.folder / "incidents", markdown], check=True)
        hugo = _hugo(self.scratch, markdown) if shutil.which("hugo") else None
        usages = self.compare(*filter(None, (ours, hugo)))
        if hugo:
            self.row("Hugo, the same texts", usages[1])
        beside = (
            f"{usages[0].wall / usages[1].wall:.2f} x Hugo (CPU {usages[0].cpu / usages[1].cpu:.2f} x)"
            if hugo
            else "no Hugo here"
        )
        self.row("build, cold", usages[0], beside, "<= 1.5 x Hugo")
        self._material(markdown, usages[0].wall)

    def _material(self, markdown: Path, ours: float) -> None:
        """The time of one page more, from a large and a small site, so that the start counts once."""
        large, small = min(self.records, MOST_FOR_MATERIAL), max(min(self.records, MOST_FOR_MATERIAL) // 10, 1)
        commands = [_material(self.scratch / f"material-{pages}", markdown, pages) for pages in (large, small)]
        many, few = self.compare(*commands, runs=min(self.runs, 3))
        self.row(f"MkDocs Material without search, {large} pages", many)
        whole = many.wall + (many.wall - few.wall) / max(large - small, 1) * (self.records - large)
        print(
            f"{f'  the same, {self.records} pages (reckoned)':<48} {whole:8.2f} {'':16}  {whole / ours:.2f} x build{'':<21} >= 4 x"
        )

    def rebuild(self) -> None:
        """The site over an existing one."""
        self.forget()

        def prepare() -> None:
            self.settle("build")
            self.edit()

        first = self.postmortems("build", "build", prepare=prepare)
        again = self.postmortems("build", "build", prepare=lambda: self.settle("build"))
        measure(self.postmortems("build", "build"), self.folder, self.environment)
        one, none = self.compare(first, again)
        self.row("build, one record changed", one, "", "<= 1 s")
        self.row("build, nothing changed", none)

    def memory(self) -> None:
        """The largest process of a run."""
        commands = (
            self.postmortems("validate", "validate", environment={"CI": "1"}),
            self.postmortems("build", "build", prepare=self.forget),
        )
        for name, usage in zip(("validate", "build"), self.compare(*commands, runs=1), strict=True):
            self.row(f"peak memory of {name}", usage, f"{usage.memory:.0f} MB", "<= 200 MB")

    def start(self) -> None:
        """The program's own start, beside Python's; and one record alone in the collection."""
        bare = Command("python", [sys.executable, "-c", "pass"])
        usages = self.compare(bare, self.postmortems("help", "--help"), runs=self.runs * 2)
        self.row("python -c pass", usages[0])
        self.row("postmortems --help", usages[1], f"{usages[1].wall - usages[0].wall:.3f} s over Python")
        alone = Checkout(self.scratch / "alone", records=False)
        file = alone.folder / self.files[0].relative_to(self.folder)
        file.parent.mkdir()
        text = re.sub(r"^related:\n(?:  .*\n)+\n", "", self.files[0].read_text(encoding="utf-8"), flags=re.MULTILINE)
        file.write_text(text, encoding="utf-8")
        environment = {"CI": "1", "PYTHONPATH": alone.environment["PYTHONPATH"]}
        (one,) = self.compare(self.postmortems("one", "validate", environment=environment), runs=self.runs * 2)
        self.row("validate, a collection of one record, cold", one)

    def weight(self) -> None:
        """What a reader's browser fetches for the page of a real record."""
        real = Checkout(self.scratch / "real")
        built = real.postmortems("build")
        if built.returncode:
            print(f"weight: the real records cannot be built now:\n{built.stderr[-500:]}")
            return
        pages = sorted((real.folder / "site" / "incidents").glob("*/index.html"))
        alone = [_gzipped(page) for page in pages if page.parent.name[:1].isdigit()]
        whole = [sum(map(_gzipped, _first_load(page, real.folder / "site"))) for page in pages if page.parent.name[:1].isdigit()]
        for name, sizes in (("HTML alone", alone), ("all files of the first load", whole)):
            figures = f"median {statistics.median(sizes) / 1000:.1f} KB, most {max(sizes) / 1000:.1f} KB"
            print(f"{f'gzip of a page, {name}':<48} {figures}  ({len(sizes)} real records)")


def _hugo(scratch: Path, markdown: Path) -> Command:
    """A site of Hugo's with a simple theme and every page."""
    site = scratch / "hugo"
    shutil.copytree(markdown, site / "content" / "incidents")
    (site / "config.toml").write_text(
        'baseURL = "https://example.org/"\ntitle = "Incidents"\ndisableKinds = ["taxonomy", "term", "RSS"]\n'
    )
    layouts = {
        "baseof": '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }} - {{ site.Title }}</title></head>'
        '<body><header><a href="/">{{ site.Title }}</a></header><main>{{ block "main" . }}{{ end }}</main></body></html>',
        "single": '{{ define "main" }}<h1>{{ .Title }}</h1><time>{{ .Date }}</time>{{ .TableOfContents }}{{ .Content }}{{ end }}',
        "list": '{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .RegularPagesRecursive }}'
        '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}',
    }
    (site / "layouts" / "_default").mkdir(parents=True)
    for name, layout in layouts.items():
        (site / "layouts" / "_default" / f"{name}.html").write_text(layout)
    arguments = ["hugo", "--quiet", "--source", str(site)]
    return Command("Hugo", arguments, prepare=lambda: shutil.rmtree(site / "public", ignore_errors=True))


def _material(site: Path, markdown: Path, pages: int) -> Command:
    """A site of MkDocs and Material, without search, with some of the pages, none of them in the menu."""
    (site / "docs").mkdir(parents=True)
    for file in sorted(markdown.glob("*.md"))[:pages]:
        shutil.copy(file, site / "docs")
    (site / "docs" / "index.md").write_text("# Incidents\n")
    settings = "site_name: Incidents\ntheme: {name: material, font: false}\nplugins: []\nnav: [index.md]\nnot_in_nav: '*.md'\n"
    (site / "mkdocs.yml").write_text(settings)
    arguments = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(site / "mkdocs.yml")]
    return Command("Material", arguments, prepare=lambda: shutil.rmtree(site / "site", ignore_errors=True))


class _Links(HTMLParser):
    """The files that a browser fetches with a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "link" and set((values.get("rel") or "").split()) & {"stylesheet", "icon", "preload", "modulepreload"}:
            self.found.append(values.get("href") or "")
        elif tag in ("script", "img", "source", "iframe") and values.get("src"):
            self.found.append(values["src"] or "")


def _first_load(page: Path, site: Path) -> set[Path]:
    links = _Links()
    links.feed(page.read_text(encoding="utf-8"))
    places = [link.partition("?")[0].partition("#")[0] for link in links.found if not re.match(r"[a-z]+:|//", link)]
    files = [(site / place.lstrip("/") if place.startswith("/") else page.parent / place).resolve() for place in places]
    return {page.resolve(), *(file for file in files if file.is_file())}


def _gzipped(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9, mtime=0))


GROUPS = ("validate", "change", "path", "build", "rebuild", "memory", "start", "weight")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--scale", type=float, default=0.15, help="length of a record's lists, beside a real one's")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", action="append", choices=GROUPS, metavar="NAME", help=", ".join(GROUPS))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="postmortems-bench-") as folder:
        bench = Bench(Path(folder), options.records, options.scale, options.runs)
        size = sum(file.stat().st_size for file in bench.files)
        print(f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}", end="; ")
        print(f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "")
        print(
            f"{len(bench.files)} records, {size / len(bench.files) / 1000:.1f} KB each (scale {options.scale}), medians of {options.runs} runs\n"
        )
        print(f"{'':<48} {'wall s':>8} {'CPU s':>8} {'MB':>7}  {'measured':<34} target")
        for name in options.only or GROUPS:
            getattr(bench, name)()


if __name__ == "__main__":
    main()
