"""The invented records that the benchmarks measure with are as good as real ones."""

from __future__ import annotations

import shutil

import pytest
import synthetic
from postmortems.check import check
from postmortems.vocabulary import ROOT


@pytest.fixture
def root(tmp_path):
    shutil.copytree(ROOT / "catalogue", tmp_path / "catalogue")
    return tmp_path


@pytest.mark.parametrize("scale", [1.0, 0.15])
def test_no_problems(root, scale):
    synthetic.write(root, 40, scale)
    checked = check(root, jobs=1)
    assert [problem for problem in checked.problems if problem.path.startswith("incidents/")] == []
    assert len(checked.incidents) == 40


def test_the_same_seed_gives_the_same_bytes():
    known, owners = synthetic.statistics(), synthetic.owners()
    one, again, other = (list(synthetic.texts(6, 0.3, seed, known, owners)) for seed in (1, 1, 2))
    assert one == again
    assert one != other


def test_records_are_of_the_size_of_the_real_ones():
    known, owners = synthetic.statistics(), synthetic.owners()
    real = [file.stat().st_size for file in (ROOT / "incidents").glob("*/*.yaml")]
    mean = sum(real) / len(real)
    whole, small = ([len(text.encode()) for _, text in synthetic.texts(24, scale, 1, known, owners)] for scale in (1.0, 0.15))
    assert 0.7 < sum(whole) / len(whole) / mean < 1.4
    assert 0.08 < sum(small) / len(small) / mean < 0.3
