"""Rules at the desk: checked when saved, tried, shadowed, published, rolled back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mizan.errors import DeskError, PolicyError
from mizan.terms.time import nap

EXAMPLES = Path(__file__).parents[2] / "examples"
STATEMENT = (EXAMPLES / "statement_ar.txt").read_text("utf-8")
REPOST = (EXAMPLES / "repost_ar.txt").read_text("utf-8")
WORD = """
  - name: a-word
    needs: [names]
    when: names.count > 0
    says: review
    because:
      en: it says شهيد
      ar: فيه كلمة شهيد
"""
QUIET = "name: quiet\nversion: '1'\nrules: []\n"


def shipped() -> str:
    from mizan.engine.rules import shipped_rules

    return shipped_rules().decode()


def saved(person: Any, text: str) -> Any:
    from mizan.service.curation.rules_changes import save_draft

    return save_draft(text=text, user=person, why="to try").number


def quiet() -> str:
    """Give the shipped rules without the one that finds copies."""
    return (
        shipped()
        .replace("copy.coverage >= 0.35 ||", "copy.coverage >= 1.1 ||")
        .replace("|| copy.share >= 0.6 || copy.identical", "|| copy.share >= 1.1")
    )


def verdict(text: str = REPOST) -> str:
    from mizan.service.ground.engine import engine
    from mizan.terms.content import Content

    nap(0.25)  # processes look at most every 200 ms
    return engine().scan(Content(id="x", text=text)).verdict


def test_faults_are_told_with_line_and_column_when_rules_are_saved(desk: Any) -> None:
    with pytest.raises(PolicyError) as refused:
        saved(desk.person(), shipped().replace("says: act", "says: vanish", 1))

    assert refused.value.faults[0].line > 1
    assert refused.value.faults[0].column > 1


def test_a_rule_that_rests_on_a_word_alone_is_stopped_when_it_is_saved(desk: Any) -> None:
    from mizan.service.curation.models import RulesVersion

    lexical = shipped().replace("\nrules:\n", "\nrules:\n" + WORD.lstrip("\n"), 1)

    with pytest.raises(PolicyError) as refused:
        saved(desk.person(), lexical)

    assert refused.value.faults
    assert not RulesVersion.objects.exists()


def test_rules_that_hit_what_must_stay_up_need_a_written_reason(desk: Any) -> None:
    from mizan.service.curation.rules_changes import publish
    from mizan.service.curation.trying import ProtectedError

    person = desk.person()
    from mizan.engine.trial import stay_up_texts

    _, text = next(iter(stay_up_texts("stayup_ar")))
    desk.bank(text)  # an entry that somebody let in: the rules raise it
    version = saved(person, shipped())

    with pytest.raises(ProtectedError):
        publish(version=version, user=person, why="no change")
    made = publish(version=version, user=person, why="no change", override="the entry is known")

    assert made.override == "the entry is known"


def test_rules_are_published_and_rolled_back_in_running_engines(desk: Any) -> None:
    from mizan.ledger.verify import verify
    from mizan.service.curation.queries import live_version
    from mizan.service.curation.rules_changes import publish, roll_back
    from mizan.service.ground.recording import store

    desk.bank(STATEMENT)
    person = desk.person()
    before = verdict()
    publish(version=saved(person, quiet()), user=person, why="too loud")
    between = verdict()

    roll_back(user=person, why="too quiet")

    assert (before, between, verdict()) == ("review", "leave", "review")
    assert live_version() is None
    assert verify(store()).whole
    with pytest.raises(DeskError):
        roll_back(user=person, why="again")


def test_what_fails_half_way_leaves_the_rules_as_they_were(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mizan.errors import StoreError
    from mizan.service.curation import rules_changes
    from mizan.service.curation.queries import live_version

    desk.bank(STATEMENT)
    person = desk.person()
    version = saved(person, quiet())
    whole = rules_changes.publish_policy

    def torn(*given: Any, **named: Any) -> None:
        whole(*given, **named)
        raise StoreError("no room")

    monkeypatch.setattr(rules_changes, "publish_policy", torn)
    with pytest.raises(StoreError):
        rules_changes.publish(version=version, user=person, why="too loud")

    assert verdict() == "review"
    assert live_version() is None


def test_a_shadow_is_counted_and_has_no_effect(desk: Any) -> None:
    from mizan.service.cases.models import Case
    from mizan.service.curation.queries import shadow_figures
    from mizan.service.curation.rules_changes import shadow

    desk.bank(STATEMENT)
    person = desk.person()
    version = saved(person, quiet())
    shadow(version=version, user=person, why="let us see")

    desk.hand_in(REPOST)
    desk.work()

    assert Case.objects.count() == 1
    assert shadow_figures(version) == [{"rule": "", "live": "review", "level": "leave", "items": 1}]


def test_rules_are_tried_on_what_is_held(desk: Any) -> None:
    from mizan.service.curation.rules_changes import try_version

    desk.bank(STATEMENT)
    desk.hand_in(REPOST)
    desk.work()

    tried = try_version(version=saved(desk.person(), quiet()))

    assert tried.trial.before == {"review": 1}
    assert tried.trial.after == {"leave": 1}
    assert tried.kinds == {}


def test_another_machines_folder_follows_the_rules_in_the_database(desk: Any) -> None:
    from mizan.service.curation.rules_changes import publish, roll_back
    from mizan.service.curation.rules_copy import refresh

    person = desk.person()
    publish(version=saved(person, quiet()), user=person, why="too loud")
    chosen = desk.folder / "policy.yaml"
    chosen.unlink()  # as on a machine that was not asked

    first, again = refresh(), refresh()
    text = chosen.read_text("utf-8")
    roll_back(user=person, why="no")
    chosen.write_text(text, "utf-8")

    assert (first, again) == (True, False)
    assert text == quiet()
    assert refresh()
    assert not chosen.exists()


def test_whoever_may_not_change_rules_is_refused(desk: Any) -> None:
    with pytest.raises(DeskError):
        saved(desk.person("omar", "reviewer"), shipped())
