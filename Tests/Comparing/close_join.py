"""The join that `bench close` is compared with: a month's settlement lines with their orders, by
number in any spelling, the difference of amount and fee beside each. CSV in, CSV out, nothing else:
no record kept, no payout, no bank, no roll-forward, no report.

usage: close_join.py ORDERS.CSV CARD.CSV OUT.CSV
prints: microseconds, microseconds of user time, lines with an order, peak memory in KiB, version
"""

import resource
import sys
import time

import duckdb


def main(orders, card, out):
    started = time.monotonic()
    con = duckdb.connect()
    con.execute("SET threads = 2; SET preserve_insertion_order = false")
    key = "upper(regexp_replace({}, '[^0-9A-Za-z]', '', 'g'))".format
    number = "regexp_replace({}, '[^0-9]', '', 'g')".format
    con.execute(
        f"""
        COPY (
          WITH o AS (
            SELECT order_id, shop_id, amount_due, {key('order_id')} AS k, {number('order_id')} AS d
            FROM read_csv('{orders}')
          ), l AS (
            SELECT *, {key('order_id')} AS k, {number('order_id')} AS d
            FROM read_csv('{card}', types = {{'order_id': 'VARCHAR'}})
          ), j AS (
            SELECT l.*, coalesce(a.amount_due, b.amount_due) AS due,
              coalesce(a.order_id, b.order_id) AS oid, coalesce(a.shop_id, b.shop_id) AS shop
            FROM l LEFT JOIN o a ON a.k = l.k LEFT JOIN o b ON a.k IS NULL AND b.d = l.d AND l.k = l.d
          )
          SELECT line_id, date, type, CASE WHEN oid IS NULL THEN 'unknown_order'
              WHEN gross <> due THEN 'amount_mismatch'
              WHEN fee <> gross * 36 // 1000 THEN 'fee_mismatch' ELSE 'ok' END AS result,
            oid AS order_id, shop AS shop_id, order_id AS written_order_id, gross, fee, net,
            gross - due AS difference, payout_batch
          FROM j
        ) TO '{out}' (HEADER, DELIMITER ',')
        """
    )
    taken = int((time.monotonic() - started) * 1_000_000)
    used = resource.getrusage(resource.RUSAGE_SELF)
    with open(out, "rb") as file:
        found = sum(1 for line in file if b",unknown_order," not in line) - 1
    print(taken, int(used.ru_utime * 1_000_000), found, used.ru_maxrss, duckdb.__version__, sep="\t")


main(*sys.argv[1:4])
