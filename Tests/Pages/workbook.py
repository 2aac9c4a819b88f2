"""Reads a report workbook as openpyxl does, and says what may be filled in; fails where more may.

usage: workbook.py FILE…
"""
import sys

import openpyxl

FILL = ("(記入)", "(fill in)")


def main(paths):
    bad = []
    for path in paths:
        book = openpyxl.load_workbook(path)
        for sheet in book:
            heads = [cell.value or "" for cell in sheet[1]]
            open_cells = formulas = 0
            for row in sheet.iter_rows():
                for cell in row:
                    formulas += cell.data_type == "f"
                    if not cell.protection.locked:
                        open_cells += 1
                        if not heads[cell.column - 1].endswith(FILL):
                            bad.append((path, sheet.title, cell.coordinate, "is open"))
            lists = [v for v in sheet.data_validations.dataValidation if v.type == "list"]
            if formulas:
                bad.append((path, sheet.title, formulas, "formulas"))
            if not sheet.protection.sheet or sheet.freeze_panes != "A2" or not sheet.auto_filter.ref:
                bad.append((path, sheet.title, "protection, frozen header or filter missing"))
            if open_cells and len(lists) != 2:
                bad.append((path, sheet.title, "lists missing"))
            print(f"{sheet.title}: {sheet.max_row} rows, {open_cells} cells to fill in, "
                  f"{len(lists)} lists, {formulas} formulas")
    for fault in bad:
        print("FAULT", *fault)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
