import ModelTraining

/// What a pruning did, for people and for programs.
struct PruningOutput {
  let report: FilterPruning.Report
  let bytesBefore: Int
  let bytesAfter: Int

  struct Contents: Encodable {
    let pruning: FilterPruning.Report
    let bytesBefore: Int
    let bytesAfter: Int
  }

  var contents: Contents { Contents(pruning: report, bytesBefore: bytesBefore, bytesAfter: bytesAfter) }

  var text: String {
    let (before, after) = (report.before, report.after)
    var table = TextTable(["", "before", "after"])
    table.rows = [
      ["filters for each width", Numbers.count(before.filters), Numbers.count(after.filters)],
      ["parameters", Numbers.count(before.parameters), Numbers.count(after.parameters)],
      [
        "without word vectors", Numbers.count(before.parametersWithoutVectors),
        Numbers.count(after.parametersWithoutVectors),
      ],
      ["file, bytes", Numbers.count(bytesBefore), Numbers.count(bytesAfter)],
      ["accuracy, %", Numbers.percent(before.accuracy), Numbers.percent(after.accuracy)],
      ["log loss", Numbers.decimal(before.logLoss), Numbers.decimal(after.logLoss)],
    ]
    let share = Double(report.changedLabels) / Double(max(report.documents, 1))
    return table.text + "\n\n"
      + "\(Numbers.count(report.changedLabels)) of \(Numbers.count(report.documents, "document")) "
      + "(\(Numbers.percent(share)) %) of \(report.corpus) have another label; "
      + "\(Numbers.count(report.unusedFilters, "filter")) of the whole model changed no probability"
  }
}
