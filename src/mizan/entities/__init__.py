"""Entities: designated and other organisations with their aliases and how each is used."""
