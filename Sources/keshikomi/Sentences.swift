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
  case .configuration(let faults):
    return (
      (["設定ファイルに誤りがあります。直してから再実行してください / fix the policy file:"] + faults)
        .joined(separator: "\n"), 3
    )
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
  case .notFound(let what):
    return (
      """
      「\(what)」は台帳にありません。注文番号、または report.html・entries.csv にある入金番号を指定してください。
      The ledger has no “\(what)”. Give an order id, or an entry id as in \
      report.html and entries.csv.
      """, 3
    )
  }
}
