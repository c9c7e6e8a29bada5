"""What the words around a name tell of it, where the grammar of its sentence is not understood.

A weak reading: of a stretch of a sentence whose words all point one way, and where nothing is planned,
denied, supposed or past. It is told with little confidence. A road takes what is said of roads; a place
only what is said of places, such as "cut off", and only where it stands as its words demand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from routegraph.reading.arabic.lexicon import letters
from routegraph.reading.finding import Finding
from routegraph.reading.mention import Kind, Mention
from routegraph.reading.trigger import Frame, Trigger
from routegraph.reports.event import Status

SURENESS = 0.5
"""How sure a weak reading is: right less often than any other, see ``benchmarks/report_reading.py``."""

LONGEST = 600
"""Characters of a sentence that tells of few things; a longer one tells of several."""


def _words(pattern: str) -> re.Pattern[str]:
    """Pattern of words, the Arabic ones in the letters that sentences are compared in."""
    return re.compile(letters(" ".join(pattern.split())).replace("| ", "|").replace(" |", "|"))


_CLOSED = _words(
    r"""\b(?:closed|closures?|closing|closes|shut|shuts|shutting|block(?:s|ed|ing|ages?)?|blockad\w+
    |barricad\w+
    |obstruct\w*|sever(?:s|ed|ing)|snapp(?:ed|ing)|cut(?:s|ting)?(?: off)?|impass\w+|inaccess\w+|unpass\w+
    |unusable|unreachable|halt(?:s|ed|ing)?|standstill|suspen\w+|stopp(?:ed|ing|ages?)(?! \w+ing)|stops
    |paraly[sz]\w+|barred|stopped (?:running|moving|plying|operating)|sent back|out of action
    |banned|prohibit\w*|forbid\w*|submerg\w*|inundat\w*|flood(?:ed|s|ing)?|floodwaters?
    |under (?:[\w.]+ ){0,4}(?:flood ?)?water
    |buried|engulf\w*|turn(?:s|ed|ing)? back|trench\w*|earth\w* (?:mounds?|berms?|barriers?)|denied passage
    |refused passage|mined|disrupt\w*|disconnect\w*
    |not (?:allowed|permitted|passable|motorable|open|usable|accessible|possible|crossable|an option
    |in use)|out of (?:service|use)
    |off[- ]limits|no[- ]go)\b
    |\b(?:no|nothing|nobody|none|no one)\b[^.;:]{0,30}\b
    (?:pass\w*|uses?|takes?|cross\w*|through|across|enter\w*|get\w*|go|drives?|travels?)\b
    |\b(?:can ?not|can(?:'|’)?t|can no longer|could (?:not|no longer)|may not|not (?:been )?able to|unable to)
    (?:yet |now |even )?(?:be )?(?:pass|use|cross|travel|go|get|move|drive|take|reach)\w*
    |\bnot been used\b|\b(?:communications?|connectivity|transport|transportation)\b[^.;]{0,30}\b(?:hit
    |crippled|snapped)\b
    |[❌🔴⛔🚫✖]|مقفول|مغلق|مقطوع|غير (?:ال)?سالك|\bو?توقف|متوقف|إغلاق|\bو?أغلق|\bو?يغلق|انقطاع|انقطع
    |\bو?قطع|مسدود|مسكر|تعذر|لا يمكن العبور|يمنع
    |\bو?غمر"""
)
_DAMAGED = _words(
    r"""\b(?:(?:wash|swep|carri|sweep)\w* (?:away|off|out)|collaps\w+|cav(?:ed|ing) in|destroy\w*|destruction
    |damag\w+|bl[eo]wn? up|blew up|erod\w+|undermin\w+|crater\w*|breach\w*|subsid\w+|sank|sunk|slid|cracked
    |gave way|given way|(?:rock|mud|snow)?slides?
    |blown|landslides?|landslips?|mudslides?|rockfalls?|rockslides?|debris|avalanches?|sinkhole)\b
    |\b(?:bridges?|road) \w+ down\b|\bو?(?:ال)?انهيار|\bو?انهار|\bو?جرف|\bو?دمر|تدمير|تضرر"""
)
_OPEN = _words(
    r"""\b(?:ban|closures?|blockades?|siege|restrictions?|embargo|curfew)\b.{0,60}\b(?:lifted|ended|eased
    |removed|over)\b
    |\b(?:lift|end|eas|remov)(?:ed|ing|s)? (?:the |a |its |their )?(?:ban|closures?|blockades?|siege
    |restrictions?|embargo)\b
    |\b(?:freely|normally|still (?:being )?(?:used|open))\b|[✅🟢✔]|فاتح|\b(?:re-?open\w*|opened|resum\w+
    |restor\w+|unblocked|cleared|passable|motorable|operational
    |for the first time since|back (?:in|into|to) (?:operation|service|use|normal)|open (?:again|for|to))\b
    |\b(?:us|runn?|mov|flow|pass|driv|travel|cross)(?:e|es|ed|ing)?\b[^.;:]{0,30}\bagain\b
    |\b(?:أعيد|إعادة|أعاد|أعادت|تعيد|يعيد) (?:فتح|افتتاح|تشغيل)|\bو?فتحوا?ها?\b|استؤنف|عادت (?:ال)?حركة
    |عودة (?:ال)?حركة|استئناف|أصبح سالك|انتهاء أعمال|\bسالك"""
)
_LIMITED = _words(
    r"""\b(?:one lane|one-lane|single lane|single file|one-way|one side|alternat\w+|(?:in|by) turns|escort\w*
    |daylight
    |(?:light|small|heavy) (?:motor )?vehicles|local traffic|chains|partial\w*
    |restrict\w*|limit(?:s|ed|ing)?|with caution|with care
    |with difficulty|checkpoints|night travel|curfew|4x4)\b
    |\b(?:below|above|over|under|up to|exceeding) \d+ ?(?:t|tons?|tonnes?)\b
    |[🟡🟠⚠]|بصعوبة|بحذر|ببطء|باتجاه واحد|مسلك واحد|مسرب واحد|بمرافقة|محدودة|جزئي"""
)
"""What makes of a road closed or open one with limits."""
_HELD_UP = _words(
    r"""\b(?:detour\w*|diver(?:t|sion)\w*|delay\w*|queu\w+|congest\w*|jam(?:s|med)?|stuck|strand\w+|trapped
    |hamper\w*|hinder\w*|held up|slow\w*|avoid\w*|dangerous|risky|unsafe|difficult\w*|insecur\w*
    |checkpoints?|roadblocks?|tolls?|longer|twice as long)\b|عالق|تحويل|ازدحام|زحمة"""
)
"""What only tells that it goes slowly, and says nothing beside any of the others."""

_AT = r"\b(?:in|near|at|around|within|inside|outside|on)(?: the)?(?: [\w-]+)?(?: (?:of|in))? $"
_ON = r"(?: the)?(?: (?!(?:from|to|in|by|and|or|for|at|near|with|as|on) )[\w-]+){0,2}(?: of)? $"

_PLACES: tuple[tuple[Status, str, re.Pattern[str]], ...] = tuple(
    (status, where, _words(pattern))
    for status, where, pattern in (
        (
            Status.BLOCKED,
            "after",
            r"""^[^,]{0,40}\b(?:is|are|was|were|remains?|been|left|stands?|still
            |now)\b[^,]{0,25}\b(?:cut off|isolated
            |inaccessible|unreachable|marooned|besieged|surrounded|encircled|under siege)\b""",
        ),
        (
            Status.DAMAGED,
            "after",
            r"""^[^.;:]{0,60}\b(?:is|are|were|was) among the (?:\w+ ){0,3}(?:areas|places|villages|towns
            |localities|districts) (?:\w+ )?
            (?:inundated|flooded|submerged|under water|hit|affected)\b""",
        ),
        (
            Status.BLOCKED,
            "after",
            r"^[^.;:,]{0,20}\bonly (?:be )?(?:reached|accessible|reachable) (?:by|on|via)\b",
        ),
        (Status.BLOCKED, "before", r"[❌🔴⛔🚫✖] ?(?:\w+ )?$"),
        (Status.BLOCKED, "after", r"^,? (?:is |are |was |were |remains? |still )?(?:معزول|محاصر)"),
        (
            Status.BLOCKED,
            "before",
            r"\b(?:cut(?:s|ting)? off|isolat(?:ed|ing|es)|besieg(?:ed|ing)|encircl(?:ed|ing)|marooned)" + _ON,
        ),
        (
            Status.DAMAGED,
            "after",
            r"""^[^,]{0,30}\b(?:is|are|was|were|been|lies|still|now)\b[^,]{0,20}\b(?:flooded|inundated
            |submerged|under
            (?:flood ?)?water|washed away|in ruins|flattened|devastated)\b""",
        ),
        (
            Status.DAMAGED,
            "before",
            r"\b(?:flooded|flooding|inundat\w+|submerg\w+|waterlogg\w+)\b[^.;:]{0,40}" + _AT,
        ),
        (Status.DAMAGED, "before", r"\b(?:flooded|inundated|submerged|swamped|engulfed)" + _ON),
        (
            Status.RESTRICTED,
            "before",
            r"""\b(?:curfew|tolls?|levy|levies|charge|charges|collect\w*|extort\w*
            |turned back)\b[^.;:]{0,40}"""
            + _AT,
        ),
        (
            Status.BLOCKED,
            "before",
            r"""\b(?:no|without) (?:aid|food|relief|supplies|convoys?|trucks?|assistance|fuel
            |medicines?)\b[^.;:]{0,40}
            \b(?:reach\w*|enter\w*|arriv\w+ (?:in|at)|(?:got|get) (?:in)?to|into)"""
            + _ON,
        ),
        (
            Status.BLOCKED,
            "before",
            r"\b(?:unable|not (?:been )?able|impossible) to (?:reach|enter|access)" + _ON,
        ),
        (
            Status.REOPENED,
            "around",
            r"""\b(?:reached|entered|arrived (?:in|at)|got (?:in)?to
            |rolled into)(?: the)?(?: \w+){0,2}(?: of)? @+
            [^.;:]{0,40}\bfor the first time\b""",
        ),
        (
            Status.BLOCKED,
            "around",
            r"""\b(?:access|connectivity|links?|connections?|communications?|contact|supplies
            |supply lines?)\b[^.;:]{0,20}
            \b(?:to|with|into|of)(?: the)?(?: \w+){0,2}(?: of)? @+[^;:]{0,40}\b(?:cut|snapped|severed|lost
            |disrupted|blocked|denied
            |suspended|impossible|halted|closed)\b""",
        ),
        (Status.BLOCKED, "after", r"^[^.;:,]{0,30}\blost (?:\w+ ){0,3}(?:links?|connections?|access)\b"),
        (
            Status.BLOCKED,
            "around",
            r"""\ball (?:the )?(?:\w+ )?(?:roads|routes|approaches|highways)\b[^.;:]{0,20}\b(?:to|into
            |out of|from)(?: the)?
            (?: \w+)?(?: of)? @+[^;:]{0,40}\b(?:cut|blocked|closed|severed|impassable|flooded)\b""",
        ),
        (
            Status.BLOCKED,
            "around",
            r"""\b(?:villagers|residents|people|inhabitants|families|communities) (?:of
            |in)(?: the)?(?: \w+)?(?: of)? @+[^.;:]{0,25}
            \b(?:cut off|isolated|marooned|under siege|besieged)\b""",
        ),
        (
            Status.DAMAGED,
            "before",
            r"""\b(?:floods?|flooding|floodwaters?|flash floods?|landslides?|mudslides?|mudflows?
            |earthquake)\b[^.;:,]{0,20}
            \b(?:hit|hits|struck|entered|swept (?:through|into)|devastated|inundated|engulfed|destroyed
            |submerged)"""
            + _ON,
        ),
        (Status.DAMAGED, "before", r"\bflooding" + _ON),
        (Status.CONTESTED, "before", r"\bfront ?lines?\b[^.;:]{0,25}\b(?:through|in|at|near)" + _ON),
        (
            Status.CONTESTED,
            "after",
            r"""^ (?:has |have )?(?:become|became|is|are|remains?) (?:a |the |an? \w+ )?(?:front ?line
            |battle(?:ground|field))\b""",
        ),
        (
            Status.THREATENED,
            "after",
            r"^[^.;:]{0,30}\bas [\w' ]{2,40}\b(?:approach\w*|advanc\w*|neared|clos(?:ed|es|ing) in)\b",
        ),
        (
            Status.BLOCKED,
            "before",
            r"""\b(?:block(?:ed|ing|s)?|clos(?:ed|ing|es)|barricad(?:ed|ing)|shut|cut|obstruct(?:ed
            |ing))\b[^.;:]{0,30}
            \b(?:roads?|highway|motorway|route|street|expressway|autostrada)\b[^.;:,]{0,20}\b(?:at|near
            |outside)"""
            + _ON,
        ),
        (
            Status.RESTRICTED,
            "around",
            r"""\b(?:access|movement|entry|travel)\b[^.;:]{0,20}\b(?:to|in|into|around
            |within)(?: the)?(?: \w+){0,2}(?: of)?
            @+[^;:]{0,40}\b(?:restricted|constrained|limited|hampered|hindered|impeded|curtailed
            |difficult)\b""",
        ),
        (
            Status.RESTRICTED,
            "around",
            r"""\b(?:difficult|hard) to (?:reach|access)(?: \w+)? @+|@+[^,;:]{0,20}\b(?:difficult
            |hard) to (?:reach|access)\b""",
        ),
        (
            Status.CONTESTED,
            "before",
            r"""\b(?:clash\w*|fighting|fought|fight|battl\w+|gunfire|gun ?battles?|firefights?|skirmish\w*
            |heavy weapons|shooting|shoot|(?:tak\w+|took) up positions|offensive operations|attack\w*
            |assault\w*|exchanges? of fire)\b
            [^.;:]{0,60}"""
            + _AT.replace("|on)", "|on|along)"),
        ),
        (
            Status.THREATENED,
            "before",
            r"""\b(?:advanc\w+|push(?:ed|ing|es)|march\w*|clos(?:ed|es|ing) in|press(?:ed|ing
            |es))\b[^.;:]{0,25}
            \b(?:towards?|to within|on)"""
            + _ON,
        ),
    )
)
"""Status -> what stands before, after or around a place of which it is told; "@" is the place."""

_AFAR = _words(
    r"""\b(?:air|aerial|drones?|artillery|rockets?|missiles?|mortars?|shell\w*|warplanes?|jets?|bomb\w*
    |helicopters?)\b|قصف|غار"""
)
_BREAK = _words(
    r"""[;:؛—(]|,? \b(?:but|while|whereas|although|though|however|after|before|because|until|till|when
    |which|who
    |where|whose|if|unless|despite|amid|instead|rather than|so that)\b|\b(?:بينما|فيما|حيث|بعد|قبل|عقب|لكن
    |الذي|التي)\b"""
)
"""Where one stretch of a sentence ends and another begins."""

_PAST = _words(r"""\bhad\b|\b(?:was|were) (?:being )?(?:to|about)\b|\bused to\b|\bكانت? قد\b""")
_ROUND = _words(
    r"""\b(?:via|through|by way of|onto|instead of|going|travel\w+|coming|heading|driving
    |on (?:its|their|the) way|flights?|alternat\w+ (?:road|route)s?(?: (?:through
    |via))?)(?: the)? $|عبر $"""
)
"""What stands before a road by which one goes instead."""

_REACHED = re.compile(
    r"\b(?:reach\w*|push\w*|advanc\w*|enter\w*|near\w*|on|at)(?: to| into| towards?)?(?: the)? $"
)
"""What stands before the edge of a place that somebody has come to."""

_LED = re.compile(
    r"""\b(?:around|near|in|of|from|to|at|outside|beyond|for|with|by|on|against|north|south|east
    |west)(?: the)?(?: \w+)? $"""
)
"""What stands before a place that only tells where something is."""

_BEYOND = re.compile(r" (?:north|south|east|west)\w* of\b")
"""What stands after a road of which only a part is meant, that has no two ends."""

_INSTEAD = re.compile(r"\balternat\w+ (?:routes?|roads?)\b|\b(?:to|should|must|can) (?:use|take)\b")
"""What makes of every road after it one by which one goes instead."""

_ROADS = (Kind.ROAD, Kind.REF, Kind.CROSSING, Kind.BETWEEN)


_SOME = _words(
    r"""\b(?:heavy|large|commercial|goods|freight) (?:motor |goods |duty )?(?:vehicles?|traffic|trucks?
    |lorries)\b
    |\b(?:trucks?|lorries|trailers?|vehicles?|buses) (?:above|over|heavier|exceeding|weighing|of more than)\b
    |\bat night\b|\bnight[- ]?time\b|\bafter dark\b|\bfor (?:trucks|lorries|buses)\b"""
)
"""Who alone, or when alone, may not pass a road that is closed to some."""

_ALL = re.compile(r"\b(?:to|for) (?:all|any|every)\b")

_OF_OTHERS = _words(
    r"""\b(?:destroy|damag|wreck|block|attack|hit)\w* (?:[\w-]+ ){0,4}(?:vehicles?|tanks?|cars?|trucks?
    |weapons?|guns?
    |houses?|homes?|buildings?|depots?|bases?|headquarters|hideouts?|crops|shops)\b"""
)
"""What is destroyed beside the road."""

_BUT = _words(
    r"""\b(?:with (?:difficulty|caution|care)|dangerous|risky|unsafe|requires?|required|escorts?
    |recommended|delays?
    |only|one lane|one-way|single|daylight|(?<!this )(?<!following )(?<!next )mornings?|difficult\w*
    |(?:up to|under|below|over|above|maximum|max\.?|limit(?:ed)?(?: of| to)?) \d+ ?(?:mt|t|tons?|tonnes)
    |\d+ ?(?:t|tons?|tonnes) max|congest\w+
    |from \d+(?:[:.]\d+)?(?: ?[ap]\.?m\.?)? (?:to|until) \d+
    |light (?:motor )?vehicles|4x4)\b"""
)
"""What makes of a road that is said to be open one with limits."""


def limited(text: str, finding: Finding) -> Finding:
    """A finding as what stands beside it limits it: "open with difficulty", "closed to heavy vehicles"."""
    roads = finding.mention.kind in _ROADS
    words = {Status.REOPENED: _BUT, Status.BLOCKED: _SOME}.get(finding.status) if roads else None
    if words is None:
        return finding
    told = letters(text.lower())
    a = max((m.end() for m in _STOP.finditer(told, 0, finding.at)), default=0)
    b = next((m.start() for m in _STOP.finditer(told, finding.at)), len(told))
    some = words.search(told, a, b) and not (words is _SOME and _ALL.search(told, a, b))
    return replace(finding, status=Status.RESTRICTED) if some else finding


_STOP = re.compile(r"[;.؛](?!\d)|\b(?:after|because|until|till|where|while|since)\b")


_HEAD = re.compile(r"[^:;.,]{3,60}:(?= )")
"""What a line is about: its colon parts nothing."""


class SentencePart(NamedTuple):
    """Part of a sentence between two breaks, in the letters that words are compared in."""

    text: str
    start: int
    end: int


def sentence_parts(text: str) -> list[SentencePart]:
    """Parts of a sentence that each tell of one thing."""
    told = letters(text.lower())
    if len(told) != len(text):
        return []
    head = headed.end() if (headed := _HEAD.match(told)) else 0
    cuts = [0, *(match.start() for match in _BREAK.finditer(told, head)), len(told)]
    return [SentencePart(told[a:b], a, b) for a, b in pairwise(cuts) if b > a]


def status_of(told: str) -> Status | None:
    """Status of a road that words all point to; None where they point to none, or to and fro.

    >>> status_of("traffic on the road came to a complete halt"), status_of("lorries pass on one lane")
    (<Status.BLOCKED: 'blocked'>, <Status.RESTRICTED: 'restricted'>)
    """
    told = _OF_OTHERS.sub(" ", told)
    opened = _OPEN.search(told)
    rest = _OPEN.sub(" ", told) if opened else told
    limited, closed, damaged = _LIMITED.search(rest), _CLOSED.search(rest), _DAMAGED.search(rest)
    if limited or (closed and _SOME.search(rest)):
        return Status.RESTRICTED
    if opened:
        return None if closed else Status.REOPENED
    if closed:
        return Status.BLOCKED
    if damaged:
        return Status.DAMAGED
    return Status.RESTRICTED if _HELD_UP.search(rest) else None


def weak_reading(
    text: str, mentions: Sequence[Mention], unreal: Sequence[tuple[int, int]], told: Sequence[int] = ()
) -> list[Finding]:
    """What the words of a sentence tell of its names, stretch by stretch.

    Parameters
    ----------
    text : str
    mentions : sequence of Mention
        In the order of the sentence.
    unreal : sequence of tuple of int
        Offsets of the words that plan, deny, suppose.
    told : sequence of int
        Offsets of the words that have told of something; their stretches are left alone.
    """
    if not mentions or len(text) > LONGEST:
        return []
    found: list[Finding] = []
    for stretch in sentence_parts(text):
        inside = [m for m in mentions if stretch.start <= m.start < stretch.end]
        if not inside or any(stretch.start <= at < stretch.end for at in told) or _PAST.search(stretch.text):
            continue
        doubts = [start - stretch.start for start, _ in unreal if stretch.start <= start < stretch.end]
        found += _of_stretch(stretch, inside, doubts)
    return found


def _of_stretch(stretch: SentencePart, inside: list[Mention], doubts: list[int]) -> list[Finding]:
    """Findings of a stretch; `doubts` are offsets in it of what plans or denies."""
    instead = _INSTEAD.search(stretch.text)
    roads = [
        m
        for m in inside
        if m.kind in _ROADS
        and not _ROUND.search(stretch.text[: m.start - stretch.start])
        and not (m.ref and not m.names and _BEYOND.match(stretch.text, m.end - stretch.start))
        and not (instead and instead.start() < m.start - stretch.start)
    ]
    if not roads:
        places = [m for m in inside if m.kind in (Kind.PLACE, Kind.PART)]
        found = [(m, _of_place(stretch, m, doubts)) for m in places]
        return [_finding(status, replace(m, kind=Kind.PLACE), stretch) for m, status in found if status]
    blank = stretch.text
    for m in inside:
        blank = blank[: m.start - stretch.start] + "x" * (m.end - m.start) + blank[m.end - stretch.start :]
    closed = [match.span() for match in _CLOSED.finditer(blank)]
    if any(not any(a <= doubt < b for a, b in closed) for doubt in doubts):
        return []
    status = status_of(blank)
    chosen = [replace(m, kind=Kind.ROAD) if m.kind is Kind.BETWEEN else m for m in roads]
    if not status and all(_of_place(stretch, m, doubts) is Status.CONTESTED for m in chosen):
        status = Status.CONTESTED
    return [_finding(status, mention, stretch) for mention in chosen] if status else []


def _of_place(stretch: SentencePart, mention: Mention, doubts: list[int]) -> Status | None:
    """Status that the words around a place tell of it."""
    start, end = mention.start - stretch.start, mention.end - stretch.start
    marked = f"{stretch.text[:start]}@{'@' * (end - start - 1)}{stretch.text[end:]}"
    parts = {"before": (stretch.text[:start], 0), "after": (stretch.text[end:], end), "around": (marked, 0)}
    if mention.kind is Kind.PART and _AFAR.search(stretch.text):
        return None
    if mention.kind is Kind.PART and not doubts and _REACHED.search(stretch.text[:start]):
        edge = any(
            word in mention.text.lower() for word in ("outskirt", "edge", "gate", "approach", "fringe")
        )
        return Status.THREATENED if edge else None
    led = _LED.search(stretch.text[:start])
    for status, where, pattern in _PLACES:
        if where == "after" and led:
            continue
        told, offset = parts[where]
        match = pattern.search(told)
        if not match or (status is Status.CONTESTED and _AFAR.search(stretch.text)):
            continue
        a, b = match.start() + offset, match.end() + offset
        return None if any(not a <= doubt < b for doubt in doubts) else status
    return None


def _finding(status: Status, mention: Mention, stretch: SentencePart) -> Finding:
    trigger = Trigger(status, Frame.STATE, "past", "words")
    return Finding(
        trigger, status, mention, "", mention.start, (stretch.start, stretch.end), confidence=SURENESS
    )
