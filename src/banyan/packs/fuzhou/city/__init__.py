"""A made-up industrial city in all tables of the facts, for trying things out at any size."""

from banyan.packs.fuzhou.city.generation import generate

__all__ = ["generate"]
