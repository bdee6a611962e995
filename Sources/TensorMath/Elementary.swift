#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

// The C library's functions, under one import for every platform.

package func exponential(_ x: Double) -> Double { exp(x) }
package func logarithm(_ x: Double) -> Double { log(x) }
package func hyperbolicTangent(_ x: Float) -> Float { tanhf(x) }
package func logistic(_ x: Float) -> Float { 1 / (1 + expf(-x)) }
package func power(_ base: Float, _ exponent: Float) -> Float { powf(base, exponent) }
