"""Knowledge: banks, entries, rules, the match tester, and the overview."""
