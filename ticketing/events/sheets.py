"""Lists for spreadsheets, under the name the rooms of ticketing know them by."""

from common.sheets import BOM, XLSX, Column, as_csv, as_xlsx, download

__all__ = ["BOM", "XLSX", "Column", "as_csv", "as_xlsx", "download"]
