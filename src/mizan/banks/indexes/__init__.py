"""Indexes: how a segment finds its values again. One file for each way of matching."""
