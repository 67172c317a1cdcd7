"""People: who works here, what each may do, and the tokens of programs."""
