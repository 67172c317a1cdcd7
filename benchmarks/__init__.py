"""Measurements of Mizan beside other software; see README.md in this folder."""
