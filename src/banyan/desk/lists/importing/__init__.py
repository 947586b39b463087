"""From a file that somebody sends to proposals or entries: read by the list's own columns, checked
row by row, previewed, written once."""
