"""Writing what an import changes in records that are there already, set-wise by column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.entity import Child, Field
from crm_desktop.exchange.mapping import described
from crm_desktop.models import registry
from crm_desktop.models.channel_forms import normal_form, normal_forms
from crm_desktop.services import import_main_channels, import_opt_out_lists, import_opt_outs, rules, set_wise
from crm_desktop.services.import_changes import Cell
from crm_desktop.services.import_policies import EMPTY
from crm_desktop.services.import_present import primary_rows
from crm_desktop.services.import_table import ImportTable
from crm_desktop.store import record_rows
from crm_desktop.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from crm_desktop.services.import_references import Resolved


class Updater:
    """Changes the records of one table. ``look`` is told how many rows went in, and raises Cancelled."""

    def __init__(
        self,
        work: UnitOfWork,
        table: ImportTable,
        resolved: Mapping[str, Resolved],
        look: Callable[[int], None],
    ) -> None:
        self._work = work
        self._table = table
        self._entity = table.entity
        self._resolved = resolved
        self._look = look

    def change(self, changes: dict[int, dict[str, Cell]]) -> None:
        """Write the changed cells of present records, set-wise by column."""
        by_field: dict[str, list[tuple[int, Any]]] = defaultdict(list)
        for record_id, cells in changes.items():
            for key, (_old, new) in cells.items():
                value = self._final(key, new)
                if value is not None:
                    by_field[key].append((record_id, value))
        own = {one.key: one for one in self._table.fields}
        for key, pairs in sorted(
            by_field.items(), key=lambda one: "opted_out" in one[0]
        ):  # after the addresses
            one = own.get(key) or described(self._entity, key)
            erased = [record_id for record_id, value in pairs if value is EMPTY]
            pairs = [pair for pair in pairs if pair[1] is not EMPTY]  # noqa: PLW2901
            self._erase(one, erased)
            self._write(one, pairs)
            self._look(len(pairs) + len(erased))
        self._follow(changes)

    def _write(self, one: Field, pairs: Sequence[tuple[int, Any]]) -> None:
        """Write the new values of one field."""
        if one.stored:
            set_wise.assign(self._work, self._entity.name, one.column, pairs)
        elif import_opt_out_lists.is_list(one):
            import_opt_out_lists.opt_out(self._work, one, dict(pairs))
        elif import_opt_outs.is_opt_out(one):
            import_opt_outs.opt_out(self._work, one, [record for record, _value in pairs])
        elif isinstance(one.source, Child) and one.source.further:
            self._add_children(one.source, pairs)
        elif isinstance(one.source, Child):
            self._change_children(one, one.source, pairs)
        else:
            for record_id, names in pairs:
                record_rows.set_tags(self._work, self._entity.name, record_id, names)

    def _erase(self, one: Field, ids: Sequence[int]) -> None:
        """Empty a field of some records."""
        if one.stored:
            set_wise.assign(
                self._work, self._entity.name, one.column, [(record_id, None) for record_id in ids]
            )
            return
        for record_id in ids:
            if isinstance(one.source, Child):
                source = one.source
                group = (source.table, source.link, source.where, source.flag)
                record_rows.write_child(self._work, record_id, group, {source.column: None})
            else:
                record_rows.set_tags(self._work, self._entity.name, record_id, [])

    def _follow(self, changes: dict[int, dict[str, Cell]]) -> None:
        """Keep the log of stages and states, and what follows from a stage."""
        for record_id, cells in changes.items():
            watched = cells.keys() & {"stage", "status", "probability"}
            if not watched:
                continue
            if "probability" in cells and self._entity.name == "opportunity":
                self._work.execute(
                    "UPDATE opportunity SET probability_is_typed = 1 WHERE id = ?", (record_id,)
                )
            old = {key: cells[key][0] for key in watched}
            new = {key: self._final(key, cells[key][1]) for key in watched if cells[key][1] is not EMPTY}
            rules.follow(self._work, self._entity, record_id, old, new)

    def _final(self, key: str, new: Any) -> Any:
        """Return the id of a name that was made meanwhile, None where it was not."""
        resolved = self._resolved.get(key)
        return resolved.ids.get(new) if resolved is not None and isinstance(new, str) else new

    def _change_children(self, one: Field, source: Child, pairs: Sequence[tuple[int, Any]]) -> None:
        """Change the primary child row of records, or make it."""
        group = (source.table, source.link, source.where, source.flag)
        pairs = import_main_channels.put_first(self._work, source, pairs)
        ids = [record_id for record_id, _value in pairs]
        present = {
            record_id: row[0]
            for record_id, row in primary_rows(self._work.connection, group, ["id"], ids).items()
        }
        at, user = clock.stamp(), self._work.writer.user
        opted = import_opt_outs.opted_out(self._work.connection, source, present)
        import_opt_outs.set_aside(self._work.connection, opted.values(), at, user)
        present = {record_id: row for record_id, row in present.items() if record_id not in opted}
        kind = dict(source.where).get("kind")
        normal = ', "normal" = ?' if source.table == "channel" else ""
        main = f', "{source.flag}" = 1' if source.flag else ""
        updates = []
        for record_id, value in pairs:
            if record_id in present:
                extra = (normal_form(str(kind), value),) if normal else ()
                updates.append((value, *extra, at, user, present[record_id]))
        self._work.connection.executemany(
            f'UPDATE "{source.table}" SET "{source.column}" = ?{normal}{main}, updated_at = ?, updated_by = ? '
            "WHERE id = ?",
            updates,
        )
        fresh = [(record_id, value) for record_id, value in pairs if record_id not in present]
        if fresh:
            self._add_children(source, fresh, opted)

    def _add_children(
        self, source: Child, pairs: Sequence[tuple[int, Any]], opted: Collection[int] = ()
    ) -> None:
        """Make child rows, which are the primary ones unless they are further channels; who ``opted`` out of one of
        their kind has opted out of the new one, too."""
        filled = [pair for pair in pairs if pair[1] not in (None, "")]
        owners, values = [list(column) for column in zip(*filled, strict=True)] or ([], [])
        columns: dict[str, Any] = {source.link: owners, source.column: values, **dict(source.where)}
        if source.flag:
            columns[source.flag] = 1
        if source.table == "channel":
            columns["normal"] = normal_forms(str(columns["kind"]), values)
            columns["opted_out"] = [int(owner in opted) for owner in owners]
        if filled:
            ids = self._work.writer.ids.block(len(filled))
            self._work.insert_columns(source.table, {"id": ids, **columns}, len(ids))
            if registry.is_searchable(self._entity.name):
                self._work.refresh_later(self._entity.name, owners)
