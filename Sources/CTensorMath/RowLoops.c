#include "Lanes.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

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

// Four rows by four vectors of columns stay in registers while k goes by.
#define MULTIPLY_TILE(row_count, vectors)                                                 \
  do {                                                                                    \
    lanes_t sum[TILE][TILE];                                                              \
    memset(sum, 0, sizeof sum);                                                           \
    for (long k = 0; k < d; k++)                                                          \
      for (int v = 0; v < (vectors); v++) {                                               \
        const lanes_t own = LOAD(w + k * w_stride + j + v * TCM_LANES);                   \
        for (int t = 0; t < (row_count); t++) sum[t][v] += x[(r + t) * x_stride + k] * own; \
      }                                                                                   \
    for (int t = 0; t < (row_count); t++)                                                 \
      for (int v = 0; v < (vectors); v++) STORE(out + (r + t) * out_stride + j + v * TCM_LANES, sum[t][v]); \
  } while (0)

FOR_EACH_CPU
void tcm_multiply_rows(const float *x, long x_stride, long rows, const float *w, long w_stride, long columns, long d,
                       float *out, long out_stride) {
  long j = 0;
  for (; j + TILE * TCM_LANES <= columns; j += TILE * TCM_LANES) {
    long r = 0;
    for (; r + TILE <= rows; r += TILE) MULTIPLY_TILE(TILE, TILE);
    for (; r < rows; r++) MULTIPLY_TILE(1, TILE);
  }
  for (; j < columns; j += TCM_LANES) {
    long r = 0;
    for (; r + TILE <= rows; r += TILE) MULTIPLY_TILE(TILE, 1);
    for (; r < rows; r++) MULTIPLY_TILE(1, 1);
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
      const float *own = regions == 1 ? base : base + regions * i / windows * n * offset_stride;             \
      for (long k = first; k < end; k++) {                                                                   \
        const float *p = own + words[i + k - (n - 1)] * stride + k * offset_stride;                          \
        if (WEIGHTED) {                                                                                      \
          const float weight = a[k * a_stride + i];                                                          \
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
                           long offset_stride, long regions, long lanes, const float *a, const float *bias,
                           const float *slope, float *strongest, int32_t *winner) {
  // An empty document has one window, all padding.
  const long windows = tokens == 0 ? 1 : tokens + n - 1, a_stride = tcm_window_stride(tokens, n);
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

// MARK: exponentials

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

// Swaps the off-diagonal blocks of `D` rows and columns in every 2·D of them; for D = 1, 2, 4, 8 that transposes.
#define LOW(D, l) ((l) & (D) ? TCM_LANES + (l) - (D) : (l))
#define HIGH(D, l) ((l) & (D) ? TCM_LANES + (l) : (l) + (D))
#define ALL_LANES(of, D)                                                                                        \
  of(D, 0), of(D, 1), of(D, 2), of(D, 3), of(D, 4), of(D, 5), of(D, 6), of(D, 7), of(D, 8), of(D, 9), of(D, 10), \
      of(D, 11), of(D, 12), of(D, 13), of(D, 14), of(D, 15)
#define SWAP_BLOCKS(tile, D)                                                                       \
  do {                                                                                             \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < TCM_LANES; r++) {                       \
      if (r & (D)) continue;                                                                       \
      const lanes_t low = __builtin_shufflevector(tile[r], tile[r + (D)], ALL_LANES(LOW, D));      \
      tile[r + (D)] = __builtin_shufflevector(tile[r], tile[r + (D)], ALL_LANES(HIGH, D));         \
      tile[r] = low;                                                                               \
    }                                                                                              \
  } while (0)
#define TRANSPOSE(tile)   \
  do {                    \
    SWAP_BLOCKS(tile, 1); \
    SWAP_BLOCKS(tile, 2); \
    SWAP_BLOCKS(tile, 4); \
    SWAP_BLOCKS(tile, 8); \
  } while (0)

// Σ of the words' score columns from `lane` on, for the window at i: one vector for up to 16 scores, whosever they are.
INLINE void sum_scores(const struct tcm_weighting *w, const int32_t *words, long tokens, const long n, long i, long lane,
                       lanes_t *out) {
  const long first = first_word(i, n), end = end_word(i, n, tokens), lanes = w->generated * w->heads;
  const int32_t *window = words + i - (n - 1);
  lanes_t s = {0};
  if (w->mode == tcm_scores_window) {
    if (w->context > 0) {
      // Place j of n + 2m holds word i − (n − 1) − m + j of the document.
      const long at = i - (n - 1) - w->context, places = n + 2 * w->context;
      const long from = at < 0 ? -at : 0, to = tokens - at < places ? tokens - at : places;
      for (long j = from; j < to; j++) s += LOAD(w->scores + words[at + j] * w->stride + j * lanes + lane);
    } else if (end - first == n)
      for (long j = 0; j < n; j++) s += LOAD(w->scores + window[j] * w->stride + j * lanes + lane);
    else
      for (long j = first; j < end; j++) s += LOAD(w->scores + window[j] * w->stride + j * lanes + lane);
  } else if (n / 2 >= first && n / 2 < end) {
    s = LOAD(w->scores + window[n / 2] * w->stride + lane);
  }
  *out = s;
}

// The scores that words give to 16 windows from i0 on, without c: rows (h, k) of `a`.
INLINE void generate_scores(const struct tcm_weighting *w, const int32_t *words, long tokens, const long n, long i0,
                            float *a, long a_stride) {
  const long windows = tokens == 0 ? 1 : tokens + n - 1, heads = w->heads, lanes = w->generated * heads;
  const long here = windows - i0 < TCM_LANES ? windows - i0 : TCM_LANES;
  if (w->mode == tcm_scores_position) {
    for (long k = 0; k < n; k++)
      for (long h = 0; h < heads; h++) {
        float *row = a + (h * n + k) * a_stride;
        for (long x = 0; x < TCM_LANES; x++) {
          const long t = i0 + x + k - (n - 1);
          row[x] = t >= 0 && t < tokens ? w->scores[words[t] * w->stride + k * heads + h] : 0;
        }
      }
    return;
  }
  for (long lane = 0; lane < lanes; lane += TCM_LANES) {
    lanes_t tile[TCM_LANES];
    memset(tile, 0, sizeof tile);
    for (long x = 0; x < here; x++) sum_scores(w, words, tokens, n, i0 + x, lane, &tile[x]);
    TRANSPOSE(tile);
    for (long l = lane; l < lanes && l < lane + TCM_LANES; l++)
      STORE(a + (l % heads * n + l / heads) * a_stride, tile[l - lane]);
  }
  const lanes_t zero = {0};
  for (long h = 0; h < heads; h++)
    for (long k = w->generated; k < n; k++) STORE(a + (h * n + k) * a_stride, zero);
}

// Where the first words of 16 windows from i0 on stand in the document.
#define FIRST_PLACES(i0, n) (LOAD_INT(lane_numbers) + (int32_t)((i0) - ((n)-1)))
static const int32_t lane_numbers[TCM_LANES] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

// One head's scores of 16 windows from i0 on to weights, in place.
INLINE void normalize(float *a, long a_stride, const long n, long tokens, long i0, const float *c,
                      enum tcm_normalizer normalizer) {
  const lanes_t zero = {0};
  const mask_t place = FIRST_PLACES(i0, n);
  lanes_t greatest = zero - INFINITY, sum = zero, words = zero;
  if (normalizer == tcm_softmax)
    for (long k = 0; k < n; k++) {
      const lanes_t s = LOAD(a + k * a_stride) + c[k];
      const mask_t is_word = (place + (int32_t)k >= 0) & (place + (int32_t)k < (int32_t)tokens);
      greatest = SELECT(is_word & (s > greatest), s, greatest);
    }
  for (long k = 0; k < n; k++) {
    const mask_t is_word = (place + (int32_t)k >= 0) & (place + (int32_t)k < (int32_t)tokens);
    lanes_t s = LOAD(a + k * a_stride) + c[k];
    if (normalizer == tcm_linear) {
      s = s + 1;
    } else {
      s = normalizer == tcm_softmax ? s - greatest : zero - s;
      CLAMP_EXPONENT(s);
      EXPONENTIAL(lanes_t, mask_t, s);
      if (normalizer == tcm_sigmoid) s = 2 / (1 + s);
    }
    s = SELECT(is_word, s, zero);
    STORE(a + k * a_stride, s);
    sum += s;
    words += SELECT(is_word, zero + 1, zero);
  }
  if (normalizer != tcm_softmax) return;
  const lanes_t scale = SELECT(words > zero, words / sum, zero);
  for (long k = 0; k < n; k++) STORE(a + k * a_stride, LOAD(a + k * a_stride) * scale);
}

// Windows are a few words wide: with n known to the compiler, the loops over a window's words unroll.
#define FOR_EACH_WIDTH(width, call) \
  switch (width) {                  \
    case 2: call(2);                \
    case 3: call(3);                \
    case 4: call(4);                \
    case 5: call(5);                \
    default: call(width);           \
  }

INLINE void weigh_windows(const struct tcm_weighting *w, const int32_t *words, long tokens, const long n, float *a) {
  const long stride = tcm_window_stride(tokens, n);
  for (long i0 = 0; i0 < stride; i0 += TCM_LANES) {
    generate_scores(w, words, tokens, n, i0, a + i0, stride);
    for (long h = 0; h < w->heads; h++)
      normalize(a + h * n * stride + i0, stride, n, tokens, i0, w->bias + h * n, w->normalizer);
  }
}

FOR_EACH_CPU
void tcm_weigh_windows(const struct tcm_weighting *w, const int32_t *words, long tokens, float *a) {
#define WEIGH(n) return weigh_windows(w, words, tokens, n, a)
  FOR_EACH_WIDTH(w->n, WEIGH)
}

FOR_EACH_CPU
void tcm_differentiate_weights(const struct tcm_weighting *w, long tokens, const float *a, float *da, float *dc,
                               float *ds, long ds_stride) {
  const long n = w->n, heads = w->heads, stride = tcm_window_stride(tokens, n);
  const lanes_t zero = {0};
  for (long h = 0; h < heads; h++) {
    lanes_t total[TCM_LANES];
    memset(total, 0, sizeof total);
    for (long i0 = 0; i0 < stride; i0 += TCM_LANES) {
      const float *own = a + h * n * stride + i0;
      float *change = da + h * n * stride + i0;
      lanes_t mean = zero, words = zero;
      if (w->normalizer == tcm_softmax) {
        const mask_t place = FIRST_PLACES(i0, n);
        for (long k = 0; k < n; k++) {
          const mask_t is_word = (place + (int32_t)k >= 0) & (place + (int32_t)k < (int32_t)tokens);
          words += SELECT(is_word, zero + 1, zero);
          mean += LOAD(own + k * stride) * LOAD(change + k * stride);
        }
        mean = SELECT(words > zero, mean / words, zero);
      }
      for (long k = 0; k < n; k++) {
        const lanes_t weight = LOAD(own + k * stride);
        lanes_t d = LOAD(change + k * stride);
        if (w->normalizer == tcm_softmax)
          d = weight * (d - mean);
        else if (w->normalizer == tcm_sigmoid)
          d *= weight * (1 - weight / 2);
        STORE(change + k * stride, d);
        total[k] += d;
      }
    }
    for (long k = 0; k < n; k++) SUM_LANES(total[k], dc[h * n + k]);
  }
  const long lanes = w->generated * heads;
  for (long lane = 0; lane < lanes; lane += TCM_LANES)
    for (long i0 = 0; i0 < stride; i0 += TCM_LANES) {
      lanes_t tile[TCM_LANES];
      memset(tile, 0, sizeof tile);
      for (long l = lane; l < lanes && l < lane + TCM_LANES; l++)
        tile[l - lane] = LOAD(da + (l % heads * n + l / heads) * stride + i0);
      TRANSPOSE(tile);
      for (long x = 0; x < TCM_LANES; x++) STORE(ds + (i0 + x) * ds_stride + lane, tile[x]);
    }
}

// With context a word has a say in windows that it does not stand in, and near the ends of a document some of those are not
// there.
INLINE void sum_context_gradients(const struct tcm_weighting *w, const float *ds, long ds_stride, const int32_t *place,
                                  const int32_t *document, long count, const long *first_row, float *out) {
  const long n = w->n, m = w->context, lanes = w->generated * w->heads;
  for (long j = 0; j < n + 2 * m; j++)
    for (long lane = 0; lane < lanes; lane += TCM_LANES) {
      lanes_t sum = {0};
      for (long e = 0; e < count; e++) {
        const long first = first_row[document[e]], i = place[e] + n - 1 + m - j;
        if (i >= 0 && i < first_row[document[e] + 1] - first) sum += LOAD(ds + (first + i) * ds_stride + lane);
      }
      STORE(out + j * lanes + lane, sum);
    }
}

FOR_EACH_CPU
void tcm_sum_score_gradients(const struct tcm_weighting *w, const float *ds, long ds_stride, const int32_t *place,
                             const int32_t *document, long count, const long *first_row, float *out) {
  const long n = w->n, heads = w->heads, all = w->generated * heads;
  const bool is_center = w->mode == tcm_scores_center, is_position = w->mode == tcm_scores_position;
  const long lanes = is_position ? heads : all;
  if (w->context > 0) {
    sum_context_gradients(w, ds, ds_stride, place, document, count, first_row, out);
    return;
  }
  for (long j = is_center ? n / 2 : 0; j < (is_center ? n / 2 + 1 : n); j++) {
    const float *source = ds + (n - 1 - j) * ds_stride + (is_position ? j * heads : 0);
    // In ascending order: what a vector writes beyond its place's columns, the next place writes again.
    for (long lane = 0; lane < lanes; lane += TCM_LANES) {
      lanes_t sum = {0};
      for (long e = 0; e < count; e++) sum += LOAD(source + (first_row[document[e]] + place[e]) * ds_stride + lane);
      STORE(out + (is_center ? 0 : j * lanes) + lane, sum);
    }
  }
}

// MARK: winners

INLINE float collect_winners(const struct tcm_winners *w, const long n, long filter, int32_t *words,
                             float *coefficients, long place_stride, long *filled, float *da) {
  const float *dz = w->dz + filter;
  const int32_t *winner = w->winner + filter;
  const long places = w->place_offset ? n * w->regions : 1;
  for (long place = 0; place < places; place++) filled[place] = 0;
  float total = 0;
  for (long b = 0; b < w->documents; b++, dz += w->feature_stride, winner += w->feature_stride) {
    if (*dz == 0) continue;
    total += *dz;
    const long start = w->starts[b], tokens = w->starts[b + 1] - start, i = *winner;
    const long first = first_word(i, n), end = end_word(i, n, tokens);
    const int32_t *window = w->tokens + start + i - (n - 1);
    if (!w->a) {
      const long windows = tokens == 0 ? 1 : tokens + n - 1;
      const long region = w->regions == 1 ? 0 : w->regions * i / windows;
      for (long k = first; k < end; k++) {
        const long place = w->place_offset ? region * n + k : 0;
        const long slot = place * place_stride + filled[place]++;
        words[slot] = window[k];
        coefficients[slot] = *dz;
      }
      continue;
    }
    const long a_stride = tcm_window_stride(tokens, n);
    const long at = (w->window_starts[b] * w->heads * n) + w->head * n * a_stride + i;
    const float *projection = w->projection + filter;
#define COLLECT_PLACE(k)                                                            \
  do {                                                                              \
    const long place = w->place_offset ? (k) : 0;                                   \
    const long slot = place * place_stride + filled[place]++;                       \
    words[slot] = window[k];                                                        \
    coefficients[slot] = *dz * w->a[at + (k) * a_stride];                             \
    da[at + (k) * a_stride] += *dz * projection[window[k] * w->stride + (k) * w->place_offset]; \
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
  FOR_EACH_WIDTH(w->n, COLLECT)
}

// MARK: optimizers

// sqrtf sets errno, which would keep the loops from being vectorised; the builtin does not.
#define SQUARE_ROOT(x) __builtin_elementwise_sqrt(x)

// sign(w)·max(|w| − threshold, 0); NaN stays.
INLINE float soft_threshold(float w, float threshold) {
  const float rest = __builtin_fabsf(w) - threshold;
  return rest <= 0 ? 0 : __builtin_copysignf(rest, w);
}

FOR_EACH_CPU
void tcm_shrink(float *restrict w, long count, float threshold) {
  for (long i = 0; i < count; i++) w[i] = soft_threshold(w[i], threshold);
}

FOR_EACH_CPU
void tcm_adadelta_shrink(float *restrict w, const float *restrict s, const float *restrict u, long count,
                         float threshold, float epsilon) {
  for (long i = 0; i < count; i++)
    w[i] = soft_threshold(w[i], threshold * SQUARE_ROOT((u[i] + epsilon) / (s[i] + epsilon)));
}

FOR_EACH_CPU
void tcm_adam_shrink(float *restrict w, const float *restrict v, long count, float threshold, float scale,
                     float smallest, float epsilon) {
  for (long i = 0; i < count; i++) {
    const float size = SQUARE_ROOT(v[i]) * scale + epsilon;
    w[i] = soft_threshold(w[i], threshold / (size > smallest ? size : smallest));
  }
}

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
