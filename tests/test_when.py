"""Which instants a written time stands for, which texts are no time, and how lengths are told."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from postmortems import when

HOUR = 3600


def instant(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def parsed(text: str) -> when.When:
    time = when.parse(text)
    assert time is not None
    return time


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2024-12-26T10:40:05Z", "2024-12-26T10:40:05", "2024-12-26T10:40:05", "second"),
        ("2024-12-26T10:40Z", "2024-12-26T10:40:00", "2024-12-26T10:40:59", "minute"),
        ("2024-12-26T10Z", "2024-12-26T10:00:00", "2024-12-26T10:59:59", "hour"),
        ("2024-12-26T10:40-08:00", "2024-12-26T18:40:00", "2024-12-26T18:40:59", "minute"),
        ("2024-12-26T10:40+05:45", "2024-12-26T04:55:00", "2024-12-26T04:55:59", "minute"),
        ("2024-12-26T00:10+14:00", "2024-12-25T10:10:00", "2024-12-25T10:10:59", "minute"),
        ("2024-12-26T10:40-00:00", "2024-12-26T10:40:00", "2024-12-26T10:40:59", "minute"),
        ("2024-12-26", "2024-12-25T10:00:00", "2024-12-27T11:59:59", "day"),
        ("2024-12", "2024-11-30T10:00:00", "2025-01-01T11:59:59", "month"),
        ("2024-02", "2024-01-31T10:00:00", "2024-03-01T11:59:59", "month"),
        ("2024", "2023-12-31T10:00:00", "2025-01-01T11:59:59", "year"),
        ("2024-02-29", "2024-02-28T10:00:00", "2024-03-01T11:59:59", "day"),
        ("2000-02-29", "2000-02-28T10:00:00", "2000-03-01T11:59:59", "day"),
        ("2025-08-25/2025-08-26", "2025-08-24T10:00:00", "2025-08-27T11:59:59", "day"),
        ("2024-12-26T10:40Z/2024-12-26T11Z", "2024-12-26T10:40:00", "2024-12-26T11:59:59", "hour"),
        ("2024-12-26T10:40:01Z/2024-12-27", "2024-12-26T10:40:01", "2024-12-28T11:59:59", "day"),
        ("2024/2024", "2023-12-31T10:00:00", "2025-01-01T11:59:59", "year"),
    ],
)
def test_a_time_stands_for_these_instants(text, earliest, latest, precision):
    time = parsed(text)
    assert (time.earliest, time.latest) == (instant(earliest), instant(latest))
    assert time.precision == precision and time.text == text and not time.about


@pytest.mark.parametrize("text", ["2024-12-26T10:40Z~", "2024~", "2024-12-26~/2024-12-27", "2024-12-26/2024-12-27~"])
def test_about_is_kept(text):
    plain = parsed(text.replace("~", ""))
    assert parsed(text)[:3] == plain[:3]
    assert parsed(text).about


@pytest.mark.parametrize(
    "text",
    [
        *("2024-02-30", "2023-02-29", "1900-02-29", "2024-04-31", "2024-13", "2024-00", "2024-01-00", "2024-12-32", "0000"),
        *("2024-12-26T24Z", "2024-12-26T25Z", "2024-12-26T10:60Z", "2024-12-26T10:40:60Z", "2024-12-26T10:40+15:00"),
        *("2024-12-26T10:40-15:00", "2024-12-26T10:40+01:60", "2024-12-26T10:40+99:99", "2024-12-26T10:40", "2024-12-26T"),
        *("2024-12-26T10:40 Z", "2024-12-26 10:40Z", "2024-12-26T10:40z", "2024-12-26t10Z", "24-12-26", "2024-1-2", "20241226"),
        *("9999-12-31", "9999-12", "9999", "10000", "-2024", "2024-12-26Z", "2024-12Z", "~", "2024~~", "~2024"),
        *("2025/2024", "2024-12-27/2024-12-25", "2024-12-26T10:41Z/2024-12-26T10:40Z", "2024/2025/2026", "/", "2024/", "/2024"),
        *("", " ", "2024-12-26\n", " 2024", "٢٠٢٤", "２０２４", "now", "no", "2024-12-26T10:40:00.5Z", "2024-W52", "2024-361"),
    ],
)
def test_what_never_was_is_no_time(text):
    assert when.parse(text) is None


@pytest.mark.parametrize(
    "text", ["0001", "0001-01-01", "0001-01-01T00:00+14:00", "9998-12-31", "9999-12-30", "9999-12-31T23:59:59-14:00"]
)
def test_the_ends_of_the_calendar_are_no_accident(text):
    assert when.parse(text) is None or parsed(text).earliest <= parsed(text).latest


def test_no_text_of_the_shape_raises():
    chance = random.Random(1)
    for _ in range(3000):
        text = "".join(chance.choices("0123456789-+:TZ~/", k=chance.randint(1, 26)))
        assert when.parse(text) is None or parsed(text).earliest <= parsed(text).latest
    for _ in range(3000):
        fields = [chance.randint(0, limit) for limit in (9999, 13, 32, 25, 61, 61, 16, 61)]
        text = "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+{:02}:{:02}".format(*fields)
        assert when.parse(text) is None or parsed(text).earliest == parsed(text).latest


def test_every_day_of_a_leap_year_is_one():
    day = datetime(2024, 1, 1)
    while day.year == 2024:
        time = parsed(f"{day:%Y-%m-%d}")
        assert time.latest - time.earliest == 50 * HOUR - 1
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2024-12-26T10:40Z", "2024-12-26T10:41Z"),
        ("2024-12-26T10:40+01:00", "2024-12-26T10:40Z"),
        ("2024-12-24", "2024-12-27"),
        ("2023", "2024-02"),
        ("2024-12-26T10:40Z~", "2024-12-26T10:56Z"),
        ("2024-12-26T10:40Z~", "2024-12-26T11:11Z~"),
        ("2024-12-26T10Z/2024-12-26T11Z", "2024-12-26T12Z"),
    ],
)
def test_one_is_surely_before_the_other(first, second):
    a, b = parsed(first), parsed(second)
    assert a.surely_before(b) and not b.surely_before(a) and not a.same_as(b)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2024-12-26T10:40Z", "2024-12-26T11:40+01:00"),
        ("2024-12-26T10:40Z", "2024-12-26T10:40:30Z"),
        ("2024-12-26T10:40Z", "2024-12-26T10Z"),
        ("2024-12-26", "2024-12-28"),  # where no zone is known
        ("2024-12-26", "2024"),
        ("2024-12-26T10:40Z~", "2024-12-26T10:55Z"),
        ("2024-12-26T10:40Z~", "2024-12-26T11:10Z~"),
        ("2024-12-26T10Z/2024-12-26T11Z", "2024-12-26T11:59Z"),
    ],
)
def test_both_may_be_one_instant(first, second):
    a, b = parsed(first), parsed(second)
    assert a.same_as(b) and b.same_as(a)


@pytest.mark.parametrize(
    ("text", "clock"),
    [("2024-12-26T10:40:05Z", True), ("2024-12-26T10Z", True), ("2024-12-26", False), ("2024-12-26T10Z/2024-12-27", False)],
)
def test_only_what_says_an_hour_has_a_clock(text, clock):
    assert parsed(text).has_clock is clock


def test_the_middle_lies_between():
    assert parsed("2024-12-26T10:00:00Z/2024-12-26T11:00:00Z").middle == instant("2024-12-26T10:30:00")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-12-26T23:40-08:00", "2024-12-26"),
        ("2024-12-26~", "2024-12-26"),
        ("2024-12-26/2024-12-28", "2024-12-26"),
        ("2024-12~", "2024-12"),
        ("2024", "2024"),
    ],
)
def test_the_day_is_the_writers(text, day):
    assert when.day_of(text) == day


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (60, "1 min"),
        (38 * 60, "38 min"),
        (59 * 60 + 29, "59 min"),
        (59 * 60 + 31, "1 h"),
        (3 * HOUR, "3 h"),
        (3 * HOUR + 600, "3 h 10 min"),
        (3 * HOUR + 300, "3 h 05 min"),
        (47 * HOUR + 59 * 60, "47 h 59 min"),
        (48 * HOUR, "2 d"),
        (52 * HOUR, "2 d 4 h"),
        (23 * 24 * HOUR, "23 d"),
    ],
)
def test_a_length_in_words(seconds, words):
    assert when.duration(seconds) == words
