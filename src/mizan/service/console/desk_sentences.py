"""What went wrong about items, appeals and requests, as people are told in both languages."""

from __future__ import annotations

from mizan.service.console.sentence_table import Row

ITEMS: dict[str, Row] = {
    "desk.unreadable": Row(
        "The request cannot be read.",
        "Open the address again from the menu; an administrator names the hosts that are served.",
        "تعذّرت قراءة الطلب.",
        "افتح الصفحة من القائمة مرة أخرى؛ ومدير النظام يحدد أسماء المضيف المسموح بها.",
    ),
    "desk.erased": Row(
        "The item was erased.",
        "It must be handed in again.",
        "مُحيت هذه المادة.",
        "يجب تسليمها من جديد.",
    ),
    "desk.bad_item": Row(
        "The item has no source or number, or one that cannot be kept.",
        "Correct what the program sends.",
        "لا مصدر للمادة أو لا رقم لها، أو لا يمكن حفظه.",
        "صحّح ما يرسله البرنامج.",
    ),
    "desk.bad_appeal": Row(
        "The appeal has no appellant, or is too long.",
        "Give 1 to 128 characters for the appellant, and at most 5,000 for the text.",
        "لا صاحب للتظلم، أو أن نصه أطول من اللازم.",
        "اكتب صاحب التظلم في 1 إلى 128 حرفًا، والنص في 5000 حرف على الأكثر.",
    ),
    "desk.no_appeal": Row(
        "Nothing that restricts this item is in force.",
        "What was left up can be reported.",
        "لا قرار نافذًا يقيّد هذه المادة.",
        "ما تُرك منشورًا يمكن الإبلاغ عنه.",
    ),
    "desk.bad_answer": Row(
        "This is no answer that can be given here.",
        "Choose one that is offered.",
        "ليس هذا جوابًا ممكنًا هنا.",
        "اختر جوابًا من المعروض.",
    ),
    "desk.content_gone": Row(
        "What it is about is not here any more, or is no text.",
        "Mark it before the content of what was left up is dropped.",
        "لم يعد المحتوى موجودًا هنا، أو أنه ليس نصًا.",
        "علّمه قبل أن يُحذف محتوى ما تُرك منشورًا.",
    ),
    "desk.bad_address": Row(
        "The service cannot listen at this address.",
        "Choose another host or port when you start it.",
        "لا تستطيع الخدمة الاستماع على هذا العنوان.",
        "اختر مضيفًا أو منفذًا آخر عند تشغيلها.",
    ),
    "desk.nothing_kept": Row(
        "Nothing is left by which it could be known again.",
        "Its content and fingerprints were erased, or are older than the window.",
        "لم يبقَ ما يمكن التعرف به عليها.",
        "مُحي محتواها وبصماتها، أو أنها أقدم من المدة المحفوظة.",
    ),
}
