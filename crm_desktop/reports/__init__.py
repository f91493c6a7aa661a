"""Reports: functions that return Documents, and what draws Documents as PDF, workbook and chart pictures."""
