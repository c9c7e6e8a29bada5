"""The Arabic words of capture, siege, clash, threat and reopening: data, not code.

Words stand as reports write them and are compared in the normal form of `plain`: without
vowel signs, hamza forms made alif, ta marbuta made ha. A leading "and" is taken off by the reader.
"""

from __future__ import annotations

import re
from functools import cache

from routegraph.reports.event import Status
from routegraph.reports.sides import SIDES

_SIGNS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640]")
_LETTERS = str.maketrans("أإآٱىةؤئ", "اااايهوي")


def plain(word: str) -> str:
    """Give the normal form of a word.

    >>> plain("أَثريا"), plain("سلمية")
    ('اثريا', 'سلميه')
    """
    return _SIGNS.sub("", word).translate(_LETTERS)


class Frame:
    """Where the place stands to the word that tells of it."""

    OVER = "over"  # سيطر ... على X
    OBJECT = "object"  # حاصر ... X
    FROM = "from"  # انسحب ... من X
    FALLS = "falls"  # سقطت X بيد
    AT = "at"  # اشتباكات في X
    STATE = "state"  # طريق X مقطوع


VERBS: tuple[tuple[Status, str, str], ...] = (
    (
        Status.CAPTURED,
        Frame.OVER,
        "سيطر سيطرت سيطروا يسيطر تسيطر يسيطرون السيطرة سيطرته سيطرتها سيطرتهم استولى "
        "استولت استولوا الاستيلاء يستولي",
    ),
    (Status.CAPTURED, Frame.OBJECT, "احتل احتلت احتلوا حرر حررت حرروا تحرير يحررون انتزع انتزعت"),
    (Status.CAPTURED, Frame.FALLS, "سقط سقطت سقوط تسقط وقعت"),
    (Status.CAPTURED, Frame.FROM, "انسحب انسحبت انسحبوا انسحاب ينسحب تنسحب خسر خسرت"),
    (
        Status.RECAPTURED,
        Frame.OBJECT,
        "استعاد استعادت استعادوا يستعيد تستعيد استعادة استرد استردت استرجع استرجعت",
    ),
    (
        Status.BLOCKED,
        Frame.OBJECT,
        "قطع قطعت قطعوا يقطع تقطع حاصر حاصرت حاصروا يحاصر تحاصر يحاصرون حصار محاصرة طوق "
        "طوقت أغلق أغلقت أغلقوا إغلاق",
    ),
    (Status.BLOCKED, Frame.STATE, "مقطوع مقطوعة مغلق مغلقة محاصر محاصرة متوقف مسدود"),
    (Status.DAMAGED, Frame.OBJECT, "فجر فجرت فجروا تفجير دمر دمرت دمروا تدمير نسف نسفت"),
    (Status.DAMAGED, Frame.STATE, "مدمر مدمرة متضرر متضررة"),
    (
        Status.CONTESTED,
        Frame.OBJECT,
        "هاجم هاجمت هاجموا يهاجم تهاجم يهاجمون اقتحم اقتحمت اقتحموا يقتحم اقتحام لاقتحام دخل دخلت دخلوا",
    ),
    (Status.CONTESTED, Frame.AT, "اشتباكات الاشتباكات معارك المعارك مواجهات المواجهات"),
    (Status.CONTESTED, Frame.OVER, "هجوم هجوما الهجوم"),
    (Status.THREATENED, Frame.OBJECT, "يهدد تهدد يهددون"),
    (Status.THREATENED, Frame.AT, "يتقدم تتقدم يتقدمون تقدم تسلل"),
    (Status.RESTRICTED, Frame.STATE, "بطيئة بطيء بحذر صعب صعبة"),
    (Status.REOPENED, Frame.OBJECT, "فتح فتحت فتحوا افتتح تأمين أمن أمنت"),
    (Status.REOPENED, Frame.STATE, "مفتوح مفتوحة سالك سالكة"),
)
"""Status, frame, forms parted by spaces."""

NEGATIONS = "لم لا ليس ليست لن ما غير دون"
DENIALS = "نفى نفت ينفي تنفي نفي كذب كذبت"
FAILURES = "فشل فشلت يفشل عجز عجزت"
REPULSES = "أحبط أحبطت يحبط صد صدت تصدى تصدت إحباط"
ATTEMPTS = (
    "يستعد تستعد يستعدون استعدادا حاول حاولت يحاول تحاول محاولة محاولات يخطط تخطط "
    "ينوي تنوي يحشد تحشد يعتزم تعتزم بحث مناقشة هدف يطالب تطالب مطالبات دعا دعت"
)
KINDS = "بلدة مدينة قرية ناحية منطقة قريتي بلدتي مدينتي بلدات قرى مدن مخيم"
WIDE = "ريف محافظة شمال جنوب شرق غرب شمالي جنوبي شرقي غربي بادية ريفي"
AROUND = "محيط أطراف مشارف تخوم قرب عند داخل"
ROADS = "طريق الطريق أوتوستراد الأوتوستراد اوتستراد طرق الطرق"
ROAD_WORDS = "الواصل الواصلة الدولي الرئيسي بين من الذي يصل يربط الرابط"
BRIDGES = "جسر الجسر معبر"
PREPOSITIONS = "في على من إلى عن مع باتجاه نحو بعد قبل بسبب أمام بحسب بيد بأيدي ضد"
GROUPS = "التنظيم المسلحون المسلحين الإرهابيون الإرهابيين"


def _words(text: str) -> frozenset[str]:
    return frozenset(plain(word) for word in text.split())


@cache
def tags() -> dict[str, str]:
    """Word in normal form -> tag, for all but verbs."""
    return {
        word: tag
        for tag, text in (
            ("PREP", PREPOSITIONS),
            ("GROUP", GROUPS),
            ("AROUND", AROUND),
            ("WIDE", WIDE),
            ("KIND", KINDS),
            ("BRIDGE", BRIDGES),
            ("LINK", ROAD_WORDS),
            ("ROAD", ROADS),
            ("NEG", NEGATIONS),
            ("DENY", DENIALS),
            ("FAIL", FAILURES),
            ("REPEL", REPULSES),
            ("ATTEMPT", ATTEMPTS),
        )
        for word in _words(text)
    }


@cache
def verbs() -> dict[str, tuple[Status, str]]:
    """Word in normal form -> status and frame."""
    return {word: (status, frame) for status, frame, text in VERBS for word in _words(text)}


@cache
def sides() -> dict[tuple[str, ...], str]:
    """Words of a side's Arabic names, in normal form -> the side."""
    return {
        tuple(plain(word) for word in name.split()): side
        for side, names in SIDES.items()
        for name in names
        if not name.isascii()
    }
