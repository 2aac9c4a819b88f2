"""The bare exact join that `bench day-1m` is compared with: deposits and orders with the same
amount and the same folded kana. CSV in, CSV out, nothing else: no ties, no errors, no record kept.

usage: exact_join.py ORDERS.CSV ZENGIN.TXT OUT.CSV
prints: microseconds, rows written, peak memory in KiB, DuckDB's version
"""

import resource
import sys
import time

import duckdb

# Kana of JIS X 0201 stand one to a byte, which Latin-1 reads as U+00A1 to U+00DF. Voicing marks
# become combining ones, so that composing them is what NFC does.
HALF = "".join(map(chr, range(0xA1, 0xE0)))
FULL = (
    "。「」、・ヲアイウエオヤユヨツーアイウエオカキクケコサシスセソタチツテトナニヌネノ"
    "ハヒフヘホマミムメモヤユヨラリルレロワン\u3099\u309a"
)
SMALL, LARGE = "ァィゥェォッャュョ", "アイウエオツヤユヨ"
assert len(HALF) == len(FULL)


def main(orders, zengin, out):
    started = time.monotonic()
    con = duckdb.connect()
    con.execute("SET preserve_insertion_order = false")
    con.execute(
        f"""
        COPY (
          WITH deposit AS (
            SELECT substr(line, 2, 6) AS number, substr(line, 8, 6) AS day,
              CAST(substr(line, 20, 10) AS BIGINT) AS amount,
              replace(nfc_normalize(translate(substr(line, 50, 48), '{HALF}', '{FULL}')), ' ', '')
                AS name
            FROM read_csv('{zengin}', header = false, columns = {{'line': 'VARCHAR'}},
              delim = chr(1), quote = '', escape = '', encoding = 'latin-1', auto_detect = false)
            WHERE line[1] = '2'
          ), open_order AS (
            SELECT order_id, amount_due AS amount,
              translate(customer_kana, ' \u3000{SMALL}', '\x01\x01{LARGE}') AS name
            FROM read_csv('{orders}', header = true, auto_detect = true, all_varchar = false)
            WHERE payment_method = 'bank_transfer' AND status = 'open'
          )
          SELECT day, number, order_id, amount
          FROM deposit JOIN (SELECT order_id, amount, replace(name, '\x01', '') AS name
            FROM open_order) USING (amount, name)
        ) TO '{out}' (HEADER, DELIMITER ',')
        """
    )
    taken = int((time.monotonic() - started) * 1_000_000)
    with open(out, "rb") as file:
        rows = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b"")) - 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(taken, rows, peak, duckdb.__version__, sep="\t")


main(*sys.argv[1:4])
