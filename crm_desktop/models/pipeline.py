"""Pipelines and their stages: the way of an opportunity from the first talk to won, lost or void."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Choice, LongText, Number, Percent, Reference, Term, Vocabulary
from crm_desktop.models.base import Record, bookkeeping, points_to, stored
from crm_desktop.models.labelled import Labelled, label_fields, order_fields

STAGE_KINDS = Vocabulary(
    "stage_kind",
    (
        Term("open", N_("Still open"), "blue", ("in progress", "进行中")),
        Term("won", N_("Won"), "green", ("closed won", "赢单")),
        Term("lost", N_("Lost"), "red", ("closed lost", "输单")),
        Term("void", N_("Void"), "grey", ("invalid", "无效")),
    ),
)


class Pipeline(Labelled, Record):
    """One way of selling, with its own stages."""

    __tablename__ = "pipeline"


class Stage(Labelled, Record):
    """One step of a pipeline. The user names and adds stages freely; rules test the kind only."""

    __tablename__ = "stage"

    pipeline_id: Mapped[int] = points_to("pipeline.id", part=True)
    kind: Mapped[str] = mapped_column(default="open", server_default="open")
    probability: Mapped[int | None]
    expected_days: Mapped[int | None]
    exit_criteria: Mapped[str | None]


PIPELINE = Entity(
    name="pipeline",
    slug="pipelines",
    title=N_("Pipeline"),
    title_plural=N_("Pipelines"),
    icon="square-kanban",
    title_key="label_en",
    match_on=(("label_en",),),
    fields=(*label_fields(Pipeline), *order_fields(Pipeline), *bookkeeping(Pipeline)),
)

STAGE = Entity(
    name="stage",
    slug="stages",
    title=N_("Stage"),
    title_plural=N_("Stages"),
    icon="square-kanban",
    title_key="label_en",
    match_on=(("pipeline", "label_en"),),
    fields=(
        *label_fields(Stage),
        stored(Stage.pipeline_id, N_("Pipeline"), Reference("pipeline"), required=True, listed="shown"),
        stored(Stage.kind, N_("Kind"), Choice(STAGE_KINDS), required=True, listed="shown"),
        stored(Stage.probability, N_("Probability"), Percent(), listed="shown", aliases=("赢率", "成交概率")),
        stored(
            Stage.expected_days, N_("Expected days"), Number(low=0), listed="shown", aliases=("预计天数",)
        ),
        stored(Stage.exit_criteria, N_("Exit criteria"), LongText(), aliases=("通过条件",)),
        *order_fields(Stage),
        *bookkeeping(Stage),
    ),
)
