"""Train: makes models; hands feature arrays down."""
