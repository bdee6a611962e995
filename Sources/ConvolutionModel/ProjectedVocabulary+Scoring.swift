import CTensorMath
import TensorMath

/// From the kept rows of a document's words to its probabilities.
extension ProjectedVocabulary {
  /// The probabilities of some documents, on the calling thread.
  func score(
    _ documents: Range<Int>, _ tokens: UnsafeBufferPointer<Int32>, _ starts: UnsafeBufferPointer<Int>,
    into result: UnsafeMutablePointer<Float>
  ) {
    let first = starts[documents.lowerBound]
    let count = starts[documents.upperBound] - first
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: count + 1) { words in
      for t in 0..<count { words[t] = slots[Int(tokens[first + t])] }
      let words = words.baseAddress!
      let starts = starts.baseAddress! + documents.lowerBound
      if let rows {
        score(words, starts, documents.count, rows, into: result)
      } else {
        score(words, starts, documents.count, into: result)
      }
    }
  }

  /// By panels.
  private func score(
    _ words: UnsafePointer<Int32>, _ starts: UnsafePointer<Int>, _ count: Int,
    into result: UnsafeMutablePointer<Float>
  ) {
    withUnsafeTemporaryAllocation(byteCount: count * restStride * 4, alignment: 64) { raw in
      let features = raw.bindMemory(to: Float.self).baseAddress!
      for widthIndex in model.configuration.widths.indices {
        withWeights(widthIndex, words, starts, count) { a in
          pool(widthIndex, words, starts, count, a, into: features)
        }
      }
      // Of a maximum the activation can wait, but for PReLU, whose slope may be negative.
      if model.configuration.pooling == .max, model.configuration.activation != .prelu {
        model.configuration.activation.apply(to: features, count: count * restStride)
      }
      classify(features, count, into: result)
    }
  }

  /// By towers: all windows of all filters.
  private func score(
    _ words: UnsafePointer<Int32>, _ starts: UnsafePointer<Int>, _ count: Int, _ rows: RestingRows,
    into result: UnsafeMutablePointer<Float>
  ) {
    let layout = model.layout
    let stride = layout.featureStride
    let perWidth = layout.configuration.featuresPerWidth
    withUnsafeTemporaryAllocation(byteCount: count * stride * 4, alignment: 64) { raw in
      raw.initializeMemory(as: UInt8.self, repeating: 0)
      let features = raw.bindMemory(to: Float.self).baseAddress!
      model.dense.withUnsafePointer { dense in
        for (widthIndex, width) in layout.configuration.widths.enumerated() {
          let tower = Tower(layout, widthIndex: widthIndex, product: .reproducible(levels))
          withWeights(widthIndex, words, starts, count) { a in
            var own = a
            // So few at a time that what a document leaves behind is in the cache for the next.
            for first in Swift.stride(from: 0, to: count, by: 16) {
              let run = first..<min(count, first + 16)
              tower.prepare(tokens: run.map { starts[$0 + 1] - starts[$0] }, dense, isTraining: false)
              for b in run {
                let tokens = starts[b + 1] - starts[b]
                let heads = tcm_window_stride(tokens, width) * width
                for block in layout.blocks where block.widthIndex == widthIndex {
                  var windows = rows.windows(block, dense)
                  tcm_sum_windows(
                    &windows, words + (starts[b] - starts[0]), tokens, own.map { $0 + block.head * heads },
                    tower.sums.base + tower.starts[b - first] * tower.stride + block.filters.lowerBound,
                    tower.stride)
                }
                tower.findFeatures(b - first, dense, into: features + b * stride + widthIndex * perWidth)
                own = own.map { $0 + layout.configuration.kernel.heads * heads }
              }
            }
          }
        }
        answer(features, rows: count, dense, into: result)
      }
    }
  }

  /// The features of one width, panel by panel; its windows' weights serve all its panels.
  private func pool(
    _ widthIndex: Int, _ words: UnsafePointer<Int32>, _ starts: UnsafePointer<Int>, _ count: Int,
    _ a: UnsafePointer<Float>?, into features: UnsafeMutablePointer<Float>
  ) {
    func pool(_ pooling: tcm_rest_pooling, shares: UnsafeMutablePointer<Float>? = nil) {
      for panel in panels where model.layout.blocks[panel.blockIndex].widthIndex == widthIndex {
        panel.pool(pooling, words, starts, count, a, shares: shares, into: features, stride: restStride)
      }
    }
    switch model.configuration.pooling {
    case .max: findStrongest(widthIndex, words, starts, count, a, into: features)
    case .kMax: pool(tcm_rest_strongest)
    case .mean: pool(tcm_rest_mean)
    case .attention:
      // What a window counts depends on all filters of its width, so the panels see the documents twice. That costs less
      // than to keep all activations.
      let width = model.configuration.widths[widthIndex]
      func windows(_ b: Int) -> Int { windowCount(tokens: starts[b + 1] - starts[b], width: width) }
      let all = (0..<count).reduce(0) { $0 + windows($1) }
      withUnsafeTemporaryAllocation(of: Float.self, capacity: all) { buffer in
        let shares = buffer.baseAddress!
        shares.initialize(repeating: 0, count: all)
        pool(tcm_rest_scores, shares: shares)
        var own = shares
        for b in 0..<count {
          _ = softmax(own, count: windows(b))
          own += windows(b)
        }
        pool(tcm_rest_mean, shares: shares)
      }
    }
  }

  /// Of max pooling, a loop of its own: the activation waits, and nothing but the maximum is kept.
  private func findStrongest(
    _ widthIndex: Int, _ words: UnsafePointer<Int32>, _ starts: UnsafePointer<Int>, _ count: Int,
    _ a: UnsafePointer<Float>?, into features: UnsafeMutablePointer<Float>
  ) {
    for (number, panel) in panels.enumerated()
    where model.layout.blocks[panel.blockIndex].widthIndex == widthIndex {
      // The row loop looks ahead to later documents; where there are none, to the next panel.
      if count <= 2, number + 1 < panels.count {
        panels[number + 1].prefetch(words, count: starts[count] - starts[0])
      }
      withUnsafePointer(to: panel.rest) {
        tcm_strongest_at_rest($0, words, starts, count, a, features + panel.firstFeature, restStride)
      }
    }
  }

  /// The weights of all windows of one width, document after document; nil where all are 1.
  private func withWeights(
    _ widthIndex: Int, _ words: UnsafePointer<Int32>, _ starts: UnsafePointer<Int>, _ count: Int,
    _ body: (UnsafePointer<Float>?) -> Void
  ) {
    let layout = model.layout
    guard !layout.scores.isEmpty else { return body(nil) }
    let scores = layout.scores[widthIndex]
    let size = (0..<count).reduce(0) { $0 + scores.weightCount(tokens: starts[$1 + 1] - starts[$1]) }
    model.dense.withUnsafePointer { dense in
      let rows = self.scores.base.assumingMemoryBound(to: Float.self)
      var weighting = scores.weighting(
        layout.configuration.kernel, dense, scores: rows, stride: layout.scoreStride)
      withUnsafeTemporaryAllocation(byteCount: size * 4, alignment: 64) { raw in
        let a = raw.bindMemory(to: Float.self).baseAddress!
        var own = a
        for b in 0..<count {
          let tokens = starts[b + 1] - starts[b]
          if widthIndex == 0, layout.scoreColumns > 0, b + 2 < count {
            tcm_prefetch_rows(
              rows, self.scores.rowBytes, words + (starts[b + 2] - starts[0]), starts[b + 3] - starts[b + 2])
          }
          tcm_weigh_windows(&weighting, words + (starts[b] - starts[0]), tokens, own)
          scores.applyGate(dense, to: own, tokens: tokens)
          own += scores.weightCount(tokens: tokens)
        }
        body(a)
      }
    }
  }

  private func classify(
    _ rest: UnsafePointer<Float>, _ count: Int, into probabilities: UnsafeMutablePointer<Float>
  ) {
    let layout = model.layout
    let stride = layout.featureStride
    // Some documents at a time: a class's weights then serve four of them, with the same sums as for each alone.
    let size = min(count, 16)
    model.dense.withUnsafePointer { dense in
      withUnsafeTemporaryAllocation(byteCount: size * stride * 4, alignment: 64) { raw in
        raw.initializeMemory(as: UInt8.self, repeating: 0)
        let features = raw.bindMemory(to: Float.self).baseAddress!
        for first in Swift.stride(from: 0, to: count, by: size) {
          let rows = min(size, count - first)
          // In the order of the layout, whatever the panels are: so the sums are those of every other kernel.
          for panel in panels {
            let block = layout.blocks[panel.blockIndex]
            let perFilter = layout.configuration.featuresPerFilter
            for kept in 0..<perFilter {
              let feature =
                (block.widthIndex * perFilter + kept) * layout.configuration.filters
                + block.filters.lowerBound + panel.filters.lowerBound
              for row in 0..<rows {
                (features + row * stride + feature).update(
                  from: rest + (first + row) * restStride + panel.firstFeature + kept * panel.lanes,
                  count: panel.filters.count)
              }
            }
          }
          answer(features, rows: rows, dense, into: probabilities + first * outputCount)
        }
      }
    }
  }

  /// The probabilities of `rows` documents, from their features.
  private func answer(
    _ features: UnsafePointer<Float>, rows: Int, _ dense: UnsafePointer<Float>,
    into probabilities: UnsafeMutablePointer<Float>
  ) {
    let layout = model.layout
    let classes = layout.classes
    guard let thinned else {
      layout.classify(features, rows: rows, dense, into: probabilities)
      for row in 0..<rows {
        model.configuration.output.apply(to: probabilities + row * classes, count: classes)
      }
      return
    }
    thinned.weights.withUnsafePointer { weights in
      tcm_project_rows(
        features, layout.featureStride, rows, weights, outputCount, layout.featureStride, probabilities,
        outputCount)
    }
    for answer in 0..<rows * thinned.samples {
      let own = probabilities + answer * classes
      for c in 0..<classes { own[c] += dense[layout.outputBias + c] }
      model.configuration.output.apply(to: own, count: classes)
    }
  }
}

extension ParameterLayout {
  /// logits = features · Oᵀ + o for `rows` documents, `[rows, C]`.
  func classify(
    _ features: UnsafePointer<Float>, rows: Int, _ dense: UnsafePointer<Float>,
    into logits: UnsafeMutablePointer<Float>
  ) {
    tcm_project_rows(
      features, featureStride, rows, dense + outputWeight, classes, featureStride, logits, classes)
    for row in 0..<rows {
      for c in 0..<classes { logits[row * classes + c] += dense[outputBias + c] }
    }
  }
}
