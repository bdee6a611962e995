#include "CTensorMath.h"

#include <math.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

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

#define LOAD(p) (*(const lanes_t *)(p))
#define STORE(p, v) (*(lanes_t *)(p) = (v))
#define SELECT(mask, a, b) ((lanes_t)(((mask) & (mask_t)(a)) | (~(mask) & (mask_t)(b))))
#define SELECT_INT(mask, a, b) (((mask) & (a)) | (~(mask) & (b)))

// MARK: denormals

uint64_t tcm_flush_denormals(void) {
#if defined(__x86_64__)
  const uint64_t state = _mm_getcsr();
  _mm_setcsr((unsigned)state | 0x8040);  // flush to zero, denormals are zero
  return state;
#elif defined(__aarch64__)
  uint64_t state;
  __asm__ volatile("mrs %0, fpcr" : "=r"(state));
  __asm__ volatile("msr fpcr, %0" : : "r"(state | (1ull << 24)));
  return state;
#else
  return 0;
#endif
}

void tcm_restore_denormals(uint64_t state) {
#if defined(__x86_64__)
  _mm_setcsr((unsigned)state);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(state));
#else
  (void)state;
#endif
}

void tcm_pause(void) {
#if defined(__x86_64__)
  _mm_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// MARK: projection at rest

// Adds the lanes pairwise, always in the same tree.
#define SUM_LANES(v, result)                                                              \
  do {                                                                                    \
    float part[TCM_LANES];                                                                \
    STORE(part, v);                                                                       \
    for (int width = TCM_LANES / 2; width > 0; width /= 2)                                \
      for (int lane = 0; lane < width; lane++) part[lane] += part[lane + width];          \
    (result) = part[0];                                                                   \
  } while (0)

#define TILE 4

FOR_EACH_CPU
void tcm_project_rows(const float *x, long x_stride, long rows, const float *w, long columns, long d, float *out,
                      long out_stride) {
  for (long r0 = 0; r0 < rows; r0 += TILE) {
    const long r_count = rows - r0 < TILE ? rows - r0 : TILE;
    for (long j0 = 0; j0 < columns; j0 += TILE) {
      const long j_count = columns - j0 < TILE ? columns - j0 : TILE;
      // Rows beyond the edge repeat the last one, so that there is one code path and one order of sums.
      const float *xs[TILE], *ws[TILE];
      for (int t = 0; t < TILE; t++) {
        xs[t] = x + (r0 + (t < r_count ? t : r_count - 1)) * x_stride;
        ws[t] = w + (j0 + (t < j_count ? t : j_count - 1)) * d;
      }
      lanes_t sum[TILE][TILE];
      memset(sum, 0, sizeof sum);
      for (long k = 0; k < d; k += TCM_LANES) {
        const lanes_t w0 = LOAD(ws[0] + k), w1 = LOAD(ws[1] + k), w2 = LOAD(ws[2] + k), w3 = LOAD(ws[3] + k);
#pragma clang loop unroll(full)
        for (int t = 0; t < TILE; t++) {
          const lanes_t xt = LOAD(xs[t] + k);
          sum[t][0] += xt * w0;
          sum[t][1] += xt * w1;
          sum[t][2] += xt * w2;
          sum[t][3] += xt * w3;
        }
      }
      for (int t = 0; t < r_count; t++)
        for (int j = 0; j < j_count; j++) SUM_LANES(sum[t][j], out[(r0 + t) * out_stride + j0 + j]);
    }
  }
}

// MARK: sums of rows

// The output stays in registers while the rows go by: one load and one multiply-add for each 16 numbers.
#define SUM_BLOCK(width)                                                                  \
  do {                                                                                    \
    lanes_t sum[width];                                                                   \
    for (int v = 0; v < (width); v++) {                                                   \
      const lanes_t zero = {0};                                                           \
      sum[v] = accumulate ? LOAD(out + j + v * TCM_LANES) : zero;                         \
    }                                                                                     \
    for (long i = 0; i < count; i++) {                                                    \
      const float *row = base + index[i] * d + j;                                         \
      const float c = coefficient[i];                                                     \
      for (int v = 0; v < (width); v++) sum[v] += c * LOAD(row + v * TCM_LANES);          \
    }                                                                                     \
    for (int v = 0; v < (width); v++) STORE(out + j + v * TCM_LANES, sum[v]);             \
    j += (width) * TCM_LANES;                                                             \
  } while (0)

FOR_EACH_CPU
void tcm_sum_weighted_rows(float *out, bool accumulate, const float *base, long d, const int32_t *index,
                           const float *coefficient, long count) {
  long j = 0;
  while (d - j >= 8 * TCM_LANES) SUM_BLOCK(8);
  if (d - j >= 4 * TCM_LANES) SUM_BLOCK(4);
  if (d - j >= 2 * TCM_LANES) SUM_BLOCK(2);
  if (d - j >= TCM_LANES) SUM_BLOCK(1);
}

// MARK: strongest windows

// One pass over the windows for `vectors` × 16 filters, whose best values and places stay in registers.
// WEIGHTED: the window's words are weighted by a; SLOPED: PReLU before the maximum.
#define SCAN_WINDOWS(vectors, WEIGHTED, SLOPED)                                                              \
  do {                                                                                                       \
    lanes_t best[vectors], key[vectors], bias_lanes[vectors], slope_lanes[vectors];                          \
    mask_t place[vectors];                                                                                   \
    for (int v = 0; v < (vectors); v++) {                                                                    \
      bias_lanes[v] = LOAD(padded_bias + v * TCM_LANES);                                                     \
      slope_lanes[v] = LOAD(padded_slope + v * TCM_LANES);                                                   \
      const mask_t none = {0};                                                                               \
      const lanes_t zero = {0};                                                                              \
      place[v] = none;                                                                                       \
      best[v] = key[v] = zero;                                                                               \
    }                                                                                                        \
    for (long i = 0; i < windows; i++) {                                                                     \
      lanes_t z[vectors];                                                                                    \
      const lanes_t zero = {0};                                                                              \
      for (int v = 0; v < (vectors); v++) z[v] = zero;                                                       \
      const long first = i < n - 1 ? n - 1 - i : 0;                                                          \
      const long end = i > tokens - 1 ? n - 1 + tokens - i : n;                                              \
      for (long k = first; k < end; k++) {                                                                   \
        const float *p = base + words[i + k - (n - 1)] * stride + k * offset_stride;                         \
        if (WEIGHTED) {                                                                                      \
          const float weight = a[i * n + k];                                                                 \
          for (int v = 0; v < (vectors); v++) z[v] += weight * LOAD(p + v * TCM_LANES);                      \
        } else {                                                                                             \
          for (int v = 0; v < (vectors); v++) z[v] += LOAD(p + v * TCM_LANES);                               \
        }                                                                                                    \
      }                                                                                                      \
      for (int v = 0; v < (vectors); v++) {                                                                  \
        z[v] += bias_lanes[v];                                                                               \
        lanes_t value = z[v];                                                                                \
        if (SLOPED) value = SELECT(z[v] > zero, z[v], z[v] * slope_lanes[v]);                                \
        const mask_t first_window = (mask_t){0} - (i == 0);                                                  \
        const mask_t wins = (value > key[v]) | (value != value) | first_window;                              \
        key[v] = SELECT(wins, value, key[v]);                                                                \
        if (SLOPED) best[v] = SELECT(wins, z[v], best[v]);                                                   \
        place[v] = SELECT_INT(wins, (mask_t){0} + (int32_t)i, place[v]);                                     \
      }                                                                                                      \
    }                                                                                                        \
    for (int v = 0; v < (vectors); v++) {                                                                    \
      STORE(found + v * TCM_LANES, (SLOPED) ? best[v] : key[v]);                                             \
      *(mask_t *)(places + v * TCM_LANES) = place[v];                                                        \
    }                                                                                                        \
  } while (0)

#define SCAN_EITHER_WAY(vectors)                                                                             \
  do {                                                                                                       \
    if (a && slope) SCAN_WINDOWS(vectors, 1, 1);                                                             \
    else if (a) SCAN_WINDOWS(vectors, 1, 0);                                                                 \
    else if (slope) SCAN_WINDOWS(vectors, 0, 1);                                                             \
    else SCAN_WINDOWS(vectors, 0, 0);                                                                        \
  } while (0)

FOR_EACH_CPU
void tcm_strongest_windows(const float *projection, long stride, const int32_t *words, long tokens, long n,
                           long offset_stride, long lanes, const float *a, const float *bias, const float *slope,
                           float *strongest, int32_t *winner) {
  // An empty document has one window, all padding.
  const long windows = tokens == 0 ? 1 : tokens + n - 1;
  for (long lane = 0; lane < lanes; lane += 2 * TCM_LANES) {
    const long here = lanes - lane < 2 * TCM_LANES ? lanes - lane : 2 * TCM_LANES;
    const float *base = projection + lane;
    float found[2 * TCM_LANES], padded_bias[2 * TCM_LANES] = {0}, padded_slope[2 * TCM_LANES] = {0};
    int32_t places[2 * TCM_LANES];
    memcpy(padded_bias, bias + lane, here * sizeof(float));
    if (slope) memcpy(padded_slope, slope + lane, here * sizeof(float));
    if (here > TCM_LANES)
      SCAN_EITHER_WAY(2);
    else
      SCAN_EITHER_WAY(1);
    memcpy(strongest + lane, found, here * sizeof(float));
    memcpy(winner + lane, places, here * sizeof(int32_t));
  }
}

// MARK: at rest

// Sixteen numbers of a kept row: float32, or float16 where rows are kept at half their size.
typedef _Float16 halves_t __attribute__((vector_size(TCM_LANES * 2), aligned(2)));
#define ROW_LANES(at)                                                                                  \
  (is_half ? __builtin_convertvector(*(const halves_t *)((const _Float16 *)r->rows + (at)), lanes_t) \
           : LOAD((const float *)r->rows + (at)))
#define ADD_PLACE(k)                                                                                   \
  do {                                                                                                 \
    const long at = window[k] * r->stride + (k) * r->place_stride;                                     \
    for (int v = 0; v < vectors; v++) {                                                                \
      if (a)                                                                                           \
        z[v] += a[i * n + (k)] * ROW_LANES(at + v * TCM_LANES);                                        \
      else                                                                                             \
        z[v] += ROW_LANES(at + v * TCM_LANES);                                                         \
    }                                                                                                  \
  } while (0)

// The strongest window of one document for `vectors` × 16 filters. All but the pointers is constant where it is
// inlined, so that the loops over places and vectors unroll and the sums stay in registers.
INLINE void strongest_at_rest(const struct tcm_rest *r, const int32_t *words, long tokens, long n, int vectors,
                              bool is_half, const float *a, float *features) {
  const lanes_t zero = {0};
  lanes_t best[2], shift[2];
  mask_t undefined[2] = {{0}, {0}};
  for (int v = 0; v < vectors; v++) {
    best[v] = zero - INFINITY;
    shift[v] = LOAD(r->bias + v * TCM_LANES);
  }
  const long windows = tokens == 0 ? 1 : tokens + n - 1;
  for (long i = 0; i < windows; i++) {
    lanes_t z[2] = {zero, zero};
    const int32_t *window = words + i - (n - 1);
    if (i >= n - 1 && i < tokens) {
      for (long k = 0; k < n; k++) ADD_PLACE(k);
    } else {
      const long first = i < n - 1 ? n - 1 - i : 0, end = i > tokens - 1 ? n - 1 + tokens - i : n;
      for (long k = first; k < end; k++) ADD_PLACE(k);
    }
    for (int v = 0; v < vectors; v++) {
      if (r->slope) {
        z[v] += shift[v];
        z[v] = SELECT(z[v] > zero, z[v], z[v] * LOAD(r->slope + v * TCM_LANES));
      }
      undefined[v] |= z[v] != z[v];
      best[v] = SELECT(z[v] > best[v], z[v], best[v]);
    }
  }
  for (int v = 0; v < vectors; v++) {
    // Rounding keeps order, so the maximum of z + b is the maximum of z, plus b.
    if (!r->slope) best[v] += shift[v];
    STORE(features + v * TCM_LANES, SELECT(undefined[v], zero + NAN, best[v]));
  }
}

#define REST_WIDTH(width)                                                                 \
  case width:                                                                             \
    if (r->vectors == 2)                                                                  \
      strongest_at_rest(r, words, tokens, width, 2, is_half, a, features);                \
    else                                                                                  \
      strongest_at_rest(r, words, tokens, width, 1, is_half, a, features);                \
    break;

INLINE void rest_document(const struct tcm_rest *r, const int32_t *words, long tokens, bool is_half, const float *a,
                          float *features) {
  switch (r->n) {
    REST_WIDTH(2)
    REST_WIDTH(3)
    REST_WIDTH(4)
    REST_WIDTH(5)
    default: strongest_at_rest(r, words, tokens, r->n, r->vectors, is_half, a, features);
  }
}

void tcm_prefetch_rows(const void *rows, long row_bytes, const int32_t *words, long count) {
  // More than this would push out what comes first.
  if (count > 128) count = 128;
  for (long t = 0; t < count; t++) {
    const char *row = (const char *)rows + words[t] * row_bytes;
    for (long at = 0; at < row_bytes; at += 64) __builtin_prefetch(row + at, 0, 2);
  }
}

FOR_EACH_CPU
void tcm_strongest_at_rest(const struct tcm_rest *r, const int32_t *words, const long *starts, long documents,
                           const float *a, float *features, long feature_stride) {
  const long ahead = 2;
  for (long b = 0; b < documents; b++) {
    if (b + ahead < documents)
      tcm_prefetch_rows(r->rows, r->stride * (r->is_half ? 2 : 4), words + starts[b + ahead] - starts[0],
                        starts[b + ahead + 1] - starts[b + ahead]);
    const int32_t *own = words + starts[b] - starts[0];
    const long tokens = starts[b + 1] - starts[b];
    float *out = features + b * feature_stride;
    if (a) {
      if (r->is_half)
        rest_document(r, own, tokens, true, a, out);
      else
        rest_document(r, own, tokens, false, a, out);
      a += (tokens == 0 ? 1 : tokens + r->n - 1) * r->n;
    } else if (r->is_half) {
      rest_document(r, own, tokens, true, NULL, out);
    } else {
      rest_document(r, own, tokens, false, NULL, out);
    }
  }
}

FOR_EACH_CPU
void tcm_halve(const float *x, long count, void *out) {
  for (long i = 0; i < count; i++) ((_Float16 *)out)[i] = (_Float16)x[i];
}

// MARK: exponentials

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

FOR_EACH_CPU
void tcm_exponentials(float *x, long count) {
  for (long i = 0; i < count; i += TCM_LANES) {
    const long here = count - i < TCM_LANES ? count - i : TCM_LANES;
    lanes_t v = {0};
    memcpy(&v, x + i, here * sizeof(float));
    CLAMP_EXPONENT(v);
    EXPONENTIAL(lanes_t, mask_t, v);
    memcpy(x + i, &v, here * sizeof(float));
  }
}

// MARK: attention's weights

// The offsets of window i at which a word stands: [first, end).
INLINE long first_word(long i, long n) { return i < n - 1 ? n - 1 - i : 0; }
INLINE long end_word(long i, long n, long tokens) {
  return tokens == 0 ? 0 : i > tokens - 1 ? n - 1 + tokens - i : n;
}

FOR_EACH_CPU
void tcm_window_scores(const float *scores, long stride, const int32_t *words, long tokens, long n,
                       enum tcm_score_mode mode, const float *c, float *a) {
  const long windows = tokens == 0 ? 1 : tokens + n - 1;
  float padded[TCM_LANES] = {0};
  memcpy(padded, c, n * sizeof(float));
  const lanes_t bias = LOAD(padded);
  for (long i = 0; i < windows; i++) {
    const long first = first_word(i, n), end = end_word(i, n, tokens);
    lanes_t s = bias;
    // All n scores of the window at once: the lanes beyond n hold other columns and are overwritten by the next row.
    if (mode == tcm_scores_window) {
      for (long j = first; j < end; j++) s += LOAD(scores + words[i + j - (n - 1)] * stride + j * n);
    } else if (mode == tcm_scores_center && n / 2 >= first && n / 2 < end) {
      s += LOAD(scores + words[i + n / 2 - (n - 1)] * stride);
    }
    // A whole vector where the next windows overwrite what is too much, and no more than n where the document ends.
    if ((windows - i) * n >= TCM_LANES)
      STORE(a + i * n, s);
    else
      memcpy(a + i * n, &s, n * sizeof(float));
    if (mode == tcm_scores_position)
      for (long k = first; k < end; k++) a[i * n + k] += scores[words[i + k - (n - 1)] * stride + k];
  }
}

// 16 windows at a time, whose k-th words share a vector: n is too small to fill one.
FOR_EACH_CPU
void tcm_normalize_windows(float *a, long tokens, long n, enum tcm_normalizer normalizer) {
  const long windows = tokens == 0 ? 1 : tokens + n - 1;
  mask_t lane_number;
  for (int lane = 0; lane < TCM_LANES; lane++) lane_number[lane] = lane;
  const lanes_t zero = {0};
  for (long i0 = 0; i0 < windows; i0 += TCM_LANES) {
    const long here = windows - i0 < TCM_LANES ? windows - i0 : TCM_LANES;
    float column[TCM_LANES][TCM_LANES] = {{0}};  // [n][window]
    for (long i = 0; i < here; i++)
      for (long k = 0; k < n; k++) column[k][i] = a[(i0 + i) * n + k];
    // The place in the document of a window's first word.
    const mask_t place = lane_number + (int32_t)(i0 - (n - 1));
    lanes_t greatest = zero - INFINITY, sum = zero, words = zero;
    if (normalizer == tcm_softmax) {
      for (long k = 0; k < n; k++) {
        const lanes_t s = LOAD(column[k]);
        const mask_t is_word = (place + (int32_t)k >= 0) & (place + (int32_t)k < (int32_t)tokens);
        greatest = SELECT(is_word & (s > greatest), s, greatest);
      }
    }
    for (long k = 0; k < n; k++) {
      const mask_t is_word = (place + (int32_t)k >= 0) & (place + (int32_t)k < (int32_t)tokens);
      lanes_t s = LOAD(column[k]);
      if (normalizer == tcm_linear) {
        s = s + 1;
      } else {
        s = normalizer == tcm_softmax ? s - greatest : zero - s;
        CLAMP_EXPONENT(s);
        EXPONENTIAL(lanes_t, mask_t, s);
        if (normalizer == tcm_sigmoid) s = 2 / (1 + s);
      }
      s = SELECT(is_word, s, zero);
      STORE(column[k], s);
      sum += s;
      words += SELECT(is_word, zero + 1, zero);
    }
    const lanes_t scale = normalizer == tcm_softmax ? SELECT(words > zero, words / sum, zero) : zero + 1;
    for (long k = 0; k < n; k++) STORE(column[k], LOAD(column[k]) * scale);
    for (long i = 0; i < here; i++)
      for (long k = 0; k < n; k++) a[(i0 + i) * n + k] = column[k][i];
  }
}

// MARK: winners

// Windows are a few words wide: with n known to the compiler, the loops over a window's words unroll.
#define FOR_EACH_WIDTH(call) \
  switch (w->n) {            \
    case 2: call(2);         \
    case 3: call(3);         \
    case 4: call(4);         \
    case 5: call(5);         \
    default: call(w->n);     \
  }

INLINE float collect_winners(const struct tcm_winners *w, const long n, long filter, int32_t *words,
                             float *coefficients, long place_stride, long *filled, float *da) {
  const float *dz = w->dz + filter;
  const int32_t *winner = w->winner + filter;
  const long places = w->place_offset ? n : 1;
  for (long place = 0; place < places; place++) filled[place] = 0;
  float total = 0;
  for (long b = 0; b < w->documents; b++, dz += w->feature_stride, winner += w->feature_stride) {
    if (*dz == 0) continue;
    total += *dz;
    const long start = w->starts[b], tokens = w->starts[b + 1] - start, i = *winner;
    const long first = first_word(i, n), end = end_word(i, n, tokens);
    const int32_t *window = w->tokens + start + i - (n - 1);
    if (!w->a) {
      for (long k = first; k < end; k++) {
        const long place = w->place_offset ? k : 0;
        const long slot = place * place_stride + filled[place]++;
        words[slot] = window[k];
        coefficients[slot] = *dz;
      }
      continue;
    }
    const long at = (w->window_starts[b] + i) * n;
    const float *projection = w->projection + filter;
#define COLLECT_PLACE(k)                                                            \
  do {                                                                              \
    const long place = w->place_offset ? (k) : 0;                                   \
    const long slot = place * place_stride + filled[place]++;                       \
    words[slot] = window[k];                                                        \
    coefficients[slot] = *dz * w->a[at + (k)];                                      \
    da[at + (k)] += *dz * projection[window[k] * w->stride + (k) * w->place_offset]; \
  } while (0)
    if (end - first == n)
      for (long k = 0; k < n; k++) COLLECT_PLACE(k);
    else
      for (long k = first; k < end; k++) COLLECT_PLACE(k);
  }
  return total;
}

FOR_EACH_CPU
float tcm_collect_winners(const struct tcm_winners *w, long filter, int32_t *words, float *coefficients,
                          long place_stride, long *filled, float *da) {
#define COLLECT(n) return collect_winners(w, n, filter, words, coefficients, place_stride, filled, da)
  FOR_EACH_WIDTH(COLLECT)
}

INLINE void differentiate_scores(const struct tcm_winners *w, const long n, enum tcm_score_mode mode,
                                 enum tcm_normalizer normalizer, float *da, float *dscores, long score_stride,
                                 float *dc) {
  for (long k = 0; k < n; k++) dc[k] = 0;
  for (long b = 0; b < w->documents; b++) {
    const long tokens = w->starts[b + 1] - w->starts[b], windows = tokens == 0 ? 1 : tokens + n - 1;
    for (long i = 0; i < windows; i++) {
      const long at = (w->window_starts[b] + i) * n;
      const long first = first_word(i, n), end = end_word(i, n, tokens);
      const float *a = w->a + at;
      float *ds = da + at;
      bool is_winner = false;
      for (long k = first; k < end; k++) is_winner |= ds[k] != 0;
      if (!is_winner) continue;
      if (normalizer == tcm_softmax) {
        float mean = 0;
        for (long k = first; k < end; k++) mean += a[k] * ds[k];
        mean /= end - first;
        for (long k = first; k < end; k++) ds[k] = a[k] * (ds[k] - mean);
      } else if (normalizer == tcm_sigmoid) {
        for (long k = first; k < end; k++) ds[k] *= a[k] * (1 - a[k] / 2);
      }
      for (long k = first; k < end; k++) dc[k] += ds[k];
      const int32_t *window = w->tokens + w->starts[b] + i - (n - 1);
      if (mode == tcm_scores_position) {
        for (long k = first; k < end; k++) dscores[window[k] * score_stride + k] += ds[k];
      } else if (mode == tcm_scores_center && n / 2 >= first && n / 2 < end) {
        float *center = dscores + window[n / 2] * score_stride;
        for (long k = first; k < end; k++) center[k] += ds[k];
      } else if (mode == tcm_scores_window) {
        for (long j = first; j < end; j++) {
          float *own = dscores + window[j] * score_stride + j * n;
          if (end - first == n)
            for (long k = 0; k < n; k++) own[k] += ds[k];
          else
            for (long k = first; k < end; k++) own[k] += ds[k];
        }
      }
    }
  }
}

FOR_EACH_CPU
void tcm_differentiate_scores(const struct tcm_winners *w, enum tcm_score_mode mode, enum tcm_normalizer normalizer,
                              float *da, float *dscores, long score_stride, float *dc) {
#define DIFFERENTIATE(n) return differentiate_scores(w, n, mode, normalizer, da, dscores, score_stride, dc)
  FOR_EACH_WIDTH(DIFFERENTIATE)
}

// MARK: optimizers

// sqrtf sets errno, which would keep the loops from being vectorised; the builtin does not.
#define SQUARE_ROOT(x) __builtin_elementwise_sqrt(x)

FOR_EACH_CPU
void tcm_adadelta(float *restrict w, const float *restrict g, float *restrict s, float *restrict u, long count,
                  float rate, float rho, float epsilon) {
  for (long i = 0; i < count; i++) {
    const float square = rho * s[i] + (1 - rho) * g[i] * g[i];
    const float step = SQUARE_ROOT((u[i] + epsilon) / (square + epsilon)) * g[i];
    s[i] = square;
    u[i] = rho * u[i] + (1 - rho) * step * step;
    w[i] -= rate * step;
  }
}

FOR_EACH_CPU
void tcm_adadelta_missed(float *restrict s, float *restrict u, long count, float decay) {
  for (long i = 0; i < count; i++) {
    s[i] *= decay;
    u[i] *= decay;
  }
}

FOR_EACH_CPU
void tcm_adam(float *restrict w, const float *restrict g, float *restrict m, float *restrict v, long count,
              float rate, float scale, float beta1, float beta2, float epsilon) {
  for (long i = 0; i < count; i++) {
    const float first = beta1 * m[i] + (1 - beta1) * g[i];
    const float second = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
    m[i] = first;
    v[i] = second;
    w[i] -= rate * first / (SQUARE_ROOT(second) * scale + epsilon);
  }
}

FOR_EACH_CPU
void tcm_adam_missed(float *restrict w, float *restrict m, float *restrict v, long count, float total, float mean,
                     float second, float third, float fourth, float epsilon, float decay1, float decay2) {
  for (long i = 0; i < count; i++) {
    const float root = SQUARE_ROOT(v[i]);
    const float inverse = 1 / (root * mean + epsilon);
    const float e = root * inverse;
    w[i] -= m[i] * inverse * (total + e * e * (second - e * (third - e * fourth)));
    m[i] *= decay1;
    v[i] *= decay2;
  }
}

FOR_EACH_CPU
void tcm_adam_idle(float *restrict w, float *restrict m, float *restrict v, long count, float rate, float scale,
                   float beta1, float beta2, float epsilon) {
  for (long i = 0; i < count; i++) {
    m[i] *= beta1;
    v[i] *= beta2;
    w[i] -= rate * m[i] / (SQUARE_ROOT(v[i]) * scale + epsilon);
  }
}

FOR_EACH_CPU
void tcm_sgd(float *restrict w, const float *restrict g, float *restrict b, long count, float rate, float momentum) {
  for (long i = 0; i < count; i++) {
    const float moved = momentum * b[i] + g[i];
    b[i] = moved;
    w[i] -= rate * moved;
  }
}

FOR_EACH_CPU
void tcm_sgd_missed(float *restrict w, float *restrict b, long count, float reach, float decay) {
  for (long i = 0; i < count; i++) {
    w[i] -= reach * b[i];
    b[i] *= decay;
  }
}
