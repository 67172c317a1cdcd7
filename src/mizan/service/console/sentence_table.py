"""What went wrong and the way out, by error code, as people are told in both languages.

Each row: code, then sentence and way out in English, then both in Arabic. Names and figures that an
error's own message holds are for programs and logs; people see them on the page they came from.
"""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One error as people are told of it."""

    en: str
    en_way: str
    ar: str
    ar_way: str


SENTENCES: dict[str, Row] = {
    "desk.invalid": Row(
        "This cannot be done.",
        "Go back and try it another way.",
        "لا يمكن فعل ذلك.",
        "ارجع وجرّب طريقة أخرى.",
    ),
    "desk.unknown": Row(
        "There is nothing here, or not any more.",
        "Look for it in the list it belongs to.",
        "لا شيء هنا، أو لم يعد موجودًا.",
        "ابحث عنه في القائمة التي ينتمي إليها.",
    ),
    "desk.no_right": Row(
        "Your role does not open this page.",
        "Ask an administrator if you need it for your work.",
        "دورك لا يفتح هذه الصفحة.",
        "اطلب ذلك من مدير النظام إن كنت تحتاجها في عملك.",
    ),
    "desk.not_yours": Row(
        "Only the person who decided, or a team lead, may do this.",
        "Ask them.",
        "لا يفعل هذا إلا من اتخذ القرار أو قائد الفريق.",
        "تواصل معهم.",
    ),
    "desk.taken": Row(
        "Somebody else is working on this case.",
        "Take the next one; it becomes free when their claim ends.",
        "يعمل شخص آخر على هذه القضية.",
        "خذ القضية التالية؛ وستتاح هذه عند انتهاء الحجز.",
    ),
    "desk.count_changed": Row(
        "The case holds more or fewer items than you were shown.",
        "Look at the count and the examples again, then decide.",
        "عدد المواد في القضية تغيّر عمّا عُرض عليك.",
        "راجع العدد والأمثلة مرة أخرى ثم قرّر.",
    ),
    "desk.no_why": Row(
        "A reason is missing.",
        "Say why in a few words.",
        "السبب ناقص.",
        "اذكر السبب في كلمات قليلة.",
    ),
    "desk.capped": Row(
        "You have reached the cap that you set yourself for today.",
        "Take cases without graphic content, or call it a day. The cap is in “My comfort”.",
        "بلغت الحدّ الذي وضعته لنفسك اليوم.",
        "خذ حالات بلا محتوى قاسٍ، أو أنهِ يومك. تجد الحدّ في «راحتي».",
    ),
    "desk.not_public": Row(
        "What is not public is not examined.",
        "The operator can switch it on for a named surface, in the settings.",
        "لا يُفحص ما ليس منشورًا للعموم.",
        "يمكن للمشغّل تفعيل ذلك لموضع محدّد من صفحة الإعدادات.",
    ),
    "desk.preserved": Row(
        "This content must be kept and cannot be erased now.",
        "Compliance can see why, and until when.",
        "يجب حفظ هذا المحتوى ولا يمكن محوه الآن.",
        "يمكن لمسؤول الامتثال معرفة السبب والمدة.",
    ),
    "desk.busy": Row(
        "There were too many attempts in a short time.",
        "Wait 15 minutes, then try again.",
        "محاولات كثيرة في وقت قصير.",
        "انتظر 15 دقيقة ثم حاول مجددًا.",
    ),
    "desk.bad_setting": Row(
        "A setting cannot have this value.",
        "The bounds stand beside each setting.",
        "لا تصلح هذه القيمة لهذا الإعداد.",
        "الحدود مكتوبة بجانب كل إعداد.",
    ),
    "desk.bad_user": Row(
        "An account cannot have this name, role or language, or the name is taken.",
        "Choose another name of 1 to 64 characters, and a role from the list.",
        "لا يصلح هذا الاسم أو الدور أو اللغة لحساب، أو أن الاسم مستعمل.",
        "اختر اسمًا آخر من 1 إلى 64 حرفًا، ودورًا من القائمة.",
    ),
    "desk.last_admin": Row(
        "This is the last administrator who can sign in.",
        "Make somebody else an administrator first, and let them sign in.",
        "هذا آخر مدير نظام يستطيع الدخول.",
        "عيّن مديرًا آخر أولًا ودعه يسجّل الدخول.",
    ),
    "desk.bad_link": Row(
        "This link does not work, or not any more.",
        "Links work once, for a day. Ask an administrator for a new one.",
        "هذا الرابط لا يعمل، أو لم يعد صالحًا.",
        "يعمل الرابط مرة واحدة خلال يوم. اطلب رابطًا جديدًا من مدير النظام.",
    ),
    "desk.bad_code": Row(
        "This code is wrong, or was used already.",
        "Wait for the next code and check the clock of your device, or use a recovery code.",
        "هذا الرمز خاطئ أو سبق استعماله.",
        "انتظر الرمز التالي وتحقق من ساعة جهازك، أو استعمل أحد رموز الاسترداد.",
    ),
    "desk.has_factor": Row(
        "Your account has a second factor already.",
        "Take it away first, with one of its codes.",
        "لحسابك عامل تحقق ثانٍ من قبل.",
        "أزله أولًا بأحد رموزه.",
    ),
    "desk.no_provider": Row(
        "Signing in by your organisation's provider did not work.",
        "Try again; if it stays so, ask an administrator to look into the log.",
        "تعذّر الدخول عن طريق مزوّد الهوية في مؤسستك.",
        "حاول مجددًا، وإن استمر ذلك فاطلب من مدير النظام مراجعة السجل.",
    ),
    "desk.not_invited": Row(
        "Your organisation knows you, but this desk has no account for you.",
        "Ask an administrator for an invitation.",
        "مؤسستك تعرفك، لكن لا حساب لك هنا.",
        "اطلب دعوة من مدير النظام.",
    ),
    "desk.bad_token": Row(
        "A token cannot have this name or these scopes, or the name is taken.",
        "Choose another name and at least one scope.",
        "لا يصلح هذا الاسم أو هذه النطاقات لرمز وصول، أو أن الاسم مستعمل.",
        "اختر اسمًا آخر ونطاقًا واحدًا على الأقل.",
    ),
    "desk.bad_endpoint": Row(
        "A webhook cannot have this name or address, or the name is taken.",
        "Choose another name, and an address that begins with https://.",
        "لا يصلح هذا الاسم أو العنوان لخطاف ويب، أو أن الاسم مستعمل.",
        "اختر اسمًا آخر وعنوانًا يبدأ بـ https://.",
    ),
    "desk.no_token": Row(
        "This address is for programs, which show a token.",
        "Make one on the page Tokens.",
        "هذا العنوان للبرامج التي تقدّم رمز وصول.",
        "أنشئ رمزًا من صفحة رموز الوصول.",
    ),
    "desk.no_scope": Row(
        "The token does not open this.",
        "Make one with the scope that it asks for.",
        "رمز الوصول لا يفتح هذا.",
        "أنشئ رمزًا له النطاق المطلوب.",
    ),
    "desk.broken": Row(
        "Something went wrong on our side.",
        "Try again in a moment. If it stays so, an administrator finds more in the log.",
        "حدث خلل من جانبنا.",
        "حاول بعد قليل. وإن استمر، يجد مدير النظام المزيد في السجل.",
    ),
    "desk.stale_page": Row(
        "This page was open for too long, or in another sign-in.",
        "Go back, load the page again and repeat what you did. Nothing was changed.",
        "بقيت هذه الصفحة مفتوحة مدة طويلة أو من جلسة أخرى.",
        "ارجع وحدّث الصفحة ثم أعد ما فعلته. لم يتغيّر شيء.",
    ),
    "case.invalid": Row(
        "The decision cannot be taken like this.",
        "Check what you chose.",
        "لا يمكن اتخاذ القرار بهذا الشكل.",
        "راجع ما اخترته.",
    ),
    "case.not_now": Row(
        "This cannot happen to the case as it stands now.",
        "Look at the case again; somebody may have been faster.",
        "لا يمكن فعل هذا والقضية في حالتها الراهنة.",
        "انظر إلى القضية مجددًا؛ فقد يكون غيرك أسرع.",
    ),
    "case.unknown_choice": Row(
        "One of the choices does not exist.",
        "Take it from its list.",
        "أحد الاختيارات غير موجود.",
        "اختره من قائمته.",
    ),
    "case.no_reason": Row(
        "A decision that restricts needs a reason.",
        "Choose one.",
        "القرار المقيِّد يحتاج إلى سبب.",
        "اختر سببًا.",
    ),
    "case.wrong_reason": Row(
        "This reason does not belong to this kind of decision.",
        "Take one that is offered for it.",
        "هذا السبب لا يناسب هذا النوع من القرارات.",
        "اختر من الأسباب المعروضة له.",
    ),
    "case.no_clause": Row(
        "A decision that restricts names a clause of your terms.",
        "Choose the clause.",
        "القرار المقيِّد يذكر بندًا من شروط خدمتكم.",
        "اختر البند.",
    ),
    "case.no_label": Row(
        "There is neither a label nor a type of content.",
        "Choose at least one.",
        "لا وسم ولا نوع للمحتوى.",
        "اختر واحدًا على الأقل.",
    ),
    "case.no_assessment": Row(
        "It is not said whether the purpose is protected.",
        "Choose what you considered, or “none found”.",
        "لم يُذكر هل الغرض مشمول بالحماية.",
        "اختر ما نظرت فيه، أو «لا شيء».",
    ),
    "case.none_and_some": Row(
        "“None found” stands beside an exclusion.",
        "Choose one or the other.",
        "اختير «لا شيء» مع استثناء.",
        "اختر أحدهما.",
    ),
    "case.no_stance": Row(
        "The stance of the content is missing.",
        "Choose one.",
        "لم يُحدَّد موقف المحتوى.",
        "اختر موقفًا.",
    ),
    "case.no_note": Row(
        "You considered an exclusion, and nothing says why the content is restricted all the same.",
        "Write a sentence, or leave the content up.",
        "نظرتَ في استثناء ولم يُذكر لماذا يُقيَّد المحتوى مع ذلك.",
        "اكتب جملة، أو أبقِ المحتوى.",
    ),
    "case.no_finder": Row(
        "It is not said whether a machine found it.",
        "Say so.",
        "لم يُذكر هل عثرت عليه آلة.",
        "اذكر ذلك.",
    ),
    "case.no_territory": Row(
        "It is not said where the decision holds.",
        "Choose a territory.",
        "لم يُذكر أين يسري القرار.",
        "اختر نطاقًا جغرافيًا.",
    ),
    "case.bad_territory": Row(
        "The territory cannot be read.",
        "Write world, EU, or codes of member states such as DE.",
        "لا يمكن قراءة النطاق الجغرافي.",
        "اكتب world أو EU أو رموز دول أعضاء مثل DE.",
    ),
    "case.no_duration": Row(
        "It is not said how long the decision holds.",
        "Give an end, or say that it has none.",
        "لم تُذكر مدة سريان القرار.",
        "حدّد نهاية، أو اذكر أنه بلا نهاية.",
    ),
    "case.bad_duration": Row(
        "The decision has an end and none at once.",
        "Give one of the two.",
        "للقرار نهاية وبلا نهاية معًا.",
        "اختر أحدهما.",
    ),
    "case.too_long": Row(
        "A text of the decision is too long.",
        "At most 2,000 characters for the note, 200 for a clause or a label.",
        "أحد نصوص القرار أطول من اللازم.",
        "2000 حرف للملاحظة على الأكثر، و200 للبند أو الوسم.",
    ),
    "case.first_decider": Row(
        "An appeal is answered by somebody else than who decided.",
        "Leave it to somebody else; in a team of one it waits for the delay of the settings.",
        "يجيب عن الطعن شخص غير الذي اتخذ القرار.",
        "اتركه لغيرك، وفي فريق من شخص واحد ينتظر المهلة المحددة في الإعدادات.",
    ),
    "case.is_appeal": Row(
        "This case is an appeal.",
        "Answer it: uphold the decision, or reverse it.",
        "هذه القضية طعن.",
        "أجب عنه بتأييد القرار أو نقضه.",
    ),
    "case.same_person": Row(
        "The second person cannot be the one who asked.",
        "Let somebody else approve it.",
        "لا يصح أن يكون الشخص الثاني هو صاحب الطلب.",
        "دع شخصًا آخر يوافق عليه.",
    ),
    "case.not_a_person": Row(
        "The second person must be somebody who is signed in.",
        "Let somebody approve it here.",
        "يجب أن يكون الشخص الثاني مستخدمًا سجّل الدخول.",
        "دع أحدًا يوافق عليه من هنا.",
    ),
    "case.bad_delay": Row(
        "The delay that stands in for a second person is too short.",
        "At least one hour; 24 hours are usual.",
        "المهلة البديلة عن الشخص الثاني أقصر من اللازم.",
        "ساعة على الأقل، والمعتاد 24 ساعة.",
    ),
    "case.bad_comfort": Row(
        "One of your settings is out of range.",
        "The bounds stand beside each field.",
        "أحد إعداداتك خارج الحدود.",
        "الحدود مكتوبة بجانب كل حقل.",
    ),
    "case.bad_keys": Row(
        "The keys do not fit: one is unknown, or serves two deeds.",
        "Give each deed a key of its own.",
        "المفاتيح لا تصلح: أحدها غير معروف أو مستعمل لفعلين.",
        "اجعل لكل فعل مفتاحًا خاصًا به.",
    ),
    "store.away": Row(
        "The database does not answer.",
        "Try again in a moment. Nothing was half done.",
        "قاعدة البيانات لا تستجيب.",
        "حاول بعد قليل. لم يُنفَّذ شيء جزئيًا.",
    ),
    "store.locked": Row(
        "The database is busy.",
        "Try again in a moment. Nothing was half done.",
        "قاعدة البيانات مشغولة.",
        "حاول بعد قليل. لم يُنفَّذ شيء جزئيًا.",
    ),
    "store.full": Row(
        "The disk is full.",
        "An administrator must make room. What was kept before is whole.",
        "القرص ممتلئ.",
        "على مدير النظام توفير مساحة. ما حُفظ سابقًا سليم.",
    ),
    "store.sealed": Row(
        "A sealed secret does not open with the key of this service.",
        "An administrator must restore the key that belongs to this database.",
        "لا يُفتح سرّ مختوم بمفتاح هذه الخدمة.",
        "على مدير النظام استعادة المفتاح الخاص بقاعدة البيانات هذه.",
    ),
    "ledger.unreadable": Row(
        "The ledger is missing, or is not as Mizan made it.",
        "Treat it as tampering: keep the data as it is, and restore a backup elsewhere.",
        "السجل المتسلسل مفقود أو ليس كما أنشأه ميزان.",
        "عُدّ ذلك عبثًا: أبقِ البيانات كما هي واستعد نسخة احتياطية في مكان آخر.",
    ),
}
