"""Accounts, units, roles, and who may call what."""
