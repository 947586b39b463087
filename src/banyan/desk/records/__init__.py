"""The facts of the city as records: each with its source and its history.

``records.models`` derives a model from every table of the pack's schema; ``records.scope`` says
who sees which organization. Everything else of the desk reads facts here.
"""
