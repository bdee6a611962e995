#include "Lanes.h"

// All windows of a document, where more than the strongest one matters: sums, activations, and the way back.

// Adds a row of `count` numbers, times a weight.
INLINE void add_row(float *out, float weight, const float *row, long count) {
  for (long f = 0; f < count; f++) out[f] += weight * row[f];
}

INLINE void sum_windows(const struct tcm_windows *w, const int32_t *words, long tokens, const bool is_half,
                        const float *a, float *z, long z_stride) {
  const long n = w->n, windows = tokens == 0 ? 1 : tokens + n - 1, a_stride = tcm_window_stride(tokens, n);
  for (long lane = 0; lane < w->lanes; lane += TCM_LANES) {
    const long here = w->lanes - lane < TCM_LANES ? w->lanes - lane : TCM_LANES;
    lanes_t bias = {0};
    memcpy(&bias, w->bias + lane, here * sizeof(float));
    for (long i = 0; i < windows; i++) {
      const long first = first_word(i, n), end = end_word(i, n, tokens);
      const long column = lane + (w->regions == 1 ? 0 : w->regions * i / windows * n * w->place_offset);
      const int32_t *window = words + i - (n - 1);
      lanes_t sum = {0};
      for (long k = first; k < end; k++) {
        const long at = window[k] * w->stride + column + k * w->place_offset;
        const lanes_t row = is_half ? __builtin_convertvector(*(const halves_t *)((const _Float16 *)w->projection + at), lanes_t)
                                    : LOAD((const float *)w->projection + at);
        // One expression, so that it is one rounding, as at rest.
        if (a)
          sum += a[k * a_stride + i] * row;
        else
          sum += row;
      }
      sum += bias;
      memcpy(z + i * z_stride + lane, &sum, here * sizeof(float));
    }
  }
}

FOR_EACH_CPU
void tcm_sum_windows(const struct tcm_windows *w, const int32_t *words, long tokens, const float *a, float *z,
                     long z_stride) {
  if (w->is_half)
    sum_windows(w, words, tokens, true, a, z, z_stride);
  else
    sum_windows(w, words, tokens, false, a, z, z_stride);
}

FOR_EACH_CPU
void tcm_differentiate_windows(const struct tcm_windows *w, const int32_t *words, long tokens, const float *dz,
                               long dz_stride, float *da) {
  const long n = w->n, windows = tokens == 0 ? 1 : tokens + n - 1, a_stride = tcm_window_stride(tokens, n);
  for (long i = 0; i < windows; i++) {
    const long first = first_word(i, n), end = end_word(i, n, tokens);
    const int32_t *window = words + i - (n - 1);
    for (long k = first; k < end; k++) {
      const float *row = (const float *)w->projection + window[k] * w->stride + k * w->place_offset;
      const float *change = dz + i * dz_stride;
      lanes_t sum = {0};
      long f = 0;
      for (; f + TCM_LANES <= w->lanes; f += TCM_LANES) sum += LOAD(change + f) * LOAD(row + f);
      float total;
      SUM_LANES(sum, total);
      for (; f < w->lanes; f++) total += change[f] * row[f];
      da[k * a_stride + i] = total;
    }
  }
}

FOR_EACH_CPU
void tcm_sum_window_gradients(const struct tcm_windows *w, const float *dz, long dz_stride, const int32_t *place,
                              const int32_t *document, long count, const long *starts, const long *first_row,
                              const float *a, const long *window_starts, float *out) {
  const long n = w->n, places = w->place_offset ? n * w->regions : 1;
  memset(out, 0, places * w->lanes * sizeof(float));
  for (long e = 0; e < count; e++) {
    const long b = document[e], tokens = starts[b + 1] - starts[b];
    const long windows = tokens + n - 1, a_stride = tcm_window_stride(tokens, n);
    const float *own = a ? a + (window_starts[b] * w->heads + w->head * a_stride) * n : 0;
    for (long k = 0; k < n; k++) {
      const long i = place[e] + n - 1 - k;
      const long at = w->place_offset ? (w->regions * i / windows * n + k) * w->place_offset : 0;
      add_row(out + at, own ? own[k * a_stride + i] : 1, dz + (first_row[b] + i) * dz_stride, w->lanes);
    }
  }
}

// MARK: activations

FOR_EACH_CPU
void tcm_activate(enum tcm_activation kind, const float *z, const float *slope, long rows, long columns, long stride,
                  float *h) {
  for (long f = 0; f < columns; f += TCM_LANES) {
    const long here = columns - f < TCM_LANES ? columns - f : TCM_LANES;
    lanes_t slopes = {0};
    if (kind == tcm_prelu) memcpy(&slopes, slope + f, here * sizeof(float));
    for (long r = 0; r < rows; r++) {
      lanes_t value, kept = {0};
      const lanes_t x = LOAD(z + r * stride + f);
      ACTIVATE(kind, x, slopes, value);
      // Padding stays zero, whatever f(0) is.
      memcpy(&kept, &value, here * sizeof(float));
      STORE(h + r * stride + f, kept);
    }
  }
}

FOR_EACH_CPU
void tcm_differentiate_activation(enum tcm_activation kind, const float *z, const float *h, const float *slope,
                                  long rows, long columns, long stride, float *dh, float *dslope) {
  for (long f = 0; f < columns; f += TCM_LANES) {
    const long here = columns - f < TCM_LANES ? columns - f : TCM_LANES;
    const lanes_t zero = {0};
    lanes_t slopes = zero, change = zero;
    if (kind == tcm_prelu) memcpy(&slopes, slope + f, here * sizeof(float));
    for (long r = 0; r < rows; r++) {
      const lanes_t x = LOAD(z + r * stride + f), value = LOAD(h + r * stride + f);
      lanes_t d = LOAD(dh + r * stride + f);
      switch (kind) {
        case tcm_relu: d = SELECT(x > zero, d, zero); break;
        case tcm_prelu:
          change += SELECT(x > zero, zero, d * x);
          d = SELECT(x > zero, d, d * slopes);
          break;
        case tcm_logistic: d *= value * (1 - value); break;
        case tcm_tanh: d *= 1 - value * value; break;
        default: break;
      }
      STORE(dh + r * stride + f, d);
    }
    if (kind == tcm_prelu) memcpy(dslope + f, &change, here * sizeof(float));
  }
}

// MARK: pooling

INLINE void strongest_row(const float *x, long rows, long columns, long stride, float *out, int32_t *which) {
  for (long f = 0; f < columns; f += TCM_LANES) {
    const long here = columns - f < TCM_LANES ? columns - f : TCM_LANES;
    lanes_t best = LOAD(x + f);
    mask_t row = {0};
    for (long r = 1; r < rows; r++) {
      const lanes_t value = LOAD(x + r * stride + f);
      const mask_t wins = ((value > best) | (value != value)) & (best == best);
      best = SELECT(wins, value, best);
      row = SELECT_INT(wins, (mask_t){0} + (int32_t)r, row);
    }
    memcpy(out + f, &best, here * sizeof(float));
    memcpy(which + f, &row, here * sizeof(int32_t));
  }
}

FOR_EACH_CPU
void tcm_strongest_rows(const float *x, long rows, long columns, long stride, long k, float *out, int32_t *which,
                        long out_stride) {
  if (k == 1) {
    strongest_row(x, rows, columns, stride, out, which);
    return;
  }
  for (long f = 0; f < columns; f += TCM_LANES) {
    const long here = columns - f < TCM_LANES ? columns - f : TCM_LANES;
    struct strongest kept;
    for (long r = 0; r < rows; r++) {
      const lanes_t value = LOAD(x + r * stride + f);
      keep_strongest(&kept, k, 1, r, &value);
    }
    sort_strongest(&kept, k, 1, rows);
    for (long s = 0; s < k; s++) {
      const lanes_t none = {0};
      const mask_t nowhere = (mask_t){0} - 1;
      const lanes_t value = s < rows ? kept.value[s][0] : none;
      const mask_t row = s < rows ? kept.window[s][0] : nowhere;
      memcpy(out + s * out_stride + f, &value, here * sizeof(float));
      memcpy(which + s * out_stride + f, &row, here * sizeof(int32_t));
    }
  }
}

FOR_EACH_CPU
void tcm_weighted_mean(const float *x, long rows, long columns, long stride, const float *shares, float *out) {
  for (long f = 0; f < columns; f += TCM_LANES) {
    const long here = columns - f < TCM_LANES ? columns - f : TCM_LANES;
    lanes_t sum = {0};
    for (long r = 0; r < rows; r++) sum += shares[r] * LOAD(x + r * stride + f);
    memcpy(out + f, &sum, here * sizeof(float));
  }
}
