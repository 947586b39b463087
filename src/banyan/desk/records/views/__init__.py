"""The pages of the records: organizations, tables, imports."""
