"""The Arabic words of capture, siege, clash, threat and reopening: data, not code.

Words stand as reports write them and are compared in the normal form of `plain`: without
vowel signs, hamza forms made alif, ta marbuta made ha. A leading "and" is taken off by the reader.
"""

from __future__ import annotations

import re
from functools import cache

from routegraph.reading.trigger import Frame
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


def letters(text: str) -> str:
    """Text in the letters of the normal form, at the same offsets.

    >>> letters("مغلقة")
    'مغلقه'
    """
    return text.translate(_LETTERS)


VERBS: tuple[tuple[Status, str, str], ...] = (
    (
        Status.CAPTURED,
        Frame.OVER,
        "سيطر سيطرت سيطروا سيطرتا يسيطروا قبضته قبضتها يسيطر تسيطر يسيطرون السيطرة سيطرته سيطرتها سيطرتهم "
        "سيطرنا استولينا استولى استولت استولوا الاستيلاء استيلاء استيلائه استيلائها استيلائهم بسطوا إحكام "
        "يستولي سيطرة هيمن هيمنت بسطت بسط",
    ),
    (
        Status.CAPTURED,
        Frame.OBJECT,
        "احتل احتلت احتلوا اجتاح اجتاحت حرر حررت حرروا حررنا تحرير يحررون انتزع انتزعت انتزاع احتلال حررها "
        "تسلم تسلمت أخذ أخذت أخذوا غنم اغتنم ضم ضمت",
    ),
    (Status.CAPTURED, Frame.STATE, "محرر محررة"),
    (Status.CAPTURED, Frame.FALLS, "سقط سقطت سقوط تسقط وقعت يسقط"),
    (
        Status.CAPTURED,
        Frame.FROM,
        "طرد طردت دحر دحرت أجبر أجبرت جلا جلت خروج انكفأ انكفأت فر فرت فروا هرب هربت غادر غادرت غادروا "
        "انسحب انسحبت انسحبوا انسحاب ينسحب تنسحب تراجع تراجعت",
    ),
    (
        Status.RECAPTURED,
        Frame.OBJECT,
        "استعاد استعادت استعادوا استعدنا يستعيد تستعيد استعادة استرد استردت استرجع استرجعت استرداد استرجاع "
        "طهر طهرت تطهير "
        "يسترد تسترد",
    ),
    (
        Status.BLOCKED,
        Frame.OBJECT,
        "قطع قطعت قطعوا قطعنا غلق قطعوا انقطع انقطعت انقطاع تعذر تعطل تعطلت شل غمر غمرت غمر طمر طمرت توقف "
        "توقفت يغلق يقطع تقطع يطوق حاصر حاصرت حاصروا يحاصر تحاصر يحاصرون حصار محاصرة طوق طوقت أغلق أغلقت "
        "أغلقوا إغلاق سد سدت أقفل أقفلت إقفال تطويق عزل عزلت عطل عطلت أوقف أوقفت إيقاف منع منعت يمنع منعوا "
        "حجب سكر سكرت سكروا مسكرين قاطعين مقطعين ردم ردمت طمس خنق "
        "خنقت اعترض اعترضت",
    ),
    (
        Status.BLOCKED,
        Frame.STATE,
        "معزول معزولة مقطوع مقطوعة مغلق مغلقة محاصر محاصرة متوقف مغمور مغمورة مطمور مسدود متوقفة معطل معطلة "
        "مسدودة مقفل مقفلة منقطع منقطعة مسكر مسكرة مقفول مقفولة مطوق مطوقة",
    ),
    (
        Status.DAMAGED,
        Frame.OBJECT,
        "فجر فجرت فجروا جرف جرفت جرفته انهار انهارت انهيار تضرر تضررت تفجير دمر دمرت دمروا تدمير نسف نسفت "
        "هدم هدمت تهدم تهدمت تصدع تصدعت هبط هبوط انجرف انجرفت انجراف خرب خربت "
        "تخريب حطم حطمت",
    ),
    (Status.DAMAGED, Frame.STATE, "مدمر مدمرة متضرر متضررة مهدوم مهدومة"),
    (
        Status.CONTESTED,
        Frame.OBJECT,
        "هاجم هاجمت هاجموا توغل توغلت توغلوا يتوغل تتوغل يتوغلون يهاجم تهاجم يهاجمون اقتحم اقتحمت اقتحموا "
        "يقتحم اقتحام لاقتحام مهاجمة دخل دخلت دخلوا دخلنا دخول الدخول يدخل تدخل",
    ),
    (
        Status.CONTESTED,
        Frame.AT,
        "قتال القتال مناوشات اقتتال الاقتتال صدامات اشتباكات الاشتباكات معارك المعارك مواجهات المواجهات "
        "كمين كمينا اشتبك اشتبكت",
    ),
    (Status.CAPTURED, Frame.LOST, "خسر خسرت خسروا يخسر فقدت أخلى أخلت"),
    (Status.BLOCKED, Frame.OVER, "حصارا الحصار طوقا الخناق"),
    (Status.CONTESTED, Frame.OVER, "هجوم هجوما الهجوم هجمات"),
    (Status.RESTRICTED, Frame.OVER, "عالقة عالق عالقون عالقين علقت"),
    (Status.THREATENED, Frame.OBJECT, "يهدد تهدد يهددون"),
    (Status.THREATENED, Frame.STATE, "مرصود مرصودة مكشوف مكشوفة"),
    (Status.THREATENED, Frame.FROM, "اقترب اقتربت يقترب تقترب"),
    (Status.THREATENED, Frame.AT, "يتقدم تتقدم يتقدمون تقدم تسلل"),
    (Status.RESTRICTED, Frame.STATE, "بطيئة بطيء بحذر وعر وعرة موحل موحلة صعب صعبة مقيدة مقيد خطر خطرة خطير"),
    (Status.REOPENED, Frame.OBJECT, "فتح فتحت فتحوا فك فكت كسر كسرت افتتح تأمين أمن أمنت استأنف استأنفت"),
    (
        Status.REOPENED,
        Frame.STATE,
        "انفتح انفتحت ماشي ماشية فاتح فاتحة شغال شغالة مفتوح مفتوحة سالك سالكة مؤمن مؤمنة آمن آمنة",
    ),
)
"""Status, frame, forms parted by spaces."""

_AGAIN = ", ".join(
    f"{again} {opening}"
    for again in ["أعيد", "أعيدت", "إعادة", "أعاد", "أعادت", "أعادوا", "يعيد", "تعيد"]
    for opening in ["فتح", "افتتاح", "تشغيل"]
)

PHRASES: tuple[tuple[Status, str, str], ...] = (
    (
        Status.REOPENED,
        Frame.OBJECT,
        f"{_AGAIN}, "
        "فك حصار, يفك حصار, تفك حصار, كسر حصار, يكسر حصار, رفع حصار, عادت الحركة إلى, عودة الحركة إلى, "
        "عادت الحركة على, فك الحصار, كسر الحصار, رفع الحصار, إعادة افتتاح, "
        "عودة حركة السير على, فك الحصار عن, كسر الحصار عن, رفع الحصار عن, إعادة فتح, أعيد فتح, إزالة "
        "السواتر عن, عودة الحركة على, عودة السير على, استئناف حركة السير على",
    ),
    (Status.BLOCKED, Frame.OBJECT, "لم تعبر, لم يعبر, لم تمر, لم يمر, لا تعبر, لا تمر"),
    (Status.RECAPTURED, Frame.OBJECT, "الأمن والاستقرار إلى, الأمن والأمان إلى, الأمن إلى"),
    (
        Status.THREATENED,
        Frame.OBJECT,
        "على أبواب, على مشارف, على تخوم, إلى مشارف, إلى أطراف, إلى تخوم, إلى أبواب, من مشارف, من تخوم, "
        "التقدم نحو, التقدم باتجاه, تتجه نحو, يتجه نحو, تتحرك نحو, تزحف نحو, يزحف نحو, تتقدم نحو, يتقدم نحو",
    ),
    (
        Status.CAPTURED,
        Frame.STATE,
        "تحت سيطرة, بات تحت سيطرة, باتت تحت سيطرة, أصبحت تحت سيطرة, فأصبحت تحت سيطرة, خرجت عن سيطرة, خرج عن "
        "سيطرة, في قبضة, في يد, في أيدي",
    ),
    (
        Status.BLOCKED,
        Frame.STATE,
        "ما تقطع, ما يقطع, ما تعبر, ما يعبر, ما تمر, ما يمر, "
        "عن الخدمة, تحت الحصار, لا يصلح لعبور, لا يصلح للعبور, لم يستأنف العمل, لم تستأنف العمل, منطقة "
        "عسكرية, يمنع مرور, ممنوع المرور, لا يمر, غير سالك, غير سالكة, خارج الخدمة, لا يمكن المرور, غير "
        "مفتوح, ممنوع المرور, مغلق أمام, حركة السير متوقفة, توقفت حركة السير",
    ),
    (
        Status.RESTRICTED,
        Frame.STATE,
        "ببطء, ببطء شديد, عسكري بس, خط واحد, لحد الساعة, حتى الساعة, على مهل, سيارة سيارة, بالنهار فقط, بس "
        "بالنهار, مسرب واحد, الشاحنات ممنوعة, الشاحنات الكبيرة ممنوعة, سالك لسيارات, نهارا فقط, مفتوح "
        "نهارا, مفتوح جزئيا, مغلق جزئيا, سالك بصعوبة, سالك بحذر, باتجاه واحد, للسيارات الصغيرة فقط, للآليات "
        "العسكرية فقط, مغلق ليلا, مفتوح نهارا فقط, خارج الخدمة أمام الشاحنات, مغلق أمام الشاحنات",
    ),
    (
        Status.REOPENED,
        Frame.STATE,
        "عاد للعمل, عادت للعمل, عاد إلى العمل, وضع في الخدمة, عادت حركة السير, عادت الحركة, استؤنفت حركة "
        "السير, استؤنفت الحركة, عاد للخدمة, عاد إلى الخدمة, أعيد فتحه, أعيد افتتاحه, يعاد فتحه, تم فتحه",
    ),
)
"""Status, frame, phrases parted by commas."""

CASUALTIES = (
    "قذيفتان قذيفتين صاروخان قتلى قتيل شهداء شهيد جرحى جريح ضحايا ضحية عشرات قذيفة قذائف صاروخ صواريخ برميل "
    "براميل مدنيون مدنيين"
)
"""What falls and is no place."""

HYPOTHESES = (
    "المقبلة القادمة ستكون سيكون إذا لو ربما المتوقع متوقع يتوقع تتوقع احتمال مخاوف خشية سوف المرجح يرجح "
    "تحذيرات حذر حذرت"
)

NEGATIONS = "لم لا ليس ليست لن ما غير دون"
DENIALS = "ننفي أشيع يشاع نفى نفت ينفي تنفي نفي كذب كذبت صحة شائعات شائعة إشاعات إشاعة كاذبة نفيا أنكر أنكرت"
FAILURES = "فشل فشلت يفشل عجز عجزت"
REPULSES = (
    "أحبط أحبطت يحبط صد صدت صده صدها صدهم صدوا تصدى تصدت تصدوا التصدي إحباط إحباطه إحباطها أفشل أفشلت أفشلوا "
    "إفشال إفشاله دحر الهجوم"
)
ATTEMPTS = (
    "يستعد تستعد يستعدون يمهد تمهد يمهدون تمهيدا استعدادات يسعى تسعى يهدف تهدف بهدف استعدادا حاول حاولت "
    "يحاول تحاول محاولة محاولات يخطط تخطط ينوي تنوي يحشد تحشد يعتزم تعتزم بحث مناقشة هدف يطالب تطالب "
    "مطالبات دعا دعت"
)
SITES = "مطار قاعدة"
KINDS = (
    "مدينتا بلدتا قريتا منطقتا منطقتي مديرية مديريتي قضاء بلدية مركز ناحيتي بلدة مدينة قرية ناحية منطقة "
    "قريتي بلدتي مدينتي بلدات قرى مدن مخيم"
)
WIDE = "ريف محافظة شمال جنوب شرق غرب شمالي جنوبي شرقي غربي بادية ريفي"
AROUND = "محيط أطراف مشارف تخوم قرب عند داخل"
ROADS = "طريق خط الخط شريان الطريق أوتوستراد الأوتوستراد اوتستراد طرق الطرق"
ROAD_WORDS = (
    "العام السريع المباشر البري الرئيس الصحراوي القديم التي تصل تربط المؤدي الواصل الواصلة الدولي الرئيسي "
    "بين من الذي يصل يربط الرابط"
)
SUPPLY = "الأخير الأخيرة المتبقي المتبقية إمداد الإمداد إمداده إمدادها إمدادات الإمدادات الوحيد الوحيدة شريان"
"""Words that make of a road a supply line."""

LIMITING = frozenset({"فقط", "جزييا"})

INTRANSITIVE = (
    "انهار انهارت تضرر تضررت انقطع انقطعت توقف توقفت تعطل تعطلت قطع قطعت أغلق أغلقت فتح فتحت دمر دمرت"
)
"""Verbs whose subject, before them, is what it happens to."""

LIFTING = "فك فكت فكوا يفك كسر كسرت كسروا يكسر رفع رفعت رفعوا يرفع إنهاء انتهى انتهاء أنهى أنهت"
"""What is done to a siege that is no more."""

GOODS = (
    "شاحنة شاحنات الشاحنات مساعدات المساعدات قافلة قوافل القافلة سيارات السيارات وفد حافلات الحافلات بضائع "
    "إسعاف جرحى الجرحى نازحين نازحون"
)
"""Whose entering takes no town."""
BRIDGES = "جسر الجسر معبر"
PREPOSITIONS = "في على من إلى عن مع باتجاه نحو بعد قبل بسبب أمام بحسب بيد بأيدي ضد"
ALERTS = (
    "سيول انهيار انهيارات ثلوج حاجز حواجز قافلة قوافل شاحنات شاحنة مرور سير تحويلة حظر فيضان فيضانات مياه "
    "سيارات عبور خروج دخول سيطرة نفوذ جبهات سلم سلمت سلمها سلموا سلموها"
)
"""Words of roads and hazards, with an article or without: what they stand with is read or listed."""
COMMON = (
    "كبير كبيرة صغير صغيرة جديد جديدة قسم جزء جوي بري بحري عسكري كامل معظم نصف عدة عدد كثيف عنيف قريب بعيد"
)
"""Words that are the names of villages too, and mostly mean what they say."""

PARTS = "حي وحي أحياء حيي ضاحية شارع"
GROUPS = "التنظيم المسلحون المسلحين الإرهابيون الإرهابيين"


def _words(text: str) -> frozenset[str]:
    return frozenset(plain(word) for word in text.split())


@cache
def tags() -> dict[str, str]:
    """Word in normal form -> tag, for all but verbs."""
    return {
        word: tag
        for tag, text in (
            ("ALERT", " ".join(f"{word} ال{word}" for word in ALERTS.split())),
            ("PREP", PREPOSITIONS),
            ("GROUP", GROUPS),
            ("AROUND", AROUND),
            ("WIDE", WIDE),
            ("PART", PARTS),
            ("SITE", SITES),
            ("KIND", KINDS),
            ("BRIDGE", BRIDGES),
            ("SUPPLY", SUPPLY),
            ("LINK", ROAD_WORDS),
            ("ROAD", ROADS),
            ("NEG", NEGATIONS),
            ("DENY", DENIALS),
            ("FAIL", FAILURES),
            ("REPEL", REPULSES),
            ("ATTEMPT", ATTEMPTS),
            ("HYPO", HYPOTHESES),
            ("CASUALTY", CASUALTIES),
        )
        for word in _words(text)
    }


@cache
def verbs() -> dict[str, tuple[Status, str]]:
    """Word in normal form -> status and frame."""
    single: dict[str, tuple[Status, str]] = {}
    for status, frame, text in VERBS:
        words = _words(text)
        inflected = {"ت" + word[1:] for word in words if word[0] == "ي"}
        inflected |= {word + "ون" for word in words if word[0] == "ي" and word[-2:] != "ون"}
        inflected |= {word + ending for word in words if word + "ت" in words for ending in ("وا", "نا")}
        single |= dict.fromkeys(inflected - single.keys(), (status, frame))
        single |= dict.fromkeys(words, (status, frame))
    joined = {
        plain(" ".join(phrase.split())): (status, frame)
        for status, frame, text in PHRASES
        for phrase in text.split(",")
    }
    return single | joined


@cache
def phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    """First word of every phrase -> the words of the phrases that begin with it, longest first."""
    index: dict[str, list[tuple[str, ...]]] = {}
    for form in sorted(verbs(), key=lambda form: -form.count(" ")):
        if " " in form:
            words = tuple(form.split())
            index.setdefault(words[0], []).append(words)
    return {first: tuple(found) for first, found in index.items()}


@cache
def sides() -> dict[tuple[str, ...], str]:
    """Words of a side's Arabic names, in normal form -> the side."""
    return {
        tuple(plain(word) for word in name.split()): side
        for side, names in SIDES.items()
        for name in names
        if not name.isascii()
    }


@cache
def intransitive() -> frozenset[str]:
    """Words of `INTRANSITIVE` in normal form."""
    return _words(INTRANSITIVE)


@cache
def lifting() -> frozenset[str]:
    """Words of `LIFTING` in normal form."""
    return _words(LIFTING)


@cache
def goods() -> frozenset[str]:
    """Words of `GOODS` in normal form."""
    return _words(GOODS)


@cache
def common() -> frozenset[str]:
    """Words of `COMMON` in normal form, with and without an article."""
    return _words(COMMON) | {f"ال{word}" for word in _words("جوي بري بحري")}
