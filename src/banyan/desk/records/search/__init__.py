"""Finds organizations by name, pinyin initials, credit code and what they are, on both databases.

Every organization has a list of *terms*: the pairs of characters of its name, the pairs and
triples of its initials, and one term for each thing by which lists are filtered (county, section,
size, kind, recognitions, tags). A question is a list of terms that must all be there, so that one
index answers every combination. The core that writes records keeps the terms up; after a bulk load
``rebuild`` makes them anew.
"""

from banyan.desk.records.search.index import rebuild, refresh
from banyan.desk.records.search.question import THINGS, Question, ask

__all__ = ["THINGS", "Question", "ask", "rebuild", "refresh"]
