#include "Lanes.h"

// Prediction: the kept rows of words, panel by panel, to features.

void tcm_prefetch_rows(const void *rows, long row_bytes, const int32_t *words, long count) {
  // More than this would push out what comes first.
  if (count > 128) count = 128;
  for (long t = 0; t < count; t++) {
    const char *row = (const char *)rows + words[t] * row_bytes;
    for (long at = 0; at < row_bytes; at += 64) __builtin_prefetch(row + at, 0, 2);
  }
}

FOR_EACH_CPU
void tcm_halve(const float *x, long count, void *out) {
  for (long i = 0; i < count; i++) ((_Float16 *)out)[i] = (_Float16)x[i];
}

// MARK: the strongest window

// Sixteen numbers of a kept row: float32, or float16 where rows are kept at half their size.
#define ROW_LANES(at)                                                                                  \
  (is_half ? __builtin_convertvector(*(const halves_t *)((const _Float16 *)r->rows + (at)), lanes_t) \
           : LOAD((const float *)r->rows + (at)))
#define ADD_PLACE(k)                                                                                   \
  do {                                                                                                 \
    const long at = window[k] * r->stride + (k) * r->place_stride + (is_local ? region : 0);           \
    for (int v = 0; v < vectors; v++) {                                                                \
      if (a)                                                                                           \
        z[v] += a[(k) * a_stride + i] * ROW_LANES(at + v * TCM_LANES);                                 \
      else                                                                                             \
        z[v] += ROW_LANES(at + v * TCM_LANES);                                                         \
    }                                                                                                  \
  } while (0)

// The strongest window of one document for `vectors` × 16 filters. All but the pointers is constant where it is
// inlined, so that the loops over places and vectors unroll and the sums stay in registers.
INLINE void strongest_at_rest(const struct tcm_rest *r, const int32_t *words, long tokens, long n, int vectors,
                              bool is_half, bool is_local, const float *a, float *features) {
  const lanes_t zero = {0};
  lanes_t best[2], shift[2];
  mask_t undefined[2] = {{0}, {0}};
  for (int v = 0; v < vectors; v++) {
    best[v] = zero - INFINITY;
    shift[v] = LOAD(r->bias + v * TCM_LANES);
  }
  const long windows = tokens == 0 ? 1 : tokens + n - 1, a_stride = tcm_window_stride(tokens, n);
  for (long i = 0; i < windows; i++) {
    lanes_t z[2] = {zero, zero};
    const int32_t *window = words + i - (n - 1);
    const long region = is_local ? r->regions * i / windows * n * r->place_stride : 0;
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
      strongest_at_rest(r, words, tokens, width, 2, is_half, is_local, a, features);      \
    else                                                                                  \
      strongest_at_rest(r, words, tokens, width, 1, is_half, is_local, a, features);      \
    break;

INLINE void rest_document(const struct tcm_rest *r, const int32_t *words, long tokens, bool is_half, bool is_local,
                          const float *a, float *features) {
  switch (r->n) {
    REST_WIDTH(2)
    REST_WIDTH(3)
    REST_WIDTH(4)
    REST_WIDTH(5)
    default: strongest_at_rest(r, words, tokens, r->n, r->vectors, is_half, is_local, a, features);
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
      const long a_stride = tcm_window_stride(tokens, r->n);
      const float *weights = a + r->head * r->n * a_stride;
      if (r->is_half)
        rest_document(r, own, tokens, true, false, weights, out);
      else
        rest_document(r, own, tokens, false, false, weights, out);
      a += r->heads * r->n * a_stride;
    } else if (r->regions > 1) {
      if (r->is_half)
        rest_document(r, own, tokens, true, true, NULL, out);
      else
        rest_document(r, own, tokens, false, true, NULL, out);
    } else if (r->is_half) {
      rest_document(r, own, tokens, true, false, NULL, out);
    } else {
      rest_document(r, own, tokens, false, false, NULL, out);
    }
  }
}

// MARK: all windows

// activation(z + bias) of the window at i. Places and vectors are constant where it is inlined; the rest is the same for all
// windows, so that its branches cost little.
INLINE void window_at_rest(const struct tcm_rest *r, enum tcm_activation activation, const int32_t *words, long tokens,
                           const long n, const int vectors, const float *a, long i, lanes_t *h) {
  const long first = first_word(i, n), end = end_word(i, n, tokens), a_stride = tcm_window_stride(tokens, n);
  const int32_t *window = words + i - (n - 1);
  const bool is_half = r->is_half, is_local = r->regions > 1;
  const long region = is_local ? r->regions * i / (tokens == 0 ? 1 : tokens + n - 1) * n * r->place_stride : 0;
  lanes_t z[2] = {{0}, {0}};
  if (end - first == n)
    for (long k = 0; k < n; k++) ADD_PLACE(k);
  else
    for (long k = first; k < end; k++) ADD_PLACE(k);
  for (int v = 0; v < vectors; v++) {
    const lanes_t x = z[v] + LOAD(r->bias + v * TCM_LANES);
    const lanes_t slope = r->slope ? LOAD(r->slope + v * TCM_LANES) : x;
    ACTIVATE(activation, x, slope, h[v]);
  }
}

// score += Σ query·h over `vectors` × 16 filters.
INLINE void add_score(const lanes_t *h, const float *query, const int vectors, float *score) {
  lanes_t product = h[0] * LOAD(query);
  if (vectors == 2) product += h[1] * LOAD(query + TCM_LANES);
  float total;
  SUM_LANES(product, total);
  *score += total;
}

FOR_EACH_CPU
void tcm_add_scores(const float *x, long rows, long columns, long stride, const float *query, float *scores) {
  float padded[2 * TCM_LANES] = {0};
  memcpy(padded, query, columns * sizeof(float));
  for (long r = 0; r < rows; r++) {
    lanes_t h[2] = {{0}, {0}};
    memcpy(h, x + r * stride, columns * sizeof(float));
    if (columns > TCM_LANES)
      add_score(h, padded, 2, scores + r);
    else
      add_score(h, padded, 1, scores + r);
  }
}

// One document; see tcm_pool_at_rest.
INLINE void pool_document(const struct tcm_rest *r, const struct tcm_rest_pool *p, const enum tcm_rest_pooling pooling,
                          const int32_t *words, long tokens, const long n, const int vectors, const long k,
                          const float *a, float *shares, float *features) {
  const lanes_t zero = {0};
  const long windows = tokens == 0 ? 1 : tokens + n - 1;
  const float share = 1 / (float)windows;
  lanes_t h[2], sum[2] = {zero, zero};
  struct strongest kept;
  for (long i = 0; i < windows; i++) {
    window_at_rest(r, p->activation, words, tokens, n, vectors, a, i, h);
    switch (pooling) {
      case tcm_rest_mean:
        for (int v = 0; v < vectors; v++) sum[v] += (shares ? shares[i] : share) * h[v];
        break;
      case tcm_rest_strongest:
        keep_strongest(&kept, k, vectors, i, h);
        break;
      case tcm_rest_scores: add_score(h, p->query, vectors, shares + i); break;
    }
  }
  if (pooling == tcm_rest_mean)
    for (int v = 0; v < vectors; v++) STORE(features + v * TCM_LANES, sum[v]);
  if (pooling == tcm_rest_strongest) {
    sort_strongest(&kept, k, vectors, windows);
    for (long s = 0; s < k; s++)
      for (int v = 0; v < vectors; v++)
        STORE(features + (s * vectors + v) * TCM_LANES, s < windows ? kept.value[s][v] : zero);
  }
}

#define POOL_WIDTH(width)                                                                         \
  case width:                                                                                     \
    if (r->vectors == 2)                                                                          \
      pool_document(r, p, pooling, words, tokens, width, 2, p->k, a, shares, features);           \
    else                                                                                          \
      pool_document(r, p, pooling, words, tokens, width, 1, p->k, a, shares, features);           \
    break;

INLINE void pool_either_width(const struct tcm_rest *r, const struct tcm_rest_pool *p,
                              const enum tcm_rest_pooling pooling, const int32_t *words, long tokens, const float *a,
                              float *shares, float *features) {
  switch (r->n) {
    POOL_WIDTH(2)
    POOL_WIDTH(3)
    POOL_WIDTH(4)
    POOL_WIDTH(5)
    default: pool_document(r, p, pooling, words, tokens, r->n, r->vectors, p->k, a, shares, features);
  }
}

INLINE void pool_at_rest(const struct tcm_rest *r, const struct tcm_rest_pool *p, const enum tcm_rest_pooling pooling,
                         const int32_t *words, const long *starts, long documents, const float *a, float *features,
                         long feature_stride) {
  const long ahead = 2;
  float *shares = p->shares;
  for (long b = 0; b < documents; b++) {
    if (b + ahead < documents)
      tcm_prefetch_rows(r->rows, r->stride * (r->is_half ? 2 : 4), words + starts[b + ahead] - starts[0],
                        starts[b + ahead + 1] - starts[b + ahead]);
    const int32_t *own = words + starts[b] - starts[0];
    const long tokens = starts[b + 1] - starts[b], a_stride = tcm_window_stride(tokens, r->n);
    if (a) {
      pool_either_width(r, p, pooling, own, tokens, a + r->head * r->n * a_stride, shares, features + b * feature_stride);
      a += r->heads * r->n * a_stride;
    } else {
      pool_either_width(r, p, pooling, own, tokens, NULL, shares, features + b * feature_stride);
    }
    if (shares) shares += tokens == 0 ? 1 : tokens + r->n - 1;
  }
}

FOR_EACH_CPU
void tcm_pool_at_rest(const struct tcm_rest *r, const struct tcm_rest_pool *p, const int32_t *words, const long *starts,
                      long documents, const float *a, float *features, long feature_stride) {
  switch (p->pooling) {
    case tcm_rest_mean:
      pool_at_rest(r, p, tcm_rest_mean, words, starts, documents, a, features, feature_stride);
      break;
    case tcm_rest_strongest:
      pool_at_rest(r, p, tcm_rest_strongest, words, starts, documents, a, features, feature_stride);
      break;
    case tcm_rest_scores:
      pool_at_rest(r, p, tcm_rest_scores, words, starts, documents, a, features, feature_stride);
      break;
  }
}
