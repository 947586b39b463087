"""From a file that somebody sends to records: safe, read, checked, previewed, written."""
