"""The page about the program: versions, and licences to read and to copy."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from crm_desktop.ui.context import Place


def test_parts_and_their_licences_are_shown(window, qtbot):
    window.menus.actions["help.about"].trigger()
    page = window.page
    assert window.place == Place("about")
    names = [page.list.item(row).text() for row in range(page.list.count())]
    assert names[0].startswith("CRM Desktop 0")
    page.list.setCurrentRow(next(row for row, name in enumerate(names) if name.startswith("PySide6")))
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in page.text.toPlainText()
    page.page_actions()[0].run()
    assert "SQLCipher 4" in QGuiApplication.clipboard().text()
    assert window.toast.text() == "Copied"
    page.list.setCurrentRow(3)
    window.set_language("zh_CN")
    assert page.list.currentRow() == 3
