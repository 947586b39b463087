from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from banyan.packs.fuzhou.city import generate, generation
from banyan.packs.fuzhou.facts import (
    COUNTIES,
    EVENT_KINDS,
    EXPO_SCOPES,
    LEVELS,
    LOAN_PURPOSES,
    ORGANIZATION_KINDS,
    RECOGNITION_KINDS,
    SCHEMA,
    SIZES,
    SOFTWARE_HONOURS,
)
from banyan.rules.errors import UsageError
from banyan.rules.schema import AtMost, Column, Constant, LaterThan, SameOwner, Type, WordsWhen

City = dict[str, pl.DataFrame]

PROJECT_CHOICE = ("equipment_upgrade", "digital_project", "technology_loan_interest")
MEASURES = {
    *PROJECT_CHOICE,
    *("newly_scaled_loan_interest", "park_loan_interest", "software_loan_interest"),
    *("task_list_award", "county_cultivation", "technology_centre", "design_centre"),
    *("innovative_product", "first_set_equipment", "innovation_demonstration"),
    *("single_champion", "research_collaboration", "innovation_centre", "pilot_service_income"),
    *("digital_benchmark", "factory_5g", "internet_platform", "devices_on_platform"),
    *("cloud_software", "cloud_infrastructure", "software_honour", "secure_product"),
    *("software_competition", "national_software_project", "industrial_software"),
    *("open_source_community", "open_source_project", "little_giant", "srdi"),
    *("finance_matching_event", "sme_cluster", "expo_booth", "expo_organizer"),
    *("supplier_conference", "supply_demand_event", "order_award"),
}
VOCABULARIES = {"measures": MEASURES, "funds": {"software"}, "project_choice": PROJECT_CHOICE}
WRITTEN_TYPES = {
    Type.MONEY: pl.Decimal(18, 2),
    Type.PERCENT: pl.Decimal(7, 4),
    Type.COUNT: pl.Int64(),
    Type.YEAR: pl.Int64(),
    Type.DATE: pl.Date(),
    Type.TRUTH: pl.Boolean(),
}
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def read(folder: Path) -> City:
    return {
        table.name: pl.read_parquet(folder / f"{table.name}.parquet") for table in SCHEMA.tables
    }


def fingerprints(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def made(folder: Path, organizations: int, seed: int, block: int = generation.BLOCK) -> City:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generation, "BLOCK", block)
        generate(folder, organizations, seed)
    return read(folder)


@pytest.fixture(scope="module")
def of_20_000(tmp_path_factory: pytest.TempPathFactory) -> City:
    return made(tmp_path_factory.mktemp("city"), 20_000, 7)


@pytest.fixture(
    scope="module", params=[(1, 1), (2, 5), (60, 7), (4_000, 900)], ids=lambda size: f"{size[0]}"
)
def city(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> City:
    organizations, block = request.param
    return made(tmp_path_factory.mktemp("city"), organizations, 11, block)


def columns(*types: Type) -> list[tuple[str, Column]]:
    return [(t.name, column) for t in SCHEMA.tables for column in t.columns if column.type in types]


def test_a_city_has_every_table_with_its_columns_in_their_types(city: City) -> None:
    for table in SCHEMA.tables:
        expected = {
            column.name: WRITTEN_TYPES.get(column.type, pl.String()) for column in table.columns
        }
        assert dict(city[table.name].schema) == expected


def test_only_optional_columns_are_ever_empty(city: City) -> None:
    for table in SCHEMA.tables:
        required = [column.name for column in table.columns if not column.optional]
        empty = city[table.name].select(pl.col(required).null_count()).row(0)
        assert sum(empty) == 0, table.name


def test_no_text_is_blank(city: City) -> None:
    for table, column in columns(Type.ID, Type.TEXT, Type.WORD, Type.WORDS, Type.CREDIT_CODE):
        assert not city[table].get_column(column.name).eq("").any(), (table, column.name)


def test_no_key_occurs_twice(city: City) -> None:
    for table in SCHEMA.tables:
        if table.key:
            assert not city[table.name].select(table.key).is_duplicated().any(), table.name


def test_every_reference_exists(city: City) -> None:
    for table in SCHEMA.tables:
        for column in table.columns:
            if column.references:
                (key,) = SCHEMA.table(column.references).key
                known = city[column.references].get_column(key)
                given = city[table.name].get_column(column.name).drop_nulls()
                assert given.is_in(known.implode()).all(), (table.name, column.name)


def test_words_are_those_of_the_lists(city: City) -> None:
    for table, column in columns(Type.WORD, Type.WORDS):
        vocabulary = VOCABULARIES.get(column.vocabulary, column.words)
        given = city[table].get_column(column.name).drop_nulls().str.split("|").explode()
        assert set(given) <= set(vocabulary), (table, column.name)


def test_no_loan_says_a_purpose_twice(city: City) -> None:
    purposes = city["loans"].get_column("purposes").str.split("|")
    assert (purposes.list.len() == purposes.list.n_unique()).all()


def test_texts_match_their_patterns(city: City) -> None:
    for table in SCHEMA.tables:
        for column in table.columns:
            if column.pattern:
                given = city[table.name].get_column(column.name).drop_nulls()
                assert given.str.contains(f"^({column.pattern})$").all(), column.name


def test_numbers_are_within_their_bounds(city: City) -> None:
    for table, column in columns(Type.MONEY, Type.PERCENT, Type.COUNT):
        low = column.minimum
        high = {Type.MONEY: 10**12, Type.PERCENT: 100, Type.COUNT: 10**12}[column.type]
        given = city[table].get_column(column.name).drop_nulls().cast(pl.Decimal(38, 4))
        assert given.is_between(low, high).all(), (table, column.name)
    for table, column in columns(Type.YEAR):
        assert city[table].get_column(column.name).is_between(2023, 2030).all(), table


def test_what_must_hold_between_columns_holds(city: City) -> None:
    checked = 0
    for table in SCHEMA.tables:
        frame = city[table.name]
        for rule in table.rules:
            match rule:
                case AtMost(column, bound):
                    wrong = frame.filter(pl.col(column) > pl.col(bound))
                case LaterThan(column, than):
                    wrong = frame.filter(pl.col(column) <= pl.col(than))
                case SameOwner("project"):
                    owners = city["projects"].select("project", owner="uscc")
                    wrong = frame.join(owners, on="project").filter(
                        pl.col("uscc") != pl.col("owner")
                    )
                case Constant(column, by):
                    wrong = frame.filter(pl.col(column).n_unique().over(by) > 1)
                case WordsWhen(column, when, equals, words):
                    said = pl.col(column).is_in(words).fill_null(value=False)
                    wrong = frame.filter(pl.col(when) == equals, ~said)
                case _:
                    raise AssertionError(rule)
            assert wrong.is_empty(), (table.name, rule)
            checked += 1
    assert checked == sum(len(table.rules) for table in SCHEMA.tables)


def test_credit_codes_carry_their_check_characters(city: City) -> None:
    for code in [*city["organizations"]["uscc"], *city["history"]["uscc"]]:
        values = [ALPHABET.index(letter) for letter in code]
        total = sum(value * pow(3, place, 31) for place, value in enumerate(values[:17]))
        assert len(values) == 18
        assert values[17] == (31 - total % 31) % 31
        own = [int(letter, 36) for letter in code[8:16]]
        remainder = (
            11 - sum(a * b for a, b in zip(own, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
        )
        assert code[16] == {10: "X", 11: "0"}.get(remainder, str(remainder))


def test_credit_codes_name_the_county_of_the_organization(city: City) -> None:
    organizations = city["organizations"]
    assert (organizations["uscc"].str.slice(2, 6) == organizations["county"]).all()


def test_the_smallest_city_has_one_organization(tmp_path: Path) -> None:
    assert generate(tmp_path / "city", 1, 0)["organizations"] == 1


def test_rows_are_counted_as_they_are_written(tmp_path: Path) -> None:
    rows = generate(tmp_path / "city", 700, 3)
    assert rows == {name: frame.height for name, frame in read(tmp_path / "city").items()}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        generate(tmp_path / name, 3_000, 5)
    assert fingerprints(tmp_path / "first") == fingerprints(tmp_path / "second")


def test_the_number_of_threads_does_not_change_a_byte(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from banyan.packs.fuzhou.city import generate;"
        "generate(Path(sys.argv[1]), 3_000, 5)"
    )
    for threads in ("1", "3"):
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / threads)],
            check=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
            | {"POLARS_MAX_THREADS": threads},
        )
    assert fingerprints(tmp_path / "1") == fingerprints(tmp_path / "3")


def test_another_seed_gives_another_city(tmp_path: Path) -> None:
    for seed in (5, 6):
        generate(tmp_path / str(seed), 500, seed)
    first, second = (fingerprints(tmp_path / seed) for seed in ("5", "6"))
    assert all(first[name] != second[name] for name in first if name != "budgets.parquet")


def test_csv_says_what_parquet_says(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generation, "BLOCK", 800)
        for form in ("csv", "parquet"):
            generate(tmp_path / form, 2_000, 9, form=form)  # type: ignore[arg-type]
    for name, frame in read(tmp_path / "parquet").items():
        text = (tmp_path / "csv" / f"{name}.csv").read_bytes()
        assert b"\r" not in text
        said = pl.read_csv(text, infer_schema=False)
        assert said.equals(frame.select(pl.all().cast(pl.String))), name


def test_progress_tells_the_organizations_done(tmp_path: Path) -> None:
    done: list[int] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generation, "BLOCK", 400)
        generate(tmp_path / "city", 1_000, 1, progress=done.append)
    assert done == [400, 800, 1_000]


def test_a_run_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(tmp_path / "city", 10, 1, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "city").mkdir()
    generate(tmp_path / "city", 10, 1)
    assert len(list((tmp_path / "city").iterdir())) == len(SCHEMA.tables)


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(UsageError, match="is not empty"):
        generate(tmp_path, 10, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "city").write_text("", encoding="utf-8")
    with pytest.raises(UsageError):
        generate(tmp_path / "city", 10, 1)


@pytest.mark.parametrize("organizations", [-1, 0, 10_000_001])
def test_a_city_of_none_or_too_many_is_refused(tmp_path: Path, organizations: int) -> None:
    with pytest.raises(UsageError, match="1 to 10000000 organizations"):
        generate(tmp_path / "city", organizations, 1)
    assert list(tmp_path.iterdir()) == []


def test_a_negative_seed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="seed"):
        generate(tmp_path / "city", 10, -1)


def test_a_form_other_than_parquet_and_csv_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="parquet or csv"):
        generate(tmp_path / "city", 10, 1, form="xlsx")  # type: ignore[arg-type]


def test_there_are_about_six_rows_an_organization(of_20_000: City) -> None:
    rows = sum(frame.height for frame in of_20_000.values())
    assert 5.5 < rows / 20_000 < 6.5


def test_every_word_of_the_facts_occurs(of_20_000: City) -> None:
    def said(table: str, column: str) -> set[str]:
        return set(of_20_000[table].get_column(column).drop_nulls().str.split("|").explode())

    assert said("organizations", "kind") == set(ORGANIZATION_KINDS)
    assert said("organizations", "size") == set(SIZES)
    assert said("organizations", "county") > set(COUNTIES)
    assert said("recognitions", "kind") == set(RECOGNITION_KINDS)
    assert said("recognitions", "level") == set(LEVELS)
    assert said("recognitions", "subject") > set(SOFTWARE_HONOURS)
    assert said("loans", "purposes") == set(LOAN_PURPOSES)
    assert said("events", "kind") == set(EVENT_KINDS)
    assert said("expos", "scope") == set(EXPO_SCOPES)
    assert said("elections", "measure") == set(PROJECT_CHOICE)
    assert said("budgets", "fund") == {"software"}


def test_truths_are_both_true_and_false(of_20_000: City) -> None:
    for table, column in columns(Type.TRUTH):
        assert of_20_000[table].get_column(column.name).n_unique() == 2, (table, column.name)


def test_optional_columns_are_both_given_and_empty(of_20_000: City) -> None:
    for table in SCHEMA.tables:
        for column in table.columns:
            if column.optional:
                given = of_20_000[table.name].get_column(column.name).is_not_null()
                assert given.n_unique() == 2, (table.name, column.name)


def test_a_few_organizations_in_a_hundred_are_elsewhere(of_20_000: City) -> None:
    local = of_20_000["organizations"].get_column("county").is_in(list(COUNTIES))
    assert 0.02 < 1 - local.mean() < 0.03  # type: ignore[operator]


def test_every_year_from_2023_to_2030_has_facts_and_2026_the_most(of_20_000: City) -> None:
    for table, column in columns(Type.YEAR):
        if table == "budgets":
            continue
        years = of_20_000[table].get_column(column.name).value_counts(sort=True)
        assert set(years[column.name]) == set(range(2023, 2031)), table
        if table != "history":
            assert years[column.name][0] == 2026, table


def test_history_is_mostly_of_2025_and_some_of_it_of_years_in_force(of_20_000: City) -> None:
    years = of_20_000["history"].get_column("year").value_counts(sort=True)
    assert years["year"][0] == 2025
    assert set(range(2026, 2030)) <= set(years["year"])


def test_some_history_belongs_to_enterprises_that_are_gone(of_20_000: City) -> None:
    today = of_20_000["organizations"].get_column("uscc")
    gone = ~of_20_000["history"].get_column("uscc").is_in(today.implode())
    assert 0.01 < gone.mean() < 0.05  # type: ignore[operator]


def test_thresholds_of_the_notice_are_met_to_the_fen_and_missed_by_one(of_20_000: City) -> None:
    gross = set((of_20_000["project_years"].get_column("equipment_gross") * 100).cast(pl.Int64))
    for yuan in (5_000_000, 1_000_000):
        assert {yuan * 100 - 1, yuan * 100} <= gross
    net = set((of_20_000["project_years"].get_column("equipment_net") * 100).cast(pl.Int64))
    assert {3_000_000 * 100 - 1, 3_000_000 * 100} <= net


def test_more_compete_in_2026_than_there_are_places(of_20_000: City) -> None:
    new = of_20_000["recognitions"].filter(pl.col("recognized_on").dt.year() == 2026)
    counted = dict(new.get_column("kind").value_counts().iter_rows())
    assert counted["innovative_product"] > 10
    assert counted["industrial_software"] > 6
    assert counted["open_source_project"] > 3
    collaborations = of_20_000["collaborations"].filter(year=2026, industrialized=True)
    assert collaborations.height > 20
    held = pl.col("held_on").dt.year() == 2026
    assert of_20_000["events"].filter(held, kind="supplier_conference").height > 15
    expos = of_20_000["expos"].filter(held, pl.col("scope") != "other", ~pl.col("canton_fair"))
    assert expos.height > 30
    orders = of_20_000["orders"].filter(pl.col("signed_on").dt.year() == 2026)
    assert orders.get_column("uscc").n_unique() > 30


def test_some_expos_of_2026_have_too_few_exhibitors(of_20_000: City) -> None:
    held = of_20_000["expos"].filter(pl.col("held_on").dt.year() == 2026)
    booths = of_20_000["booths"].group_by("expo").len("booths")
    counted = held.join(booths, on="expo", how="left").get_column("booths").fill_null(0)
    assert (counted < 5).any()
    assert (counted >= 5).any()


def test_projects_have_none_to_three_loans_at_rates_of_a_bank(of_20_000: City) -> None:
    loans = of_20_000["loans"]
    counted = loans.drop_nulls("project").get_column("project").value_counts()
    assert set(counted["count"]) == {1, 2, 3}
    assert counted.height < of_20_000["projects"].height
    assert 2.5 < loans.get_column("annual_rate").cast(pl.Float64).mean() < 4.5  # type: ignore[operator]
