import Model

/// Settlement reports and exports of shipped parcels: `make fuzz READER=settlements`.
let fuzzedKind = FileKind.settlement
