"""From the nodes of a rules file to a rule book, gathering every fault on the way."""

from __future__ import annotations

from yaml.nodes import Node, ScalarNode

from mizan.policy.condition import Condition, ConditionError
from mizan.policy.document import NodeReader, place, read_document
from mizan.policy.faults import Fault, did_you_mean, shown
from mizan.policy.proof import flaw_of
from mizan.policy.rulebook import Lang, Rule, RuleBook, Section, Weight
from mizan.policy.variables import EVIDENCE, KINDS, MAY_ACT
from mizan.terms.label import LABELS
from mizan.terms.verdict import LEVELS, Level

MAX_RULES = 200  # in each section
LANGS: tuple[Lang, ...] = ("en", "ar")

# section -> the key that holds its level, and the levels it may name
_EFFECTS: dict[Section, tuple[str, tuple[Level, ...]]] = {
    "rules": ("says", ("review", "act")),
    "contexts": ("lowers_to", ("leave", "review")),
    "floors": ("keeps_at", ("review",)),
}


def read_rules(source: str) -> tuple[RuleBook | None, list[Fault]]:
    """Return the rule book and no fault, or None and every fault, rising by place."""
    faults: list[Fault] = []
    root = read_document(source, faults)
    book = _Book(source, faults).read(root) if root else None
    return (None, sorted(set(faults))) if faults else (book, [])


class _Book(NodeReader):
    """Reads one file. Faults gather in `faults`; what could not be read is left out."""

    def __init__(self, source: str, faults: list[Fault]) -> None:
        super().__init__(source, faults)
        self.names: set[str] = set()

    def read(self, root: Node) -> RuleBook:
        """Return the book; it is whole only when no fault was added."""
        optional = ("weights", "groups", "contexts", "floors")
        fields = self.fields(root, "a policy", ("name", "version", "rules"), optional)
        caps = self.caps(fields.get("groups"))
        return RuleBook(
            name=self.word(fields.get("name"), "the name"),
            version=self.word(fields.get("version"), "the version"),
            caps=caps,
            weights=self.weights(fields.get("weights"), caps),
            rules=self.section("rules", fields.get("rules")),
            contexts=self.section("contexts", fields.get("contexts")),
            floors=self.section("floors", fields.get("floors")),
        )

    def word(self, node: Node | None, what: str) -> str:
        """Return a short name of one line."""
        value = self.text(node, what) if node else None
        if node and value and (len(value) > 64 or not value.isprintable()):
            self.fault(node, f"{what} must be one line of at most 64 characters")
        return value or ""

    def caps(self, node: Node | None) -> dict[str, float]:
        """Return the cap of each group."""
        entries = self.entries(node, "groups") if node else []
        read = {name: self.number(at, f"the cap of {shown(name)}", 0, 1) for _, name, at in entries}
        return {name: cap if cap is not None else 0.0 for name, cap in read.items()}

    def weights(self, node: Node | None, caps: dict[str, float]) -> dict[str, Weight]:
        """Return the weight of each label that has one."""
        weights = {}
        for key, label, value in self.entries(node, "weights") if node else []:
            if label not in LABELS:
                self.fault(key, f"no label is called {shown(label)}", did_you_mean(label, LABELS))
                continue
            fields = self.fields(value, "a weight", ("weight", "group"))
            group = self.word(fields.get("group"), "the group")
            if group and group not in caps:
                hint = did_you_mean(group, caps) if caps else "name it under `groups:` with its cap"
                self.fault(fields["group"], f"no group is called {shown(group)}", hint)
            if "weight" in fields:
                low, high = _bounds(label)
                number = self.number(fields["weight"], f"the weight of {label}", low, high)
                weights[label] = Weight(weight=number or 0.0, group=group)
        return weights

    def section(self, section: Section, node: Node | None) -> tuple[Rule, ...]:
        """Return the rules of a section that could be read."""
        nodes = self.items(node, section) if node else []
        if node and not nodes and section == "rules":
            self.fault(node, "there is no rule", "a policy needs at least one that raises")
        if len(nodes) > MAX_RULES:
            self.fault(nodes[MAX_RULES], "too many rules", f"at most {MAX_RULES} in a section")
        rules = [self.rule(section, one) for one in nodes[:MAX_RULES]]
        return tuple(rule for rule in rules if rule)

    def rule(self, section: Section, node: Node) -> Rule | None:
        """Return one rule, or None after a fault."""
        effect, levels = _EFFECTS[section]
        fields = self.fields(node, "a rule", ("name", "needs", "when", effect, "because"))
        name = self.word(fields.get("name"), "the name of a rule")
        if name in self.names:
            self.fault(fields["name"], f"two rules are called {shown(name)}", "rename one")
        self.names |= {name} - {""}
        needs = self.needs(section, fields.get("needs"))
        level = self.choice(fields[effect], effect, levels) if effect in fields else None
        because = self.because(fields.get("because"))
        condition = self.condition(fields.get("when"), needs) if needs else None
        if not (name and level and condition and because):
            return None
        rule = Rule(
            name=name,
            section=section,
            needs=needs,
            condition=condition,
            level=LEVELS[LEVELS.index(level)],
            because=because,
        )
        self.prove(rule, fields)
        return rule

    def needs(self, section: Section, node: Node | None) -> frozenset[str]:
        """Return the kinds a rule needs, or nothing after a fault."""
        nodes = self.items(node, "needs") if node else []
        kinds = frozenset(self.need(one) for one in nodes)
        if not node or "" in kinds:
            return frozenset()
        if section == "rules" and "context" in kinds:
            self.fault(node, "a rule that raises rests on a context", "contexts can only lower")
        elif section == "rules" and not kinds & set(EVIDENCE):
            hint = f"add one of: {', '.join(EVIDENCE)}"
            self.fault(node, "a rule that rests on names or words alone", hint)
        elif section == "contexts" and "context" not in kinds:
            self.fault(node, "a context rule that looks at no context", "add context")
        elif section == "floors" and "context" in kinds:
            self.fault(node, "a floor that rests on a context", "a floor holds whatever they are")
        elif not kinds:
            self.fault(node, "a rule needs some kind of evidence", did_you_mean("", KINDS))
        else:
            return kinds
        return frozenset()

    def need(self, node: Node) -> str:
        """Return one kind of evidence, or nothing after a fault."""
        if isinstance(node, ScalarNode) and node.value == "text":
            self.fault(node, "text is no evidence", "leave it out: text.* is always there")
            return ""
        return self.choice(node, "a need", KINDS) or ""

    def condition(self, node: Node | None, needs: frozenset[str]) -> Condition | None:
        """Return the compiled expression, or None after faults placed within it."""
        source = self.text(node, "when") if node else None
        if source is None or not isinstance(node, ScalarNode):
            return None
        try:
            return Condition(source, needs)
        except ConditionError as error:
            for index, message, hint in error.found:
                self.faults.append(Fault(*place(self.source, node, index), message, hint))
            return None

    def because(self, node: Node | None) -> dict[Lang, str] | None:
        """Return the reason in every language, or None after a fault."""
        fields = self.fields(node, "a reason", LANGS) if node else {}
        read = {lang: self.text(fields[lang], "a reason") for lang in LANGS if lang in fields}
        given = {lang: " ".join(text.split()) for lang, text in read.items() if text}
        return given if len(given) == len(LANGS) else None

    def prove(self, rule: Rule, fields: dict[str, Node]) -> None:
        """Add a fault when a rule could raise or act on what it must not rest on."""
        if rule.section != "rules":
            return
        if rule.level == "act" and not rule.needs <= set(MAY_ACT):
            hint = f"a rule that acts needs nothing but {' and '.join(MAY_ACT)}"
            self.fault(fields["says"], "act cannot rest on this evidence", hint)
        if flaw := flaw_of(rule):
            self.fault(fields["when"], *flaw)


def _bounds(label: str) -> tuple[float, float]:
    """Return the least and largest weight: evidence never lowers and contexts never raise."""
    kind = LABELS[label].kind
    return (-1.0 if kind != "evidence" else 0.0), (1.0 if kind != "context" else 0.0)
