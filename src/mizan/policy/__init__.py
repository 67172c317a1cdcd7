"""Policy: rules that weigh findings into a verdict.

`load.load_policy` gives a `policy.Policy`, whose `weigh` gives a `weigh.Judgement`; `load.check`
gives every fault of a rules file, and `explain.explain` a policy in words.
"""
