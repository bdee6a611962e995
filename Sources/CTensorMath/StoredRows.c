#include "Lanes.h"

// Rows of word vectors as a store keeps them: of any length, at any address, in three kinds of numbers.

typedef double wide_t __attribute__((vector_size(8 * 8), aligned(8)));
typedef float eight_t __attribute__((vector_size(8 * 4), aligned(1)));
typedef int8_t bytes_t __attribute__((vector_size(TCM_LANES), aligned(1)));

// Sums of eight lanes each: enough of them that an addition need not wait for the one before.
FOR_EACH_CPU
double tcm_dot_wide(const float *x, const float *y, long d) {
  wide_t sum = {0}, other = {0};
  long k = 0;
  for (; k + 16 <= d; k += 16) {
    sum += __builtin_convertvector(*(const eight_t *)(x + k), wide_t) *
           __builtin_convertvector(*(const eight_t *)(y + k), wide_t);
    other += __builtin_convertvector(*(const eight_t *)(x + k + 8), wide_t) *
             __builtin_convertvector(*(const eight_t *)(y + k + 8), wide_t);
  }
  sum += other;
  double total = 0;
  for (int lane = 0; lane < 8; lane++) total += sum[lane];
  for (; k < d; k++) total += (double)x[k] * (double)y[k];
  return total;
}

FOR_EACH_CPU
void tcm_widen(const void *halves, long count, float *out) {
  const _Float16 *x = halves;
  for (long i = 0; i < count; i++) out[i] = (float)x[i];
}

FOR_EACH_CPU
void tcm_widen_bytes(const int8_t *codes, long count, float scale, float *out) {
  for (long i = 0; i < count; i++) out[i] = (float)codes[i] * scale;
}

FOR_EACH_CPU
float tcm_quantize(const float *x, long count, int8_t *codes) {
  float greatest = 0;
  for (long i = 0; i < count; i++) {
    const float size = fabsf(x[i]);
    greatest = size > greatest ? size : greatest;
  }
  const float scale = greatest / 127;
  // So small that its scale is no normal number: its codes would be no numbers.
  if (!(scale >= 1.17549435e-38f)) {
    memset(codes, 0, count);
    return 0;
  }
  for (long i = 0; i < count; i++) {
    // Adding and taking away 1.5 · 2²³ rounds to the nearest whole number, ties to even.
    float code = (x[i] / scale + 12582912.0f) - 12582912.0f;
    code = code > 127 ? 127 : code < -127 ? -127 : code;
    codes[i] = (int8_t)code;
  }
  return scale;
}

FOR_EACH_CPU
void tcm_score_bytes(const int8_t *codes, long rows, long d, const float *scales, const float *query, float *out) {
  for (long r = 0; r < rows; r++) {
    const int8_t *row = codes + r * d;
    lanes_t sum = {0}, other = {0};
    long k = 0;
    for (; k + 2 * TCM_LANES <= d; k += 2 * TCM_LANES) {
      sum += __builtin_convertvector(*(const bytes_t *)(row + k), lanes_t) * LOAD(query + k);
      other += __builtin_convertvector(*(const bytes_t *)(row + k + TCM_LANES), lanes_t) * LOAD(query + k + TCM_LANES);
    }
    if (k < d) sum += __builtin_convertvector(*(const bytes_t *)(row + k), lanes_t) * LOAD(query + k);
    sum += other;
    float total;
    SUM_LANES(sum, total);
    out[r] = total * scales[r];
  }
}
