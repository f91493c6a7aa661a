"""The views that lists bring along: a few for each list, told apart in both languages, of fields that there are."""

from __future__ import annotations

import pytest

from crm_desktop.core import i18n
from crm_desktop.core.kinds import Choice, Option
from crm_desktop.models import registry, seeds
from crm_desktop.models.ready_views import COMPANY

MOST = 5

every_list = pytest.mark.parametrize("entity", registry.MAIN, ids=lambda one: one.name)


@every_list
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_each_list_has_a_few_and_no_name_twice(entity, language):
    i18n.install(language)
    assert 1 <= len(entity.views) <= MOST
    names = [one.name for one in entity.views]
    assert len({one.key for one in entity.views}) == len(set(names)) == len(names)
    assert all(name.isascii() == (language == "en") for name in names)


@every_list
def test_each_means_fields_and_values_that_there_are(entity):
    for view in entity.views:
        assert view.query.entity == entity.name
        assert not view.query.sort or entity.field(view.query.sort).sort_on, view.key
        for one in view.query.conditions:
            kind = entity.field(one.field).kind
            assert one.operator in kind.operators, view.key
            wanted = one.value if isinstance(one.value, list) else [one.value]
            if isinstance(kind, Choice) and one.value is not None:
                assert set(wanted) <= set(kind.vocabulary.codes), view.key


def test_options_are_those_of_a_new_file():
    known = {row["id"]: row for row in seeds.seed_rows("en")["option"]}
    for entity in registry.MAIN:
        for view in entity.views:
            for one in view.query.conditions:
                kind = entity.field(one.field).kind
                if isinstance(kind, Option):
                    assert one.value, view.key
                    assert {known[option]["set_name"] for option in one.value} == {kind.options}
    prospects, customers = (one.query.conditions[0].value for one in COMPANY[:2])
    assert [known[one]["kind"] for one in (*prospects, *customers)] == ["prospect", "customer", "repeat"]
