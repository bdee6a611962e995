// What the row loops are written with: vectors of TCM_LANES floats, compiled for each kind of processor.
#pragma once
#include "CTensorMath.h"

#include <math.h>
#include <string.h>

// ifunc, which target_clones needs, is an ELF feature; elsewhere (arm64, macOS) the compiler's baseline is used,
// and there it already is the machine's vector unit.
#if defined(__linux__) && defined(__x86_64__)
#define FOR_EACH_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_EACH_CPU
#endif
#define INLINE static inline __attribute__((always_inline))

typedef float lanes_t __attribute__((vector_size(TCM_LANES * 4), aligned(4)));
typedef int32_t mask_t __attribute__((vector_size(TCM_LANES * 4), aligned(4)));
typedef _Float16 halves_t __attribute__((vector_size(TCM_LANES * 2), aligned(2)));

#define LOAD(p) (*(const lanes_t *)(p))
#define LOAD_INT(p) (*(const mask_t *)(p))
#define STORE(p, v) (*(lanes_t *)(p) = (v))
#define SELECT(mask, a, b) ((lanes_t)(((mask) & (mask_t)(a)) | (~(mask) & (mask_t)(b))))
#define SELECT_INT(mask, a, b) (((mask) & (a)) | (~(mask) & (b)))

// Adds the lanes pairwise, always in the same tree.
#define SUM_LANES(v, result)                                                              \
  do {                                                                                    \
    float part[TCM_LANES];                                                                \
    STORE(part, v);                                                                       \
    for (int width = TCM_LANES / 2; width > 0; width /= 2)                                \
      for (int lane = 0; lane < width; lane++) part[lane] += part[lane + width];          \
    (result) = part[0];                                                                   \
  } while (0)

// exp(x) = 2^n · exp(r), |r| ≤ ln 2 / 2; the polynomial is the Cephes library's. A macro, as a function that returns a
// vector would be compiled for one kind of processor only.
#define EXPONENTIAL(type, integers, result)                                               \
  do {                                                                                    \
    const type shift_ = (type){0} + 12582912.0f; /* 1.5 · 2²³: rounds to an integer */    \
    const type n_ = ((result) * 1.44269504088896341f + shift_) - shift_;                  \
    type r_ = (result) - n_ * 0.693359375f;                                               \
    r_ = r_ + n_ * 2.12194440e-4f;                                                        \
    type p_ = r_ * 1.9875691500e-4f + 1.3981999507e-3f;                                   \
    p_ = p_ * r_ + 8.3334519073e-3f;                                                      \
    p_ = p_ * r_ + 4.1665795894e-2f;                                                      \
    p_ = p_ * r_ + 1.6666665459e-1f;                                                      \
    p_ = p_ * r_ + 5.0000001201e-1f;                                                      \
    p_ = p_ * r_ * r_ + r_ + 1.0f;                                                        \
    const integers bits_ = (__builtin_convertvector(n_, integers) + 127) << 23;           \
    (result) = p_ * (type)bits_;                                                          \
  } while (0)
#define CLAMP_EXPONENT(x)                                                                 \
  do {                                                                                    \
    const lanes_t most = (lanes_t){0} + 88.0f, least = (lanes_t){0} - 87.0f;              \
    (x) = SELECT((x) > most, most, x);                                                    \
    (x) = SELECT((x) < least, least, x);                                                  \
  } while (0)

// f(z) of one vector.
#define ACTIVATE(kind, z, slope, result)                            \
  do {                                                              \
    const lanes_t zero_ = {0};                                      \
    switch (kind) {                                                 \
      case tcm_relu:                                                \
        (result) = SELECT((z) > zero_ | (z) != (z), z, zero_);      \
        break;                                                      \
      case tcm_prelu:                                               \
        (result) = SELECT((z) > zero_, z, (z) * (slope));           \
        break;                                                      \
      case tcm_logistic:                                            \
      case tcm_tanh: {                                              \
        const bool is_tanh_ = (kind) == tcm_tanh;                   \
        lanes_t e_ = is_tanh_ ? 2 * (z) : zero_ - (z);              \
        CLAMP_EXPONENT(e_);                                         \
        EXPONENTIAL(lanes_t, mask_t, e_);                           \
        e_ = is_tanh_ ? 1 - 2 / (e_ + 1) : 1 / (1 + e_);            \
        (result) = SELECT((z) != (z), z, e_);                       \
        break;                                                      \
      }                                                             \
      default: (result) = (z);                                      \
    }                                                               \
  } while (0)

// The k greatest of `vectors` × 16 columns so far, the greatest first, and their windows. Of equal ones the earlier counts
// more, NaN more than all.
struct strongest {
  lanes_t value[TCM_MOST_KEPT][2];
  mask_t window[TCM_MOST_KEPT][2];
};

// Takes window i, of which all before have been taken. Where a value beats one that is kept, all from there on move down.
INLINE void keep_strongest(struct strongest *kept, const long k, const int vectors, long i, const lanes_t *h) {
  const long count = i < k ? i : k;
  for (int v = 0; v < vectors; v++) {
    lanes_t value = h[v];
    mask_t window = (mask_t){0} + (int32_t)i, beats = {0};
    for (long s = 0; s < count; s++) {
      const lanes_t old = kept->value[s][v];
      const mask_t old_window = kept->window[s][v];
      beats |= (value > old) | ((value != value) & (old == old));
      kept->value[s][v] = SELECT(beats, value, old);
      kept->window[s][v] = SELECT_INT(beats, window, old_window);
      value = SELECT(beats, old, value);
      window = SELECT_INT(beats, old_window, window);
    }
    if (count < k) {
      kept->value[count][v] = value;
      kept->window[count][v] = window;
    }
  }
}

// Puts the kept ones of `windows` in the order of their windows.
INLINE void sort_strongest(struct strongest *kept, const long k, const int vectors, long windows) {
  const long count = windows < k ? windows : k;
  for (int v = 0; v < vectors; v++)
    for (long last = count - 1; last > 0; last--)
      for (long s = 0; s < last; s++) {
        const lanes_t x = kept->value[s][v], y = kept->value[s + 1][v];
        const mask_t p = kept->window[s][v], q = kept->window[s + 1][v], swaps = p > q;
        kept->value[s][v] = SELECT(swaps, y, x);
        kept->value[s + 1][v] = SELECT(swaps, x, y);
        kept->window[s][v] = SELECT_INT(swaps, q, p);
        kept->window[s + 1][v] = SELECT_INT(swaps, p, q);
      }
}

// The offsets of window i at which a word stands: [first, end).
INLINE long first_word(long i, long n) { return i < n - 1 ? n - 1 - i : 0; }
INLINE long end_word(long i, long n, long tokens) {
  return tokens == 0 ? 0 : i > tokens - 1 ? n - 1 + tokens - i : n;
}
