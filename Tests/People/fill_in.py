"""Fills in a report's workbook as a person does, with a spreadsheet library of its own.

usage: fill_in.py IN.xlsx OUT.xlsx ANSWERS.json

ANSWERS.json: {"columns": {name: heading}, "rows": [{"case_id": …, name: value, …}, …]}. A value
that begins with `=` becomes a formula, digits become a number, `date:2026-12-01` a day. A row with
`"again": true` is written once more below the table.
"""
import datetime
import json
import sys

import openpyxl


def value(text):
    if text.startswith("date:"):
        return datetime.date.fromisoformat(text[5:])
    return int(text) if text.isdigit() else text


def main(source, target, answers):
    with open(answers, encoding="utf-8") as file:
        wanted = json.load(file)
    book = openpyxl.load_workbook(source)
    filled = 0
    for sheet in book:
        heads = {cell.value: cell.column for cell in sheet[1]}
        place = {name: heads.get(head) for name, head in wanted["columns"].items()}
        if place["answer"] is None:
            continue
        row_of = {}
        for row in range(2, sheet.max_row + 1):
            row_of[sheet.cell(row, place["case_id"]).value] = row
        for answer in wanted["rows"]:
            row = row_of.get(answer["case_id"])
            if row is None:
                continue
            if answer.get("again"):
                below = sheet.max_row + 1
                for column in range(1, sheet.max_column + 1):
                    sheet.cell(below, column, sheet.cell(row, column).value)
                row = below
            for name, text in answer.items():
                if name in ("case_id", "again"):
                    continue
                column = place["case_id"] if name == "new_case_id" else place[name]
                sheet.cell(row, column, value(text))
            filled += 1
    book.save(target)
    print(filled)


main(*sys.argv[1:])
