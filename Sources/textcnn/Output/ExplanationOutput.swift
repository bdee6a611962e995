import Foundation
import TextClassification

/// An explanation, for people and for programs.
struct ExplanationOutput {
  let explanation: Explanation
  let top: Int

  private var labels: [String] { explanation.prediction.labels.labels }
  private var label: String { labels[explanation.classIndex] }
  private var rival: String? { explanation.rivalIndex.map { labels[$0] } }

  var text: String {
    let prediction = explanation.prediction
    func percent(_ index: Int, _ prediction: Prediction) -> String {
      "\(labels[index]) \(Numbers.percent(Double(prediction.probabilities[index]))) %"
    }
    var lines = [percent(explanation.classIndex, prediction)]
    if let rival = explanation.rivalIndex {
      lines[0] += ", its rival \(percent(rival, prediction))"
    } else if let thresholds = prediction.thresholds {
      let threshold = thresholds[explanation.classIndex]
      let reaches = prediction.probabilities[explanation.classIndex] >= threshold
      lines[0] += ", \(reaches ? "reaching" : "below") its threshold, \(Numbers.percent(Double(threshold))) %"
    }
    let unknown = zip(explanation.words, explanation.isKnown).filter { !$1 }.map(\.0)
    if !unknown.isEmpty { lines.append("unknown to the model: " + unknown.joined(separator: ", ")) }
    if explanation.memberCount > 1 {
      lines.append("means over the \(explanation.memberCount) members; --member shows one")
    }
    lines += ["", table.text]
    if let first = explanation.phrases.first, let without = explanation.predictionWithoutFirst {
      lines += [
        "",
        "without \"\(explanation.text(of: first))\": "
          + answer(without).map { percent($0, without) }.joined(separator: ", "),
      ]
    }
    if !explanation.isExact { lines += ["", Self.approximation] }
    return lines.joined(separator: "\n")
  }

  /// Said where a phrase's part is not what the answer would lose without it.
  static let approximation =
    "The parts sum to the logits, but are approximate one by one: attention pooling weighs phrases against each other, so "
    + "that without one the others would count more."

  /// The label of a prediction, and the explained one if it is another; the explained one alone where it has no rival.
  private func answer(_ prediction: Prediction) -> [Int] {
    guard let rival = explanation.rivalIndex else { return [explanation.classIndex] }
    let first = prediction.classIndex
    return first == explanation.classIndex ? [first, rival] : [first, explanation.classIndex]
  }

  private var table: TextTable {
    var table = TextTable(["phrase", "filters", label] + (rival.map { [$0, "difference"] } ?? []))
    let columns = table.header.count
    func row(_ name: String, _ filters: Int?, _ contributions: [Float]) -> [String] {
      let own = contributions[explanation.classIndex]
      let others = explanation.rivalIndex.map { [contributions[$0], own - contributions[$0]] } ?? []
      return [name, filters.map(String.init) ?? ""] + ([own] + others).map(Self.signed)
    }
    let weighted = explanation.phrases.contains { $0.weights.contains { abs($0 - 1) > 0.005 } }
    let shown = explanation.phrases.prefix(top)
    for phrase in shown {
      var cells = row(name(of: phrase), phrase.filterCount, phrase.contributions)
      if weighted { cells.append(weights(of: phrase)) }
      table.rows.append(cells)
    }
    let rest = explanation.phrases.dropFirst(top)
    if !rest.isEmpty {
      let sum = rest.reduce(into: [Float](repeating: 0, count: labels.count)) { sum, phrase in
        for c in sum.indices { sum[c] += phrase.contributions[c] }
      }
      table.rows.append(
        row("(\(Numbers.count(rest.count, "more phrase")))", rest.reduce(0) { $0 + $1.filterCount }, sum))
    }
    let mean = explanation.memberCount > 1 ? "mean " : ""
    table.rows.append(row("(\(mean)bias)", nil, explanation.bias))
    table.rows.append(row("(\(mean)logit)", nil, explanation.logits))
    if weighted {
      table.header.append("weights of the words")
      table.leftColumns.insert(columns)
      for index in table.rows.indices where table.rows[index].count == columns {
        table.rows[index].append("")
      }
    }
    return table
  }

  private func name(of phrase: Explanation.Phrase) -> String {
    phrase.words.isEmpty ? "(no word)" : explanation.text(of: phrase)
  }

  private func weights(of phrase: Explanation.Phrase) -> String {
    zip(explanation.words[phrase.words], phrase.weights).map { String(format: "%@ %.2f", $0, $1) }
      .joined(separator: ", ")
  }

  private static func signed(_ value: Float) -> String { String(format: "%+.3f", value) }

  struct Contents: Encodable {
    struct Label: Encodable {
      let label: String
      let probability: Float
      let logit: Float
      let bias: Float
    }
    struct Word: Encodable {
      let word: String
      let isKnown: Bool
    }
    struct Phrase: Encodable {
      let text: String
      /// Number of its first word.
      let start: Int
      let filters: Int
      /// By label.
      let contributions: [String: Float]
      let weights: [Float]
    }
    struct Without: Encodable {
      let phrase: String
      let probabilities: [String: Float]
    }
    let label: String
    let rival: String?
    /// Whether what a phrase adds depends on the phrase alone.
    let isExact: Bool
    /// Of an ensemble, how many members logits, biases and contributions are the mean of.
    let members: Int?
    let labels: [Label]
    let words: [Word]
    let phrases: [Phrase]
    let without: Without?
  }

  var contents: Contents {
    func byLabel(_ values: [Float]) -> [String: Float] {
      Dictionary(uniqueKeysWithValues: zip(labels, values))
    }
    return Contents(
      label: label, rival: rival, isExact: explanation.isExact,
      members: explanation.memberCount > 1 ? explanation.memberCount : nil,
      labels: labels.indices.map {
        .init(
          label: labels[$0], probability: explanation.prediction.probabilities[$0],
          logit: explanation.logits[$0],
          bias: explanation.bias[$0])
      },
      words: zip(explanation.words, explanation.isKnown).map { .init(word: $0, isKnown: $1) },
      phrases: explanation.phrases.map {
        .init(
          text: explanation.text(of: $0), start: $0.words.lowerBound, filters: $0.filterCount,
          contributions: byLabel($0.contributions), weights: $0.weights)
      },
      without: explanation.predictionWithoutFirst.map {
        .init(
          phrase: explanation.text(of: explanation.phrases[0]), probabilities: byLabel($0.probabilities))
      })
  }
}
