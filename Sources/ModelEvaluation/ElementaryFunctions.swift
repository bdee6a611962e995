#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

// The C library's functions that this module needs, in one place, so that no other file asks which platform it is on.

/// The natural logarithm of `x`.
func logarithm(_ x: Double) -> Double { log(x) }

/// `ln(1 + x)`, exact for small `x`.
func logarithmOfOnePlus(_ x: Double) -> Double { log1p(x) }

/// `eˣ`.
func exponential(_ x: Double) -> Double { exp(x) }

/// `2/√π · ∫ₓ^∞ e^(−u²) du`, without cancellation far out.
func complementaryErrorFunction(_ x: Double) -> Double { erfc(x) }
