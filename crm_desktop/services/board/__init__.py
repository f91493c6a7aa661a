"""Opportunities as cards in the columns of their stages: what stands on a board, and how cards are moved."""

from __future__ import annotations

from crm_desktop.services.board.cards import Board, Card, Column, Stage, in_order, read_board, read_cards
from crm_desktop.services.board.moves import asked_for, move

__all__ = ["Board", "Card", "Column", "Stage", "asked_for", "in_order", "move", "read_board", "read_cards"]
