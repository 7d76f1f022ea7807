"""Runs in which one byte was lost and all GBK pairs behind it shifted: 。ㄒ唬┒啻氩⑴e for （一）多措並舉.

A page in GBK loses one byte, say the first of 。, and is decoded all the same: every pair now holds the second byte
of one character and the first of the next. The text falls into step again at the first second byte that is
ASCII by itself (Traditional characters have such) or where a half pair meets ASCII and is dropped. Pairs that
GBK does not define vanish, and two characters with them.

The way back is a search over two states, in step and shifted with one byte pending. Out of step the next
observed pair (a, b) gives the character (pending, a) and leaves b; a vanished pair (x, y) gives (pending, x) and
leaves y, where x and y are unknown but for being undefined together. Candidates are weighed by `likelihood`; the
same search carries the reading that nothing is damaged, so a text that reads well as it is stays. Only places
that show a trace are looked at.

Longer than other modules: one search, whose states, costs and proposals share one set of caches and are of no use
apart.
"""

from __future__ import annotations

import math
import operator
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from core.repairing import codes
from core.repairing.changes import Change, odd
from core.repairing.codes import Code
from core.repairing.likelihood import Likelihood, plain, reports
from core.repairing.pinyin import MARKED_LETTERS, READING, SYLLABLE
from core.repairing.script import simplified

# A reading put between the two bytes of a character: the first byte and the parenthesis became "?".
_BROKEN = re.compile(rf"\?({SYLLABLE})[)）]")

_STRANGE = "\u0250-\u03ff\u0400-\u04ff\u2474-\u249b\u2500-\u259f\u3040-\u312f\u3220-\u3231\u32a3\ue000-\uf8ff"
_ODD = re.compile(f"[{_STRANGE}]")
_PLAIN_TRACE = (
    "^[ \u3000\t]*。(?=\\S)"  # an indent's second byte joined with the parenthesis of a heading
    "|!(?=[\u3400-\U0002ffff<>@a-zA-Z{}|\\[\\]\\\\^_`~\u2500-\u259f])"  # 。 and “ or 《
    "|[!！](?=[、；;])"
    f"|\\?{SYLLABLE}[)）]"
)
_STRANGE_TRACE = f"[\u3400-\u9fff。，、；：”;:,.]!?[{_STRANGE}](?=.?.?.?[\u3400-\u9fff{_STRANGE}a-zA-Z@])|"
_TRACE = re.compile(_STRANGE_TRACE + _PLAIN_TRACE, re.MULTILINE)
_TRACE_PLAIN = re.compile(_PLAIN_TRACE, re.MULTILINE)  # all that a text without strange characters can show
_PLAIN_MARKS = ("\n。", " 。", "\t。", "\u3000。", "!", "！、", "！；", "！;", "?")  # what each of these needs
# Second bytes that are ASCII; Simplified characters have none, and brands in reports do (“深i企”).
_LETTER = re.compile("[\u3400-\u9fff][a-z@\\[\\\\\\]^_`{|}~](?=[\u3400-\u9fff(（])")

_BEAM = 16  # hypotheses kept at each place …
_WIDTH = 26.0  # … and no more than this many nats behind the best: a vanished pair costs two characters, some 12
_GUESSES = 12  # candidates tried for an unknown character
_RISING = 6  # hypotheses that may hold a vanished pair …
_NEAR = 13.0  # … within as many nats of the best
_LOST = -7.0  # a byte is lost: about once in a thousand characters of a damaged page
_ANY = -5.0  # … and it is not the first of a punctuation mark
_VANISHED = 0.5  # nats for a vanished pair: the likelihood thinks a little too well of short texts
_AGAIN = -1.0  # … and for a second one right behind it
_OWN = 0.5  # weight of the report's own words: what stands in a damaged run often stands elsewhere undamaged
_OWN_TEXT = 80_000  # characters in which those words are looked for
_HEARD = 4.0  # a reading that fits its character, and one that does not
_SURE = 8.0  # nats by which a repair must read better than the text as it stands: odds of 3,000 to 1
_SETTLED = 14  # characters in step after which a run is over
_FRUITLESS = 25  # searches without a find after which the traces are taken for something else
_WORDS = -6.0  # nats a character: words of a report cost 2 to 6, characters at random 9 to 16
_SENTENCE = -4.6  # … and what longer stretches of sound text stay above
_STEPS = 3_000  # places searched in one text, some seconds: the worst report known needs 1,200


class _Step(NamedTuple):
    before: _Step | None
    out: str
    certain: int  # 0 kept, 1 decoded, 2 guessed
    start: int
    end: int


class _Hypothesis(NamedTuple):
    score: float
    pending: int  # -1 in step; 0–255 the byte; 256 + x unknown after a vanished pair that began with x
    context: str
    steps: _Step | None
    vanished: int  # in a row
    still: int  # characters in step since the last run


def _traces(text: str) -> Iterator[re.Match[str]]:
    """Where the text shows traces of a lost byte."""
    if _ODD.search(text):
        return _TRACE.finditer(text)
    # A text without strange characters has mostly none of these either, each of which is found quickly.
    if text.startswith("。") or any(mark[0] in text and mark in text for mark in _PLAIN_MARKS):
        return _TRACE_PLAIN.finditer(text)
    return iter(())


def shifted(text: str) -> Iterator[Change]:
    """Put the lost byte back and decode again."""
    traces = [match.start() for match in _traces(text)]
    if traces or (not MARKED_LETTERS.isdisjoint(odd(text)) and READING.search(text)):
        traces = sorted({*traces, *(match.start() for match in _LETTER.finditer(text))})
    if not traces:
        return
    search = _Search(text)
    done = fruitless = 0
    for number, trace in enumerate(traces):
        if trace < done or _sound(text, trace):
            continue
        begin = max(done, text.rfind("\n", 0, trace) + 1)
        start = max(begin, trace - 16)
        while start > begin and trace - start < 40 and not "\u3400" <= text[start] <= "\u9fff":
            start -= 1  # not in the middle of a reading
        end = text.find("\n", trace)
        last = trace
        for later in traces[number + 1 :]:
            if later > last + 2 * _SETTLED or later > trace + 200 or (0 <= end <= later):
                break
            last = later
        changes, done = search.run(start, len(text) if end < 0 else end, last)
        yield from changes
        fruitless = 0 if changes else fruitless + 1
        if fruitless > _FRUITLESS or search.steps > _STEPS:
            return


def _sound(text: str, trace: int) -> bool:
    """True where an exclamation mark is followed by words: 谢谢大家!让我们."""
    if text[trace] != "!":
        return False
    words = simplified(READING.sub("", text[trace + 1 : trace + 24])[:8])
    # Four characters that read well, or eight of which a rare word is one.
    return any(reports().of(words[:n], "\n!") > nats * len(words[:n]) for n, nats in ((4, _WORDS), (8, _SENTENCE)))


class _Search:
    """The beam search on one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.steps = 0
        self.likelihood: Likelihood = reports()
        self.codes = codes.codes()
        self.own = frozenset(text)
        self.read: dict[str, str] = {}
        read = plain(simplified(READING.sub("", text[:_OWN_TEXT])))
        pairs = list(map(operator.add, read, read[1:]))
        self.pairs = Counter(pairs)
        self.triples = Counter(map(operator.add, pairs, read[2:]))
        self.known: dict[tuple[str, str], float] = {}
        self.ranked: dict[tuple[str, str, int], list[Code]] = {}

    def _after(self, context: str, character: str) -> float:
        """Log probability with the report's own words mixed in."""
        found = self.known.get((context, character))
        if found is None:
            found = self.likelihood.after(context, character)
            pair = self.pairs[context]
            if pair and (triple := self.triples[context + character]):
                found = math.log((1 - _OWN) * math.exp(found) + _OWN * triple / pair)
            self.known[context, character] = found
        return found

    def run(self, start: int, stop: int, trace: int) -> tuple[list[Change], int]:
        """Changes from `start` on, at least up to `trace` and to the end of the run there; and where it ended."""
        begin = _Hypothesis(0.0, -1, self._context(start), None, 0, _SETTLED)
        waiting: dict[int, list[_Hypothesis]] = {start: [begin]}
        here = start
        while here <= stop and self.steps <= _STEPS:
            self.steps += 1
            found = waiting.pop(here, [])
            if not found:
                here += 1
                continue
            found = self._pruned(found)
            if here < stop:
                found = self._pruned(found + self._vanish(found, here))
            best = found[0]
            if here == stop or (here > trace + _SETTLED and best.pending < 0 and best.still >= _SETTLED):
                whole = [h for h in found if h.pending < 0]
                if here == stop:
                    whole += [self._half(h, here, code) for h in found if 0 <= h.pending < 256
                              for code in self._ranked(h, "lead", h.pending)[:3]]  # fmt: skip
                return self._changes(whole), here
            for hypothesis in found:
                for place, later in self._next(hypothesis, here, stop, trace):
                    waiting.setdefault(place, []).append(later)
            here += 1
        return [], stop

    def _pruned(self, found: list[_Hypothesis]) -> list[_Hypothesis]:
        found.sort(key=lambda h: -h.score)
        kept: list[_Hypothesis] = []
        seen: set[tuple[int, str]] = set()
        untouched = False
        for h in found:
            if (h.pending, h.context) in seen:
                continue
            intact = not untouched and h.pending < 0 and h.still >= _SETTLED
            if not intact and (len(kept) >= _BEAM or h.score < found[0].score - _WIDTH):
                continue
            untouched = untouched or intact
            seen.add((h.pending, h.context))
            kept.append(h)
        return kept

    def _next(self, h: _Hypothesis, here: int, stop: int, trace: int) -> Iterator[tuple[int, _Hypothesis]]:
        """Every way to take the next observed character."""
        text = self.text
        if h.pending < 0:
            if text[here] in "(（" and (reading := _reading(text, here)):
                yield here + len(reading), self._heard(h, reading)
                return
            character = text[here]
            yield here + 1, self._kept(h, character, here)
            if broken := _BROKEN.match(text, here, stop):
                steps = _Step(h.steps, "", 1, here, broken.end())
                for lead in self._leads(here, broken[1]):
                    yield broken.end(), h._replace(pending=lead, score=h.score + _ANY, still=0, steps=steps)
                return
            # One run does not begin right behind another, and begins before the trace that gave it away.
            if h.still < _SETTLED or here > trace:
                return
            for end, a, b in self._bytes(here):
                for code in self._lost(h, a):
                    cost = _LOST if code.lead in (0xA1, 0xA3) else _LOST + _ANY
                    yield end, self._taken(h, code, b, here, end, 1, cost)
            return
        character = text[here]
        number = ord(character)
        unknown = h.pending >= 256
        for end, a, b in self._bytes(here):
            for code in self._pairs(h, a):
                yield end, self._taken(h, code, b, here, end, 2 if unknown else 1, 0.0)
        if 0x40 <= number <= 0x7E:
            for code in self._pairs(h, number):
                yield here + 1, self._taken(h, code, -1, here, here + 1, 2 if unknown else 1, 0.0)
        elif number < 0x40:
            # Half a pair before ASCII was dropped or became "?".
            reading = _reading(text, here)
            if unknown and not reading:
                return
            first, defined = (h.pending - 256) << 8, self.codes.defined
            options = self._ranked(h, "any", 0) if unknown else self._ranked(h, "lead", h.pending)
            if reading:
                sounds = codes.readings().get(reading[1:-1], "")
                if unknown:
                    options = [c for character in sounds for c in self.codes.by_character.get(character, ())
                               if first | c.lead not in defined]  # fmt: skip
                    options.sort(key=lambda c: (c.character not in self.own) - self._after(h.context, c.read[:1]))
                else:
                    options = [code for code in options if code.character in sounds] or options
            for code in options[:6]:
                yield from self._dropped(h, code, here, character)
        elif character in "、，。；：" and not unknown:
            # A second byte was lost soon after the first: the text is in step again.
            for code in self._ranked(h, "lead", h.pending)[:6]:
                later = self._half(h, here, code)
                yield here + 1, self._kept(later._replace(score=later.score + _LOST), character, here)

    def _dropped(self, h: _Hypothesis, code: Code, here: int, character: str) -> Iterator[tuple[int, _Hypothesis]]:
        later = self._half(h, here, code)
        if character == "?":
            yield here + 1, self._taken(h, code, -1, here, here + 1, 2, -1.0)
        elif reading := _reading(self.text, here):
            yield here + len(reading), self._heard(later, reading)
        else:
            # The next character is read in step; nothing was taken here, so it is taken now.
            yield here + 1, self._kept(later, character, here)

    def _heard(self, h: _Hypothesis, reading: str) -> _Hypothesis:
        """A reading speaks for or against the character before it."""
        if h.steps is None:
            return h
        fits = h.steps.out[-1:] in codes.readings().get(reading[1:-1], "")
        return h._replace(score=h.score + (_HEARD if fits else -_HEARD))

    def _half(self, h: _Hypothesis, here: int, code: Code) -> _Hypothesis:
        return self._taken(h, code, -1, here, here, 2, -1.0)

    def _kept(self, h: _Hypothesis, character: str, here: int) -> _Hypothesis:
        read = self.read.get(character)
        if read is None:
            read = self.read[character] = codes.read(character)
        score, context = h.score, h.context
        for c in read:
            score += self.likelihood.after(context, c)
            context = context[-1:] + c
        return _Hypothesis(score, -1, context, _Step(h.steps, character, 0, here, here + 1), 0, h.still + 1)

    def _taken(
        self, h: _Hypothesis, code: Code, pending: int, start: int, end: int, certain: int, cost: float
    ) -> _Hypothesis:
        score, context = h.score + cost, h.context
        for c in code.read:
            score += self._after(context, c)
            context = context[-1:] + c
        if code.character not in self.own:
            score -= 1.0  # a report repeats its words, and a Traditional one has no Simplified characters
        out = code.character
        if 0x40 <= pending <= 0x7E:
            # The observed pair ended in a character that is ASCII by itself: in step again.
            score += self._after(context, chr(pending))
            context = context[-1:] + chr(pending)
            out, pending = out + chr(pending), -1
        return _Hypothesis(score, pending, context, _Step(h.steps, out, certain, start, end), 0, 0)

    def _vanish(self, found: list[_Hypothesis], here: int) -> list[_Hypothesis]:
        """One or two vanished pairs before the next observed character; three in a row were never seen."""
        out: list[_Hypothesis] = []
        near = found[0].score - _NEAR
        rising = [h for h in found if h.pending >= 0 and h.score > near][:_RISING]
        for _ in range(2):
            rising = [self._without(h, code, here) for h in rising for code in self._openings(h)]
            rising.sort(key=lambda h: -h.score)
            out += rising[:_BEAM]
            rising = rising[:_RISING]
        return out

    def _without(self, h: _Hypothesis, code: Code, here: int) -> _Hypothesis:
        later = self._taken(h, code, 256 + code.trail, here, here, 2, _AGAIN if h.vanished else _VANISHED)
        return later._replace(vanished=h.vanished + 1)

    def _openings(self, h: _Hypothesis) -> list[Code]:
        """Characters whose second byte may have begun a vanished pair."""
        if h.pending < 256:
            return self._ranked(h, "opening", h.pending)[:_GUESSES]
        first, defined = (h.pending - 256) << 8, self.codes.defined
        return [c for c in self._ranked(h, "any", 0) if first | c.lead not in defined][:_GUESSES]

    def _pairs(self, h: _Hypothesis, trail: int) -> list[Code]:
        """Characters that end with this byte and fit what is pending."""
        if h.pending < 256:
            code = self.codes.at.get(h.pending << 8 | trail)
            return [code] if code else []
        first, defined = (h.pending - 256) << 8, self.codes.defined
        return [c for c in self._ranked(h, "trail", trail) if first | c.lead not in defined][:_GUESSES]

    def _lost(self, h: _Hypothesis, trail: int) -> list[Code]:
        """Characters that the lost byte may have begun."""
        near = [code for lead in (0xA1, 0xA3) if (code := self.codes.at.get(lead << 8 | trail))]
        return near + [c for c in self._ranked(h, "trail", trail)[:6] if c not in near]

    def _ranked(self, h: _Hypothesis, kind: str, byte: int) -> list[Code]:
        """Characters by what is known of them, likeliest first."""
        key = (h.context, kind, byte)
        found = self.ranked.get(key)
        if found is None:
            options: Iterable[Code]
            if kind == "lead":
                options = self.codes.by_lead.get(byte, ())
            elif kind == "trail":
                options = self.codes.by_trail.get(byte, ())
            elif kind == "opening":
                options = codes.openings().get(byte, ())
            else:
                may = codes.vanishing()
                options = [
                    c
                    for read in self.likelihood.followers(h.context)
                    for c in self.codes.by_read.get(read, ())
                    if c.trail in may
                ]
            options = list(options)
            weights = self.likelihood.scores(h.context, [c.read[:1] for c in options])
            if pair := self.pairs[h.context]:
                for at, code in enumerate(options):
                    if triple := self.triples[h.context + code.read[:1]]:
                        weights[at] = math.log((1 - _OWN) * math.exp(weights[at]) + _OWN * triple / pair)
            weighed = [(w - (c.character not in self.own), c) for w, c in zip(weights, options, strict=True)]
            weighed.sort(key=_first, reverse=True)
            found = self.ranked[key] = [code for _, code in weighed[:100]]
        return found

    def _leads(self, here: int, reading: str) -> list[int]:
        """First bytes that fit a reading put before them: the site took the last byte and this one for a character."""
        try:
            before = self.text[here - 1].encode("gbk")[-1]
        except (UnicodeEncodeError, IndexError):
            before = 0
        fitting = {c.encode("gbk") for c in codes.readings().get(reading, "")}
        return [pair[1] for pair in fitting if pair[0] == before and pair[1] >= 0x81] or list(range(0x81, 0xFF))

    def _bytes(self, here: int) -> Iterator[tuple[int, int, int]]:
        """The two bytes that an observed character stood for, with the place behind it."""
        character = self.text[here]
        if character > "\x7f":
            try:
                pair = character.encode("gb18030")
            except UnicodeEncodeError:
                return
            if len(pair) == 2:
                yield here + 1, pair[0], pair[1]
        elif character in "\n\r":
            return
        for length in (1, 2, 3, 4):
            for a, b in self.codes.folded.get(self.text[here : here + length], ()):
                yield here + length, a, b

    def _context(self, start: int) -> str:
        before = READING.sub("", self.text[max(0, start - 24) : start])
        line = before.rpartition("\n")[2]
        read = "".join(map(codes.read, line[-4:]))
        return ("\n" + read)[-2:] if len(line) < 24 else read[-2:]

    def _changes(self, found: list[_Hypothesis]) -> list[Change]:
        """What the best hypothesis changed, when it is clearly better than to change nothing."""
        if not found:
            return []
        best = max(found, key=lambda h: h.score)
        steps = _listed(best.steps)
        if all(step.certain == 0 for step in steps):
            return []
        unchanged = max((h.score for h in found if all(s.certain == 0 for s in _listed(h.steps))), default=-math.inf)
        if best.score - unchanged < _SURE:
            return []
        rest = sorted((h.score for h in found if h is not best), reverse=True)
        margin = best.score - rest[0] if rest else _SURE
        return list(_grouped(steps, margin))


def _reading(text: str, here: int) -> str:
    """The reading in parentheses that begins here, or nothing."""
    found = READING.match("字" + text[here : here + 9], 1)
    return found[0] if found else ""


def _first(pair: tuple[float, Code]) -> float:
    return pair[0]


def _listed(last: _Step | None) -> list[_Step]:
    steps = []
    while last is not None:
        steps.append(last)
        last = last.before
    return steps[::-1]


def _grouped(steps: list[_Step], margin: float) -> Iterator[Change]:
    """Neighbouring steps of one kind as one change; a guess takes the observed character behind it along."""
    at = 0
    while at < len(steps):
        certain = steps[at].certain
        if certain == 0:
            at += 1
            continue
        end = at + 1
        while end < len(steps) and steps[end].certain == certain:
            end += 1
        start, stop = steps[at].start, steps[end - 1].end
        after = "".join(step.out for step in steps[at:end])
        if at == 0 or steps[at - 1].certain == 0:
            after = after.lstrip("\u3000")  # an indent's half; the line begins with its heading
        guess = certain == 2
        yield Change(start, stop, after, "guessed" if guess else "shifted", _confidence(margin) if guess else 0.99)
        at = end


def _confidence(margin: float) -> float:
    return round(min(0.9, max(0.3, 1 / (1 + math.exp(-margin / 2)))), 2)
