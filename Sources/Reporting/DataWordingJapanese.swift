import Model

/// What was found, as a clause without a full stop.
func foundInJapanese(_ fault: DataFault) -> String {
  switch fault {
  case .emptyFile: "ファイルが空です"
  case .unreadableFile: "ファイルを読み取れません"
  case .unknownFormat: "対応している形式のどれにも当てはまりません"
  case .notAStatement: "明細でも注文データでもないファイルです"
  case .wrongEncoding: "文字コードが形式の定めと違います"
  case .truncated: "ファイルが途中で切れています"
  case .headerWithoutRows: "見出しだけで、データ行がありません"
  case .headerChanged: "見出しの並びが知っている形式と違います"
  case .accountUnclear: "どの口座の明細か、ファイルから分かりません"
  case .fileAlreadyKnown: "同じ内容のファイルを取込済みです"
  case .pageMissing: "分割された明細のうち、届いていないページがあります"
  case .markedAsCopy: "銀行が写し・再送と記した明細です"
  case .duplicateCopy: "銀行の同じ照会番号の行が二度入っています"
  case .zipDamaged: "ZIPが壊れているか、対応していない方法で圧縮されています"
  case .zipEncrypted: "ZIPにパスワードがかかっています"
  case .zipTooLarge: "ZIPの中身が上限を超えています"
  case .zipMemberName: "ZIPの中にフォルダー、リンク、または同じ名前のファイルがあります"
  case .statementMissing: "明細書の通番が飛んでいます"
  case .headerWithoutBody: "電文の見出しだけで本文がありません(照会の依頼であり、結果ではありません)"
  case .recordLength: "レコードの長さが合いません"
  case .recordSequence: "レコードの並び順が規定と違います"
  case .unbalancedQuote: "引用符が閉じていません"
  case .lineTooLong: "行が長すぎます"
  case .tooManyColumns: "列が多すぎます"
  case .columnCount: "列の数が見出しと合いません"
  case .nulByte: "NUL文字(値0のバイト)が混じっています"
  case .trailingBytes: "終わりの後に余分なデータがあります"
  case .doctypeRefused: "XMLに外部定義(DOCTYPE)があり、安全のため読みません"
  case .xmlMalformed: "XMLの文法が壊れています"
  case .xmlTooDeep: "XMLの入れ子が深すぎます"
  case .xmlTextTooLong: "XMLの文字列が長すぎます"
  case .unknownMessage: "知らない種類のXML電文です"
  case .unknownVersion: "知らない版の形式です"
  case .severalDocuments: "1つのファイルに複数の文書が入っています"
  case .badCharacter: "使えない文字があります"
  case .badDate: "日付として読めません"
  case .impossibleEraYear: "和暦の年がありえない値です"
  case .badAmount: "金額として読めません"
  case .amountOverflow: "金額が大きすぎます"
  case .badCode: "定めのないコードです"
  case .missingValue: "必須の値がありません"
  case .dayOutOfPeriod: "日付が明細の対象期間の外です"
  case .notJPY: "通貨が円ではありません"
  case .notBooked: "未確定の明細です"
  case .unsignedAmountNegative: "符号のないはずの金額が負です"
  case .batchDoesNotSum: "内訳の合計が一括入金の金額と合いません"
  case .controlFailed: "件数または合計が、ファイル自身の合計記録と合いません"
  case .balanceBreak: "残高がつながりません"
  case .rowOrderUnclear: "行の新しい順・古い順を決められません"
  case .rowConflict: "取込済みの同じ明細と内容が違います"
  case .orderConflict: "同じ注文番号で中身の違う行があります"
  case .orderRepeatedDiffers: "同じ注文が繰り返され、金額などが違います"
  case .nameDiffersAcrossFormats: "同じ入金の名義が、別形式のファイルと違います"
  case .possibleTwin: "取込済みの入金と同じ内容で、同じ入金か別の入金か決められません"
  case .equalPaymentCounted: "取込済みの入金と同じ日・同じ金額ですが、別の入金として数えました"
  case .rowVanished: "前に取り込んだ入出金が、この明細にありません"
  case .continuityBreak: "同じ口座の別のファイルと残高がつながりません"
  case .fileSuperseded: "このファイルの全期間は、後から届いたファイルが残高で証明しています"
  case .controlOverridden: "検算が合わないまま、担当者の判断で計上しました"
  case .netDiffers: "差引額が「総額 − 手数料」になっていません"
  case .payoutTotalDiffers: "明細の合計が、ファイルに書かれた入金額と一致しません"
  }
}

/// What to do next, as a clause without a full stop.
func adviceInJapanese(_ fault: DataFault) -> String {
  switch fault {
  case .emptyFile, .headerWithoutRows:
    "入出金のない日であれば対応は不要です。そうでなければ再度ダウンロードしてください"
  case .unreadableFile: "ファイルの権限と破損の有無を確かめ、置き直してください"
  case .unknownFormat:
    "`keshikomi formats list` の形式で出し直すか、`keshikomi formats new ファイル`"
      + "(精算明細なら --settlement 決済会社 を付ける)で形式の案を作ってください"
  case .notAStatement: "対応形式の一覧を確かめ、銀行の画面から対応形式で出し直してください"
  case .wrongEncoding, .badCharacter: "表計算ソフトで保存し直していない、元のファイルを使ってください"
  case .truncated, .unbalancedQuote, .trailingBytes, .xmlMalformed, .recordLength,
    .recordSequence:
    "送信の途中で壊れたおそれがあります。銀行から取り直してください"
  case .headerChanged:
    "銀行の様式変更が考えられます。列の意味を確かめてください。読めないファイルは `keshikomi formats new ファイル` で新しい形式の案を作れます"
  case .accountUnclear: "口座番号の入った明細を銀行から取得し直してください"
  case .fileAlreadyKnown, .duplicateCopy: "二重には計上していません。対応は不要です"
  case .markedAsCopy:
    "計上していません。原本を取込済みならこのファイルを受信箱から外し、未取込なら原本を銀行から取得してください"
  case .zipDamaged: "中身は何も取り込んでいません。取り直すか、展開して中のファイルを置いてください"
  case .zipEncrypted: "中身は何も取り込んでいません。パスワードで展開し、中のファイルを置いてください"
  case .zipTooLarge: "中身は何も取り込んでいません。正しいファイルなら展開して中のファイルを置いてください"
  case .zipMemberName: "中身は何も取り込んでいません。展開して明細を1つずつ置いてください"
  case .lineTooLong, .tooManyColumns, .xmlTooDeep, .xmlTextTooLong:
    "期間を分けて出し直すか、ファイルの中身が正しい明細かを確かめてください"
  case .pageMissing: "欠けているページを銀行から受け取り、取り込んでください"
  case .statementMissing: "欠けている番号の明細書を銀行から受け取り、取り込んでください"
  case .headerWithoutBody: "依頼に対して銀行から返された結果のファイルを置いてください"
  case .columnCount, .nulByte: "この行を元のファイルで確かめ、直った明細を取り込んでください"
  case .doctypeRefused: "銀行が出した元のファイルかどうかを確かめてください"
  case .unknownMessage, .unknownVersion: "入出金明細(camt.053など)の対応版で出し直してください"
  case .severalDocuments: "文書ごとに1ファイルに分けて置いてください"
  case .badDate, .impossibleEraYear, .badAmount, .amountOverflow, .badCode, .missingValue,
    .unsignedAmountNegative:
    "この行は取り込んでいません。元の明細で値を確かめ、直ったファイルを取り込んでください"
  case .dayOutOfPeriod: "明細の出力期間を確かめてください"
  case .notJPY: "円以外の入出金は対象外です。別に記帳してください"
  case .notBooked: "確定後の明細で取り込まれます。対応は不要です"
  case .batchDoesNotSum: "一括入金の内訳を銀行に問い合わせてください"
  case .controlFailed, .balanceBreak:
    "該当部分は計上していません。同じ期間の明細を取り直し、欠けた行や余分な行を探してください"
  case .rowOrderUnclear: "残高つきの明細か、全銀・camtの明細で出し直してください"
  case .rowConflict: "先に取り込んだ内容を残しました。両方のファイルを見比べてください"
  case .orderConflict, .orderRepeatedDiffers: "受注システムで正しい注文内容を確かめ、出し直してください"
  case .nameDiffersAcrossFormats: "名義は先の記録のままです。引当に影響がないか確かめてください"
  case .possibleTwin:
    "この行は計上していません。その日の全件が載る明細(翌日以降までの入出金明細)を置けば自動で決まります。"
      + "急ぐときは銀行の画面で件数を確かめてください"
  case .equalPaymentCounted: "銀行の番号・残高・名義が違うためです。二重でないか、両方の行を見比べてください"
  case .rowVanished: "取り消されたか、明細の条件が違います。銀行の画面でその日の入出金を確かめてください"
  case .continuityBreak:
    "間の明細が欠けているか余分です。間の日、またはこの期間をもう一度ダウンロードして受信箱に置いてください。"
      + "このファイルは受信箱に残り、つながれば自動で計上します"
  case .fileSuperseded: "このファイルの不備はそれで解消し、受信箱から外します。対応は不要です"
  case .controlOverridden: "担当者名と理由は台帳に残っています。次のファイルまでに原因を確かめてください"
  case .netDiffers, .payoutTotalDiffers:
    "このファイルは取り込んでいません。ダウンロードし直し、同じなら該当行を示して決済会社に照会してください"
  }
}
