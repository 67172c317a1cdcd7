"""Entities: organisations with their aliases, and how each alias is used."""
