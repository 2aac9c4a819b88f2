import Model

/// Files of orders: `make fuzz READER=orders`.
let fuzzedKind = FileKind.orders
