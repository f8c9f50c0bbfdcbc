"""Who may import what; nobody in a circle; no module grows without bound."""

from __future__ import annotations

import ast

import pytest
from postmortems.vocabulary import ROOT

SCRIPTS = ROOT / "scripts"
PACKAGE = SCRIPTS / "postmortems"
FILES = {file.relative_to(SCRIPTS).as_posix(): file for file in sorted(SCRIPTS.rglob("*.py"))}


def module_name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


MODULES = {module_name(path): path for path in FILES}


def imported(path: str, everywhere: bool = True) -> set[str]:
    """The names of modules that a file imports; not `everywhere`: only at its top, when it is itself imported."""
    tree = ast.parse(FILES[path].read_text(encoding="utf-8"))
    name = module_name(path)
    package = name.split(".") if path.endswith("__init__.py") else name.split(".")[:-1]
    names: set[str] = set()
    nodes = (
        ast.walk(tree) if everywhere else [n for top in tree.body if not isinstance(top, ast.FunctionDef) for n in ast.walk(top)]
    )
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            inner = {f"{start}.{alias.name}" for alias in node.names}
            names |= {n for n in inner if n in MODULES} | ({start} if not inner <= MODULES.keys() else set())
    return names


def importers(*libraries: str) -> set[str]:
    return {path for path in FILES if {name.partition(".")[0] for name in imported(path)} & set(libraries)}


def test_only_the_document_knows_yaml():
    assert importers("yaml") == {"postmortems/document.py"}


def test_only_the_schema_knows_json_schema():
    assert importers("jsonschema", "jsonschema_rs") == {"postmortems/schema.py"}


def test_only_two_files_know_mkdocs():
    assert importers("mkdocs") <= {"mkdocs_hooks.py", "postmortems/site/mkdocs.py"}


def test_only_the_site_makes_html():
    assert all(path.startswith("postmortems/site/") for path in importers("jinja2", "markdown_it", "markupsafe", "markdown"))


def test_only_the_cache_knows_sqlite():
    assert importers("sqlite3") == {"postmortems/cache.py"}


def test_nothing_opens_a_connection():
    network = importers("socket", "http", "requests", "urllib3", "ftplib", "smtplib")
    assert all(path.startswith("postmortems/site/") for path in network)
    assert not {path for path in FILES if "urllib.request" in imported(path)}


@pytest.mark.parametrize("path", [p for p in FILES if p.startswith("postmortems/rules/")])
def test_a_rule_touches_neither_disk_nor_network(path):
    assert not {n.partition(".")[0] for n in imported(path)} & {
        "os",
        "pathlib",
        "io",
        "shutil",
        "subprocess",
        "socket",
        "tempfile",
    }


def test_what_checks_knows_nothing_of_the_site():
    inner = [
        path
        for path in FILES
        if path.startswith("postmortems/") and not path.startswith(("postmortems/site/", "postmortems/commands/"))
    ]
    assert not [path for path in inner if any(name.startswith("postmortems.site") for name in imported(path))]


def test_no_module_imports_itself_by_a_detour():
    graph = {name: {other for other in imported(path, everywhere=False) if other in MODULES} for name, path in MODULES.items()}

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " -> ".join((*above[above.index(name) :], name))
        if name not in done:
            for other in graph[name]:
                visit(other, (*above, name))
            done.add(name)

    done: set[str] = set()
    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("path", FILES)
def test_a_module_says_what_it_is_and_is_not_long(path):
    text = FILES[path].read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "it has no docstring"
    limit = 300
    assert text.count("\n") <= limit
