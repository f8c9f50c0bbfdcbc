"""A folder is checked file by file: one broken file hides no other, and neither cache nor second process changes a word."""

from __future__ import annotations

import os
import sqlite3

import pytest
from postmortems import cache, check, examples

GOOD = 70  # more than one process begins at
BROKEN = {
    "not YAML": "schema: 1\ntitle: 'never closed\n",
    "sixty thousand brackets": "[" * 60_000,
    "bytes": b"\xff\xfe\x00",
    "empty": "",
    "a byte order mark": b"\xef\xbb\xbfschema: 1\n",
    "a list": "- 1\n",
    "an alias": "a: *a\n",
    "too large": b"#" * 300_000,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_one_broken_file_hides_no_other(root, content):
    root.records(3)
    root.write("incidents/2024/2024-05-03-broken.yaml", content)
    root.record("title: TODO in a few plain words\n", "incidents/2024/2024-05-09-other.yaml")
    checked = root.check()
    assert {p.path for p in checked.problems} >= {"incidents/2024/2024-05-03-broken.yaml", "incidents/2024/2024-05-09-other.yaml"}
    assert len([i for i in checked.incidents if i.id.startswith("200")]) == 3


def test_a_good_root_has_no_problem(root):
    root.records(5)
    checked = root.check()
    assert checked.problems == [] and checked.files == 8 and len(checked.incidents) == 6


def test_a_root_without_records_is_told_and_an_empty_one_is_fine(tmp_path):
    (problem,) = check.check(tmp_path).problems
    assert problem.path == "incidents" and "cannot be read" in problem.message
    (tmp_path / "incidents").mkdir()
    checked = check.check(tmp_path)
    assert (checked.problems, checked.files, checked.incidents) == ([], 0, [])


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("incidents/2024/notes.md", "not a record"),
        ("incidents/2024/2024-05-03-a.yml", "not a record"),
        ("incidents/2024/.hidden", "not a record"),
        ("incidents/2023/2024-05-03-a.yaml", "is not `incidents/<year>/"),
        ("incidents/2024-05-03-a.yaml", "is not `incidents/<year>/"),
        ("incidents/2024/deep/2024-05-03-a.yaml", "is not `incidents/<year>/"),
        ("incidents/2024/May-a.yaml", "cannot be an id"),
        ("incidents/2024/2024-05-03-Name.yaml", "cannot be an id"),
        ("incidents/2024/2024-05-03-a b.yaml", "cannot be an id"),
        ("incidents/2024/2024-05-03--a.yaml", "cannot be an id"),
        ("incidents/2024/2024-05-03-é.yaml", "cannot be an id"),
        (f"incidents/2024/2024-05-03-{'a' * 80}.yaml", "cannot be an id"),
        ("incidents/2024/2024-05.yaml", "is not `incidents/<year>/"),
        ("incidents/2024/.yaml", "cannot be an id"),
        ("catalogue/patterns/notes.md", "not an entry"),
        ("catalogue/patterns/Name.yaml", "cannot be an id"),
    ],
)
def test_a_file_in_the_wrong_place_is_told(root, path, message):
    entry = path.startswith("catalogue")
    root.write(path, (root.path / (examples.PATTERN if entry else examples.RECORD)).read_text())
    told = [p for p in root.problems() if p.path == path]
    assert any(message in p.message for p in told), told


def test_a_name_that_a_terminal_would_obey_is_told_harmlessly(root):
    root.write("incidents/2024/\x1b[2J\n::error::x.md", "")
    (problem,) = root.problems()
    assert problem.path.isprintable()


def test_links_are_told_and_not_followed(root, tmp_path):
    secret = root.write("secret/2024-05-03-secret.yaml", "secret: 1\n")
    os.symlink(secret, root.path / "incidents/2024/2024-05-03-secret.yaml")
    os.symlink(secret.parent, root.path / "incidents/2023")
    os.symlink(secret, root.path / "catalogue/patterns/secret.yaml")
    os.mkfifo(root.path / "incidents/2024/2024-05-04-pipe.yaml")
    (root.path / "incidents/2024/2024-05-05-folder.yaml").mkdir()
    told = root.problems()
    assert {p.path for p in told} == {
        "catalogue/patterns/secret.yaml",
        "incidents/2023",
        "incidents/2024/2024-05-03-secret.yaml",
        "incidents/2024/2024-05-04-pipe.yaml",
        "incidents/2024/2024-05-05-folder.yaml",
    }
    assert {p.rule for p in told} == {"file", "yaml"} and "secret:" not in str(told)


def test_only_leaves_out_what_others_have(root):
    for n in (3, 4):
        root.record("title: TODO in a few plain words\n", f"incidents/2024/2024-05-0{n}-a.yaml")
    root.write("incidents/2023/2023-05-03-b.yaml", "")
    path = "incidents/2024/2024-05-03-a.yaml"
    everything = root.problems()
    assert root.problems(only=[path]) == [p for p in everything if p.path == path] != []
    assert root.problems(only=["incidents/2023"]) == [p for p in everything if p.path.startswith("incidents/2023/")] != []
    assert root.problems(only=["incidents/202"]) == []
    assert root.problems(only=["incidents"]) == everything


def many(root) -> list[str]:
    paths = root.records(GOOD)
    for n, path in enumerate(paths[::7]):
        text = (root.path / path).read_text()
        root.write(path, text.replace("basis: posted", "basis: postd") if n % 2 else text.replace("schema: 1", "schema: [", 1))
    return paths


def test_one_process_and_two_and_a_warm_cache_say_the_same(root, warm):
    many(root)
    alone = root.problems(jobs=1)
    assert alone == sorted(alone) and len({p.path for p in alone}) == 10
    (root.path / ".cache/postmortems.sqlite").unlink()
    assert root.problems(jobs=2) == alone  # cold
    assert root.problems(jobs=2) == alone == root.problems(jobs=1, values=False)  # warm


def test_a_worker_that_dies_changes_nothing(root, monkeypatch):
    many(root)
    expected = root.problems(jobs=1)
    parent, examine = os.getpid(), check.examine
    monkeypatch.setattr(check, "examine", lambda *a: examine(*a) if os.getpid() == parent else os._exit(9))
    monkeypatch.setenv("CI", "1")
    assert root.problems(jobs=2) == expected


def kept(root) -> int:
    with sqlite3.connect(root.path / ".cache/postmortems.sqlite") as database:
        (count,) = database.execute("SELECT count(*) FROM record").fetchone()
    database.close()
    return count


def test_good_records_are_kept_and_taken_from_the_cache(root, warm, monkeypatch):
    root.records(3)
    cold = root.check()
    assert kept(root) == 4
    monkeypatch.setattr(check, "examine", lambda *_: pytest.fail("it was examined again"))
    again = root.check()
    assert again.problems == cold.problems == []
    assert [(e.path, e.facts, e.data) for e in again.examined] == [(e.path, e.facts, e.data) for e in cold.examined]


def test_a_record_with_a_problem_is_never_kept(root, warm):
    root.record("title: TODO in a few plain words\n")
    assert root.problems() == root.problems() != []
    assert kept(root) == 0


def test_a_changed_record_is_examined_again(root, warm):
    assert root.problems() == []
    file = root.path / root.record_path
    status = file.stat()
    text = file.read_text()
    file.write_text(text.replace('"posted"', '"postad"'))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))  # of the same size and, as it says, of the same time
    (problem,) = root.problems()
    assert "postad" in problem.message
    file.write_text(text)
    assert root.problems() == []


def test_a_changed_catalogue_is_heeded(root, warm):
    root.record("services: [example/storage]\n")
    assert root.problems() == []
    root.record("services: [{id: queues, name: Queues}]\n", examples.ORGANIZATION)
    assert [p.rule for p in root.problems()] == ["references-resolve"]
    (root.path / examples.ORGANIZATION).unlink()
    assert {p.rule for p in root.problems()} == {"references-resolve"}


def test_a_changed_program_is_heeded(root, warm, monkeypatch):
    root.check()
    seen = []
    examine = check.examine
    monkeypatch.setattr(check, "examine", lambda *a: seen.append(a[1]) or examine(*a))
    monkeypatch.setattr(cache, "program_digest", lambda: "another")
    root.check()
    assert seen == [root.record_path]


def test_a_removed_record_leaves_nothing_behind(root, warm):
    paths = root.records(2)
    root.check()
    (root.path / paths[0]).unlink()
    assert [e.path for e in root.check().examined] == sorted([paths[1], root.record_path])


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\xff" * 200, None])
def test_a_cache_that_is_broken_or_gone_is_made_again(root, warm, content):
    root.check()
    file = root.path / ".cache/postmortems.sqlite"
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    checked = root.check()
    assert checked.problems == [] and [i.id for i in checked.incidents] == ["2024-05-02-example"]


@pytest.mark.parametrize("column", ["facts", "data"])
@pytest.mark.parametrize("value", ["", "no JSON", "[]", "null", "{}", "[1, 2]"])
def test_a_cache_with_strange_values_does_not_stop_the_program(root, warm, column, value):
    root.check()
    with sqlite3.connect(root.path / ".cache/postmortems.sqlite") as database:
        database.execute(f"UPDATE record SET {column} = ?", (value,))
    database.close()
    checked = root.check()
    assert checked.problems == [] and [i.title for i in checked.incidents] == ["Example Cloud object storage errors"]


def test_a_cache_that_cannot_be_written_does_not_stop_the_program(root, warm):
    root.write(".cache", "a file where the folder should be")
    assert root.check().problems == []


def test_a_file_written_just_now_is_not_kept(root, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(cache, "SETTLED", 1e6)
    root.check()
    assert kept(root) == 0


def test_there_is_no_cache_in_ci(root, monkeypatch):
    monkeypatch.setenv("CI", "true")
    assert root.problems() == []
    assert not (root.path / ".cache").exists()
