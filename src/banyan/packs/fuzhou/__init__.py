"""Fuzhou's notice on new industrialization of 2026."""
