#include "Lanes.h"

// Two inputs by six outputs stay in registers while the columns go by: eight loads for twelve multiply-adds.
#define INPUTS 2
#define OUTPUTS 6
#define PAIRS (INPUTS * OUTPUTS)

// ⟨x, o⟩ of two inputs and six outputs, at scores[0 … 11]; scores[12 … 15] become 0.
#define SCORE_TILE(x0, x1, o, d, scores)                                                                     \
  do {                                                                                                       \
    lanes_t sum[TCM_LANES];                                                                                  \
    memset(sum, 0, sizeof sum);                                                                              \
    for (long k = 0; k < (d); k += TCM_LANES) {                                                              \
      const lanes_t first = LOAD((x0) + k), second = LOAD((x1) + k);                                         \
      _Pragma("clang loop unroll(full)") for (int j = 0; j < OUTPUTS; j++) {                                 \
        const lanes_t own = LOAD((o)[j] + k);                                                                \
        sum[j] += first * own;                                                                               \
        sum[OUTPUTS + j] += second * own;                                                                    \
      }                                                                                                      \
    }                                                                                                        \
    FOLD(sum);                                                                                               \
    STORE(scores, sum[0]);                                                                                   \
  } while (0)

// Adds up the lanes of each of 16 vectors, always in the same tree; lane i of v[0] becomes the sum of v[i]. At each
// step a vector takes up the halves of two, so that 16 sums cost 15 additions.
#define FOLD(v)                                                                                              \
  do {                                                                                                       \
    for (int i = 0; i < 8; i++)                                                                              \
      v[i] = __builtin_shufflevector(v[2 * i], v[2 * i + 1], 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, \
                                     22, 23) +                                                               \
             __builtin_shufflevector(v[2 * i], v[2 * i + 1], 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27,   \
                                     28, 29, 30, 31);                                                        \
    for (int i = 0; i < 4; i++)                                                                              \
      v[i] = __builtin_shufflevector(v[2 * i], v[2 * i + 1], 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24,   \
                                     25, 26, 27) +                                                           \
             __builtin_shufflevector(v[2 * i], v[2 * i + 1], 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, \
                                     29, 30, 31);                                                            \
    for (int i = 0; i < 2; i++)                                                                              \
      v[i] = __builtin_shufflevector(v[2 * i], v[2 * i + 1], 0, 1, 4, 5, 8, 9, 12, 13, 16, 17, 20, 21, 24,   \
                                     25, 28, 29) +                                                           \
             __builtin_shufflevector(v[2 * i], v[2 * i + 1], 2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 22, 23, 26, \
                                     27, 30, 31);                                                            \
    v[0] = __builtin_shufflevector(v[0], v[1], 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30) +  \
           __builtin_shufflevector(v[0], v[1], 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);   \
  } while (0)

// Both gradients in one pass over `vectors` vectors of columns: six outputs and their gradients stay in registers.
#define SPREAD(vectors)                                                                                      \
  do {                                                                                                       \
    lanes_t own[OUTPUTS][vectors], sum[OUTPUTS][vectors];                                                    \
    memset(sum, 0, sizeof sum);                                                                              \
    for (int j = 0; j < OUTPUTS; j++)                                                                        \
      for (int v = 0; v < (vectors); v++) own[j][v] = LOAD(o[j] + k + v * TCM_LANES);                        \
    for (long t = 0; t < inputs; t++) {                                                                      \
      const float *g = coefficient + t * OUTPUTS;                                                            \
      lanes_t x[vectors], move[vectors];                                                                     \
      for (int v = 0; v < (vectors); v++) {                                                                  \
        x[v] = LOAD(in[t] + k + v * TCM_LANES);                                                              \
        move[v] = LOAD(in_move[t] + k + v * TCM_LANES);                                                      \
      }                                                                                                      \
      _Pragma("clang loop unroll(full)") for (int j = 0; j < OUTPUTS; j++)                                   \
        for (int v = 0; v < (vectors); v++) {                                                                \
          sum[j][v] += g[j] * x[v];                                                                          \
          move[v] += g[j] * own[j][v];                                                                       \
        }                                                                                                    \
      for (int v = 0; v < (vectors); v++) STORE(in_move[t] + k + v * TCM_LANES, move[v]);                    \
    }                                                                                                        \
    for (int j = 0; j < here; j++)                                                                           \
      for (int v = 0; v < (vectors); v++) STORE(output_moves + (first + j) * d + k + v * TCM_LANES, sum[j][v]); \
  } while (0)

FOR_EACH_CPU
double tcm_skip_gram(const float *input_table, const int32_t *rows, float *input_moves, long count, long own,
                     const float *output_table, const int32_t *targets, float *output_moves, long outputs, long d,
                     float rate, bool tells_loss) {
  const float *in[TCM_MOST_CONTEXT];
  float *in_move[TCM_MOST_CONTEXT];
  float coefficient[(TCM_MOST_CONTEXT + 1) * OUTPUTS + TCM_LANES];
  long inputs = 0;
  for (long t = 0; t < count; t++)
    if (t != own) {
      in[inputs] = input_table + rows[t] * d;
      in_move[inputs++] = input_moves + t * d;
    }
  double loss = 0;
  for (long first = 0; first < outputs; first += OUTPUTS) {
    const long here = outputs - first < OUTPUTS ? outputs - first : OUTPUTS;
    // Outputs beyond the last repeat it, with coefficient 0: one code path.
    const float *o[OUTPUTS];
    for (long j = 0; j < OUTPUTS; j++) o[j] = output_table + targets[first + (j < here ? j : here - 1)] * d;
    for (long t = 0; t < inputs; t += INPUTS)
      SCORE_TILE(in[t], in[t + 1 < inputs ? t + 1 : t], o, d, coefficient + t * OUTPUTS);
    if (tells_loss)
      for (long t = 0; t < inputs; t++)
        for (long j = 0; j < here; j++) {
          const float s = coefficient[t * OUTPUTS + j];
          // ln(1 + exp(−s)) without overflow: of the right word s, of the others −s.
          const float x = first + j == 0 ? -s : s;
          loss += (x > 0 ? x : 0) + log1pf(expf(x > 0 ? -x : x));
        }
    for (long i = 0; i < inputs * OUTPUTS; i += TCM_LANES) {
      lanes_t e = (lanes_t){0} - LOAD(coefficient + i);
      CLAMP_EXPONENT(e);
      EXPONENTIAL(lanes_t, mask_t, e);
      STORE(coefficient + i, -rate / (1 + e));
    }
    for (long t = 0; t < inputs; t++) {
      if (first == 0) coefficient[t * OUTPUTS] += rate;
      for (long j = here; j < OUTPUTS; j++) coefficient[t * OUTPUTS + j] = 0;
    }
    long k = 0;
    for (; k + 2 * TCM_LANES <= d; k += 2 * TCM_LANES) SPREAD(2);
    for (; k < d; k += TCM_LANES) SPREAD(1);
  }
  return loss;
}

FOR_EACH_CPU
void tcm_add_rows(float *table, long d, const int32_t *rows, const float *moves, const int32_t *which, long count) {
  const long ahead = 4;
  for (long i = 0; i < count; i++) {
    if (i + ahead < count) {
      const float *soon = table + rows[i + ahead] * d, *move = moves + which[i + ahead] * d;
      for (long k = 0; k < d; k += TCM_LANES) {
        __builtin_prefetch(soon + k, 1);
        __builtin_prefetch(move + k);
      }
    }
    float *row = table + rows[i] * d;
    const float *move = moves + which[i] * d;
    for (long k = 0; k < d; k += TCM_LANES) STORE(row + k, LOAD(row + k) + LOAD(move + k));
  }
}
