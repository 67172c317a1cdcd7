"""Errors about banks, entries, rules and contents, as people are told of them."""

from __future__ import annotations

from mizan.service.console.sentence_table import Row

KNOWLEDGE: dict[str, Row] = {
    "bank.bad_name": Row(
        "A bank cannot have this name.",
        "Use a-z, digits, dot, hyphen and underscore; a letter or digit first.",
        "لا يصلح هذا الاسم لبنك.",
        "استخدم a-z والأرقام والنقطة والشرطة والشرطة السفلية، وابدأ بحرف أو رقم.",
    ),
    "bank.exists": Row(
        "There is a bank of this name already.",
        "Choose another name.",
        "يوجد بنك بهذا الاسم.",
        "اختر اسمًا آخر.",
    ),
    "bank.unknown": Row(
        "There is no such bank.",
        "See the list of banks.",
        "لا يوجد بنك كهذا.",
        "انظر قائمة البنوك.",
    ),
    "bank.unknown_entry": Row(
        "There is no such entry.", "See the bank's list.", "لا يوجد قيد كهذا.", "انظر قائمة البنك."
    ),
    "bank.removed": Row(
        "This entry was removed.",
        "Add it again if it is to be in force.",
        "أُزيل هذا القيد.",
        "أضفه من جديد إن أردت أن يسري.",
    ),
    "bank.bad_distance": Row(
        "The distance cannot be this.",
        "Give 0 to 63 bits.",
        "لا تصلح هذه المسافة.",
        "اكتب عددًا من 0 إلى 63 بتًّا.",
    ),
    "bank.unknown_type": Row(
        "This is no known kind of fingerprint.",
        "Write TYPE:VALUE, such as sha256:….",
        "نوع البصمة هذا غير معروف.",
        "اكتب TYPE:VALUE، مثل sha256:….",
    ),
    "bank.no_fingerprint": Row(
        "Nothing here gives a fingerprint.",
        "A text needs letters, an image needs structure.",
        "لا شيء هنا يعطي بصمة.",
        "يحتاج النص إلى حروف، والصورة إلى تفاصيل.",
    ),
    "bank.commons_text_only": Row(
        "A bank of shared passages takes texts only.",
        "Choose a bank of another purpose.",
        "بنك المقاطع المشتركة لا يقبل إلا النصوص.",
        "اختر بنكًا لغرض آخر.",
    ),
    "content.empty": Row(
        "There is nothing to look at.",
        "Give a text, an address or a file.",
        "لا شيء هنا يُفحَص.",
        "أعطِ نصًّا أو عنوانًا أو ملفًّا.",
    ),
    "content.bad_url": Row(
        "This is no address.",
        "Write it as it stands in a browser.",
        "هذا ليس عنوانًا.",
        "اكتبه كما يظهر في المتصفح.",
    ),
    "content.too_large": Row(
        "This is too large to be looked at here.",
        "Give its fingerprint instead.",
        "هذا أكبر من أن يُفحَص هنا.",
        "أعطِ بصمته بدلًا منه.",
    ),
    "content.bad_signal": Row(
        "A fingerprint is malformed.",
        "Copy it again, whole.",
        "إحدى البصمات مكتوبة على غير وجهها.",
        "انسخها كاملة من جديد.",
    ),
    "signal.invalid": Row(
        "A fingerprint is malformed.",
        "Copy it again, whole.",
        "إحدى البصمات مكتوبة على غير وجهها.",
        "انسخها كاملة من جديد.",
    ),
    "desk.protected": Row(
        "This hits what must stay up.",
        "Choose something more telling, or write why it is right all the same.",
        "هذا يصيب ما يجب أن يبقى.",
        "اختر ما هو أدلّ، أو اكتب لماذا هو صحيح مع ذلك.",
    ),
    "desk.no_rules": Row(
        "No rules were published here.",
        "The shipped ones are in force.",
        "لم تُنشر هنا قواعد.",
        "القواعد المرفقة هي السارية.",
    ),
    "desk.not_waiting": Row(
        "This was settled meanwhile.",
        "Look at what became of it.",
        "حُسم هذا في هذه الأثناء.",
        "انظر ما آل إليه.",
    ),
    "policy.invalid": Row(
        "The rules have faults.",
        "Open them in the editor; it shows each with its line.",
        "في القواعد أخطاء.",
        "افتحها في المحرّر، فهو يعرض كل خطأ مع سطره.",
    ),
}
