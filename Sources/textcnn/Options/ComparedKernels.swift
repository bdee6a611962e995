import ArgumentParser
import ConvolutionModel
import ModelTraining

/// What can be compared.
enum ComparedKernel: String, CaseIterable {
  case `static`
  /// Static with as many more filters as it takes to have at least attention's parameters: the control that tells
  /// whether attention gains by what it does or by what it weighs.
  case staticWide = "static-wide"
  case attention
  case local

  var kind: KernelConfiguration.Kind {
    switch self {
    case .static, .staticWide: .static
    case .attention: .attention
    case .local: .local
    }
  }

  /// The configuration of this kernel's trainings.
  ///
  /// - Parameter classes: How many labels there are, which the size of a network depends on.
  func configuring(_ shared: TrainingConfiguration, classes: Int) -> TrainingConfiguration {
    var configuration = shared
    configuration.network.kernel.kind = kind
    if self == .staticWide {
      var attention = shared.network
      attention.kernel.kind = .attention
      configuration.network = configuration.network.widened(toMatch: attention, classes: classes)
    }
    return configuration
  }
}

/// Kernels between commas: "static,attention".
struct ComparedKernels: CustomStringConvertible {
  let kernels: [ComparedKernel]

  static let usual = ComparedKernels(kernels: [.static, .attention])

  private init(kernels: [ComparedKernel]) { self.kernels = kernels }

  init(parsing argument: String) throws {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false)
    let choices = ComparedKernel.allCases.map(\.rawValue).joined(separator: ", ")
    kernels = try names.map { name in
      guard let kernel = ComparedKernel(rawValue: String(name)) else {
        throw ValidationError("\"\(name)\" is no kernel; choose from \(choices), with commas between")
      }
      return kernel
    }
    guard kernels.count > 1, Set(kernels).count == kernels.count else {
      throw ValidationError("give at least two kernels, each once")
    }
  }

  var description: String { kernels.map(\.rawValue).joined(separator: ",") }
}
