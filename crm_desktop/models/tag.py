"""Tags, and files attached: what any record may carry.

Their rows name the record by entity and id, for no foreign key can point to any table; ids are unique in the whole
file, so the id alone says which record it is (``registry.loose_links``).
"""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Choice, Number, Reference, Text
from crm_desktop.models.base import Named, Record, bookkeeping, indexed, points_to, stored
from crm_desktop.models.codes import records
from crm_desktop.models.vocabularies import COLOURS


class Tag(Named, Record):
    """A word that users stick to records."""

    __tablename__ = "tag"

    name: Mapped[str]
    colour: Mapped[str] = mapped_column(default="grey", server_default="grey")


class TagLink(Record):
    """One tag on one record."""

    __tablename__ = "tag_link"

    tag_id: Mapped[int] = points_to("tag.id", part=True)
    entity: Mapped[str]
    row_id: Mapped[int] = indexed(info={"any_record": True})


class Attachment(Record):
    """A file of a record. Its content lies beside the customer file, under a name made from its SHA-256.

    ``seal`` is the key that it is sealed with beside an encrypted file (``store/attached_files.py``).
    """

    __tablename__ = "attachment"

    entity: Mapped[str]
    row_id: Mapped[int] = indexed(info={"any_record": True})
    name: Mapped[str]
    sha256: Mapped[str] = indexed()
    size: Mapped[int]
    mime: Mapped[str | None]
    seal: Mapped[str | None]


TAG = Entity(
    name="tag",
    slug="tags",
    title=N_("Tag"),
    title_plural=N_("Tags"),
    icon="tag",
    title_key="name",
    match_on=(("name",),),
    fields=(
        stored(
            Tag.name,
            N_("Name"),
            Text(),
            required=True,
            listed="shown",
            searched=True,
            sort_on=Tag.name_key,
            aliases=("tag", "label", "标签", "名称"),
        ),
        stored(Tag.colour, N_("Colour"), Choice(COLOURS), listed="shown", aliases=("color", "颜色")),
        *bookkeeping(Tag),
    ),
)

TAG_LINK = Entity(
    name="tag_link",
    slug="tag-links",
    title=N_("Tag of a record"),
    title_plural=N_("Tags of records"),
    icon="tags",
    title_key="entity",
    fields=(
        stored(TagLink.tag_id, N_("Tag"), Reference("tag"), required=True, listed="shown"),
        stored(TagLink.entity, N_("Entity"), records(), required=True, listed="shown"),
        stored(TagLink.row_id, N_("Record"), Number(), required=True, listed="hidden"),
        *bookkeeping(TagLink),
    ),
)

ATTACHMENT = Entity(
    name="attachment",
    slug="attachments",
    title=N_("File"),
    title_plural=N_("Files"),
    icon="paperclip",
    title_key="name",
    fields=(
        stored(Attachment.name, N_("Name"), Text(220), required=True, listed="shown", searched=True),
        stored(Attachment.size, N_("Bytes"), Number(low=0), required=True, listed="shown"),
        stored(Attachment.mime, N_("Format"), Text(), listed="shown"),
        stored(Attachment.entity, N_("Entity"), records(), required=True),
        stored(Attachment.row_id, N_("Record"), Number(), required=True, listed="hidden"),
        stored(Attachment.sha256, N_("Checksum"), Text(), required=True),
        stored(Attachment.seal, N_("Seal"), Text(), listed="hidden"),
        *bookkeeping(Attachment),
    ),
)
