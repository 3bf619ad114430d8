/* Rank acceptability of TOPSIS as fast as we can make it go on this processor: the yardstick, not the product.

   Draws are worked on side by side, LANES at a time, one loop per step so that the compiler vectorises each: random
   numbers (xoshiro128+), exponentials, squared distances to both ideals, a sorting network over keys that carry the
   alternative's number in their low bits, and counts. Nothing leaves the cache. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define LANES 32
#define MOST 256

typedef struct { uint32_t s[4][LANES]; } Random;

static uint64_t splitmix(uint64_t *x) {
    uint64_t z = (*x += 0x9e3779b97f4a7c15ull);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
}

static void seed_all(Random *r, uint64_t seed) {
    for (int k = 0; k < 4; k++)
        for (int l = 0; l < LANES; l++) r->s[k][l] = (uint32_t)(splitmix(&seed) >> 32) | (k == 0);
}

/* -log(u) for u in (0, 1]: exponent from the bits, the mantissa by the series of atanh around 1. */
static inline void exponentials(Random *restrict r, float *restrict out) {
    for (int l = 0; l < LANES; l++) {
        uint32_t s0 = r->s[0][l], s1 = r->s[1][l], s2 = r->s[2][l], s3 = r->s[3][l];
        uint32_t drawn = s0 + s3, t = s1 << 9;
        s2 ^= s0; s3 ^= s1; s1 ^= s2; s0 ^= s3; s2 ^= t; s3 = (s3 << 11) | (s3 >> 21);
        r->s[0][l] = s0; r->s[1][l] = s1; r->s[2][l] = s2; r->s[3][l] = s3;
        float u = (float)(int32_t)((drawn >> 8) + 1) * 0x1p-24f;
        int32_t bits;
        memcpy(&bits, &u, 4);
        int32_t e = (bits - 0x3f3504f3) >> 23;
        bits -= e << 23;
        float x;
        memcpy(&x, &bits, 4);
        float z = (x - 1.0f) / (x + 1.0f), q = z * z;
        float p = 2.0f * z * (1.0f + q * (1.0f / 3 + q * (0.2f + q * (1.0f / 7 + q * (1.0f / 9)))));
        out[l] = -(p + (float)e * 0.69314718056f);
    }
}

/* Batcher's merge exchange for n keys; how many comparators. Knuth, The Art of Computer Programming 3, 5.2.2 M. */
static int network(int n, uint8_t (*pairs)[2]) {
    int t = 0, count = 0;
    while ((1 << t) < n) t++;
    for (int p = t ? 1 << (t - 1) : 0; p > 0; p >>= 1) {
        int q = 1 << (t - 1), r = 0, d = p;
        for (;;) {
            for (int i = 0; i < n - d; i++)
                if ((i & p) == r) {
                    if (pairs) { pairs[count][0] = (uint8_t)i; pairs[count][1] = (uint8_t)(i + d); }
                    count++;
                }
            if (q == p) break;
            d = q - p; q >>= 1; r = p;
        }
    }
    return count;
}

/* Adds to counts[i * a + r] in how many draws alternative i has rank r + 1; 0 if it could, 1 if a or m is too large.
   best, worst: (a, m) squared normalised distances to the ideals. given: (draws, m) weights on any scale, or NULL to
   draw uniform ones. draws: a multiple of 32. */
int acceptability(const float *best, const float *worst, int a, int m, uint64_t draws, uint64_t seed,
                  const float *given, uint64_t *counts) {
    if (a > MOST || m > MOST || draws % LANES) return 1;
    int bits = 0;
    while ((1 << bits) < a) bits++;
    const int32_t low = (1 << bits) - 1;
    int comparators = network(a, NULL);
    uint8_t (*pairs)[2] = malloc((size_t)(comparators ? comparators : 1) * 2);
    if (!pairs) return 1;
    network(a, pairs);
    Random random;
    seed_all(&random, seed);
    static _Thread_local float squares[MOST][LANES] __attribute__((aligned(64)));
    static _Thread_local int32_t keys[MOST][LANES] __attribute__((aligned(64)));
    for (uint64_t start = 0; start < draws; start += LANES) {
        for (int j = 0; j < m; j++) {
            if (given)
                for (int l = 0; l < LANES; l++) squares[j][l] = given[(start + (uint64_t)l) * (uint64_t)m + (uint64_t)j];
            else
                exponentials(&random, squares[j]);
            for (int l = 0; l < LANES; l++) squares[j][l] *= squares[j][l];
        }
        for (int i = 0; i < a; i++) {
            float to_best[LANES] = {0}, to_worst[LANES] = {0};
            for (int j = 0; j < m; j++) {
                const float b = best[i * m + j], w = worst[i * m + j];
                for (int l = 0; l < LANES; l++) {
                    to_best[l] += b * squares[j][l];
                    to_worst[l] += w * squares[j][l];
                }
            }
            for (int l = 0; l < LANES; l++)
                keys[i][l] = ((int32_t)(to_best[l] / (to_best[l] + to_worst[l]) * 0x1p30f) & ~low) | i;
        }
        for (int c = 0; c < comparators; c++) {
            int32_t *restrict p = keys[pairs[c][0]], *restrict q = keys[pairs[c][1]];
            for (int l = 0; l < LANES; l++) {
                int32_t x = p[l], y = q[l];
                p[l] = x < y ? x : y;
                q[l] = x < y ? y : x;
            }
        }
        for (int r = 0; r < a; r++)
            for (int l = 0; l < LANES; l++) counts[(keys[r][l] & low) * a + r]++;
    }
    free(pairs);
    return 0;
}

/* Adds up what is read: the bandwidth of one core. */
double stream(const double *x, uint64_t n) {
    double sums[64] = {0};
    for (uint64_t i = 0; i + 64 <= n; i += 64)
        for (int l = 0; l < 64; l++) sums[l] += x[i + (uint64_t)l];
    double sum = 0;
    for (int l = 0; l < 64; l++) sum += sums[l];
    return sum;
}
