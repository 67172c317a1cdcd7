"""Policy: rules that weigh findings into a verdict."""
