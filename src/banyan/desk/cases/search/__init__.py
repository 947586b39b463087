"""Finds cases by their words, the organization, the number, and what they are, on both databases.

Every case has a list of *terms*, as organizations have (``banyan.desk.records.search``): the pairs
of characters of its title, text, answer and organization's name, the pairs and triples of the
name's initials, and one term for each thing by which ledgers are filtered (kind, county, state,
unit, …). A question is a list of terms that must all be there, so that one index answers every
combination. What opens or changes a case calls ``refresh`` in its action; after a bulk load
``rebuild`` makes all anew.
"""

from banyan.desk.cases.search.index import rebuild, refresh
from banyan.desk.cases.search.likeness import Like, similar
from banyan.desk.cases.search.question import Question, ask

__all__ = ["Like", "Question", "ask", "rebuild", "refresh", "similar"]
