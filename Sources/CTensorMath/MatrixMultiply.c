#include "CTensorMath.h"

#if defined(__APPLE__)

#define ACCELERATE_NEW_LAPACK
#include <Accelerate/Accelerate.h>

void tcm_matrix_multiply(bool transpose_a, bool transpose_b, long m, long n, long k, const float *a, long lda,
                         const float *b, long ldb, bool accumulate, float *c, long ldc) {
  // The libraries need not write a sum of nothing; the plain loops do.
  if (m == 0 || n == 0 || k == 0) {
    tcm_matrix_multiply_plain(transpose_a, transpose_b, m, n, k, a, lda, b, ldb, accumulate, c, ldc);
    return;
  }
  cblas_sgemm(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans, transpose_b ? CblasTrans : CblasNoTrans,
              (int)m, (int)n, (int)k, 1, a, (int)lda, b, (int)ldb, accumulate ? 1 : 0, c, (int)ldc);
}

const char *tcm_matrix_multiply_library(void) { return "Accelerate"; }

#elif defined(__linux__) && __has_include(<dnnl.h>)

#include <dlfcn.h>
#include <dnnl.h>
#include <pthread.h>

// oneDNN's OpenMP pool costs milliseconds a call when two of our threads compete for it, so every thread that calls
// it asks for a team of one. The function is looked up, not linked: libgomp comes with libdnnl, its header does not.
static void (*set_team_size)(int);
static pthread_once_t looked_up = PTHREAD_ONCE_INIT;

static void look_up(void) {
  void *found = dlsym(RTLD_DEFAULT, "omp_set_num_threads");
  __builtin_memcpy(&set_team_size, &found, sizeof found);
}

void tcm_matrix_multiply(bool transpose_a, bool transpose_b, long m, long n, long k, const float *a, long lda,
                         const float *b, long ldb, bool accumulate, float *c, long ldc) {
  // The libraries need not write a sum of nothing; the plain loops do.
  if (m == 0 || n == 0 || k == 0) {
    tcm_matrix_multiply_plain(transpose_a, transpose_b, m, n, k, a, lda, b, ldb, accumulate, c, ldc);
    return;
  }
  pthread_once(&looked_up, look_up);
  if (set_team_size) set_team_size(1);
  const dnnl_status_t status = dnnl_sgemm(transpose_a ? 'T' : 'N', transpose_b ? 'T' : 'N', m, n, k, 1, a, lda, b,
                                          ldb, accumulate ? 1 : 0, c, ldc);
  if (status != dnnl_success)
    tcm_matrix_multiply_plain(transpose_a, transpose_b, m, n, k, a, lda, b, ldb, accumulate, c, ldc);
}

const char *tcm_matrix_multiply_library(void) { return "oneDNN"; }

#else

void tcm_matrix_multiply(bool transpose_a, bool transpose_b, long m, long n, long k, const float *a, long lda,
                         const float *b, long ldb, bool accumulate, float *c, long ldc) {
  tcm_matrix_multiply_plain(transpose_a, transpose_b, m, n, k, a, lda, b, ldb, accumulate, c, ldc);
}

const char *tcm_matrix_multiply_library(void) { return "plain"; }

#endif

void tcm_matrix_multiply_plain(bool transpose_a, bool transpose_b, long m, long n, long k, const float *a, long lda,
                               const float *b, long ldb, bool accumulate, float *c, long ldc) {
  for (long i = 0; i < m; i++) {
    float *row = c + i * ldc;
    if (!accumulate)
      for (long j = 0; j < n; j++) row[j] = 0;
    for (long l = 0; l < k; l++) {
      const float x = transpose_a ? a[l * lda + i] : a[i * lda + l];
      if (transpose_b)
        for (long j = 0; j < n; j++) row[j] += x * b[j * ldb + l];
      else
        for (long j = 0; j < n; j++) row[j] += x * b[l * ldb + j];
    }
  }
}
