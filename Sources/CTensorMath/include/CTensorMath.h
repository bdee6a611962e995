// The row loops and the matrix product under TensorMath: all of them on one screen.
//
// They are C because they must be compiled for the machine that runs them: `target_clones` picks AVX-512, AVX2 or
// the baseline when the program starts, with no unsafe build flags. Swift has no counterpart to it.
// Matrices are row-major float32. `d` is a row's length and always a multiple of TCM_LANES: rows are padded with
// zeros, so that no loop needs a tail. Nothing here allocates memory or starts a thread.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define TCM_LANES 16

// Flushes denormal numbers to zero on the calling thread; returns what to give to tcm_restore_denormals.
uint64_t tcm_flush_denormals(void);
void tcm_restore_denormals(uint64_t state);
// Tells the processor that this thread only waits for another.
void tcm_pause(void);

// C[m,n] = op(A) · op(B) + (accumulate ? C : 0), on the calling thread alone.
// op(A) is [m,k]: A itself, or its transpose where `transpose_a` (then A is stored as [k,m]); op(B) [k,n] likewise.
void tcm_matrix_multiply(bool transpose_a, bool transpose_b, long m, long n, long k, const float *a, long lda,
                         const float *b, long ldb, bool accumulate, float *c, long ldc);
// The plain twin of the above: three loops. Also what runs where no GEMM library is at hand.
void tcm_matrix_multiply_plain(bool transpose_a, bool transpose_b, long m, long n, long k, const float *a, long lda,
                               const float *b, long ldb, bool accumulate, float *c, long ldc);
// "oneDNN", "Accelerate" or "plain".
const char *tcm_matrix_multiply_library(void);

// out[r,j] = ⟨x[r,:], w[j,:]⟩. Every product is summed in one fixed order, whatever `rows` and `columns` are, so
// that a row's result never depends on its neighbours. (A GEMM library gives no such promise: oneDNN takes another
// path below 16 rows.) Prediction uses it.
void tcm_project_rows(const float *x, long x_stride, long rows, const float *w, long columns, long d, float *out,
                      long out_stride);

// The same promise where `w` lies transposed, [d, w_stride]: out[r,j] = Σ_k x[r,k]·w[k,j] in the order of k, for `columns`, a
// multiple of TCM_LANES. Several times as fast where d is short, as nothing is summed across a vector.
void tcm_multiply_rows(const float *x, long x_stride, long rows, const float *w, long w_stride, long columns, long d,
                       float *out, long out_stride);

// out[:] = (accumulate ? out[:] : 0) + Σ_i coefficient[i] · base[index[i],:], in the order of i.
void tcm_sum_weighted_rows(float *out, bool accumulate, const float *base, long d, const int32_t *index,
                           const float *coefficient, long count);

// The windows of a document, padded to whole vectors: how far apart the rows of its weights `a` are.
static inline long tcm_window_stride(long tokens, long n) {
  const long windows = tokens == 0 ? 1 : tokens + n - 1;
  return (windows + TCM_LANES - 1) / TCM_LANES * TCM_LANES;
}

// The strongest window of one document for `lanes` filters of width n.
//   z[i,f] = Σ_k a[k,i] · projection[words[i+k-(n-1)], column + k·offset_stride + f]   over the words that are there
//   strongest[f] = max_i activation(z[i,f] + bias[f]), winner[f] = the earliest such i
// `a` is [n, tcm_window_stride], or NULL: all 1. `slope` NULL: the activation is monotone and left to the caller, and strongest[f] is
// max_i z[i,f] + bias[f]; otherwise it is PReLU, applied before the maximum, and strongest[f] is the z + bias of the
// winner. With `regions` R > 1 (and no `a`) window i takes its columns n·offset_stride·⌊R·i / windows⌋ further on. NaN
// wins, so that it is seen. Reads up to TCM_LANES-1 floats beyond the last column: pad the buffer.
void tcm_strongest_windows(const float *projection, long stride, const int32_t *words, long tokens, long n,
                           long offset_stride, long regions, long lanes, const float *a, const float *bias,
                           const float *slope, float *strongest, int32_t *winner);

enum tcm_activation { tcm_relu, tcm_prelu, tcm_logistic, tcm_tanh, tcm_identity };

// One block of filters at rest: the kept rows of words, place after place, each padded to whole vectors.
struct tcm_rest {
  const void *rows;           // [words, stride] of float32, or of float16
  long stride, place_stride;  // in numbers
  long n;
  long heads, head;           // of the weights; which are the block's
  long regions;               // R: window i reads n·⌊R·i / windows⌋ places further on; 1 with weights
  int vectors;                // filters / TCM_LANES, 1 or 2
  bool is_half;
  const float *bias;          // of whole vectors
  const float *slope;         // NULL: the activation is monotone and left to the caller
};
// For each document the strongest window's z + bias, of PReLU its value; no winners, which only learning asks for.
// features[b, f] = max_i activation(Σ_k a[k,i] · rows[w(i+k), k·place_stride + f] + bias[f]). Any NaN among the windows
// gives NaN. Document b is words[starts[b] - starts[0] ...]; `a`, document after document as tcm_weigh_windows writes
// it, may be NULL: all 1.
void tcm_strongest_at_rest(const struct tcm_rest *r, const int32_t *words, const long *starts, long documents,
                           const float *a, float *features, long feature_stride);
// Where more than the strongest window counts, in the same panels, with the activation inside.
enum tcm_rest_pooling { tcm_rest_mean, tcm_rest_strongest, tcm_rest_scores };
#define TCM_MOST_KEPT 64  // k at most
struct tcm_rest_pool {
  enum tcm_rest_pooling pooling;
  enum tcm_activation activation;
  long k;              // of tcm_rest_strongest
  const float *query;  // of tcm_rest_scores, whole vectors
  float *shares;       // one for each window of each document, or NULL
};
// With h[i, f] = activation(z[i, f] + bias[f]), for each document, the panel's filters side by side:
//   mean       features[f] = Σ_i shares[i]·h[i, f]; shares NULL: 1 / windows each
//   strongest  features[s, f] = the k greatest h[i, f], as tcm_strongest_rows finds them
//   scores     shares[i] += Σ_f query[f]·h[i, f]; no features
// Words, starts and `a` as above.
void tcm_pool_at_rest(const struct tcm_rest *r, const struct tcm_rest_pool *p, const int32_t *words, const long *starts,
                      long documents, const float *a, float *features, long feature_stride);
// scores[r] += Σ_f query[f]·x[r, f] over at most 2·TCM_LANES columns, with the bits of tcm_rest_scores.
void tcm_add_scores(const float *x, long rows, long columns, long stride, const float *query, float *scores);
// Asks for the rows of words that come soon: they lie in no order, and many in no cache. (Measured: half the time of a
// corpus whose rows are larger than the last cache.)
void tcm_prefetch_rows(const void *rows, long row_bytes, const int32_t *words, long count);
// float32 → float16, rounded to the nearest.
void tcm_halve(const float *x, long count, void *out);

// Attention: the weights of the windows of one width, for all heads together.
enum tcm_score_mode { tcm_scores_none, tcm_scores_position, tcm_scores_center, tcm_scores_window };
enum tcm_normalizer { tcm_softmax, tcm_sigmoid, tcm_linear };
struct tcm_weighting {
  long n, heads;            // n ≤ TCM_LANES
  long context;             // m: words to either side of a window that have a say; with tcm_scores_window alone
  long generated;           // g: the first g of a head's n scores have columns, the others are c alone
  enum tcm_score_mode mode;
  enum tcm_normalizer normalizer;
  const float *scores;      // score columns of a word w: from scores + w·stride on
  long stride;
  const float *bias;        // c [heads, n]
};
// Scores, with H heads, from the columns that the generator added to the projection:
//   position  s[i,k,h] = c[h,k] + scores[w(i+k), k·H + h]      (g = n)
//   center    s[i,k,h] = c[h,k] + scores[w(i+n/2), k·H + h]
//   window    s[i,k,h] = c[h,k] + Σ_j scores[w(i+j), ((j+m)·g + k)·H + h]      j = −m … n−1+m
//   none      s[i,k,h] = c[h,k]                                (g = 0)
// Words outside the document add nothing. Then weights; that of a word outside the document is 0:
//   softmax  a = m · softmax(s) over the m words that are there      sigmoid  a = 2σ(s)      linear  a = 1 + s
// Writes [heads, n, tcm_window_stride] to `a`: windows are neighbours, so that 16 of them share a vector; what lies
// beyond the last window is 0. Reads up to TCM_LANES-1 floats beyond a word's last score.
void tcm_weigh_windows(const struct tcm_weighting *w, const int32_t *words, long tokens, float *a);
// ∂L/∂a → ∂L/∂s, in place, of one document: dc[h,k] = Σ_i ds; and window by window, ds[i, k·H + h] for k < g, rows
// ds_stride apart, a multiple of TCM_LANES.
//   softmax  ds = a·(da − Σ a·da / m)      sigmoid  ds = da·a·(1 − a/2)      linear  ds = da
void tcm_differentiate_weights(const struct tcm_weighting *w, long tokens, const float *a, float *da, float *dc,
                               float *ds, long ds_stride);
// ∂L/∂(score columns) of one word, which stands `count` times: as word place[e] of document[e], whose windows' ds begin
// at row first_row[document[e]]; with context, those of the document after it begin at first_row[document[e] + 1]. Writes
// up to TCM_LANES-1 floats beyond the last column.
void tcm_sum_score_gradients(const struct tcm_weighting *w, const float *ds, long ds_stride, const int32_t *place,
                             const int32_t *document, long count, const long *first_row, float *out);

// One block of filters over a batch, on the way back. Word numbers are rows of `projection`.
struct tcm_winners {
  long documents, n;
  const int32_t *tokens;      // document b is tokens[starts[b] ..< starts[b+1]]
  const long *starts;
  const float *dz;            // ∂L/∂z of the strongest windows, [documents, feature_stride], from the first filter on
  const int32_t *winner;      // which they are; likewise
  long feature_stride;
  const float *a;             // weights of all documents, each as tcm_weigh_windows writes it; NULL: all 1
  long heads, head;           // of the weights; which are the block's
  const long *window_starts;  // the padded windows of the documents before
  const float *projection;    // as in tcm_strongest_windows
  long stride, place_offset;  // place_offset 0: shared offsets
  long regions;               // R; 1 with weights
};
// The shares of one filter: word words[p·place_stride + e] takes part in ∂L/∂W at place p with coefficient dz·a, for
// e < filled[p]; region r's places are p = r·n + k; with shared offsets all are of place 0. Adds ∂L/∂a = dz·⟨W_k, x_k⟩ to da, which lies as a. Returns Σ dz.
float tcm_collect_winners(const struct tcm_winners *w, long filter, int32_t *words, float *coefficients,
                          long place_stride, long *filled, float *da);
// One block of filters over all windows of a document, where pooling or a level above asks for more than the strongest.
struct tcm_windows {
  const void *projection;     // row w holds ⟨kernel row, x_w⟩, from the block's first column on; padded as above
  long stride;                // in numbers
  bool is_half;               // float16 instead of float32; not on the way back
  long n, place_offset;       // place_offset 0: shared offsets
  long regions;               // R; 1 with weights
  long lanes;                 // filters
  long heads, head;           // of the weights; which are the block's
  const float *bias;
};
// z[i, f] = bias[f] + Σ_k a[k,i] · projection[words[i+k-(n-1)], k·place_offset + f] for every window i. `a`: the head's own
// [n, tcm_window_stride], or NULL: all 1.
void tcm_sum_windows(const struct tcm_windows *w, const int32_t *words, long tokens, const float *a, float *z,
                     long z_stride);
// ∂L/∂a: da[k,i] = Σ_f dz[i, f] · projection[words[i+k-(n-1)], k·place_offset + f] for every word that is there.
void tcm_differentiate_windows(const struct tcm_windows *w, const int32_t *words, long tokens, const float *dz,
                               long dz_stride, float *da);
// ∂L/∂(the block's columns) of one word, which stands `count` times: as word place[e] of document[e], whose windows' dz
// begin at row first_row[document[e]]; out[(r·n + k)·place_offset + f] = Σ_e a[k,i]·dz[i, f], i the window that has the
// word at k, r its region. Document b has starts[b+1] - starts[b] words; `a` as in tcm_winners.
void tcm_sum_window_gradients(const struct tcm_windows *w, const float *dz, long dz_stride, const int32_t *place,
                              const int32_t *document, long count, const long *starts, const long *first_row,
                              const float *a, const long *window_starts, float *out);

// h = f(z) for `columns` of each row, padding 0; z and h may be the same. `slope` is read by PReLU alone.
void tcm_activate(enum tcm_activation kind, const float *z, const float *slope, long rows, long columns, long stride,
                  float *h);
// ∂L/∂h → ∂L/∂z, in place; dslope[f] = Σ over the rows where z ≤ 0 of dh·z, of PReLU alone.
void tcm_differentiate_activation(enum tcm_activation kind, const float *z, const float *h, const float *slope,
                                  long rows, long columns, long stride, float *dh, float *dslope);
// The k greatest of each column of x [rows, stride], in the order of their rows: out[s·out_stride + f], and which rows they
// are. Of equal ones the earlier counts more, NaN more than all. Where there are fewer rows than k: 0, and row -1.
void tcm_strongest_rows(const float *x, long rows, long columns, long stride, long k, float *out, int32_t *which,
                        long out_stride);
// out[f] = Σ_r shares[r]·x[r, f], in the order of r, with the bits of tcm_rest_mean.
void tcm_weighted_mean(const float *x, long rows, long columns, long stride, const float *shares, float *out);

// x[i] = exp(x[i]) with a relative error below 2e-7; arguments are clamped to [-87, 88].
void tcm_exponentials(float *x, long count);

// One optimizer step on `count` weights w with gradient g; `_missed`: the steps without a gradient that a row has
// sat out, in one go. Formulas and sources: ModelTraining/Optimizers.
// Adadelta; s, u accumulate g² and the squared moves.
void tcm_adadelta(float *w, const float *g, float *s, float *u, long count, float rate, float rho, float epsilon);
void tcm_adadelta_missed(float *s, float *u, long count, float decay);
// Adam; `rate` is lr/(1-β₁^t), `scale` 1/sqrt(1-β₂^t).
void tcm_adam(float *w, const float *g, float *m, float *v, long count, float rate, float scale, float beta1,
              float beta2, float epsilon);
// w -= m/D · (total + e²·(second - e·(third - e·fourth))), D = r·mean + ε, e = r/D, r = sqrt(v); then m *= decay1,
// v *= decay2.
void tcm_adam_missed(float *w, float *m, float *v, long count, float total, float mean, float second, float third,
                     float fourth, float epsilon, float decay1, float decay2);
// One of those steps exactly: m *= β₁, v *= β₂, w -= rate·m/(sqrt(v)·scale + ε).
void tcm_adam_idle(float *w, float *m, float *v, long count, float rate, float scale, float beta1, float beta2,
                   float epsilon);
// SGD with momentum: b = momentum·b + g; w -= rate·b.
void tcm_sgd(float *w, const float *g, float *b, long count, float rate, float momentum);
// w -= reach·b; b *= decay.
void tcm_sgd_missed(float *w, float *b, long count, float reach, float decay);
// The proximal step of an L1 penalty, w = sign(w)·max(|w| − t, 0), by each rule's own t (UpdateRule.shrink); NaN stays.
void tcm_shrink(float *w, long count, float threshold);
// t = threshold·sqrt((u+ε)/(s+ε)).
void tcm_adadelta_shrink(float *w, const float *s, const float *u, long count, float threshold, float epsilon);
// t = threshold/max(sqrt(v)·scale+ε, smallest).
void tcm_adam_shrink(float *w, const float *v, long count, float threshold, float scale, float smallest,
                     float epsilon);

// Rows of word vectors as a store keeps them. Any `count` and `d`, any address, but for tcm_score_bytes.
// ⟨x, y⟩ in double, always in the same order.
double tcm_dot_wide(const float *x, const float *y, long d);
// float16 → float32, exact.
void tcm_widen(const void *halves, long count, float *out);
// One byte a number, symmetric: code = round(x / scale), |code| ≤ 127, scale = max |x| / 127, which is returned; 0, and
// all codes 0, where every x is too small for it. And back: out = code · scale.
float tcm_quantize(const float *x, long count, int8_t *codes);
void tcm_widen_bytes(const int8_t *codes, long count, float scale, float *out);
// out[r] = scales[r] · Σ_k query[k]·codes[r,k]; d a multiple of TCM_LANES.
void tcm_score_bytes(const int8_t *codes, long rows, long d, const float *scales, const float *query, float *out);

// Skip-gram with negative sampling, one window: each context word is to tell the word targets[0] from the words
// targets[1] … that were drawn. With x_t = input_table[rows[t],:] for all t < count but `own`, o_j = output_table[targets[j],:]:
//   g[t,j] = rate·([j = 0] − σ(⟨x_t, o_j⟩)),   input_moves[t,:] += Σ_j g[t,j]·o_j,   output_moves[j,:] = Σ_t g[t,j]·x_t
// All rows are `d` apart; none that is read may be one that is written. Returns the loss Σ_t Σ_j −ln σ(±⟨x_t, o_j⟩),
// + for j = 0, where it is asked for, else 0. Source: VectorTraining.
#define TCM_MOST_CONTEXT 128  // context words at most
double tcm_skip_gram(const float *input_table, const int32_t *rows, float *input_moves, long count, long own,
                     const float *output_table, const int32_t *targets, float *output_moves, long outputs, long d,
                     float rate, bool tells_loss);
// table[rows[i],:] += moves[which[i],:], in the order of i.
void tcm_add_rows(float *table, long d, const int32_t *rows, const float *moves, const int32_t *which, long count);
