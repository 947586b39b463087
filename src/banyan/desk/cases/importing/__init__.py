"""From a list that somebody sends to cases: safe, read, checked, previewed, written once."""
