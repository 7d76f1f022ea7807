"""Regular expressions over many texts, tried only where they can match.

Trying a pattern at every character takes 4 to 40 ns each: up to 3 s in 4,000 reports. Most patterns hold a word (增长,
亿元, %) without which they can't match: it is found first, and the pattern is tried around it. How far around is
told by its longest match, and by the characters of which all of its matches consist (\\d+(\\.\\d+)?% of digits, a point
and a percent sign). What is found is exactly what `re` finds; patterns of which this can't be told are left to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import Any

WIDEST = 200  # characters; what may match more of them is told by the characters that it consists of
Test = Callable[[str], bool]
PLAIN = re.UNICODE | re.DOTALL | re.VERBOSE  # flags under which a character of the pattern is that character alone


class Pattern:
    """A compiled pattern; `literals` are words that every match holds, none where that can't be told."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._regex = re.compile(pattern, flags)
        self.literals: tuple[str, ...] = ()
        self._width = 0  # of the longest match; 0 where the characters tell
        self._within: _Characters | None = None
        try:
            # Python's own reader of patterns is private, but the one that can't disagree with `re` about what a pattern
            # means; where a later Python has it no more or otherwise, patterns are tried everywhere, as by `re`.
            parsed = import_module("re._parser").parse(pattern, flags)
        except (ImportError, AttributeError):
            return
        if parsed.state.flags & re.IGNORECASE:
            return
        found: list[str] = []
        _walk(parsed, found)
        self.literals = tuple(word for word in dict.fromkeys(found) if word)
        if not self.literals or parsed.state.flags & ~PLAIN or str(parsed[0][0]) == "LITERAL":
            return  # of a word at the beginning `re` makes good use itself
        tests = _tests(parsed, dotall=bool(parsed.state.flags & re.DOTALL))
        widest = parsed.getwidth()[1]
        if tests is not None:
            self._width = widest if widest <= WIDEST else 0
            self._within = _Characters(tests)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it stands in a text, rising, without overlap; nothing for matches without characters."""
        if self._within is None:
            return (match.span() for match in self._regex.finditer(text) if match.end() > match.start())
        return self._around(text, self._within)

    def _around(self, text: str, within: _Characters) -> Iterator[tuple[int, int]]:
        # The word that is tried least often: each of them has to be there.
        counts = {word: text.count(word) for word in self.literals}
        word = min(counts, key=lambda each: counts[each])
        search, width, size, length = self._regex.search, self._width, len(word), len(text)
        low, at = 0, text.find(word) if counts[word] else -1
        while at >= 0:
            # No match before `at` holds the word, so the next one reaches over it or stands behind it.
            begin = max(low, at + size - width) if width else low
            if width:
                end = min(at + width, length)
            else:
                end = at + size
                while end < length and within[text[end]]:
                    end += 1
                start = at
                while start > low and within[text[start - 1]]:
                    start -= 1
                begin = start
            match = search(text, begin, end)
            if width and (match is None or match.start() > at):
                low = at + 1  # one further on may be cut off by `end`: it is found from its own word
            elif match is None:
                low = end
            else:
                yield match.span()
                low = match.end()
            at = text.find(word, low)


class _Characters(dict[str, bool]):
    """Whether a character may stand in a match; each is tested once."""

    def __init__(self, tests: list[Test]) -> None:
        self._tests = tests

    def __missing__(self, character: str) -> bool:
        self[character] = any(test(character) for test in self._tests)
        return self[character]


def _walk(items: Any, found: list[str]) -> None:
    """Collect the runs of plain characters that every match goes through."""
    run = ""
    for operation, value in items:
        name = str(operation)
        if name == "LITERAL":
            run += chr(value)
            continue
        found.append(run)
        run = ""
        if name == "SUBPATTERN" and not value[1]:
            _walk(value[3], found)
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and value[0] > 0:
            _walk(value[2], found)
    found.append(run)


def _tests(items: Any, *, dotall: bool) -> list[Test] | None:
    """Tests of which every character of a match passes one; None where what stands around a match counts, too."""
    tests: list[Test] = []
    for operation, value in items:
        match str(operation):
            case "LITERAL":
                tests.append(chr(value).__eq__)
            case "NOT_LITERAL":
                tests.append(chr(value).__ne__)
            case "ANY":
                tests.append((lambda _: True) if dotall else "\n".__ne__)
            case "IN":
                if (test := _set(value)) is None:
                    return None
                tests.append(test)
            case "GROUPREF":
                continue  # consists of what its group consists of
            case "BRANCH" | "SUBPATTERN" | "MAX_REPEAT" | "MIN_REPEAT" as name:
                if name == "SUBPATTERN" and (value[1] or value[2]):
                    return None  # flags of its own
                inner = value[1] if name == "BRANCH" else [value[3] if name == "SUBPATTERN" else value[2]]
                for each in inner:
                    if (more := _tests(each, dotall=dotall)) is None:
                        return None
                    tests += more
            case _:
                return None
    return tests


def _set(items: Any) -> Test | None:
    """The test of a set of characters like [^,。\\d]."""
    tests: list[Test] = []
    negated = False
    for operation, value in items:
        match str(operation):
            case "NEGATE":
                negated = True
            case "LITERAL":
                tests.append(chr(value).__eq__)
            case "RANGE":
                tests.append(partial(_between, *value))
            case "CATEGORY" if (name := str(value).removeprefix("CATEGORY_")) in CATEGORIES:
                tests.append(CATEGORIES[name])
            case _:
                return None
    return lambda c: any(test(c) for test in tests) != negated


def _between(low: int, high: int, character: str) -> bool:
    return low <= ord(character) <= high


def _category(written: str) -> Test:
    regex = re.compile(written)
    return lambda c: regex.match(c) is not None


CATEGORIES = {
    name: _category(written)
    for name, written in (
        ("DIGIT", r"\d"), ("NOT_DIGIT", r"\D"), ("SPACE", r"\s"), ("NOT_SPACE", r"\S"), ("WORD", r"\w"),
        ("NOT_WORD", r"\W"),
    )
}  # fmt: skip
