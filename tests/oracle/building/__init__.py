"""One row of each table, built from a seed.

``sure`` asks for a row that meets the conditions of its measure; otherwise now and then one is
missed. A row never depends on the rows after it, so that a failing set can be cut down.
"""
