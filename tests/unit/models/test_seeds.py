"""The seeds of a new file agree with the descriptions, with each other and with the product."""

import pytest
from sqlalchemy import create_engine, event, inspect, text
from sqlcipher3 import dbapi2

from crm_desktop.core.ids import FIRST_FREE
from crm_desktop.core.kinds import Choice
from crm_desktop.models import (
    mapped,  # noqa: F401 - maps every class
    registry,
    seeds,
)
from crm_desktop.models.base import Base
from crm_desktop.models.option import OPTION_SETS


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_seeds_fill_a_new_file(language: str) -> None:
    engine = create_engine("sqlite://", module=dbapi2)

    @event.listens_for(engine, "connect")
    def _check_keys(connection, _record) -> None:
        connection.execute("PRAGMA foreign_keys = ON")

    Base.metadata.create_all(engine)
    rows = seeds.seed_rows(language)
    made = {"created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z"}
    with engine.begin() as connection:
        assert set(rows) <= set(inspect(connection).get_table_names())
        for table, entries in rows.items():
            for entry in entries:
                row = {**entry, **made}
                marks = ", ".join(f":{name}" for name in row)
                connection.execute(text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"), row)
    engine.dispose()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_seeds_are_fixed_and_bilingual(language: str) -> None:
    rows = seeds.seed_rows(language)
    ids = [row["id"] for entries in rows.values() for row in entries]
    assert len(set(ids)) == len(ids)
    assert max(ids) < FIRST_FREE
    assert ids == [row["id"] for entries in seeds.seed_rows("en").values() for row in entries]
    for table in ("option", "stage", "pipeline"):
        assert all(row["label_en"] and row["label_zh"] for row in rows[table])


def test_seeds_use_known_words() -> None:
    for table, entries in seeds.seed_rows("en").items():
        choices = {
            f.column: f.kind.vocabulary for f in registry.entity(table).fields if isinstance(f.kind, Choice)
        }
        for row in entries:
            assert all(row[name] in words.codes for name, words in choices.items() if name in row)
    sets = {one.name: one.kinds for one in OPTION_SETS}
    for row in seeds.seed_rows("en")["option"]:
        kinds = sets[row["set_name"]]
        assert row["kind"] in kinds if kinds else row["kind"] is None


def test_the_default_pipeline_and_targets_are_those_of_the_product() -> None:
    rows = seeds.seed_rows("en")
    stages = [
        (row["label_en"], row["kind"], row["probability"], row["expected_days"]) for row in rows["stage"]
    ]
    assert stages == [
        ("Prospecting", "open", 10, 14),
        ("Qualification", "open", 25, 14),
        ("Proposal", "open", 50, 10),
        ("Negotiation", "open", 75, 10),
        ("Won", "won", 100, None),
        ("Lost", "lost", 0, None),
        ("Void", "void", 0, None),
    ]
    targets = {
        row["priority"]: (row["first_response_minutes"], row["solution_minutes"])
        for row in rows["sla_policy"]
    }
    assert targets == {
        "low": (24 * 60, 72 * 60),
        "normal": (8 * 60, 48 * 60),
        "high": (4 * 60, 24 * 60),
        "urgent": (60, 4 * 60),
    }
