import Model
import Running

/// What a person is told when a run cannot go on: what, where, why, and what to do.
func sentence(for error: any Error) -> (text: String, code: Int32)? {
  guard let error = error as? RunError else { return nil }
  switch error {
  case .locked(let holder):
    return (
      """
      別の処理が実行中です (\(holder))。終わるのを待って、もう一度実行してください。
      Another run holds this workspace (\(holder)). Wait for it to end and run again.
      """, 4
    )
  case .system(let action, let path, let code):
    if error.isDiskFull {
      return (
        """
        ディスクに空きがありません: \(path)。何も失われていません。空きを作って再実行してください。
        The disk is full: cannot \(action) \(path). Nothing was lost or half done; make room and \
        run again.
        """, 4
      )
    }
    return (
      """
      実行できません: \(path) (\(systemReason(code)))。権限とパスを確かめてください。
      Cannot \(action) \(path): \(systemReason(code)). Check the path and its permissions.
      """, 4
    )
  case .configuration(let faults): return (([heading(faults)] + faults).joined(separator: "\n"), 3)
  case .ledger(let reason):
    return (
      """
      台帳を使えません: \(reason)。台帳ファイルは変更していません。
      The ledger cannot be used: \(reason). It was left as it was.
      """, 4
    )
  case .noWorkspace(let root):
    return (
      """
      \(root) は作業フォルダではありません。パスを確かめるか、keshikomi init -w \(root) で作ってください。
      \(root) is no workspace. Check the path, or make it one: keshikomi init -w \(root)
      """, 3
    )
  case .exists(let path):
    return (
      """
      \(path) は既にあります。上書きはしません。別の名前を指定するか、そのファイルを移してから再実行してください。
      \(path) exists and is never written over. Give another name, or move that file away first.
      """, 3
    )
  case .packed(let path): return (packedSentence(path), 2)
  case .overrideRefused(let refusal): return (sentence(for: refusal), 3)
  case .truth(let place): return (truthSentence(place), 3)
  case .nothingToTry: return (nothingToTry, 3)
  case .usage(let text): return (text, 3)
  case .nothingToUndo(let id): return (nothingToUndo(id), 3)
  case .noReason: return (noReason, 3)
  case .notFound(let what):
    return (
      """
      「\(what)」は台帳にありません。注文番号、または report.html・entries.csv にある入金番号\
      (replay・diff は reports/ にある実行番号)を指定してください。
      The ledger has no “\(what)”. Give an order id, or an entry id as in \
      report.html and entries.csv (replay and diff: a run id as in reports/).
      """, 3
    )
  }
}

private func truthSentence(_ place: String) -> String {
  """
  正解のファイルが orders.csv・deposits.csv と合いません: \(place)。同じデータから作り直してください。
  The files of the truth do not fit orders.csv and deposits.csv: \(place). Make them anew from \
  the same data.
  """
}

private let nothingToTry =
  """
  入金が一件もないため、確かめられません。先に keshikomi run を実行してください。
  There is no bank entry to try anything on. Run keshikomi run first.
  """

/// Which file a person has to open: the policy file, or those that describe formats.
private func heading(_ faults: [String]) -> String {
  let ofPolicy = faults.count { $0.hasPrefix("keshikomi.yaml") }
  if ofPolicy == faults.count {
    return "設定ファイルに誤りがあります。直してから再実行してください / fix the policy file:"
  }
  return ofPolicy == 0
    ? "形式のファイルに誤りがあります。直してから再実行してください / fix the format file:"
    : "設定と形式のファイルに誤りがあります。直してから再実行してください / fix the policy and the format file:"
}

private func nothingToUndo(_ id: String) -> String {
  """
  \(id) には取り消せる消込がありません(未消込、出金、銀行で取消済、または取消を記録済み)。
  Nothing was made of \(id) that could be taken back: it is open, a debit, reversed by the bank, \
  or taken back already.
  """
}

private let noReason = """
  理由(--reason)と担当者(--by)が必要です。何も記録していません。
  A reason (--reason) and a name (--by) are needed. Nothing was recorded.
  """

private func sentence(for refusal: OverrideRefusal) -> String {
  switch refusal {
  case .noReason:
    """
    理由(--reason)と担当者(--by)が必要です。何も記録していません。
    An override needs a reason (--reason) and a name (--by). Nothing was recorded.
    """
  case .nothingFailed:
    """
    このファイルに合わない検算はありません。そのまま受信箱に置けば計上されます。何も記録していません。
    No control of this file fails: the inbox is enough. Nothing was recorded.
    """
  case .alreadyPosted:
    """
    このファイルは計上済みです。何も記録していません。
    This file is posted already. Nothing was recorded.
    """
  case .alreadyOverridden:
    """
    このファイルの計上はすでに記録されています。受信箱に置いて keshikomi run を実行してください。
    An override of this file is on record already: put it into the inbox and run.
    """
  case .fileRefused:
    """
    このファイルは読み取れないか、明細ではないため計上できません。keshikomi check で確かめてください。
    Nothing of this file can be posted: it cannot be read or is no statement. See keshikomi check.
    """
  case .otherFaults(let faults):
    """
    検算以外の不備があるため、判断では計上できません: \(faults.map(\.rawValue).joined(separator: ", "))。
    Something other than a control stops this file, which nobody can answer for; see keshikomi check.
    """
  }
}

private func packedSentence(_ path: String) -> String {
  """
  \(path) は ZIP(または Excel ブック)です。展開して中の CSV を一つずつ指定してください。\
  Excel なら銀行の CSV を使ってください。
  \(path) is a ZIP (or a workbook). Unpack it and name a CSV that it holds; instead of a \
  workbook take the bank's CSV.
  """
}
