"""What the database itself does with every entry of the ledger, and what it refuses.

Each new entry moves its amount between two balances of its budget and is added to the total of its
day, in the same statement. The constraint ``funds_never_over_committed`` then refuses a balance
below zero. Nobody else writes balances and totals: PostgreSQL knows that a statement comes from a
trigger; SQLite does not, so there only what the newest entry would do is let through, and
``banyan.desk.funds.checking`` compares the rest.
"""

from __future__ import annotations

from banyan.desk.audit.migrating import ByVendor

POTS = ("treasury", "available", "committed", "approved", "paid")
KEPT = ("funds_balance", "funds_dailytotal")
"""The tables that follow from the entries."""


def statements(vendor: str) -> list[str]:
    """The SQL that has the database keep balances and totals."""
    return _POSTGRESQL if vendor == "postgresql" else _SQLITE


def removals(vendor: str) -> list[str]:
    """The SQL that undoes ``statements``."""
    if vendor == "postgresql":
        return [
            "DROP TRIGGER IF EXISTS funds_budget_pots ON funds_budget",
            "DROP TRIGGER IF EXISTS funds_entry_moves ON funds_entry",
            *(f"DROP TRIGGER IF EXISTS {table}_kept ON {table}" for table in KEPT),
            *(f"DROP TRIGGER IF EXISTS {table}_whole ON {table}" for table in KEPT),
            "DROP FUNCTION IF EXISTS funds_open_pots",
            "DROP FUNCTION IF EXISTS funds_move",
            "DROP FUNCTION IF EXISTS funds_kept",
        ]
    names = ["funds_budget_pots", "funds_entry_once", "funds_entry_moves"]
    names += [f"{table}_{verb}" for table in KEPT for verb in ("insert", "update", "delete")]
    return [f"DROP TRIGGER IF EXISTS {name}" for name in names]


def kept_by_the_database() -> ByVendor:
    """A migration's operation."""
    return ByVendor(statements, removals)


# A statement that adds 200,000 entries writes each balance once. Balances are held in one order, so
# that of two who post to the same budgets one waits for the other and neither for each other.
_POSTGRESQL = [
    f"""
    CREATE OR REPLACE FUNCTION funds_open_pots() RETURNS trigger AS $$
    BEGIN
        INSERT INTO funds_balance (budget_id, pot, amount)
        SELECT NEW.id, pot, 0 FROM unnest(ARRAY{list(POTS)}) AS pot;
        RETURN NULL;
    END $$ LANGUAGE plpgsql
    """,
    """
    CREATE TRIGGER funds_budget_pots AFTER INSERT ON funds_budget
    FOR EACH ROW EXECUTE FUNCTION funds_open_pots()
    """,
    """
    CREATE OR REPLACE FUNCTION funds_move() RETURNS trigger AS $$
    BEGIN
        PERFORM 1 FROM funds_balance WHERE budget_id IN (SELECT budget_id FROM posted)
        ORDER BY budget_id, pot FOR UPDATE;
        UPDATE funds_balance AS held SET amount = held.amount + moved.amount
        FROM (
            SELECT budget_id, pot, sum(amount)::bigint AS amount
            FROM (
                SELECT budget_id, debit AS pot, -amount AS amount FROM posted
                UNION ALL SELECT budget_id, credit, amount FROM posted
            ) AS moves
            GROUP BY budget_id, pot
        ) AS moved
        WHERE held.budget_id = moved.budget_id AND held.pot = moved.pot AND moved.amount <> 0;
        INSERT INTO funds_dailytotal (budget_id, kind, measure, county, made_on, amount, entries)
        SELECT budget_id, kind, measure, county, made_on, sum(amount)::bigint, count(*)
        FROM posted GROUP BY budget_id, kind, measure, county, made_on
        ORDER BY budget_id, kind, measure, county, made_on
        ON CONFLICT (budget_id, kind, measure, county, made_on) DO UPDATE
        SET amount = funds_dailytotal.amount + excluded.amount,
            entries = funds_dailytotal.entries + excluded.entries;
        RETURN NULL;
    END $$ LANGUAGE plpgsql
    """,
    """
    CREATE TRIGGER funds_entry_moves AFTER INSERT ON funds_entry REFERENCING NEW TABLE AS posted
    FOR EACH STATEMENT EXECUTE FUNCTION funds_move()
    """,
    """
    CREATE OR REPLACE FUNCTION funds_kept() RETURNS trigger AS $$
    BEGIN
        IF pg_trigger_depth() < 2 OR TG_OP IN ('DELETE', 'TRUNCATE') THEN
            RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' follows from the ledger''s entries';
        END IF;
        RETURN NEW;
    END $$ LANGUAGE plpgsql
    """,
    *(
        f"""
        CREATE TRIGGER {table}_kept BEFORE INSERT OR UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION funds_kept()
        """
        for table in KEPT
    ),
    *(
        f"""
        CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION funds_kept()
        """
        for table in KEPT
    ),
]


def _follows(table: str, verb: str, condition: str) -> str:
    """A trigger of SQLite that refuses what does not follow from the newest entry, ``newest``."""
    return f"""
    CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table}
    WHEN NOT EXISTS (
        SELECT 1 FROM funds_entry AS newest
        WHERE newest.id = (SELECT max(id) FROM funds_entry) AND {condition}
    )
    BEGIN SELECT RAISE(ABORT, '{table} follows from the ledger''s entries'); END
    """


_SAME_DAY = " AND ".join(
    f"NEW.{column} = newest.{column}"
    for column in ("budget_id", "kind", "measure", "county", "made_on")
)

# "INSERT OR IGNORE" hands its leniency on to what triggers do, and "INSERT OR REPLACE" deletes
# without asking the triggers of deletions. So both are refused before the entry is there, by an
# explicit RAISE, which neither of them softens.
_SQLITE = [
    f"""
    CREATE TRIGGER funds_budget_pots AFTER INSERT ON funds_budget BEGIN
        INSERT INTO funds_balance (budget_id, pot, amount)
        VALUES {", ".join(f"(NEW.id, '{pot}', 0)" for pot in POTS)};
    END
    """,
    """
    CREATE TRIGGER funds_entry_once BEFORE INSERT ON funds_entry BEGIN
        SELECT RAISE(ABORT, 'UNIQUE constraint failed: funds_posted_once')
        WHERE EXISTS (SELECT 1 FROM funds_entry WHERE key = NEW.key OR id = NEW.id);
        SELECT RAISE(ABORT, 'CHECK constraint failed: funds_never_over_committed')
        FROM funds_balance
        WHERE budget_id = NEW.budget_id AND pot = NEW.debit AND pot <> 'treasury'
        AND amount < NEW.amount;
    END
    """,
    """
    CREATE TRIGGER funds_entry_moves AFTER INSERT ON funds_entry BEGIN
        UPDATE funds_balance SET amount = amount - NEW.amount
        WHERE budget_id = NEW.budget_id AND pot = NEW.debit;
        UPDATE funds_balance SET amount = amount + NEW.amount
        WHERE budget_id = NEW.budget_id AND pot = NEW.credit;
        INSERT OR IGNORE INTO funds_dailytotal
            (budget_id, kind, measure, county, made_on, amount, entries)
        SELECT NEW.budget_id, NEW.kind, NEW.measure, NEW.county, NEW.made_on, 0, 0
        WHERE NOT EXISTS (
            SELECT 1 FROM funds_dailytotal
            WHERE budget_id = NEW.budget_id AND kind = NEW.kind AND measure = NEW.measure
            AND county = NEW.county AND made_on = NEW.made_on
        );
        UPDATE funds_dailytotal SET amount = amount + NEW.amount, entries = entries + 1
        WHERE budget_id = NEW.budget_id AND kind = NEW.kind AND measure = NEW.measure
        AND county = NEW.county AND made_on = NEW.made_on;
    END
    """,
    """
    CREATE TRIGGER funds_balance_insert BEFORE INSERT ON funds_balance
    WHEN NEW.amount <> 0
    BEGIN SELECT RAISE(ABORT, 'funds_balance follows from the ledger''s entries'); END
    """,
    _follows(
        "funds_balance",
        "UPDATE",
        """NEW.budget_id = newest.budget_id AND OLD.budget_id = NEW.budget_id
        AND NEW.pot = OLD.pot AND (
            (newest.debit = NEW.pot AND NEW.amount = OLD.amount - newest.amount)
            OR (newest.credit = NEW.pot AND NEW.amount = OLD.amount + newest.amount)
        )""",
    ),
    _follows("funds_dailytotal", "INSERT", f"{_SAME_DAY} AND NEW.amount = 0 AND NEW.entries = 0"),
    _follows(
        "funds_dailytotal",
        "UPDATE",
        f"""{_SAME_DAY} AND NEW.id = OLD.id
        AND NEW.amount = OLD.amount + newest.amount AND NEW.entries = OLD.entries + 1""",
    ),
    *(
        f"""
        CREATE TRIGGER {table}_delete BEFORE DELETE ON {table}
        BEGIN SELECT RAISE(ABORT, '{table} follows from the ledger''s entries'); END
        """
        for table in KEPT
    ),
]
