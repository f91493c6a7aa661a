"""The descriptions agree with the mapped classes and with each other."""

from collections import Counter

import pytest
from sqlalchemy import Boolean, Integer, String
from sqlalchemy.dialects import sqlite
from sqlcipher3 import dbapi2

from crm_desktop.core import i18n, paths
from crm_desktop.core.entity import Child, Computed, Entity, Field, Reckoned
from crm_desktop.core.kinds import (
    Choice,
    Coded,
    Day,
    Exact,
    Flag,
    Kind,
    Moment,
    Money,
    Number,
    Option,
    Reference,
    Status,
    Text,
)
from crm_desktop.core.reading import fold
from crm_desktop.models import (
    mapped,  # noqa: F401 - maps every class
    registry,
)
from crm_desktop.models.base import Base, IsoDay, Named, Scaled, UtcMoment
from crm_desktop.models.option import OPTION_SETS
from crm_desktop.models.registry import ENTITIES, MAIN

INTERNAL = {"id", "created_by", "updated_by", "deleted_at", "_clock", "merged_into_id"}
COMPOSED = {"opportunity", "activity", "quote", "sales_order"}  # a title that is left out is made by a rule

every_entity = pytest.mark.parametrize("entity", ENTITIES, ids=lambda one: one.name)
every_field = pytest.mark.parametrize(
    ("entity", "field"),
    [(entity, field) for entity in ENTITIES for field in entity.fields],
    ids=lambda one: getattr(one, "name", None) or one.key,
)
every_vocabulary = pytest.mark.parametrize(
    "kind",
    list(
        {
            f.kind.vocabulary.name: f.kind for e in ENTITIES for f in e.fields if isinstance(f.kind, Choice)
        }.values()
    ),
    ids=lambda kind: kind.vocabulary.name,
)


def column_type(kind: Kind) -> type:
    for kinds, found in (
        ((Reference, Number, Money), Integer),
        ((Text, Choice, Coded), String),
        (Day, IsoDay),
        (Moment, UtcMoment),
        (Flag, Boolean),
        (Exact, Scaled),
    ):
        if isinstance(kind, kinds):
            return found
    raise AssertionError(f"no column type for {kind}")


# ------------------------------------------------------------------------------------------ entities


def test_every_table_is_an_entity() -> None:
    assert {one.name for one in ENTITIES} == set(Base.metadata.tables)
    assert len({one.name for one in ENTITIES}) == len(ENTITIES) == len({one.slug for one in ENTITIES})


def test_the_command_line_has_its_eleven_entities() -> None:
    slugs = "companies contacts leads opportunities products quotes orders activities"
    slugs += " service-requests campaigns articles"
    assert {one.slug for one in MAIN} == set(slugs.split())
    assert all(registry.by_slug(one.slug) is one for one in MAIN)


@every_entity
def test_every_column_is_described_once(entity: Entity) -> None:
    columns = registry.table(entity.name).columns
    wanted = {one.name for one in columns if one.name not in INTERNAL and not one.info.get("cache")}
    described = Counter(field.column for field in entity.fields if field.stored)
    assert set(described) == wanted
    assert set(described.values()) == {1}


@every_entity
def test_names_and_labels_are_filled(entity: Entity) -> None:
    for word in (entity.name, entity.slug, entity.title, entity.title_plural, entity.icon):
        assert word.strip()
    assert all(field.label.strip() for field in entity.fields)
    assert paths.resource(f"icons/{entity.icon}.svg").is_file()


@every_entity
def test_keys_are_unique(entity: Entity) -> None:
    assert len(entity.by_key) == len(entity.fields)


@every_entity
def test_the_title_names_a_record(entity: Entity) -> None:
    title = entity.title_field
    assert title.stored
    if issubclass(registry.model(entity.name), Named):
        assert title.searched
        assert title.sort_on == "name_key"
        assert isinstance(title.kind, Text)
        assert title.required or entity.name in COMPOSED
    if registry.references_to(entity.name):
        assert isinstance(title.kind, Text)


@pytest.mark.parametrize("entity", MAIN, ids=lambda one: one.name)
def test_main_entities_are_found_by_name_and_have_a_readable_list(entity: Entity) -> None:
    assert issubclass(registry.model(entity.name), Named)
    assert entity.section in {"sales", "service", "insight"}
    assert 5 <= len(entity.listed) <= 9


@every_entity
def test_records_are_matched_by_fields(entity: Entity) -> None:
    for group in entity.match_on:
        assert group
        assert all(key in entity.by_key for key in group)


@every_entity
def test_amounts_stand_beside_their_currency(entity: Entity) -> None:
    if any(isinstance(field.kind, Money) for field in entity.fields):
        assert entity.currency_column == "currency"
        assert "currency" in registry.table(entity.name).columns


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@every_entity
def test_a_label_means_one_field(entity: Entity, language: str) -> None:
    labels = [i18n.words_for(language).gettext(field.label) for field in entity.fields]
    assert [label for label, count in Counter(labels).items() if count > 1] == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@every_entity
def test_every_heading_means_its_field(entity: Entity, language: str) -> None:
    headings = entity.headings(i18n.words_for(language).gettext)
    lost = [
        (field.key, word, headings[fold(word)].key)
        for field in entity.fields
        for word in (field.key, field.label, *field.aliases)
        if headings[fold(word)] is not field
    ]
    assert lost == []


# ------------------------------------------------------------------------------------------ fields


@every_field
def test_sources_exist(entity: Entity, field: Field) -> None:
    columns = registry.table(entity.name).columns
    if isinstance(field.source, Child):
        child = registry.table(field.source.table).columns
        names = {field.source.link, field.source.column, *(name for name, _ in field.source.where)}
        assert names | ({field.source.flag} - {""}) <= set(child.keys())
        (key,) = child[field.source.link].foreign_keys
        assert key.column.table.name == entity.name
        assert child[field.source.link].info["part"]
    elif isinstance(field.source, Computed):
        assert set(field.source.columns) <= set(columns.keys())
    elif isinstance(field.source, Reckoned):
        assert field.sort_on == field.key
        assert all(registry.table(name) is not None for name in field.source.tables)
        return
    if field.sort_on and isinstance(field.source, Child):
        assert isinstance(field.kind, Reference)
        assert registry.table(field.source.table).c[field.sort_on].info.get("indexed")
    elif field.sort_on:
        assert columns[field.sort_on].info.get("indexed")


@every_field
def test_kinds_fit_their_columns(entity: Entity, field: Field) -> None:
    source = field.source
    if field.stored:
        column = registry.table(entity.name).columns[field.column]
    elif isinstance(source, Child):
        column = registry.table(source.table).columns[source.column]
    else:
        return
    assert isinstance(column.type, column_type(field.kind)), column.type
    if isinstance(field.kind, Exact):
        assert column.type.places == field.kind.places
    if isinstance(field.kind, Reference):
        (key,) = column.foreign_keys
        assert key.column.table.name == field.kind.entity
        assert registry.entity(field.kind.entity)
    else:
        assert not column.foreign_keys


@every_field
def test_required_values_cannot_be_left_out(entity: Entity, field: Field) -> None:
    if field.stored and not registry.table(entity.name).columns[field.column].nullable:
        has_default = registry.table(entity.name).columns[field.column].server_default is not None
        made = field.key in {"created_at", "updated_at"} or field.key == entity.title_key
        assert field.required or has_default or made


@pytest.mark.parametrize(
    "field", [f for e in ENTITIES for f in e.fields if isinstance(f.kind, Option)], ids=lambda f: f.key
)
def test_options_come_from_a_known_list(field: Field) -> None:
    assert field.kind.options in {one.name for one in OPTION_SETS}


@every_vocabulary
def test_a_word_means_one_term(kind: Choice) -> None:
    words: dict[str, str] = {}
    for term in kind.vocabulary.terms:
        assert term.label
        for word in (term.code, term.label, *term.aliases):
            assert fold(word)
            assert words.setdefault(fold(word), term.code) == term.code, word


@pytest.mark.parametrize(
    ("entity", "field"),
    [(e, f) for e in ENTITIES for f in e.fields if isinstance(f.kind, Status)],
    ids=lambda one: getattr(one, "name", None) or one.key,
)
def test_states_are_those_of_the_machine(entity: Entity, field: Field) -> None:
    machine = field.kind.machine
    states = set(field.kind.vocabulary.codes)
    assert set(machine.moves) == states
    assert {state for targets in machine.moves.values() for state in targets} <= states
    assert set(machine.needs) | machine.by_service | {machine.initial} <= states
    assert {key for keys in machine.needs.values() for key in keys} <= set(entity.by_key)
    column = registry.table(entity.name).columns[field.column]
    assert column.default.arg == column.server_default.arg == machine.initial


def test_each_choice_has_a_default_of_its_words() -> None:
    for entity in ENTITIES:
        for field in entity.fields:
            if isinstance(field.kind, Choice) and field.stored:
                default = registry.table(entity.name).columns[field.column].server_default
                assert default is None or default.arg in field.kind.vocabulary.codes


# ------------------------------------------------------------------------------------------ tables


@every_entity
def test_columns_can_be_synchronised(entity: Entity) -> None:
    dialect = sqlite.dialect()
    for column in registry.table(entity.name).columns:
        assert column.type.compile(dialect) in {"INTEGER", "VARCHAR", "BOOLEAN"}
        assert column.unique in {None, False} or column.name in {"place", "key"}
        if not column.nullable and column.default is not None:
            assert column.server_default is not None, column.name
    described_defaults = [
        c for c in registry.table(entity.name).columns if c.server_default and not c.computed
    ]
    assert all(isinstance(column.server_default.arg, str) for column in described_defaults)


@every_entity
def test_the_log_keeps_what_is_not_worked_out(entity: Entity) -> None:
    logged = set(registry.logged_columns(entity.name))
    assert {"created_at", "created_by", "deleted_at"} <= logged
    assert not logged & {"id", "updated_at", "updated_by", "_clock", "name_key", "place", "normal"}


def test_names_need_no_quotes() -> None:
    connection = dbapi2.connect(":memory:")
    for table in Base.metadata.tables.values():
        names = ", ".join(column.name for column in table.columns)
        connection.execute(f"CREATE TABLE {table.name} ({names})")
        connection.execute(f"SELECT {names} FROM {table.name}")
    connection.close()


def test_links_are_found_from_the_keys() -> None:
    assert set(registry.parts_of("company")) == {("address", "company_id"), ("channel", "company_id")}
    assert ("line", "quote_id") in registry.parts_of("quote")
    assert set(registry.owners_of("channel")) == {
        ("company", "company_id"),
        ("contact", "contact_id"),
        ("lead", "lead_id"),
    }
    assert ("opportunity", "company_id") in registry.foreign_keys_to("company")
    assert set(registry.loose_links()) == {
        ("tag_link", "row_id"),
        ("attachment", "row_id"),
        ("custom_value", "row_id"),
        ("distinct_pair", "first_id"),
        ("distinct_pair", "second_id"),
    }
    related = {(entity.name, field.key) for entity, field in registry.references_to("contact")}
    assert {("opportunity", "contact"), ("lead", "linked_contact")} <= related


def test_the_headings_of_the_sample_files_are_known() -> None:
    wanted = {
        "company": "account sector year_established revenue employees office_location subsidiary_of",
        "product": "product series sales_price",
        "user": "sales_agent manager regional_office",
        "opportunity": (
            "opportunity_id sales_agent product account deal_stage engage_date close_date close_value"
        ),
    }
    fields = {
        "company": "name industry founded annual_revenue employees country parent",
        "product": "name category price",
        "user": "name manager office",
        "opportunity": "number owner product company stage started_on closed_on amount",
    }
    for name, words in wanted.items():
        headings = registry.entity(name).headings(lambda label: label)
        assert [headings[fold(word)].key for word in words.split()] == fields[name].split()
