"""Two people at one case, with real threads, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any


def at_once(*deeds: Callable[[], int]) -> list[int]:
    """Do all deeds in threads of their own, begun together; return what each answered, sorted."""
    from django.db import connections

    begin, answers = threading.Barrier(len(deeds)), list[int]()

    def run(deed: Callable[[], int]) -> None:
        begin.wait()
        try:
            answers.append(deed())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def test_of_two_people_who_decide_one_case_one_is_told_that_somebody_was_quicker(
    desk: Any, case: Any, signed_in: Any, whole: Any
) -> None:
    from mizan.service.cases.models import Decision

    clients = [signed_in(desk.person(name, "reviewer")) for name in ("rima", "sami")]
    address = f"/cases/{case.pk}/decide"

    answers = at_once(
        *[
            lambda client=client, n=n: (
                client.post(address, {**whole, "once": str(n) * 32}).status_code
            )
            for n, client in enumerate(clients)
        ]
    )

    assert answers == [302, 409]
    assert Decision.objects.count() == 1


def test_the_same_form_sent_twice_at_once_decides_once(
    desk: Any, case: Any, signed_in: Any, whole: Any
) -> None:
    from mizan.service.cases.models import Decision

    person = desk.person("rima", "reviewer")
    clients = [signed_in(person), signed_in(person)]

    answers = at_once(
        *[
            lambda client=client: client.post(f"/cases/{case.pk}/decide", whole).status_code
            for client in clients
        ]
    )

    assert answers == [302, 302]
    assert Decision.objects.count() == 1


def test_of_two_people_who_open_one_case_one_has_it(
    desk: Any, case: Any, signed_in: Any, whole: Any
) -> None:
    pages: dict[str, str] = {}
    clients = {name: signed_in(desk.person(name, "reviewer")) for name in ("rima", "sami")}

    def look(name: str) -> int:
        page = clients[name].get(f"/cases/{case.pk}")
        pages[name] = page.text
        return int(page.status_code)

    answers = at_once(lambda: look("rima"), lambda: look("sami"))

    assert answers == [200, 200]
    assert sorted("Leave up" in page for page in pages.values()) == [False, True]


def test_a_claim_that_ran_out_goes_to_who_comes_next_and_the_first_is_told(
    desk: Any, case: Any, signed_in: Any, whole: Any
) -> None:
    from mizan.service.cases.models import Case
    from mizan.terms.time import now, shift

    first, second = (signed_in(desk.person(name, "reviewer")) for name in ("rima", "sami"))
    first.get(f"/cases/{case.pk}")
    Case.objects.filter(pk=case.pk).update(claimed_until=shift(now(), minutes=-1))
    second.get(f"/cases/{case.pk}")

    alive = first.post(f"/cases/{case.pk}/alive")
    late = first.post(f"/cases/{case.pk}/decide", whole)

    assert (alive.status_code, late.status_code) == (409, 409)
    assert "Another person has this case now" in late.text
