public import Model

/// The statutory rate of interest, 3 % a year.
///
/// Source: 民法404条; the Ministry of Justice fixed the third period (from 2026-04-01) at the same
/// rate. Valid until 2029-03-31: past it no interest is estimated.
public func statutoryRate() -> StatutoryRate {
  StatutoryRate(perMille: 30, validUntil: Day(year: 2029, month: 3, day: 31)!)
}
